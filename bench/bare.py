"""The least a Python server can do: the very bytes of a page, by its name, with its headers."""

import base64
import json
import os
from pathlib import Path
from typing import Any

Answer = tuple[int, list[tuple[bytes, bytes]], bytes]


def kept(status: int, headers: list[tuple[str, str]], body: bytes) -> list[Any]:
    """An answer as it stands in the file that `ANSWERS` names: one object, by path."""
    return [status, headers, base64.b64encode(body).decode()]


def _read(path: Path) -> dict[str, Answer]:
    found = json.loads(path.read_text())
    return {
        path: (status, [(n.encode(), v.encode()) for n, v in headers], base64.b64decode(body))
        for path, (status, headers, body) in found.items()
    }


_NOTHING: Answer = (404, [(b"content-length", b"0")], b"")
_ANSWERS = _read(Path(os.environ["ANSWERS"])) if "ANSWERS" in os.environ else {}


async def app(scope: dict[str, Any], receive: Any, send: Any) -> None:
    if scope["type"] == "lifespan":
        await _live(receive, send)
        return
    status, headers, body = _ANSWERS.get(scope["path"], _NOTHING)
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def _live(receive: Any, send: Any) -> None:
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
