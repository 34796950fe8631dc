"""A ZIP file that is made while it is sent: never whole in memory, nowhere on a disk."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import date
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from starlette.responses import StreamingResponse

CHUNK = 32 * 1024


class _Pipe:
    """What is written at one end and taken at the other."""

    def __init__(self) -> None:
        self._held: list[bytes] = []

    def write(self, data: bytes, /) -> int:
        self._held.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing lies anywhere else."""

    def close(self) -> None:
        """Nobody waits at the other end."""

    def taken(self) -> bytes:
        data = b"".join(self._held)
        self._held.clear()
        return data


def sent(files: Iterable[tuple[str, Iterable[str]]], name: str) -> StreamingResponse:
    """An answer that a browser saves under this name; each file has a name and text in pieces."""
    headers = {
        "Cache-Control": "no-store",
        "Content-Disposition": f'attachment; filename="{name}"',
    }
    return StreamingResponse(zipped(files), headers=headers, media_type="application/zip")


def zipped(files: Iterable[tuple[str, Iterable[str]]]) -> Iterator[bytes]:
    """The bytes of a ZIP file with these files. No moment stands in it."""
    pipe = _Pipe()
    with ZipFile(pipe, "w", ZIP_DEFLATED) as archive:
        for name, pieces in files:
            with archive.open(name, "w") as file:
                for chunk in _chunks(pieces):
                    file.write(chunk)
                    yield pipe.taken()
    yield pipe.taken()


def array(cards: Iterable[Any]) -> Iterator[str]:
    """A JSON array of frozen cards, one after the other."""
    before = "[\n"
    for card in cards:
        yield before + as_json(asdict(card))
        before = ",\n"
    yield "\n]" if before == ",\n" else "[]"


def json_object(members: Iterable[tuple[str, Iterable[str]]]) -> Iterator[str]:
    """A JSON object, of which each value is JSON in pieces."""
    before = "{\n"
    for name, pieces in members:
        yield f"{before}{json.dumps(name)}: "
        yield from pieces
        before = ",\n"
    yield "\n}\n"


def as_json(value: object) -> str:
    return json.dumps(value, default=_day, ensure_ascii=False, indent=2)


def _day(value: date) -> str:
    return value.isoformat()


def _chunks(pieces: Iterable[str]) -> Iterator[bytes]:
    held, size = [], 0
    for piece in pieces:
        held.append(piece)
        size += len(piece)
        if size >= CHUNK:
            yield "".join(held).encode()
            held, size = [], 0
    yield "".join(held).encode()
