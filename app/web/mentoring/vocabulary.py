"""The words of mentoring as fields of a form: keys that there are, chosen from boxes and lists."""

from collections.abc import Mapping
from typing import Annotated
from zoneinfo import available_timezones

from pydantic import AfterValidator

from app.core.languages import Sentence
from app.mentoring.matching.words import BACKGROUNDS, LANGUAGES, TIMES, TOPICS

MOST_TOPICS = 6
MOST_LANGUAGES = 3
NONE_OF_THESE = Sentence("Please choose one of these.")


def chosen(vocabulary: Mapping[str, str], given: tuple[str, ...]) -> tuple[str, ...]:
    """Each once and in the order of the vocabulary; a list that says nothing is left out. Raises
    ValueError for what is no key."""
    keys = {key for key in given if key}
    if keys - vocabulary.keys():
        raise ValueError(NONE_OF_THESE)
    return tuple(key for key in vocabulary if key in keys)


def _topics(given: tuple[str, ...]) -> tuple[str, ...]:
    return chosen(TOPICS, given)


def _some_topics(given: tuple[str, ...]) -> tuple[str, ...]:
    if not given:
        raise ValueError("Choose at least one.")
    if len(given) > MOST_TOPICS:
        raise ValueError(Sentence("Choose {n} at most, those you know best.", n=MOST_TOPICS))
    return given


def _times(given: tuple[str, ...]) -> tuple[str, ...]:
    return chosen(TIMES, given)


def _languages(given: tuple[str, ...]) -> tuple[str, ...]:
    return chosen(LANGUAGES, given)


def _some(given: tuple[str, ...]) -> tuple[str, ...]:
    if not given:
        raise ValueError("Choose at least one.")
    return given


def _backgrounds(given: tuple[str, ...]) -> tuple[str, ...]:
    return chosen(BACKGROUNDS, given)


def _zone(name: str) -> str:
    if name and name not in available_timezones():
        raise ValueError(NONE_OF_THESE)
    return name


Topics = Annotated[tuple[str, ...], AfterValidator(_topics)]
SomeTopics = Annotated[Topics, AfterValidator(_some_topics)]
Times = Annotated[tuple[str, ...], AfterValidator(_times)]
SomeTimes = Annotated[Times, AfterValidator(_some)]
Languages = Annotated[tuple[str, ...], AfterValidator(_languages)]
SomeLanguages = Annotated[Languages, AfterValidator(_some)]
Backgrounds = Annotated[tuple[str, ...], AfterValidator(_backgrounds)]
Zone = Annotated[str, AfterValidator(_zone)]


def zones() -> list[str]:
    """Those that somebody may live in, to choose from."""
    return sorted(z for z in available_timezones() if "/" in z and not z.startswith("Etc"))


def lists() -> dict[str, Mapping[str, str]]:
    """What a form offers, by the names that templates use."""
    return {"topics": TOPICS, "times": TIMES, "languages": LANGUAGES, "backgrounds": BACKGROUNDS}
