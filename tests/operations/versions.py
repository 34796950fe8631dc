"""The program as it was before its newest migrations, from the history of this checkout."""

import io
import subprocess
import tarfile
from collections.abc import Iterator
from pathlib import Path

from app.core.settings import MIGRATIONS, ROOT

NEWEST = 3
PARTS = ("app", "migrations", "templates", "static", "alembic.ini", "pyproject.toml")


def unpack(place: Path) -> str | None:
    """Put the newest version that lacks the last few migrations there, and return its revision;
    None where the history is not here."""
    present = sorted(file.name for file in (MIGRATIONS / "versions").glob("*.py"))
    for commit in _commits():
        names = sorted(_migrations(commit))
        if names and names == present[: len(names)] and len(names) <= len(present) - NEWEST:
            packed = _git("archive", commit, *PARTS)
            with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
                archive.extractall(place, filter="data")
            return names[-1].partition("_")[0]
    return None


def _commits() -> Iterator[str]:
    try:
        yield from _git("log", "--first-parent", "--format=%H").decode().split()
    except (OSError, subprocess.CalledProcessError):
        return


def _migrations(commit: str) -> list[str]:
    found = _git("ls-tree", "--name-only", f"{commit}:migrations/versions").decode().split()
    return [name for name in found if name.endswith(".py")]


def _git(*asked: str) -> bytes:
    done = subprocess.run(["git", "-C", ROOT, *asked], capture_output=True, check=True)
    return done.stdout
