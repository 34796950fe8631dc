"""Passwords that others have lost: looked for in a file, of which nothing is held in memory.

The file is as Have I Been Pwned publishes it: one SHA-1 in hexadecimal a line, in order, with or
without a colon and how often it was seen.
"""

import logging
from hashlib import sha1
from pathlib import Path
from typing import BinaryIO

log = logging.getLogger("app.passwords")

DIGITS = 40
LONGEST = 200


def is_known(password: str, path: Path | None) -> bool:
    """Whether the file has it. False where there is no file, or it cannot be read."""
    if path is None:
        return False
    wanted = sha1(password.encode(), usedforsecurity=False).hexdigest().upper().encode()
    try:
        with path.open("rb") as file:
            return _has(file, wanted)
    except OSError as problem:
        log.warning("the list of breached passwords: %s", problem.strerror)
        return False


def _has(file: BinaryIO, wanted: bytes) -> bool:
    """By halves: about thirty short reads in a file of forty gigabytes."""
    low, high = 0, file.seek(0, 2)
    while low < high:
        middle = (low + high) // 2
        start, line = _line_at(file, middle)
        found = line[:DIGITS].upper()
        if found == wanted:
            return True
        if line and found < wanted:
            low = start + len(line)
        else:
            high = middle
    return False


def _line_at(file: BinaryIO, place: int) -> tuple[int, bytes]:
    """The first line that begins there or later, and where it begins."""
    file.seek(max(place - 1, 0))
    if place:
        file.readline(LONGEST)
    return file.tell(), file.readline(LONGEST)
