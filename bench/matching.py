"""`python -m bench.matching`: how long it takes to match a cohort as well as can be, and how much
memory the process that does it needs, one JSON object for each step."""

import argparse
import json
import random
import resource
import time
from collections.abc import Mapping
from zoneinfo import available_timezones

from app.core import clock
from app.mentoring.matching.assigning import Problem, solve_apart
from app.mentoring.matching.facts import Facts
from app.mentoring.matching.tables import points_table
from app.mentoring.matching.words import BACKGROUNDS, LANGUAGES, TIMES, TOPICS

MOST_PLACES = 3
# One pair in so many is forbidden by a rule: the same team, a block, her own manager.
FORBIDDEN = 20
TARGET_S, TARGET_MB = 20, 2048
ZONES = ["", *sorted(available_timezones())]


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
    whole = pointed + solved
    _say(step="whole", s=whole, met=whole < TARGET_S and peak < TARGET_MB)


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
