"""Fair waiting, as pure rules: who comes first, and how long it may take.

Whoever was passed over before comes first: whose requests ran out because nobody had a place, or
time to answer. Among the same number of those, whoever asked this mentor first.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from statistics import median_low

# A median of fewer would be that of one or two people, who could be known by it.
LEAST_PAST = 3
# However long a mentorship has gone on, it does not end tomorrow because of that.
LEAST_DAYS = 7
WEEK = 7


@dataclass(frozen=True)
class Waiting:
    """`n` numbers a mentor's requests as they came, `passed` how often she was passed over."""

    id: int
    n: int
    passed: int


@dataclass(frozen=True)
class Places:
    """How many a mentor has, and how many are taken: more than she has where she took some back."""

    capacity: int
    taken: int

    @property
    def open(self) -> int:
        return max(0, self.capacity - self.taken)

    @property
    def is_full(self) -> bool:
        return self.open == 0


@dataclass(frozen=True)
class Turn:
    """Which place she has in a line of so many. In about so many `weeks` it may be hers, going by
    how long `past` mentorships took; None where that cannot be known."""

    place: int
    length: int
    weeks: int | None
    past: int


def in_order(waiting: Collection[Waiting]) -> list[Waiting]:
    return sorted(waiting, key=lambda one: (-one.passed, one.n))


def place(waiting: Collection[Waiting], request_id: int) -> int:
    """Hers in that order, from 1. It is among them."""
    return [one.id for one in in_order(waiting)].index(request_id) + 1


def days_until(place: int, places: Places, ages: Sequence[int], past: Sequence[int]) -> int | None:
    """In how many days so many places may have come free. `ages` are the days for which her
    present mentorships have gone on, `past` those that each took which is over. None where too few
    are over to say anything. Each is taken to last as long as the middle one of those did."""
    if len(past) < LEAST_PAST:
        return None
    if place <= places.open:
        return 0
    usual = median_low(past)
    left = sorted(max(usual - age, LEAST_DAYS) for age in ages)
    if not left:
        return None
    # Places that she has taken back come free for nobody.
    number = place - places.open + max(0, places.taken - places.capacity) - 1
    rounds, which = divmod(number, len(left))
    return left[which] + rounds * max(usual, LEAST_DAYS)


def weeks(days: int) -> int:
    """Whole weeks, at least one."""
    return max(1, -(-days // WEEK))
