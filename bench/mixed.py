"""Many members who read, react and write at once, for ten minutes: `python -m bench.mixed`, a JSON
line for each database.

Of a hundred requests ninety read, eight react and two post; sixteen clients ask, each over one
connection. All is asked for a minute before anything is counted.

    kinds         requests a second of each group and of each kind in it, and within how many
                  milliseconds half of them and 99 of 100 were answered
    rss_mb        resident memory of all workers together, when all was warm, each minute, and last
    errors        answers of 400 and more, answers that never came, and forms that were answered
                  with anything else than where to go
    acknowledged  how many deeds were answered so, and how many were `found` in the database, and in
                  what is kept of who follows what, when the server had stopped
"""

import argparse
import sys
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from app.commands import serving
from bench import data, load, opportunities, places, servers
from bench.load import Answers, Mix
from bench.mixing import FOUND_AS, GROUPS, READING, Mixer
from bench.servers import Server

MINUTE = 60
MORE_MEMORY = 1.1
LAST_WORDS = 30


def main() -> int:
    options = _options()
    if not load.is_there():
        print(load.MISSING, file=sys.stderr)
        return 1
    lines = places.printed(_lines(options))
    met = [_says(*verdict) for line in lines for verdict in _verdicts(line)]
    return 0 if all(met) or not options.check else 1


def _lines(options: argparse.Namespace) -> Iterator[dict[str, Any]]:
    """One for each database. Raises RuntimeError as `_measured` does."""
    for database, place, url in places.here(options.databases):
        yield {"database": database, **_measured(options, place, url)}


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m bench.mixed",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add, names = parser.add_argument, places.DATABASES
    add("--seconds", type=int, default=600, help="that are counted")
    add("--warm", type=int, default=MINUTE, help="seconds before, that are not")
    add("--posts", type=int, default=20_000, help="size of the community")
    add("--members", type=int, default=2_000, help="its members; each may post 20 times in a run")
    add("--workers", type=int, default=2, help="processes of the server")
    add("--chores", action=argparse.BooleanOptionalAction, default=True,
        help="the chores inside the server, as `common-thread serve` has them")  # fmt: skip
    add("--most", type=int, default=2500, help="requests a second for which there are lines")
    add("--databases", nargs="+", default=names, choices=names, metavar="DATABASE",
        help=" ".join(names))  # fmt: skip
    add("--check", action="store_true", help="end with 1 where a bound is not met")
    return parser.parse_args()


def _measured(options: argparse.Namespace, place: Path, url: str) -> dict[str, Any]:
    """Raises RuntimeError where there were too few lines, or nobody could ask."""
    house = places.house(place, url, servers.free_port())
    places.tell(f"A community of {options.posts:,} posts is being made …")
    serving.prepare(house)
    data.fill(house, options.posts, options.members)
    mixer = Mixer(house)
    opportunities.fill(house, [*mixer.tokens])
    seconds = options.warm + options.seconds
    mix = Mix(place / "lines", place / "members", options.warm, seconds)
    mixer.write(mix.lines, mix.members, seconds * options.most)
    before, log = mixer.found(), place / "app.log"
    with servers.application(house, options.workers, log, chores=options.chores) as server:
        places.tell(f"Asking for {seconds} s …")
        with _watching(server, options) as memory:
            answers, errors = load.mix(server.url, mix)
    if sum(answer.times for answer in answers) > 0.98 * seconds * options.most:
        raise RuntimeError("There were too few lines: say more with --most.")
    after = mixer.found()
    house.database.close()
    _tell_trouble(answers, log)
    acknowledged = _acknowledged(answers)
    return {
        **_figures([a for a in answers if a.counted], options.seconds),
        "kinds": _by_kind(answers, options.seconds),
        "rss_mb": memory,
        # That a form is shown again, or that she should sign in, is none to the asking program.
        "errors": errors
        + sum(a.times for a in answers if a.status < load.FAILED and not _is_right(a)),
        "acknowledged": dict(acknowledged),
        "found": {name: after[name] - before[name] for name in acknowledged},
    }


@contextmanager
def _watching(server: Server, options: argparse.Namespace) -> Iterator[list[float]]:
    """The memory of the workers: when all is warm, each minute from then on, and at the end."""
    enough, seen = threading.Event(), list[float]()

    def look() -> None:
        # Its parent has a process more, which does nothing and is small.
        each = sorted(server.each_rss_mb())[-options.workers :]
        seen.append(round(sum(each), 1))
        places.tell(f"{len(seen) - 1} min: {seen[-1]:.1f} MB in {len(each)} workers")

    def keep_looking() -> None:
        if enough.wait(options.warm):
            return
        look()
        while not enough.wait(MINUTE):
            look()

    watching = threading.Thread(target=keep_looking)
    watching.start()
    try:
        yield seen
        look()
    finally:
        enough.set()
        watching.join()


def _figures(answers: Sequence[Answers], seconds: int) -> dict[str, float]:
    times = sum(a.times for a in answers)
    return {
        "requests_per_s": round(times / seconds, 1),
        "p50_ms": _within(answers, times * 0.5),
        "p99_ms": _within(answers, times * 0.99),
    }


def _within(answers: Sequence[Answers], times: float) -> float:
    """The milliseconds within which so many came."""
    for answer in sorted(answers, key=lambda a: a.ms):
        times -= answer.times
        if times <= 0:
            return round(answer.ms, 1)
    return 0.0


def _by_kind(answers: Sequence[Answers], seconds: int) -> dict[str, dict[str, float]]:
    kinds = {}
    for group, weights in GROUPS.items():
        for name, within in ((group, {*weights}), *((kind, {kind}) for kind in weights)):
            chosen = [a for a in answers if a.counted and a.kind in within]
            kinds[name] = _figures(chosen, seconds)
    return kinds


def _acknowledged(answers: Sequence[Answers]) -> Counter[str]:
    """From the first second on: what was done while all was getting warm is found as well."""
    done = Counter({name: 0 for names in FOUND_AS.values() for name in names})
    for answer in answers:
        if _is_right(answer):
            done.update(dict.fromkeys(FOUND_AS.get(answer.kind, ()), answer.times))
    return done


def _is_right(answer: Answers) -> bool:
    return answer.status == (200 if answer.kind in READING else 303)


def _tell_trouble(answers: Sequence[Answers], log: Path) -> None:
    """What came that should not, and what the server said, the most frequent first."""
    wrong: Counter[str] = Counter()
    for answer in answers:
        if not _is_right(answer):
            wrong[f"{answer.kind} {answer.status}"] += answer.times
    for what, times in wrong.most_common():
        places.tell(f"{times} × {what}")
    for line, times in Counter(log.read_text().splitlines()).most_common(LAST_WORDS):
        if line.strip():
            places.tell(f"{times} × the server: {line}")


def _verdicts(line: dict[str, Any]) -> Iterator[tuple[bool, str]]:
    where = f"on {line['database']}"
    yield not line["errors"], f"{line['errors']} errors {where}, none is allowed"
    for name, number in line["acknowledged"].items():
        found = line["found"][name]
        yield found == number, f"{number} {name} acknowledged {where}, {found} found"
    warm, *_, last = line["rss_mb"]
    share = last / warm if warm else 1.0
    yield (
        share <= MORE_MEMORY,
        f"memory {where} is {share:.3f} of what it was, at most {MORE_MEMORY}",
    )


def _says(met: bool, what: str) -> bool:  # noqa: FBT001  # a verdict as it comes
    places.tell(f"{'met     ' if met else 'not met '}{what}")
    return met


if __name__ == "__main__":
    sys.exit(main())
