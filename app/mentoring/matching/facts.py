"""What is known of two people, as far as each lets it count, and the reasons that they have.

The points are few and whole, so that anybody can add them up by hand: what she wants to talk
about counts most, then what both know from inside, then when they can meet.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from app.mentoring.matching.words import BACKGROUNDS, LANGUAGES, TIMES, TOPICS

TOPIC, BACKGROUND, TIME, LANGUAGE, NEAR = 10, 8, 5, 2, 3
MOST_TOPICS, MOST_BACKGROUNDS, MOST_TIMES = 3, 2, 2
NEAR_HOURS = 3.0
HALF_DAY = 12.0


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
    return tuple(_reasons(mentor, mentee, at))


def points(mentor: Facts, mentee: Facts, at: datetime) -> int:
    """How much speaks for the two, 0 or more."""
    return sum(reason.points for reason in _reasons(mentor, mentee, at))


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


def _reasons(mentor: Facts, mentee: Facts, at: datetime) -> Iterator[Reason]:
    topics = _shared(mentor.topics, mentee.topics, TOPICS)[:MOST_TOPICS]
    if topics:
        yield Reason(TOPIC * len(topics), f"You both chose {_listed(topics)}.")
    known = _shared(mentor.backgrounds, mentee.backgrounds, BACKGROUNDS)[:MOST_BACKGROUNDS]
    if known:
        yield Reason(BACKGROUND * len(known), f"She knows from inside: {_listed(known)}.")
    times = _shared(mentor.times, mentee.times, TIMES)[:MOST_TIMES]
    if times:
        yield Reason(TIME * len(times), f"She can meet when you can: {_listed(times)}.")
    languages = _shared(mentor.languages, mentee.languages, LANGUAGES)
    if languages:
        yield Reason(LANGUAGE, f"You share {_listed(languages, lower=False)}.")
    if mentor.zone and mentee.zone and hours_apart(mentor.zone, mentee.zone, at) <= NEAR_HOURS:
        yield Reason(NEAR, "Your clocks are at most three hours apart.")


def _shared(one: Iterable[str], other: Iterable[str], of: Mapping[str, str]) -> list[str]:
    """In the order of the vocabulary, so that the same two always have the same reasons."""
    both = {*one} & {*other}
    return [said for key, said in of.items() if key in both]


def _listed(words: list[str], *, lower: bool = True) -> str:
    said = [_inside(word) for word in words] if lower else words
    return " and ".join(filter(None, [", ".join(said[:-1]), said[-1]]))


def _inside(words: str) -> str:
    """Inside a sentence a word begins small, unless it is one of capitals."""
    return words if words[:2].isupper() else words[:1].lower() + words[1:]
