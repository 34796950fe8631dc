"""Builds a community, starts the application on it, and prints one JSON object for each page.
`python -m bench.growth` says how what they cost grows with the community."""

import argparse
import sys
from pathlib import Path

from bench import load, pages, painting, places, targets
from bench.places import DATABASES
from bench.run import Options, measured


def main() -> int:
    options = _options()
    if not load.is_there():
        print(load.MISSING, file=sys.stderr)
        return 1
    lines = places.printed(measured(options))
    if options.check:
        print(*targets.verdicts(lines), sep="\n", file=sys.stderr)
    return 0


def _options() -> Options:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    add = parser.add_argument
    add("--posts", type=int, default=20_000, help="size of the generated community")
    add("--members", type=int, default=2_000, help="its members; each may reply 20 times in a run")
    add("--community", type=Path, help="measure this imported community instead (JSON lines)")
    add("--workers", type=int, default=2, help="processes of the server, and of its peer")
    add("--seconds", type=int, default=5, help="length of a round")
    add("--rounds", type=int, default=3, help="rounds of each page; medians are printed")
    names = (*pages.NAMES, *painting.NAMES)
    add("--pages", nargs="+", default=names, choices=names, metavar="PAGE",
        help=" ".join(names))  # fmt: skip
    add("--databases", nargs="+", default=DATABASES, choices=DATABASES, metavar="DATABASE",
        help=" ".join(DATABASES))  # fmt: skip
    add("--gzip", action="store_true", help="ask for compressed pages, as browsers do")
    add("--check", action="store_true", help="say which targets are met")
    return Options(**vars(parser.parse_args()))


sys.exit(main())
