"""What a database says when it cannot be asked, or when two were at the same thing."""

import sqlite3

from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

CROSSED = {
    *("23505", "23503"),  # PostgreSQL: taken already, gone meanwhile
    *(sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY),
    *(sqlite3.SQLITE_CONSTRAINT_ROWID, sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY),
}
ENTANGLED = "40P01"  # PostgreSQL: of two that waited for each other, it has ended this one
# SQLite's answers that are no OperationalError and yet are about the file, not the question.
DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


def is_away(problem: BaseException) -> bool:
    """Whether the database could not be asked now, as opposed to having been asked nonsense."""
    if isinstance(problem, (OperationalError, InterfaceError, PoolTimeout)):
        return True
    if not isinstance(problem, DBAPIError):
        return False
    # The lower byte says what happened, the upper ones where.
    code = getattr(problem.orig, "sqlite_errorcode", 0) & 0xFF
    return problem.connection_invalidated or code in DAMAGED


def is_entangled(problem: BaseException) -> bool:
    """Whether this deed and another have waited for each other, so that one of them was ended."""
    if not isinstance(problem, OperationalError):
        return False
    return getattr(problem.orig, "sqlstate", None) == ENTANGLED


def is_crossed(problem: BaseException) -> bool:
    """Whether two deeds at the same moment wanted what only one can have."""
    if not isinstance(problem, IntegrityError):
        return False
    said = getattr(problem.orig, "sqlstate", None) or getattr(problem.orig, "sqlite_errorcode", 0)
    return said in CROSSED
