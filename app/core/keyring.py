"""The keyring's file: made once for its owner alone, replaced whole, noticed when it changes."""

import base64
import binascii
import fcntl
import json
import logging
import os
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.orm import Session

from app.core import clock, epochs, keys
from app.core.keys import KEY, BadKeyring, Keyring
from app.core.settings import ROOT

log = logging.getLogger("app.keyring")

# So soon a running server notices that the file was changed.
NOTICE_SECONDS = 5.0


def open_keyring(path: Path, data_dir: Path) -> Keyring:
    """Read the keyring, or make it at the very first start.

    Raises BadKeyring when it lies inside the data folder or the repository, when others
    can read it, or when it is not a keyring.
    """
    _refuse_bad_place(path, data_dir)
    if not path.exists():
        epoch = epochs.quarter(clock.today())
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write(path, Keyring(epoch, keys.random_bytes(KEY), {epoch: keys.random_bytes(KEY)}))
    return _read(path)


class KeyFile:
    """The keyring of a running process. A key that has left the file leaves its memory, too."""

    def __init__(self, path: Path, data_dir: Path) -> None:
        """Raises BadKeyring, as `open_keyring` does."""
        self._ring = open_keyring(path, data_dir)
        # The file itself, not a link to it, is what is replaced.
        self._path = path.resolve()
        self._seen = self._state()
        self._looked = time.monotonic()
        self._trouble = ""

    @property
    def ring(self) -> Keyring:
        """The keys as they are now, or were a few seconds ago."""
        if time.monotonic() - self._looked > NOTICE_SECONDS:
            self.look()
        return self._ring

    def look(self) -> Keyring:
        """The keys as they are now. A file that cannot be used changes nothing, and is logged."""
        self._looked = time.monotonic()
        trouble = ""
        try:
            state = self._state()
            if state != self._seen:
                self._ring = self._continued()
                self._seen = state
        except (OSError, BadKeyring) as problem:
            trouble = str(problem.strerror if isinstance(problem, OSError) else problem)
        if trouble not in {"", self._trouble}:
            log.error("the keyring is not read again: %s", trouble)
        self._trouble = trouble
        return self._ring

    def rewrite(self, change: Callable[[Keyring], Keyring]) -> Keyring:
        """Replace the file by what `change` makes of it, whole or not at all, and return that.

        What the old file held is overwritten as far as the disk allows. One process at a time
        does this. Raises OSError where the file or its folder cannot be written, and BadKeyring.
        """
        with _alone_in(self._path.parent):
            before = self._continued()
            after = change(before)
            if after != before:
                self._replace(after)
            self._ring, self._seen = after, self._state()
        return after

    def _replace(self, ring: Keyring) -> None:
        new = self._path.with_name(f"{self._path.name}.new")
        # What a process left that died while it wrote this.
        new.unlink(missing_ok=True)
        owner = self._path.stat()
        _write(new, ring)
        if (owner.st_uid, owner.st_gid) != (new.stat().st_uid, new.stat().st_gid):
            # Whoever turns the keys as root leaves them readable for the server.
            os.chown(new, owner.st_uid, owner.st_gid)
        with _old_bytes(self._path):
            new.replace(self._path)
            _sync(self._path.parent)

    def _continued(self) -> Keyring:
        found = _read(self._path)
        if not found.continues(self._ring):
            raise BadKeyring(
                f"{self._path} was exchanged for another keyring. Put the old one back."
            )
        return found

    def _state(self) -> tuple[int, int, int]:
        found = self._path.stat()
        return found.st_ino, found.st_mtime_ns, found.st_size


def of(session: Session) -> Keyring:
    """The keys of the database that this session asks, as `wiring` gave them to it: for listeners
    and adapters, which are handed a session and nothing else."""
    key_file: KeyFile = session.info["key_file"]
    return key_file.ring


def _refuse_bad_place(path: Path, data_dir: Path) -> None:
    real = path.resolve()
    for place, name in ((data_dir.resolve(), "DATA_DIR"), (ROOT, "the program’s own folder")):
        if real.is_relative_to(place):
            raise BadKeyring(
                f"KEYRING is {path}, inside {name}: whoever copies that would have the secrets too."
            )


def _read(path: Path) -> Keyring:
    if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise BadKeyring(f"{path} can be read by others. Run: chmod 400 {path}")
    try:
        kept = json.loads(path.read_text())
        found = {name: _key(text) for name, text in kept["epochs"].items()}
        _ = found[kept["current"]], [epochs.last_day(name) for name in found]
        return Keyring(kept["current"], _key(kept["app"]), found)
    except (ValueError, KeyError, TypeError, AttributeError, binascii.Error):
        raise BadKeyring(
            f"{path} is not a keyring. Put back the one this data belongs to."
        ) from None


def _write(path: Path, ring: Keyring) -> None:
    kept = {name: _text(key) for name, key in sorted(ring.epochs.items())}
    said = {"current": ring.current, "epochs": kept, "app": _text(ring.app)}
    # Created with its final mode: there is no moment at which others could read it.
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400), "w") as file:
        json.dump(said, file, indent=2)
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    with _opened(folder, os.O_RDONLY) as held:
        # Let go when it is closed, also by the death of the process.
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


@contextmanager
def _old_bytes(path: Path) -> Iterator[None]:
    """Overwrite with zeros what is called `path` now, after it has been replaced."""
    path.chmod(0o600)
    with _opened(path, os.O_RDWR) as old:
        os.fchmod(old, 0o400)
        yield
        os.pwrite(old, bytes(os.fstat(old).st_size), 0)
        os.fsync(old)


def _sync(folder: Path) -> None:
    with _opened(folder, os.O_RDONLY) as held:
        os.fsync(held)


@contextmanager
def _opened(path: Path, how: int) -> Iterator[int]:
    handle = os.open(path, how)
    try:
        yield handle
    finally:
        os.close(handle)


def _text(key: bytes) -> str:
    return base64.b64encode(key).decode()


def _key(text: str) -> bytes:
    key = base64.b64decode(text, validate=True)
    if len(key) != KEY:
        raise ValueError
    return key
