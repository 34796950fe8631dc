"""Who is matched with whom in a cohort, so that no other way is better: first as many mentees as
can be have a mentor, then the points of all pairs together are the most there can be.

It is an assignment problem: a mentor with three places is three columns, and a pair that a rule
forbids weighs nothing, as not to be matched does. Solved by shortest augmenting paths as in
Crouse, *On implementing 2D rectangular assignment algorithms* (2016), which is what scipy has.

**Whole numbers stay whole.** A pair weighs its points above the lowest of the cohort, and so much
more that one pair outweighs whatever all others could gain: between 0 and some W. The solver only
adds, subtracts and compares in float64. With n as the shorter side, its distances are alternating
sums along paths of at most n weights forwards and n - 1 back, so at most nW; its prices differ by
two of these, so are at most (2n + 1)W; a step joins a distance, a weight and two prices. Nothing
is above (6n + 3)W, and a cohort in which that reaches 2^53 is refused.
"""

import json
import logging
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.core.errors import ForumError, Invalid
from app.core.languages import Sentence
from app.core.settings import ROOT

log = logging.getLogger("app.matching")

SECONDS = 120
# Three copies of it in memory are 0.6 GB.
MOST_CELLS = 25_000_000
EXACT = 2**53
TOO_LONG = Sentence(
    "This cohort is too much for the time that a matching may take. Nothing has changed. "
    "Match it in two parts, or exclude more by a rule."
)
STOPPED = Sentence(
    "The matching stopped before it had an answer. Nothing has changed. Try again; if it "
    "stops again, tell whoever runs this site."
)
_COMMAND = (sys.executable, "-m", "app.mentoring.matching")
# One thread: the solver has no use for more, and each that numpy begins takes memory.
_ENVIRONMENT = {"OPENBLAS_NUM_THREADS": "1"}

Points = Sequence[Sequence[int | None]]
Pairs = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Problem:
    """points[i][j] speak for mentee i with mentor j, None where a rule forbids the two;
    capacities[j] is how many mentor j may have; pinned are pairs (i, j) that stand whatever
    else may be better."""

    points: Points
    capacities: Sequence[int]
    pinned: frozenset[tuple[int, int]] = frozenset()


@dataclass(frozen=True)
class Solution:
    """Pairs (mentee, mentor) in order, pinned ones among them, and the sum of their points."""

    pairs: Pairs
    total: int


class Unsolved(ForumError):
    """The process that matches ended without an answer."""

    status = 503
    title = Sentence("The matching didn’t finish")


def solve(problem: Problem) -> Solution:
    """The same for the same problem, whatever the machine. Raises Invalid where a pin cannot be
    kept, where the numbers do not fit together, and where the cohort is too large. Loads scipy,
    so it is for a process that does little else; see `solve_apart`."""
    _check(problem)
    free = _Free.of(problem)
    _check_size(free)
    pairs = tuple(sorted([*problem.pinned, *free.matched()]))
    return Solution(pairs, sum(_points(problem, pair) for pair in pairs))


def solve_apart(problem: Problem, *, seconds: float = SECONDS) -> Solution:
    """As `solve`, in a process of its own that ends with its answer, so that what it needs of
    memory is given back. Raises Unsolved as well, if it fails or takes longer than `seconds`."""
    _check(problem)
    _check_size(_Free.of(problem))
    answer = json.loads(_asked(_written(problem), seconds))
    pairs: Pairs = tuple((i, j) for i, j in answer["pairs"])
    return Solution(pairs, answer["total"])


def answered(asked: str) -> str:
    """What the process of its own answers to what `solve_apart` has asked it."""
    given = json.loads(asked)
    pinned = frozenset((i, j) for i, j in given["pinned"])
    solution = solve(Problem(given["points"], given["capacities"], pinned))
    return json.dumps({"pairs": solution.pairs, "total": solution.total})


def _written(problem: Problem) -> str:
    return json.dumps(
        {
            "points": [[*row] for row in problem.points],
            "capacities": [*problem.capacities],
            "pinned": sorted(problem.pinned),
        }
    )


