"""Cohorts by chance, and a second solver that has nothing in common with ours."""

import random
from collections import Counter

import networkx as nx

from app.mentoring.matching.assigning import Problem, Solution


def cohort(seed: int) -> Problem:
    """Up to 12 mentees and mentors with 0 to 3 places, some pairs forbidden and some pinned."""
    chance = random.Random(seed)
    mentees, mentors = chance.randint(0, 12), chance.randint(0, 8)
    forbidden = chance.choice([0.0, 0.1, 0.4, 0.8])
    most = chance.choice([1, 5, 61, 10_000])
    points = [[_value(chance, forbidden, most) for _ in range(mentors)] for _ in range(mentees)]
    capacities = [chance.randint(0, 3) for _ in range(mentors)]
    pinned = _pins(chance, points, capacities) if chance.random() < 0.5 else frozenset()
    return Problem(points, capacities, pinned)


def _value(chance: random.Random, forbidden: float, most: int) -> int | None:
    return None if chance.random() < forbidden else chance.randint(0, most)


def _pins(
    chance: random.Random, points: list[list[int | None]], capacities: list[int]
) -> frozenset[tuple[int, int]]:
    left = [*capacities]
    pinned = set()
    for i in chance.sample(range(len(points)), len(points) // 4):
        may = [j for j, value in enumerate(points[i]) if value is not None and left[j]]
        if may:
            j = chance.choice(may)
            left[j] -= 1
            pinned.add((i, j))
    return frozenset(pinned)


def by_flow(problem: Problem) -> tuple[int, int]:
    """How many are matched and with how many points, by the cheapest of the largest flows."""
    pins = dict(problem.pinned)
    taken = Counter(pins.values())
    graph = nx.DiGraph()
    graph.add_nodes_from(["from", "to"])
    for i, row in enumerate(problem.points):
        if i not in pins:
            graph.add_edge("from", ("mentee", i), capacity=1, weight=0)
            for j, value in enumerate(row):
                if value is not None:
                    graph.add_edge(("mentee", i), ("mentor", j), capacity=1, weight=-value)
    for j, capacity in enumerate(problem.capacities):
        graph.add_edge(("mentor", j), "to", capacity=capacity - taken[j], weight=0)
    flow = nx.max_flow_min_cost(graph, "from", "to")
    matched = sum(flow["from"].values())
    points = -nx.cost_of_flow(graph, flow)
    kept = sum(problem.points[i][j] or 0 for i, j in problem.pinned)
    return matched + len(pins), points + kept


def keeps_every_rule(problem: Problem, solution: Solution) -> None:
    mentees = [i for i, _ in solution.pairs]
    assert len(mentees) == len({*mentees})
    assert all(problem.points[i][j] is not None for i, j in solution.pairs)
    for j, many in Counter(j for _, j in solution.pairs).items():
        assert many <= problem.capacities[j]
    assert problem.pinned <= {*solution.pairs}
    assert list(solution.pairs) == sorted(solution.pairs)
    assert solution.total == sum(problem.points[i][j] or 0 for i, j in solution.pairs)
