"""A program that is told: it answers by HTTP on this machine, as it is bidden, and checks what
comes with code of its own (Standard Webhooks 1.0.0)."""

import base64
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


def is_genuine(secret, headers, body):
    """Written from the specification, without any of our code."""
    key = base64.b64decode(secret.split("_", 1)[1])
    told = b".".join([headers["webhook-id"].encode(), headers["webhook-timestamp"].encode(), body])
    right = base64.b64encode(hmac.new(key, told, hashlib.sha256).digest()).decode()
    return right in [one.split(",")[1] for one in headers["webhook-signature"].split(" ")]


@dataclass
class Told:
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def said(self):
        return json.loads(self.body)


@dataclass
class Receiver:
    """`status` is what it answers, after `delay` seconds, and 500 at the `broken` path; `then` is
    called with each that came."""

    status: int = 204
    onwards: str = ""
    broken: str = ""
    delay: float = 0
    then: Callable[[Told], None] = lambda _told: None
    came: list[Told] = field(default_factory=list)

    def __post_init__(self):
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                told = Told(self.path, {k.lower(): v for k, v in self.headers.items()}, body)
                receiver.came.append(told)
                receiver.then(told)
                time.sleep(receiver.delay)
                self.send_response(500 if self.path == receiver.broken else receiver.status)
                if receiver.onwards:
                    self.send_header("Location", receiver.onwards)
                self.end_headers()

            do_GET = do_POST  # noqa: N815  # so does the library call it

            def log_message(self, *_words):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self._server.server_port
        # It looks as often as that, in seconds, whether it is to end.
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def host(self):
        return f"127.0.0.1:{self.port}"

    @property
    def url(self):
        return f"http://{self.host}/in/canary-in-the-address"

    def events(self):
        return sorted(told.said["event"] for told in self.came)

    def close(self):
        self._server.shutdown()
        self._server.server_close()
