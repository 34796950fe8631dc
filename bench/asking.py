"""Pages asked in this process, without a client or a server: what each costs, again and again."""

import asyncio
import time
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from statistics import median, quantiles
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from fastapi import FastAPI

from app import main
from app.people.house import House
from bench import busy
from bench.inside import counted


class Took(NamedTuple):
    """One answer: on the clock and on the processor, in milliseconds."""

    clock: float
    cpu: float


class Door:
    """The application of a house, with its own caches."""

    def __init__(self, house: House) -> None:
        self._app, self._runner = main.build(house), asyncio.Runner()

    def ask(self, addresses: Sequence[str], cookie: str) -> list[Took]:
        """Each of them in turn. Raises RuntimeError for what is no page."""
        return self._runner.run(_asked(self._app, addresses, cookie))

    def statements(self, address: str, cookie: str) -> int:
        """How many questions the database is asked for it."""
        with counted() as statements:
            self.ask([address], cookie)
        return len(statements)

    def close(self) -> None:
        self._runner.close()


def figures(took: Sequence[Took]) -> dict[str, float]:
    clocks, cpus = ([*each] for each in zip(*took, strict=True))
    return {
        "p50_ms": round(median(clocks), 3),
        "p99_ms": round(quantiles(clocks, n=100)[-1], 3),
        "cpu_ms": round(median(cpus), 3),
        "cpu_p99_ms": round(quantiles(cpus, n=100)[-1], 3),
    }


async def _asked(app: FastAPI, addresses: Sequence[str], cookie: str) -> list[Took]:
    took = []
    for address in addresses:
        asked = scope(address, {"Cookie": cookie})
        start, at_work = time.perf_counter(), busy.ms()
        status = (await answer(app, asked)).status
        cpu, clock = busy.ms() - at_work, 1000 * (time.perf_counter() - start)
        took.append(Took(clock, cpu))
        if status != HTTPStatus.OK:
            raise RuntimeError(f"{address}: the application answers {status}")
    return took


class Said(NamedTuple):
    """An answer, and how long its body is."""

    status: int
    bytes: int


def scope(address: str, headers: Mapping[str, str]) -> dict[str, Any]:
    """What a server makes of a browser's request."""
    at = urlsplit(address)
    named = {"Host": "127.0.0.1", **headers}
    return {
        "type": "http", "asgi": {"version": "3.0", "spec_version": "2.3"}, "http_version": "1.1",
        "method": "GET", "scheme": "http", "path": at.path, "raw_path": at.path.encode(),
        "query_string": at.query.encode(), "root_path": "", "state": {},
        "headers": [(name.lower().encode(), value.encode()) for name, value in named.items()],
        "client": ("127.0.0.1", 50000), "server": ("127.0.0.1", 8000),
    }  # fmt: skip


async def answer(app: FastAPI, asked: dict[str, Any]) -> Said:
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    await app(asked, receive, send)  # type: ignore[arg-type]
    return Said(sent[0]["status"], sum(len(each.get("body", b"")) for each in sent))
