"""What is known of two people, as far as each lets it count, and the reasons that they have.

The points are few and whole, so that anybody can add them up by hand: what she wants to talk
about counts most, then what both know from inside, then when they can meet.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache, partial
from zoneinfo import ZoneInfo

from app.core.languages import Sentence
from app.mentoring.matching.words import (
    BACKGROUNDS,
    BACKGROUNDS_WITHIN,
    LANGUAGES,
    TIMES,
    TIMES_WITHIN,
    TOPICS,
    TOPICS_WITHIN,
    listed,
)

TOPIC, BACKGROUND, TIME, LANGUAGE, NEAR = 10, 8, 5, 2, 3
MOST_TOPICS, MOST_BACKGROUNDS, MOST_TIMES = 3, 2, 2
NEAR_HOURS = 3.0
HALF_DAY = 12.0
CLOCKS = Sentence("Your clocks are at most three hours apart.")
# How much counts, and what says why: points alone are asked of many, and need no words.
Counted = tuple[int, Callable[[], str]]


@dataclass(frozen=True)
class Facts:
    """Keys of the vocabularies (`words.py`), a time zone's name or '', and only those backgrounds
    that she lets count."""

    topics: frozenset[str] = frozenset()
    times: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    backgrounds: frozenset[str] = frozenset()
    zone: str = ""


@dataclass(frozen=True)
class Reason:
    """Why two fit, as a sentence to whoever looks for a mentor, and how much that counts."""

    points: int
    words: str


def reasons(mentor: Facts, mentee: Facts, at: datetime) -> tuple[Reason, ...]:
    """Why this mentor would fit, what counts most first; none where nothing speaks for it. `at`
    says how far apart their clocks are."""
    return tuple(Reason(many, said()) for many, said in _reasons(mentor, mentee, at))


def points(mentor: Facts, mentee: Facts, at: datetime) -> int:
    """How much speaks for the two, 0 or more."""
    return sum(many for many, _said in _reasons(mentor, mentee, at))


def hours_apart(one: str, other: str, at: datetime) -> float:
    """By how many hours two zones' clocks differ at that moment, 0 to 12; a day has 24 of them, so
    that +13 and -11 are the same time of day."""
    return apart(offset(one, at), offset(other, at))


def apart(one: float, other: float) -> float:
    """The same of two offsets."""
    differ = (one - other) % (2 * HALF_DAY)
    return min(differ, 2 * HALF_DAY - differ)


@lru_cache(4096)
def offset(zone: str, at: datetime) -> float:
    """By how many hours a zone's clock is ahead of UTC at that moment."""
    shift = at.astimezone(ZoneInfo(zone)).utcoffset()
    assert shift is not None
    return shift.total_seconds() / 3600


def _reasons(mentor: Facts, mentee: Facts, at: datetime) -> Iterator[Counted]:
    topics = _shared(mentor.topics, mentee.topics, TOPICS)[:MOST_TOPICS]
    if topics:
        yield TOPIC * len(topics), partial(_of_topics, topics)
    known = _shared(mentor.backgrounds, mentee.backgrounds, BACKGROUNDS)[:MOST_BACKGROUNDS]
    if known:
        yield BACKGROUND * len(known), partial(_of_backgrounds, known)
    times = _shared(mentor.times, mentee.times, TIMES)[:MOST_TIMES]
    if times:
        yield TIME * len(times), partial(_of_times, times)
    languages = _shared(mentor.languages, mentee.languages, LANGUAGES)
    if languages:
        yield LANGUAGE, partial(_of_languages, languages)
    if mentor.zone and mentee.zone and hours_apart(mentor.zone, mentee.zone, at) <= NEAR_HOURS:
        yield NEAR, lambda: CLOCKS


def _shared(one: Iterable[str], other: Iterable[str], of: Iterable[str]) -> list[str]:
    """In the order of the vocabulary, so that the same two always have the same reasons."""
    both = {*one} & {*other}
    return [key for key in of if key in both]


def _of_topics(keys: Sequence[str]) -> str:
    topics = listed([TOPICS_WITHIN[key] for key in keys])
    return Sentence("You both chose {topics}.", topics=topics)


def _of_backgrounds(keys: Sequence[str]) -> str:
    known = listed([BACKGROUNDS_WITHIN[key] for key in keys])
    return Sentence("She knows from inside: {known}.", known=known)


def _of_times(keys: Sequence[str]) -> str:
    times = listed([TIMES_WITHIN[key] for key in keys])
    return Sentence("She can meet when you can: {times}.", times=times)


def _of_languages(keys: Sequence[str]) -> str:
    return Sentence("You share {languages}.", languages=listed([LANGUAGES[key] for key in keys]))
