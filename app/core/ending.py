"""How a server that is told to stop does so: it says that it is not ready, ends the streams, and
then leaves the rest to the server, which lets open requests end."""

import asyncio
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from app.core.live import Live

SIGNS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def streams_first(live: Live, drain: int) -> Iterator[None]:
    """The server waits for every answer before it stops, and a stream has no end of its own.

    For `drain` seconds before, visitors are still taken while a proxy hears that this process is
    not ready; a second signal cuts that short.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    ending = _Ending(live, drain)
    for sign in SIGNS:
        signal.signal(sign, ending.begin)
    try:
        yield
    finally:
        for sign, handler in ending.theirs.items():
            signal.signal(sign, handler)


class _Ending:
    def __init__(self, live: Live, drain: int) -> None:
        self._live, self._drain = live, drain
        self._loop = asyncio.get_running_loop()
        self.theirs = {sign: signal.getsignal(sign) for sign in SIGNS}

    def begin(self, sign: int, frame: FrameType | None) -> None:
        if self._live.ending or not self._drain:
            self._end(sign, frame)
            return
        self._live.announce_end()
        self._loop.call_soon_threadsafe(self._loop.call_later, self._drain, self._end, sign, None)

    def _end(self, sign: int, frame: FrameType | None) -> None:
        self._live.stop()
        handler = self.theirs[signal.Signals(sign)]
        if callable(handler):
            handler(sign, frame)
