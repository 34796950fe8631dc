"""Where databases lie that are thrown away: in memory, where that has room. A commit on a busy
disk takes longer than the page that it is for."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MEMORY, DISK = Path("/dev/shm"), Path("/tmp")
ROOM = 2**30  # bytes; a container's /dev/shm often has 64 MB, and a database takes about ten


def place() -> Path:
    # Not TMPDIR: a socket's path has room for about 100 bytes, and that may leave too few.
    roomy = os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM
    return MEMORY if roomy else DISK


@contextmanager
def folder() -> Iterator[Path]:
    """One that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="common-thread-", dir=place()) as made:
        yield Path(made)
