"""`python -m bench.parts`: where the processor time of a request goes, one JSON line for each page
and database. Each page is asked in this process, over ASGI alone, as a browser asks: compressed.

What the HTTP server in front of it takes is not in it, nor what PostgreSQL's own processes take.
"""

import argparse
import asyncio
import gc
import json
import time
from collections.abc import Iterator, Sequence
from http import HTTPStatus
from statistics import median, quantiles
from typing import Any

from fastapi import FastAPI

from app import main as door
from app.people.house import House
from bench import borders, data, load, places
from bench.asking import Said, answer, scope
from bench.borders import PARTS, RECEIVING, Clock
from bench.pages import Asker, Page
from bench.places import DATABASES, tidy

PAGES = ("thread", "circle", "home", "notifications", "queue", "thread-visitor")
# Python runs what was just wrapped or unwrapped slowly at first: so many are not counted.
WARM, FIRST, EACH = 30, 8, 16
REST = "rest"
COLUMNS = {"notifications": "notices", "thread-visitor": "thread, visitor"}


class Asking:
    """The application of one house, in an event loop as a server's. `packed`: as browsers ask."""

    def __init__(self, app: FastAPI, *, packed: bool = True) -> None:
        self._app, self._packed = app, packed
        self.loop = asyncio.new_event_loop()

    def ask(self, page: Page, times: int = 1, clock: Clock | None = None) -> list[tuple[int, Said]]:
        """So many requests, one after the other: nanoseconds of the processor until each answer had
        left, and the answer."""
        return self.loop.run_until_complete(self._all(page, times, clock))

    async def _all(self, page: Page, times: int, clock: Clock | None) -> list[tuple[int, Said]]:
        return [await self._one(page, clock) for _ in range(times)]

    async def _one(self, page: Page, clock: Clock | None) -> tuple[int, Said]:
        headers = {"User-Agent": "bench", "Accept": "text/html", **page.headers}
        headers |= load.AS_BROWSERS if self._packed else {}
        asked = scope(page.path, headers)
        start = time.process_time_ns()
        if clock:
            clock.enter(RECEIVING)
        said = await answer(self._app, asked)
        if clock:
            clock.leave()
        return time.process_time_ns() - start, said


def measured(asking: Asking, pages: list[Page], rounds: int) -> Iterator[dict[str, Any]]:
    """A line for each page: all are asked in turn, watched and unwatched.

    Raises RuntimeError for a page that is refused.
    """
    lengths = {page.name: _warmed(asking, page) for page in pages}
    # As a server does before its first page.
    gc.collect()
    gc.freeze()
    wholes: dict[str, list[int]] = {page.name: [] for page in pages}
    clocks: dict[str, list[Clock]] = {page.name: [] for page in pages}
    costs = []
    for _ in range(rounds):
        for page in pages:
            asked = asking.ask(page, FIRST + EACH)[FIRST:]
            wholes[page.name] += [spent for spent, _ in asked]
            clocks[page.name] += _watched(asking, page)
            costs.append(borders.cost())
    inside, outside = (median(each) for each in zip(*costs, strict=True))
    for page in pages:
        each = [clock.less(inside, outside) for clock in clocks[page.name]]
        line = _line(page, wholes[page.name], clocks[page.name], each)
        yield line | {"bytes": lengths[page.name]}


def _warmed(asking: Asking, page: Page) -> int:
    """How many bytes it has, once all that can be kept of it is."""
    for _, said in asking.ask(page, WARM):
        if said.status != HTTPStatus.OK:
            raise RuntimeError(f"{page.name}: the application answers {said.status}")
    return said.bytes


def _watched(asking: Asking, page: Page) -> list[Clock]:
    clock, taken = Clock(), []
    with borders.watched(clock):
        for _ in range(FIRST + EACH):
            asking.ask(page, 1, clock)
            taken.append(clock.taken())
    return taken[FIRST:]


def _line(
    page: Page, wholes: list[int], clocks: list[Clock], each: list[dict[str, float]]
) -> dict[str, Any]:
    parts = {part: _quick([one[part] for one in each]) / 1000 for part in PARTS}
    whole = _quick(wholes) / 1000
    parts[REST] = whole - sum(parts.values())
    return {
        "page": page.name,
        "cpu_us": round(whole),
        "parts_us": {part: round(spent) for part, spent in parts.items()},
        "statements": round(median(clock.statements for clock in clocks)),
        "rows": round(median(clock.rows for clock in clocks)),
    }


def _quick(spent: Sequence[float]) -> float:
    """What a quarter took less than: whoever else is on the machine only ever adds to it."""
    return quantiles(spent, n=4)[0]


def table(lines: list[dict[str, Any]]) -> str:
    """Markdown: a row for each part, a column for each page; microseconds."""
    names = [COLUMNS.get(line["page"], line["page"]) for line in lines]
    rows = [["µs of CPU", *names], ["---", *("---:" for _ in lines)]]
    rows += [[part, *(str(line["parts_us"][part]) for line in lines)] for part in (*PARTS, REST)]
    rows.append(["**all**", *(f"**{line['cpu_us']}**" for line in lines)])
    for figure in ("statements", "rows", "bytes"):
        rows.append([figure, *(f"{line[figure]:,}" for line in lines)])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def ready(house: House, posts: int, members: int) -> tuple[Asking, list[Page]]:
    """A filled house that can be asked, and what to ask for."""
    data.fill(house, posts, members)
    asker = Asker(house)
    pages = [asker.page(name) for name in PAGES]
    tidy(house)
    return Asking(door.build(house)), pages


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.parts", description=__doc__)
    add = parser.add_argument
    add("--posts", type=int, default=10_000, help="size of the generated community")
    add("--members", type=int, default=800)
    add("--rounds", type=int, default=30, help=f"of {EACH} requests for each page")
    add("--databases", nargs="+", default=["sqlite"], choices=DATABASES, metavar="DATABASE",
        help=" ".join(DATABASES))  # fmt: skip
    add("--table", action="store_true", help="print a table in Markdown instead")
    options = parser.parse_args()
    for database, folder, url in places.here(options.databases):
        lines = []
        with places.opened(folder, url) as house:
            asking, pages = ready(house, options.posts, options.members)
            for line in measured(asking, pages, options.rounds):
                lines.append({"database": database, **line})
                if not options.table:
                    print(json.dumps(lines[-1]), flush=True)
        if options.table:
            print(f"**{database}**\n\n{table(lines)}\n", flush=True)


if __name__ == "__main__":
    main()
