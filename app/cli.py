"""The doors: the terminal's, `common-thread COMMAND`, and that of each process that serves pages.

What is loaded here stays to the end. To look through it again and again for what could go, as
Python does by itself, takes a fifth of the time until the first page.
"""

import atexit
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastapi import FastAPI


def main(arguments: list[str] | None = None) -> int:
    """Run one command. The result is 0 when it did what was asked."""
    # To look at the end for what could go, when all of it goes, takes half a second.
    atexit.register(gc.freeze)
    with _loading():
        from app.commands import terminal  # noqa: PLC0415
    return terminal.run(arguments)


def pages() -> "FastAPI":
    """What a server process runs. Raises BadSettings, BadKeyring."""
    with _loading():
        from app import main as application  # noqa: PLC0415
    return application.from_environment()


@contextmanager
def _loading() -> Iterator[None]:
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
