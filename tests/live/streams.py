"""An open page's stream, as a browser reads it: when it ends it is opened again."""

import contextlib
import http.client
import socket
import threading
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode

from tests.browser import COOKIE

PATIENCE = 30


@dataclass
class Stream:
    """A thread reads it; `heard` counts the events by their kind. When it has ended it is opened
    again after a `pause` (s)."""

    port: int
    cookie: str
    place: dict[str, str]
    pause: float = 0.05
    heard: list[tuple[float, str]] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._came = threading.Condition()
        self._enough = threading.Event()
        self._opened = threading.Event()
        self._whole_until = time.monotonic()
        self._line: socket.socket | None = None
        self._thread = threading.Thread(target=self._read_on, name="stream")

    def __enter__(self) -> "Stream":
        self._thread.start()
        assert self._opened.wait(PATIENCE), self.statuses
        return self

    def __exit__(self, *_: object) -> None:
        self._enough.set()
        self.cut()
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive()

    def cut(self) -> None:
        line = self._line
        if line is not None:
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)

    def wait(self, before: int, kind: str, seconds: float = PATIENCE) -> bool:
        """Until there are more events of this kind than `before`."""
        with self._came:
            return self._came.wait_for(lambda: self.count(kind) > before, seconds)

    def count(self, kind: str) -> int:
        return sum(said == kind for _, said in self.heard)

    def _read_on(self) -> None:
        while not self._enough.is_set():
            with contextlib.suppress(OSError, http.client.HTTPException):
                self._read_once()
            self._opened.clear()
            self._enough.wait(self.pause)

    def _read_once(self) -> None:
        began = time.monotonic()
        query = urlencode(self.place | {"age": int(began - self._whole_until) + 1})
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        with contextlib.closing(connection):
            headers = {"Cookie": f"{COOKIE}={self.cookie}"}
            connection.request("GET", f"/live?{query}", headers=headers)
            # The answer takes it away from the connection, since it is the last one.
            self._line = connection.sock
            with connection.getresponse() as answer:
                self.statuses.append(answer.status)
                if answer.status == 200:
                    self._whole_until = began
                    self._read(answer)

    def _read(self, answer: http.client.HTTPResponse) -> None:
        while line := answer.readline():
            self._opened.set()
            if line.startswith(b"data: "):
                with self._came:
                    self.heard.append((time.monotonic(), line[6:].strip().decode()))
                    self._came.notify_all()
