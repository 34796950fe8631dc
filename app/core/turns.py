"""Whose turn it is among chores that come again and again, and what one that fails leaves to do."""

import time
from collections.abc import Callable, Iterable

from sqlalchemy.exc import SQLAlchemyError

from app.core.trouble import is_away

Deed = Callable[[], object]


def each(deeds: Iterable[Deed]) -> None:
    """Give every one its turn, whatever befalls another: words are destroyed in time also while
    letters cannot be written. Raises SQLAlchemyError at once where the database is away, and at the
    end an ExceptionGroup of what else went wrong."""
    troubles: list[Exception] = []
    for deed in deeds:
        try:
            deed()
        except SQLAlchemyError as problem:
            if is_away(problem):
                raise
            troubles.append(problem)
        except Exception as problem:  # noqa: BLE001  # raised below, when the others had their turn
            troubles.append(problem)
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
