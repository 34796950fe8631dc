"""How much speaks for each two of a whole cohort: the same as `facts.points`, pair by pair, but
for millions of pairs, and therefore by sets that are numbers."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from app.mentoring.matching.facts import (
    BACKGROUND,
    LANGUAGE,
    MOST_BACKGROUNDS,
    MOST_TIMES,
    MOST_TOPICS,
    NEAR,
    NEAR_HOURS,
    TIME,
    TOPIC,
    Facts,
    apart,
    offset,
)
from app.mentoring.matching.words import BACKGROUNDS, LANGUAGES, TIMES, TOPICS


def points_table(
    mentors: Sequence[Facts], mentees: Sequence[Facts], at: datetime
) -> list[list[int]]:
    """A row for each mentee with a number for each mentor, both in the order given."""
    topics = _worth(TOPIC, MOST_TOPICS, TOPICS)
    known = _worth(BACKGROUND, MOST_BACKGROUNDS, BACKGROUNDS)
    times = _worth(TIME, MOST_TIMES, TIMES)
    near = _Near([mentor.zone for mentor in mentors], at)
    sets = [_sets(mentor) for mentor in mentors]
    table = []
    for mentee in mentees:
        t, k, w, n = _sets(mentee)
        table.append(
            [
                topics[(t & t2).bit_count()]
                + known[(k & k2).bit_count()]
                + times[(w & w2).bit_count()]
                + (LANGUAGE if n & n2 else 0)
                + close
                for (t2, k2, w2, n2), close in zip(sets, near.to(mentee.zone), strict=True)
            ]
        )
    return table


def _worth(each: int, most: int, words: Mapping[str, str]) -> list[int]:
    """The points of so many shared words."""
    return [each * min(many, most) for many in range(len(words) + 1)]


def _sets(facts: Facts) -> tuple[int, int, int, int]:
    return (
        _bits(facts.topics, TOPICS),
        _bits(facts.backgrounds, BACKGROUNDS),
        _bits(facts.times, TIMES),
        _bits(facts.languages, LANGUAGES),
    )


def _bits(chosen: Iterable[str], words: Mapping[str, str]) -> int:
    """Each word of the vocabulary is a bit; what it does not know counts for nothing."""
    hers = {*chosen}
    return sum(1 << place for place, key in enumerate(words) if key in hers)


class _Near:
    """What the clocks of all mentors add, worked out once for each offset."""

    def __init__(self, zones: Sequence[str], at: datetime) -> None:
        self._at = at
        self._offsets = {zone: offset(zone, at) for zone in {*zones} if zone}
        self._clocks = [self._offsets.get(zone) for zone in zones]
        self._rows: dict[float | None, list[int]] = {}

    def to(self, zone: str) -> list[int]:
        """A number for each mentor, with a mentee in that zone."""
        if zone and zone not in self._offsets:
            self._offsets[zone] = offset(zone, self._at)
        clock = self._offsets.get(zone)
        if clock not in self._rows:
            self._rows[clock] = [_close(clock, other) for other in self._clocks]
        return self._rows[clock]


def _close(one: float | None, other: float | None) -> int:
    if one is None or other is None:
        return 0
    return NEAR if apart(one, other) <= NEAR_HOURS else 0
