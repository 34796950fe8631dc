"""One run: for each database a community, a server, its peer, and rounds of questions."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from app.commands import importing, serving
from app.people.house import House
from bench import bare, data, load, painting, places, servers
from bench.inside import Answer, Inside
from bench.load import Asked, Walk
from bench.pages import Asker, Page
from bench.servers import Server

WARM_SECONDS = 1
# Shorter than a walk over all the leaves takes.
RAISE_SECONDS = 0.4


@dataclass(frozen=True)
class Options:
    posts: int
    members: int
    community: Path | None
    workers: int
    seconds: int
    rounds: int
    pages: list[str]
    databases: list[str]
    gzip: bool
    check: bool


def measured(options: Options) -> Iterator[dict[str, Any]]:
    """A line for each page, and one for the memory at the end. Raises RuntimeError."""
    for database, folder, url in places.here(options.databases):
        for line in _on_database(options, folder, url):
            yield {"page": line.pop("page"), "database": database, **line}


def _on_database(options: Options, folder: Path, url: str) -> Iterator[dict[str, Any]]:
    port = servers.free_port()
    house = places.house(folder, url, port)
    try:
        _fill(house, options)
        asker, inside = Asker(house), Inside(house)
        to_paint = [name for name in options.pages if name in painting.NAMES]
        asked = [asker.page(name) for name in options.pages if name not in painting.NAMES]
        answers = [inside.answer(asker, page, gzip=options.gzip) for page in asked]
        peer = folder / "answers.json"
        peer.write_text(
            json.dumps(
                {
                    f"/{page.name}": bare.kept(answer.status, answer.headers, answer.body)
                    for page, answer in zip(asked, answers, strict=True)
                }
            )
        )
        with (
            servers.application(house, options.workers, folder / "app.log") as ours,
            servers.bare(peer, options.workers, folder / "bare.log") as bare_server,
        ):
            for page, answer in zip(asked, answers, strict=True):
                rounds = _Rounds(options, page, folder / "walk", ours, bare_server, asker)
                yield {"page": page.name, **rounds.figures(answer)}
            rss = ours.rss_mb()
            yield {"page": "all", "rss_mb": rss and round(rss, 1)}
            if to_paint and painting.chromium():
                yield from painting.painted(to_paint, options.rounds, ours, asker)
            elif to_paint:
                places.tell(painting.MISSING)
    finally:
        house.database.close()


def _fill(house: House, options: Options) -> None:
    serving.prepare(house)
    if options.community:
        importing.run(house, options.community)
        data.join_all(house, options.members)
    else:
        data.fill(house, options.posts, options.members)


@dataclass(frozen=True)
class _Rounds:
    """One page, asked of the application and of its peer in turn."""

    options: Options
    page: Page
    file: Path
    ours: Server
    bare: Server
    asker: Asker

    def figures(self, answer: Answer) -> dict[str, Any]:
        self.file.write_text("\n".join(self.page.walk))
        self._ask_ours(-1, WARM_SECONDS)
        rounds = [
            (self._ask_ours(number, self.options.seconds), self._ask_bare())
            for number in range(self.options.rounds)
        ]
        ours = [asked for asked, _ in rounds]
        ratios = [mine.requests_per_s / peer.requests_per_s for mine, peer in rounds if peer]
        return {
            "requests_per_s": round(median(asked.requests_per_s for asked in ours), 1),
            "p50_ms": round(median(asked.p50 for asked in ours), 2),
            "p99_ms": round(median(asked.p99 for asked in ours), 2),
            "bytes": answer.bytes,
            "gzip_bytes": answer.gzip_bytes,
            "statements": answer.statements,
            "ratio": round(median(ratios), 4) if ratios else None,
            "errors": sum(asked.errors for asked in ours),
        }

    def _ask_ours(self, number: int, seconds: int) -> Asked:
        url, headers = self.ours.url + self.page.path, {}
        if self.options.gzip:
            headers["Accept-Encoding"] = "gzip"
        if not self.page.walk:
            return load.ask(url, {**headers, **self.page.headers}, seconds)
        # Each round begins elsewhere, so that nobody is asked to write more than she may.
        start = (number + 1) * len(self.page.walk) // (self.options.rounds + 1)
        # Members send forms of several pages: one that was sent before makes no post.
        walk = Walk(self.file, f"{self.page.name}{number}", start)
        with self._always_new() if self.page.name == "thread-cold" else nullcontext():
            return load.ask(url, headers, seconds, walk)

    def _ask_bare(self) -> Asked | None:
        if self.page.form:
            return None
        return load.ask(f"{self.bare.url}/{self.page.name}", {}, self.options.seconds)

    @contextmanager
    def _always_new(self) -> Iterator[None]:
        """Raise the version of every thread again and again: no leaf is found that was kept."""
        enough = threading.Event()

        def keep_raising() -> None:
            while not enough.wait(RAISE_SECONDS):
                self.asker.raise_versions()

        raising = threading.Thread(target=keep_raising)
        raising.start()
        try:
            yield
        finally:
            enough.set()
            raising.join()
