"""Whose turn it is among chores that come again and again, and what one that fails leaves to do."""

import time
from collections.abc import Callable, Iterable
from logging import Logger
from threading import Event

from sqlalchemy.exc import SQLAlchemyError

from app.core.logs import where
from app.core.trouble import is_away

Deed = Callable[[], object]

# After what nobody has foreseen, and what may come again at once.
TROUBLE_SECONDS = 60.0


def keep_up(deed: Deed, every: float, enough: Event, log: Logger) -> None:
    """Do it every so many seconds until it is `enough`. What goes wrong stands in the log by its
    kind and place alone, and ends nothing. The deed raises as `each` does."""
    while not enough.wait(every):
        try:
            deed()
        except SQLAlchemyError as problem:
            log.warning("chores wait: %s", type(problem).__name__)
        except ExceptionGroup as group:
            for one in group.exceptions:
                # No traceback: values may stand in it.
                at = where(one.__traceback__)
                log.error("a chore failed: %s at %s", type(one).__name__, at)  # noqa: TRY400
            enough.wait(TROUBLE_SECONDS)


def each(deeds: Iterable[Deed]) -> None:
    """Give every one its turn, whatever befalls another: words are destroyed in time also while
    letters cannot be written. Where the database is away, the others are not tried.

    Raises SQLAlchemyError where it is away and nothing else went wrong, else an ExceptionGroup of
    all that did.
    """
    troubles: list[Exception] = []
    for deed in deeds:
        try:
            deed()
        except Exception as problem:  # noqa: BLE001  # raised below, when the others had their turn
            troubles.append(problem)
            if is_away(problem):
                break
    if len(troubles) == 1 and is_away(troubles[0]):
        raise troubles[0]
    if troubles:
        raise ExceptionGroup("chores failed", troubles)


def when_due(due: dict[str, float], chore: str, every: float, deed: Deed) -> None:
    """Do it if its time (of `time.monotonic`) has come, and then again after so many seconds. What
    fails stays due."""
    began = due[chore]
    if time.monotonic() < began:
        return
    due[chore] = time.monotonic() + every
    try:
        deed()
    except BaseException:
        due[chore] = began
        raise
