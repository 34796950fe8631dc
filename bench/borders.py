"""Where one part of a request ends and another begins: the functions at these borders are wrapped
while it is measured, and the processor time between them is charged to the part it was spent in.

Nothing of this is in the application. What the wrapping itself takes is measured beforehand, on
functions that do nothing, and taken off again.
"""

import functools
import inspect
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch

from sqlalchemy.engine.cursor import CursorFetchStrategy
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.orm import Session
from starlette.responses import Response

from app.core import questions, sessions
from app.web.community.reading import RenderedLeaf
from app.web.kit import page, route
from app.web.kit.frames import Frame
from app.web.kit.packing import FinishedPage
from app.web.kit.page import PageMaker
from app.web.kit.templating import Templates
from app.web.kit.visit import Visit

RECEIVING, SESSION, DOMAIN = "receiving and routing", "session", "policy and domain"
DRIVER, ROWS = "SQL: driver and database", "SQL: asking, and making of rows"
RENDERING, FILLING, PACKING = "rendering", "filling of frames", "compression"
SENDING = "headers and sending"
PARTS = (RECEIVING, SESSION, DOMAIN, DRIVER, ROWS, RENDERING, FILLING, PACKING, SENDING)
TRIALS = 10


@dataclass
class Clock:
    """Charges what was spent since it was last looked at to the part on top. `entered` counts how
    often a part was, `left_for` how often it was left for another one within it."""

    spent: dict[str, int] = field(default_factory=lambda: dict.fromkeys(PARTS, 0))
    entered: dict[str, int] = field(default_factory=lambda: dict.fromkeys(PARTS, 0))
    left_for: dict[str, int] = field(default_factory=lambda: dict.fromkeys(PARTS, 0))
    statements: int = 0
    rows: int = 0
    _open: list[str] = field(default_factory=list)
    _at: int = 0

    def enter(self, part: str) -> None:
        now = time.process_time_ns()
        if self._open:
            self.spent[self._open[-1]] += now - self._at
            self.left_for[self._open[-1]] += 1
        self._open.append(part)
        self.entered[part] += 1
        self._at = time.process_time_ns()

    def leave(self) -> None:
        now = time.process_time_ns()
        self.spent[self._open.pop()] += now - self._at
        self._at = time.process_time_ns()

    def taken(self) -> "Clock":
        """What it has charged since the last time; it begins anew."""
        counts = self.spent, self.entered, self.left_for, self.statements, self.rows
        fresh = (dict.fromkeys(PARTS, 0) for _ in range(3))
        self.spent, self.entered, self.left_for = fresh
        self.statements = self.rows = 0
        return Clock(*counts)

    def less(self, inside: float, outside: float) -> dict[str, float]:
        """Nanoseconds of each part, without what each border costs on its two sides."""
        return {
            part: self.spent[part] - inside * self.entered[part] - outside * self.left_for[part]
            for part in PARTS
        }


Around = Callable[[Clock, Callable[..., Any]], Callable[..., Any]]


def within(part: str) -> Around:
    """What wraps a function, plain or async, so that it is charged to this part."""

    def around(clock: Clock, function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def plain(*given: Any, **named: Any) -> Any:
            clock.enter(part)
            try:
                return function(*given, **named)
            finally:
                clock.leave()

        @functools.wraps(function)
        async def waiting(*given: Any, **named: Any) -> Any:
            clock.enter(part)
            try:
                return await function(*given, **named)
            finally:
                clock.leave()

        return waiting if inspect.iscoroutinefunction(function) else plain

    return around


def _asked(clock: Clock, function: Callable[..., Any]) -> Callable[..., Any]:
    """A question of ours, or of SQLAlchemy: counted, and charged to the driver."""
    timed = within(DRIVER)(clock, function)

    def ask(*given: Any, **named: Any) -> Any:
        clock.statements += 1
        found = timed(*given, **named)
        clock.rows += len(found or ())
        return found

    return ask


def _fetched(clock: Clock, function: Callable[..., Any]) -> Callable[..., Any]:
    timed = within(DRIVER)(clock, function)

    def fetch(*given: Any, **named: Any) -> Any:
        found = timed(*given, **named)
        clock.rows += len(found) if isinstance(found, list) else found is not None
        return found

    return fetch


def _answered(clock: Clock, function: Callable[..., Any]) -> Callable[..., Any]:
    """In the one hop all is the session's until the handler begins."""
    timed, inner = within(SESSION)(clock, function), within(DOMAIN)
    return lambda visit, handler, askers: timed(visit, inner(clock, handler), askers)


BORDERS: tuple[tuple[Any, str, Around], ...] = (
    (route, "_answer", _answered),
    (Visit, "__init__", within(SESSION)),
    (Visit, "sign", within(SENDING)),
    (page, "maker", within(SESSION)),
    (questions, "_asked", _asked),
    (questions._Prepared, "_rows", within(ROWS)),  # noqa: SLF001
    (Session, "_execute_internal", within(ROWS)),
    (DefaultDialect, "do_execute", _asked),
    (CursorFetchStrategy, "fetchall", _fetched),
    (CursorFetchStrategy, "fetchmany", _fetched),
    (CursorFetchStrategy, "fetchone", _fetched),
    (sessions.Look, "close", within(DRIVER)),
    (sessions.LastingLook, "connection", within(DRIVER)),
    (sessions.LastingLook, "close", within(DRIVER)),
    (Templates, "render", within(RENDERING)),
    (Templates, "render_block", within(RENDERING)),
    (PageMaker, "framed", within(FILLING)),
    (PageMaker, "_for_every_page", within(FILLING)),
    (Frame, "filled", within(FILLING)),
    (RenderedLeaf, "filled", within(FILLING)),
    (FinishedPage, "packed", within(PACKING)),
    (PageMaker, "_sent", within(SENDING)),
    (Response, "__call__", within(SENDING)),
)


@contextmanager
def watched(clock: Clock) -> Iterator[None]:
    """Meanwhile the borders are looked at."""
    with ExitStack() as stack:
        for owner, name, around in BORDERS:
            function = getattr(owner, name)
            stack.enter_context(patch.object(owner, name, around(clock, function)))
        yield


def cost() -> tuple[float, float]:
    """What a border adds, in nanoseconds: to the part within, and to the one around it."""
    clock = Clock()
    nothing = within(DOMAIN)(clock, _nothing)
    clock.enter(SESSION)
    for _ in range(TRIALS):
        nothing()
    clock.leave()
    empty = Clock()
    empty.enter(SESSION)
    for _ in range(TRIALS):
        _nothing()
    empty.leave()
    around = clock.spent[SESSION] - empty.spent[SESSION]
    return clock.spent[DOMAIN] / TRIALS, around / TRIALS


def _nothing() -> None:
    """Takes no time, so that what is measured is the border."""
