"""All that the database holds, as somebody sees it who copies it."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import tables


def of(session: Session) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, in the order in which the database gives them."""
    metadata = tables.metadata()
    found = {
        t.name: [tuple(row) for row in session.execute(select(t))] for t in metadata.sorted_tables
    }
    session.rollback()
    return found


def holding(session: Session, words: str) -> list[str]:
    """The tables in which these words stand, in text or in bytes."""
    return sorted(
        name
        for name, rows in of(session).items()
        if any(
            words in str(value) or words.encode() in _bytes(value) for row in rows for value in row
        )
    )


def _bytes(value: Any) -> bytes:
    return bytes(value) if isinstance(value, (bytes, memoryview)) else b""
