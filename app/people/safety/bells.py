"""Bells: how a process learns, by one number, that what it has in memory is no longer all."""

from sqlalchemy import insert, literal, select, update
from sqlalchemy.orm import Session

from app.people.safety.models import Bell


def ring(session: Session, name: str) -> None:
    """What is held under this name has changed. Whoever rings at the same moment waits here."""
    mine = Bell.name == name
    rung = update(Bell).where(mine).values(rung=Bell.rung + 1)
    if session.execute(rung.returning(Bell.rung)).first() is None:
        first = select(literal(name), literal(1)).where(~select(Bell.name).where(mine).exists())
        session.execute(insert(Bell).from_select(["name", "rung"], first))
