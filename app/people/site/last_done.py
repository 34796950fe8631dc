"""On which day what has to be done again and again was done last."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import clock, db
from app.people.site.models import Done, LastDone


def note(session: Session, what: Done) -> None:
    """Today, it was."""
    db.add_if_free(session, LastDone(what=what))
    session.get_one(LastDone, what).day = clock.today()


def days(session: Session) -> dict[Done, date]:
    """The last day of each that is known."""
    return {row.what: row.day for row in session.scalars(select(LastDone))}
