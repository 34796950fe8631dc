"""PNG pictures, whole and broken, made piece by piece."""

import struct
import zlib

SIGNATURE = b"\x89PNG\r\n\x1a\n"


def piece(name, data=b""):
    check = zlib.crc32(name + data)
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", check)


def head(width=4, height=3, bits=8, kind=6, packing=0, filtering=0, interlaced=0):
    said = struct.pack(">IIBBBBB", width, height, bits, kind, packing, filtering, interlaced)
    return piece(b"IHDR", said)


def points(width=4, height=3, parts=4, filtering=0):
    row = bytes([filtering]) + b"\x7f" * int(width * parts)
    return zlib.compress(row * height)


END = piece(b"IEND")


def png(*between, first=None, packed=None, end=END):
    """A red-grey picture of 4 by 3 points with alpha, with these pieces before its points."""
    packed = points() if packed is None else packed
    return b"".join([SIGNATURE, first or head(), *between, piece(b"IDAT", packed), end])
