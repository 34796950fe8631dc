"""How a matching turned out: for whoever it served worst, and for groups that may be counted.

A coordinator sees every pair's points by name. An exact figure of a group of five could be tried
against them until it fits, so groups are told roughly: the average to the next five points, and the
worst only as a band of five points in which at least five matched mentees of the cohort stand.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from app.mentoring.matching.words import BACKGROUNDS
from app.mentoring.programmes.contents import Matched
from app.mentoring.programmes.gathering import Enrolled

LEAST = 5
BAND = 5


@dataclass(frozen=True)
class Group:
    """Mentees who know the same from inside and may be counted. `worst` is the lower end of its
    band, None where it would point at few."""

    name: str
    average: int
    worst: int | None


def worst_off(found: Matched) -> tuple[int, int, int] | None:
    """The pair with the fewest points."""
    return min(found.pairs, key=lambda pair: pair[2], default=None)


def groups(found: Matched, everyone: Sequence[Enrolled]) -> list[Group]:
    """Those of at least five matched mentees; a smaller one is not there at all."""
    given = {mentee: points for _, mentee, points in found.pairs}
    crowded = {band for band, many in Counter(map(_band, given.values())).items() if many >= LEAST}
    shown = []
    for key, name in BACKGROUNDS.items():
        theirs = [
            given[one.number]
            for one in everyone
            if one.told.counted and key in one.told.backgrounds and one.number in given
        ]
        if len(theirs) >= LEAST:
            worst = _band(min(theirs))
            average = BAND * round(sum(theirs) / len(theirs) / BAND)
            shown.append(Group(name, average, worst if worst in crowded else None))
    return shown


def _band(points: int) -> int:
    return points // BAND * BAND