def _asked(question: str, seconds: float) -> str:
    try:
        done = subprocess.run(  # noqa: S603 -- nothing of the command comes from outside
            _COMMAND, input=question, capture_output=True, text=True, timeout=seconds,
            cwd=ROOT, env=_ENVIRONMENT, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        log.warning("the matching was stopped after its time")
        raise Unsolved(TOO_LONG) from None
    if done.returncode:
        # Its last line names the error; there are only numbers in what it was given.
        log.error("the matching failed: %s", done.stderr.strip().rpartition("\n")[2])
        raise Unsolved(STOPPED)
    return done.stdout


def _check(problem: Problem) -> None:
    mentors = len(problem.capacities)
    if any(capacity < 0 for capacity in problem.capacities):
        raise Invalid("capacities", "Nobody has fewer than no places.")
    if any(len(row) != mentors for row in problem.points):
        raise Invalid("points", "Each mentee needs a number for each mentor.")
    _check_pins(problem)


def _check_pins(problem: Problem) -> None:
    mentees, mentors = range(len(problem.points)), range(len(problem.capacities))
    if any(i not in mentees or j not in mentors for i, j in problem.pinned):
        raise Invalid("pinned", "Somebody in a pinned pair is not in this cohort.")
    if any(problem.points[i][j] is None for i, j in problem.pinned):
        raise Invalid("pinned", "A pinned pair is one that a rule forbids.")
    if len({i for i, _ in problem.pinned}) < len(problem.pinned):
        raise Invalid("pinned", "A mentee is pinned to two mentors.")
    taken = Counter(j for _, j in problem.pinned)
    if any(many > problem.capacities[j] for j, many in taken.items()):
        raise Invalid("pinned", "More are pinned to a mentor than she has places.")


@dataclass(frozen=True)
class _Free:
    """What the pins leave: mentees by their numbers, and each mentor once for each place."""

    points: Points
    mentees: Sequence[int]
    places: Sequence[int]
    # The fewest and the most points of any two.
    least: int
    most: int

    @classmethod
    def of(cls, problem: Problem) -> "_Free":
        pinned = {i for i, _ in problem.pinned}
        taken = Counter(j for _, j in problem.pinned)
        mentees = [i for i in range(len(problem.points)) if i not in pinned]
        left = [
            # More places than there are mentees are never needed.
            (j, min(capacity - taken[j], len(mentees)))
            for j, capacity in enumerate(problem.capacities)
        ]
        places = [j for j, many in left for _ in range(many)]
        return cls(problem.points, mentees, places, *_spread(problem.points))

    @property
    def shorter(self) -> int:
        return min(len(self.mentees), len(self.places))

    @property
    def bonus(self) -> int:
        """What a pair weighs beyond its points, so that one more outweighs any choice of others."""
        return self.shorter * (self.most - self.least) + 1

    def matched(self) -> Pairs:
        if not self.shorter:
            return ()
        weights = self._weights()
        rows, columns = _solver()(weights, maximize=True)
        return tuple(
            (self.mentees[row], self.places[column])
            for row, column in zip(rows.tolist(), columns.tolist(), strict=True)
            if weights[row, column]
        )

    def _weights(self) -> Any:
        import numpy as np  # noqa: PLC0415 -- as scipy below

        shift = self.bonus - self.least
        weights = np.empty((len(self.mentees), len(self.places)))
        for at, i in enumerate(self.mentees):
            weighed = [0 if value is None else value + shift for value in self.points[i]]
            weights[at] = np.array(weighed, dtype=float)[self.places]
        return weights


def _spread(points: Points) -> tuple[int, int]:
    said = [{*row} - {None} for row in points]
    values: set[Any] = set().union(*said)
    return (min(values), max(values)) if values else (0, 0)


def _solver() -> Any:
    # Not above: 40 MB that no process should carry which only wants the names of this module.
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415

    return linear_sum_assignment


def _check_size(free: _Free) -> None:
    if len(free.mentees) * len(free.places) > MOST_CELLS:
        raise Invalid("", "This cohort is too large to be matched at once. Match it in two parts.")
    heaviest = free.bonus + free.most - free.least
    if (6 * free.shorter + 3) * heaviest >= EXACT:
        raise Invalid("points", "These points are too far apart to be added up exactly.")


def _points(problem: Problem, pair: tuple[int, int]) -> int:
    value = problem.points[pair[0]][pair[1]]
    assert value is not None
    return value
