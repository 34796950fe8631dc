"""`python -m bench.matching`: how long it takes to match a cohort as well as can be, and how much
memory that needs, one JSON object for each step; then the whole chores, in a house of their own:
reading the cohort, matching it and writing down what was found, and confirming that."""

import argparse
import json
import random
import resource
import time
from collections.abc import Mapping

from app.core import clock
from app.mentoring.matching.assigning import Problem, solve_apart
from app.mentoring.matching.facts import Facts
from app.mentoring.matching.tables import points_table
from app.mentoring.matching.words import BACKGROUNDS, LANGUAGES, TIMES, TOPICS
from app.mentoring.programmes import confirming, queries, work
from app.mentoring.programmes.models import Cohort, Stage
from app.people.house import House
from bench import cohorts
from bench.cohorts import MOST_PLACES, ZONES

# One pair in so many is forbidden by a rule: the same team, a block, her own manager.
FORBIDDEN = 20
TARGET_S, TARGET_MB = 20, 2048


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.matching", description=__doc__)
    parser.add_argument("--mentees", type=int, default=2000)
    parser.add_argument("--mentors", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    mentors = [_somebody(chance) for _ in range(options.mentors)]
    mentees = [_somebody(chance) for _ in range(options.mentees)]
    capacities = [chance.randint(1, MOST_PLACES) for _ in mentors]
    began, busy = time.perf_counter(), time.process_time()
    table = points_table(mentors, mentees, clock.now())
    pointed, busy = time.perf_counter() - began, time.process_time() - busy
    _say(step="points", pairs=len(mentors) * len(mentees), s=pointed, cpu_s=busy)
    ruled = [[None if chance.randrange(FORBIDDEN) == 0 else n for n in row] for row in table]
    asked = time.perf_counter()
    found = solve_apart(Problem(ruled, capacities))
    solved = time.perf_counter() - asked
    child = resource.getrusage(resource.RUSAGE_CHILDREN)
    busy, peak = child.ru_utime + child.ru_stime, child.ru_maxrss / 1024
    _say(
        step="match", mentees=len(mentees), mentors=len(mentors), places=sum(capacities),
        matched=len(found.pairs), total=found.total, s=solved, child_cpu_s=busy, child_mb=peak,
    )  # fmt: skip
    with cohorts.opened() as house:
        number = cohorts.fill(house, options.mentees, options.mentors, options.seed)
        _matched(house)
        _confirmed(house, number)


def _matched(house: House) -> None:
    took = _Took()
    work.match_due(house.database, house.ring, solve_apart)
    said = took.said()
    met = said["s"] < TARGET_S and said["mb"] + said["child_mb"] < TARGET_MB
    _say(step="chore: matching", **said, met=met)


def _confirmed(house: House, number: int) -> None:
    """With the longest that somebody else has to wait for her turn to write."""
    with house.database.changing() as session:
        cohort = session.get_one(Cohort, number)
        pairs = len(queries.desk(house.ring, cohort).standing)
        cohort.stage = Stage.CONFIRMING
    took, before, longest, portions = _Took(), time.perf_counter(), 0.0, 0

    def goes_on() -> bool:
        nonlocal before, longest, portions
        longest = max(longest, time.perf_counter() - before)
        before = time.perf_counter()
        portions += 1
        return True

    while confirming.confirm_due(house.database, house.ring, goes_on=goes_on):
        pass
    said = took.said()
    ms = 1000 * said["cpu_s"] / max(pairs, 1)
    _say(step="chore: confirming", pairs=pairs, portions=portions, longest_s=longest,
         **said, cpu_ms_a_pair=ms)  # fmt: skip


class _Took:
    """Since it was made: on the clock, of the processor, and the most memory ever."""

    def __init__(self) -> None:
        self._began, self._busy = time.perf_counter(), time.process_time()
        self._child = self._of_children()

    def said(self) -> dict[str, float]:
        return {
            "s": time.perf_counter() - self._began,
            "cpu_s": time.process_time() - self._busy,
            "child_cpu_s": self._of_children() - self._child,
            "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            "child_mb": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024,
        }

    @staticmethod
    def _of_children() -> float:
        child = resource.getrusage(resource.RUSAGE_CHILDREN)
        return child.ru_utime + child.ru_stime


def _somebody(chance: random.Random) -> Facts:
    return Facts(
        topics=_some(chance, TOPICS, 5),
        times=_some(chance, TIMES, 3),
        languages=_some(chance, LANGUAGES, 3),
        backgrounds=_some(chance, BACKGROUNDS, 4),
        zone=chance.choice(ZONES),
    )


def _some(chance: random.Random, words: Mapping[str, str], most: int) -> frozenset[str]:
    return frozenset(chance.sample([*words], chance.randint(0, most)))


def _say(**line: object) -> None:
    said = {key: round(v, 2) if isinstance(v, float) else v for key, v in line.items()}
    print(json.dumps(said), flush=True)


if __name__ == "__main__":
    main()
