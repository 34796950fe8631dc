"""A logo: a picture in PNG, looked at piece by piece and written anew, so that what is served holds
its points of colour and nothing else (ISO/IEC 15948, https://www.w3.org/TR/png-3/)."""

import struct
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.core.errors import Invalid
from app.core.languages import Sentence

MOST_BYTES = 100_000
MOST_POINTS = 512
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
# What other pictures begin with.
_OTHERS = {
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"RIFF": "WebP",
    b"<svg": "SVG",
    b"<?xml": "SVG",
    b"BM": "BMP",
}
# By colour type: parts of a point, and in how many bits each of them may be.
_PARTS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_BITS = {0: {1, 2, 4, 8, 16}, 2: {8, 16}, 3: {1, 2, 4, 8}, 4: {8, 16}, 6: {8, 16}}
_INDEXED = 3
_MOST_FILTER = 4
# Where each pass of an interlaced picture begins, and how far its points are apart: x, y, dx, dy.
_PASSES = (
    *((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4)),
    *((0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)),
)
_WHOLE = ((0, 0, 1, 1),)
_MOVES = {b"acTL", b"fcTL", b"fdAT"}
_KEPT = (b"gAMA", b"sRGB", b"PLTE", b"tRNS")  # in this order, before the points
_LENGTHS = {b"gAMA": {4}, b"sRGB": {1}, b"PLTE": {3 * n for n in range(1, 257)}}
_TRANSPARENT = {0: {2}, 2: {6}, 3: set(range(1, 257))}

NONE = Sentence("Please choose a picture.")
TOO_BIG = Sentence("This file is too big. Make it {most} kB at most.", most=MOST_BYTES // 1000)
NO_PNG = Sentence("This is no PNG. Please choose a picture that ends in .png.")
BROKEN = Sentence("This picture is damaged or not whole. Please save it as PNG once more.")
MORE = Sentence(
    "There is something else behind this picture in its file. Please save it as PNG once more."
)
MOVES = Sentence("This picture moves. Please choose one that stands still.")


@dataclass(frozen=True)
class _Head:
    width: int
    height: int
    bits: int
    kind: int
    passes: tuple[tuple[int, int, int, int], ...]

    def rows(self) -> Iterator[int]:
        """The length in bytes of each row of points, as they follow one another."""
        for x, y, dx, dy in self.passes:
            across, down = -(-(self.width - x) // dx), -(-(self.height - y) // dy)
            if across > 0:
                length = (across * self.bits * _PARTS[self.kind] + 7) // 8
                yield from (length for _ in range(down))


def cleaned(raw: bytes) -> bytes:
    """The same picture, without anything that somebody has noted in it. Raises Invalid on
    `logo`."""
    if not raw:
        raise _bad(NONE)
    _refuse_others(raw)
    if len(raw) > MOST_BYTES:
        raise _bad(TOO_BIG)
    pieces = list(_pieces(raw))
    names = [name for name, _ in pieces] or [b""]
    if _MOVES & set(names):
        raise _bad(MOVES)
    if names[0] != b"IHDR" or names[-1] != b"IEND" or pieces[-1][1]:
        raise _bad(BROKEN)
    head = _head(pieces[0][1])
    own = _own(head, pieces[1:-1])
    points = _points(head, _in_one_run(pieces[1:-1]))
    kept = [(name, own[name]) for name in _KEPT if name in own]
    all_of_it = [pieces[0], *kept, (b"IDAT", zlib.compress(points, 9)), (b"IEND", b"")]
    return _SIGNATURE + b"".join(_written(name, data) for name, data in all_of_it)


def _bad(why: str) -> Invalid:
    return Invalid("logo", why)


def _refuse_others(raw: bytes) -> None:
    if raw.startswith(_SIGNATURE):
        return
    start = raw.lstrip()
    for beginning, kind in _OTHERS.items():
        if start.startswith(beginning):
            raise _bad(Sentence("This is a {kind} picture. Please save it as PNG.", kind=kind))
    raise _bad(NO_PNG)


def _pieces(raw: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Name and content of each chunk, to the end."""
    at = len(_SIGNATURE)
    while at < len(raw):
        length, name = struct.unpack_from(">I4s", raw.ljust(at + 8, b"\0"), at)
        data, check = raw[at + 8 : at + 8 + length], raw[at + 8 + length : at + 12 + length]
        if len(data) != length or check != struct.pack(">I", zlib.crc32(name + data)):
            raise _bad(BROKEN)
        yield name, data
        at += 12 + length
        if name == b"IEND" and at != len(raw):
            raise _bad(MORE)


def _head(data: bytes) -> _Head:
    if len(data) != struct.calcsize(">IIBBBBB"):
        raise _bad(BROKEN)
    width, height, bits, kind, packing, filtering, interlaced = struct.unpack(">IIBBBBB", data)
    odd = packing or filtering or interlaced > 1 or not (width and height)
    if odd or bits not in _BITS.get(kind, ()):
        raise _bad(BROKEN)
    if max(width, height) > MOST_POINTS:
        raise _bad(_too_large(width, height))
    return _Head(width, height, bits, kind, _PASSES if interlaced else _WHOLE)


def _too_large(width: int, height: int) -> Sentence:
    return Sentence(
        "This picture is {width} by {height} points. Make it {most} by {most} at most: it is shown "
        "small.",
        width=width,
        height=height,
        most=MOST_POINTS,
    )


def _own(head: _Head, pieces: list[tuple[bytes, bytes]]) -> Mapping[bytes, bytes]:
    """What is kept beside the points. What else may be left out (its name begins with a small
    letter) is left out."""
    lengths = _LENGTHS | {b"tRNS": _TRANSPARENT.get(head.kind, set())}
    found: dict[bytes, bytes] = {}
    for name, data in pieces:
        if name in _KEPT:
            if name in found or len(data) not in lengths[name]:
                raise _bad(BROKEN)
            found[name] = data
        elif name != b"IDAT" and not name[:1].islower():
            raise _bad(BROKEN)
    colours = len(found.get(b"PLTE", b"")) // 3
    if head.kind == _INDEXED and not len(found.get(b"tRNS", b"")) <= colours <= 1 << head.bits:
        raise _bad(BROKEN)
    if (bool(colours) and head.kind in {0, 4}) or (not colours and head.kind == _INDEXED):
        raise _bad(BROKEN)
    return found


def _in_one_run(pieces: list[tuple[bytes, bytes]]) -> bytes:
    """The packed points, of which the parts stand side by side."""
    at = [n for n, (name, _) in enumerate(pieces) if name == b"IDAT"]
    if not at or at[-1] - at[0] != len(at) - 1:
        raise _bad(BROKEN)
    if any(name in _KEPT for name, _ in pieces[at[-1] :]):
        raise _bad(BROKEN)
    return b"".join(pieces[n][1] for n in at)


def _points(head: _Head, packed: bytes) -> bytes:
    """The points, unpacked: as many as there have to be, and nothing behind them."""
    rows = list(head.rows())
    whole = sum(rows) + len(rows)
    opener = zlib.decompressobj()
    try:
        points = opener.decompress(packed, whole + 1)
    except zlib.error:
        raise _bad(BROKEN) from None
    if len(points) != whole or not opener.eof or opener.unused_data:
        raise _bad(BROKEN)
    at = 0
    for length in rows:
        if points[at] > _MOST_FILTER:
            raise _bad(BROKEN)
        at += 1 + length
    return points


def _written(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
