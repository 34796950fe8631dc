"""The best assignment of a cohort: proven equal to that of a second solver, by every rule."""

import random
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.errors import Invalid
from app.core.settings import ROOT
from app.mentoring.matching import assigning
from app.mentoring.matching.assigning import EXACT, Problem, Solution, Unsolved, solve, solve_apart
from tests.mentoring.matching.cohorts import by_flow, cohort, keeps_every_rule
from tests.mentoring.matching.crouse import walked


@pytest.mark.parametrize("seed", range(200))
def test_no_way_is_better_than_ours(seed: int) -> None:
    problem = cohort(seed)

    found = solve(problem)

    keeps_every_rule(problem, found)
    assert (len(found.pairs), found.total) == by_flow(problem)


def test_the_cohorts_are_of_every_kind() -> None:
    problems = [cohort(seed) for seed in range(200)]

    more = [len(problem.points) - sum(problem.capacities) for problem in problems]
    assert min(more) < 0 < max(more)
    assert any(problem.pinned for problem in problems)
    assert any(None in row for problem in problems for row in problem.points)
    assert {n for problem in problems for n in problem.capacities} == {0, 1, 2, 3}


def test_a_larger_cohort_too() -> None:
    chance = random.Random(7)
    points = [[chance.choice([None, *range(62)]) for _ in range(60)] for _ in range(150)]
    problem = Problem(points, [chance.randint(0, 3) for _ in range(60)])

    found = solve(problem)

    keeps_every_rule(problem, found)
    assert (len(found.pairs), found.total) == by_flow(problem)


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    mentors = draw(st.integers(0, 6))
    value = st.none() | st.integers(-50, 1000)
    row = st.lists(value, min_size=mentors, max_size=mentors)
    points = draw(st.lists(row, max_size=8))
    capacities = draw(st.lists(st.integers(0, 3), min_size=mentors, max_size=mentors))
    pinned: set[tuple[int, int]] = set()
    for i, values in enumerate(points):
        may = [
            j
            for j, value in enumerate(values)
            if value is not None and sum(k == j for _, k in pinned) < capacities[j]
        ]
        if may and draw(st.booleans()):
            pinned.add((i, draw(st.sampled_from(may))))
    return Problem(points, capacities, frozenset(pinned))


@settings(deadline=None)
@given(problems())
def test_every_rule_holds_whatever_the_cohort(problem: Problem) -> None:
    found = solve(problem)

    keeps_every_rule(problem, found)
    assert (len(found.pairs), found.total) == by_flow(problem)
    assert solve(problem) == found


def test_one_more_who_is_matched_outweighs_any_points() -> None:
    # Alone with the first mentor, the first mentee would have a thousand points.
    assert solve(Problem([[1000, 0], [0, None]], [1, 1])) == Solution(((0, 1), (1, 0)), 0)


def test_a_pin_stands_though_it_costs_a_match() -> None:
    problem = Problem([[5, 5], [5, None]], [1, 1], frozenset({(0, 0)}))

    assert solve(problem) == Solution(((0, 0),), 5)


@pytest.mark.parametrize("points", [[], [[], []], [[None, None]]])
def test_nobody_to_match_is_no_pair(points: list[list[int | None]]) -> None:
    assert solve(Problem(points, [1] * len(points[0]) if points else [])) == Solution((), 0)


@pytest.mark.parametrize(
    ("points", "capacities", "pinned", "field"),
    [
        ([[None]], [1], {(0, 0)}, "pinned"),
        ([[1], [1]], [1], {(0, 0), (1, 0)}, "pinned"),
        ([[1]], [0], {(0, 0)}, "pinned"),
        ([[1, 1]], [1, 1], {(0, 0), (0, 1)}, "pinned"),
        ([[1]], [1], {(1, 0)}, "pinned"),
        ([[1]], [1], {(0, -1)}, "pinned"),
        ([[1]], [-1], set(), "capacities"),
        ([[1]], [1, 1], set(), "points"),
    ],
)
@pytest.mark.parametrize("way", [solve, solve_apart])
def test_what_cannot_be_is_refused(
    way, points, capacities, pinned: set[tuple[int, int]], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        way(Problem(points, capacities, frozenset(pinned)))

    assert refused.value.field == field


def test_numbers_near_the_limit_are_told_apart_by_one() -> None:
    # n = 2: a pair weighs up to 3 * most + 1, fifteen times of which stays below 2^53.
    most = (EXACT // 15 - 1) // 3 - 1
    crossed = Problem([[most, most - 1], [most, most - 2]], [1, 1])

    assert solve(crossed) == Solution(((0, 1), (1, 0)), 2 * most - 1)


def test_numbers_beyond_the_limit_are_refused() -> None:
    most = EXACT // 45 + 1
    with pytest.raises(Invalid, match="too far apart"):
        solve(Problem([[most, 0], [0, most]], [1, 1]))


def test_what_the_solver_meets_stays_below_the_bound() -> None:
    """The bound of the docstring, in whole numbers without a limit, step by step."""
    for seed in range(60):
        chance = random.Random(seed)
        n, m = chance.randint(1, 9), chance.randint(9, 12)
        weights = [[chance.choice([0, 1, 60, 61]) for _ in range(m)] for _ in range(n)]

        total, met = walked(weights)

        assert total == solve(Problem(weights, [1] * m)).total
        assert met <= (6 * n + 3) * 61


def test_a_cohort_too_large_for_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assigning, "MOST_CELLS", 3)
    with pytest.raises(Invalid, match="too large"):
        solve_apart(Problem([[1], [1]], [2]))


def test_apart_it_is_the_same() -> None:
    problem = next(p for p in map(cohort, range(200)) if p.pinned and len(p.points) > 8)

    assert solve_apart(problem) == solve(problem)


def test_what_takes_too_long_is_stopped_and_said() -> None:
    with pytest.raises(Unsolved, match="too much for the time"):
        solve_apart(Problem([[1]], [1]), seconds=0.001)


def test_what_fails_is_said_without_its_numbers(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    failing = (sys.executable, "-c", "raise ModuleNotFoundError(\"No module named 'scipy'\")")
    monkeypatch.setattr(assigning, "_COMMAND", failing)

    with pytest.raises(Unsolved, match="stopped before it had an answer") as said:
        solve_apart(Problem([[1]], [1]))

    assert said.value.status == 503
    assert "No module named 'scipy'" in caplog.text


def test_the_application_never_loads_the_solver() -> None:
    ask = (
        "import sys, app.main, app.mentoring.matching.assigning as a\n"
        "a.solve_apart(a.Problem([[1]], [1]))\n"
        "assert not {'scipy', 'numpy'} & {*sys.modules}"
    )
    subprocess.run([sys.executable, "-W", "ignore", "-c", ask], cwd=ROOT, check=True)
