"""SQLite's log of changes (its WAL), on the disk before anybody is told that her words are kept.

SQLite can see to that itself (`synchronous=FULL`), but waits for the disk while nobody else may
change anything. So it is told to see to the order alone (`NORMAL`): what is left of the log after a
power cut is whole, and a beginning of what was committed (https://sqlite.org/pragma.html). Then all
that was committed meanwhile goes to the disk together.
"""

import os
import sqlite3
import threading
from contextlib import suppress
from pathlib import Path

from sqlalchemy.exc import OperationalError

# What makes it possible to read again what was written; not every system can leave the rest.
_to_disk = getattr(os, "fdatasync", os.fsync)


class Log:
    """That of one database, for the threads of this process."""

    def __init__(self, database: Path) -> None:
        self._path = database.with_name(f"{database.name}-wal")
        self._counting, self._turn = threading.Lock(), threading.Lock()
        self._asked = self._done = 0

    def settle(self) -> None:
        """Whatever this thread has committed is on the disk. Raises OperationalError."""
        with self._counting:
            self._asked += 1
            mine = self._asked
        with self._turn:
            if self._done >= mine:
                return
            # All who have asked by now have committed.
            until = self._asked
            try:
                self._write()
            except OSError as problem:
                raise OperationalError(None, None, sqlite3.OperationalError("disk")) from problem
            self._done = until

    def _write(self) -> None:
        # Without a log all of it is in the file itself: SQLite has put it there, and on the disk.
        with suppress(FileNotFoundError):
            file = os.open(self._path, os.O_RDONLY)
            try:
                _to_disk(file)
            finally:
                os.close(file)
