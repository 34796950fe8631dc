"""Whether a database has the tables that this program asks for. Alembic itself takes twelve
megabytes, and is loaded by whoever changes tables alone."""

import re
from functools import lru_cache

from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.orm import Session

from app.core.settings import MIGRATIONS

_STEP = re.compile(r'^revision = "(\w+)"\ndown_revision = (?:"(\w+)"|None)$', re.MULTILINE)
_HERE = text("SELECT version_num FROM alembic_version")


@lru_cache(1)
def older() -> frozenset[str]:
    """The revisions that another one of this program comes after."""
    files = (MIGRATIONS / "versions").glob("*.py")
    steps = [_STEP.search(file.read_text()) for file in files]
    return frozenset(step[2] for step in steps if step and step[2])


def are_missing(session: Session) -> bool:
    """Whether the database is older than this program. A newer one, to which the next version has
    brought it already, is served as well: migrations only add."""
    try:
        found = session.scalar(_HERE)
    except ProgrammingError:
        return True
    return found is None or found in older()
