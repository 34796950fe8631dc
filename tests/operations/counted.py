"""An application that counts, beside the shared one that does not."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from fastapi import FastAPI

from app.core.logs import AsJson, ForMachines
from app.core.tally import Tally
from app.people.house import House
from app.web.kit.counting import Counting
from tests.browser import Browser
from tests.client import Client


def browser(running: FastAPI, house: House) -> tuple[Browser, Tally]:
    tally = Tally()
    client = Client(Counting(running, tally), shows_what_breaks=True)  # type: ignore[arg-type]
    return Browser(client, replace(house, tally=tally)), tally


class Lines(logging.Handler):
    """What anybody logs, as a line of JSON."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.setFormatter(AsJson())
        self.addFilter(ForMachines())
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@contextmanager
def logged() -> Iterator[list[str]]:
    handler, root, ours = Lines(), logging.getLogger(), logging.getLogger("app")
    was = ours.level
    root.addHandler(handler)
    ours.setLevel(logging.INFO)
    try:
        yield handler.lines
    finally:
        root.removeHandler(handler)
        ours.setLevel(was)
