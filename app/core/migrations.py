"""Whether a database has the tables that this program asks for. Alembic itself takes twelve
megabytes, and is loaded by whoever changes tables alone."""

import re
from functools import lru_cache

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.orm import Session

from app.core.settings import MIGRATIONS

_STEP = re.compile(r'^revision = "(\w+)"\ndown_revision = (?:"(\w+)"|None)$', re.MULTILINE)
_HERE = text("SELECT version_num FROM alembic_version")


@lru_cache(1)
def _before() -> dict[str, str | None]:
    """Each revision of this program, and the one that it comes after."""
    files = (MIGRATIONS / "versions").glob("*.py")
    steps = (_STEP.search(file.read_text()) for file in files)
    return {step[1]: step[2] for step in steps if step}


@lru_cache(1)
def older() -> frozenset[str]:
    """The revisions that another one of this program comes after."""
    return frozenset(name for name in _before().values() if name)


def newest() -> str:
    [found] = _before().keys() - older()
    return found


def current(connection: Connection) -> str | None:
    """The revision of a database's tables, None where there are none."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(_HERE)
    return found


def are_missing(session: Session) -> bool:
    """Whether the database is older than this program. A newer one, to which the next version has
    brought it already, is served as well: migrations only add."""
    try:
        found = session.scalar(_HERE)
    except ProgrammingError:
        return True
    return found is None or found in older()
