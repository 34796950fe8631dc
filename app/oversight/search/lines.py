"""The way to the database for statements that SQLAlchemy does not write."""

from sqlalchemy import Connection, literal, select
from sqlalchemy.orm import Session

_LOOK = {"clause": select(literal(1))}


def to_look(session: Session) -> Connection:
    """For a question: a deed that has changed nothing yet does not take its turn for it."""
    return session.connection(bind_arguments=_LOOK)


def to_change(session: Session) -> Connection:
    return session.connection()
