"""What is kept of a member in requests: what she asked, and what she answered as a mentor."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from app.core.keys import Keyring
from app.mentoring.requests import lists, queries, tending
from app.mentoring.requests.contents import Said
from app.mentoring.requests.models import Request
from app.people.viewer import Viewer


@dataclass(frozen=True)
class AskedOf:
    """A request of hers. `pseudonym` where she asked without her name."""

    to: str
    pseudonym: str
    day: date
    state: str
    note: str
    goal: str
    question: str
    answer: str
    closing: str


@dataclass(frozen=True)
class AskedHer:
    """A request to her: only what she herself said in it."""

    day: date
    state: str
    question: str
    closing: str


def asked(session: Session, ring: Keyring, viewer: Viewer, *, anonymous: bool) -> list[AskedOf]:
    """Hers, under her name or without it. What the mentor wrote to her is hers to take, too."""
    rows = [row for row in lists.hers(session, viewer) if (row.owner is not None) is anonymous]
    names = queries.named(session, [row.mentor_id for row in rows])
    return [
        AskedOf(
            queries.line(row, names, to_mentor=False).who.name,
            row.label,
            row.day,
            row.state,
            *_said(session, ring, row.id),
        )
        for row in rows
    ]


def answered(session: Session, ring: Keyring, viewer: Viewer) -> list[AskedHer]:
    """As a mentor."""
    rows = session.execute(
        select(Request.id, Request.day, Request.state, Request.sealed)
        .where(Request.mentor_id == viewer.id)
        .order_by(Request.n)
    )
    found = [(row, Said.opened(ring, row.id, row.sealed)) for row in rows]
    return [AskedHer(row.day, row.state, said.question, said.closing) for row, said in found]


def erase(session: Session, member_id: UUID) -> None:
    """What she asked under her name goes, with all that was said in it. Who waited for her has no
    mentor there any more. What she asked without her name is nobody's, and goes as others do."""
    tending.end_all_to(session, member_id)
    session.flush()
    session.execute(delete(Request).where(Request.asker_id == member_id))
    hers = update(Request).where(Request.mentor_id == member_id)
    session.execute(hers.values(mentor_id=None))


def _said(session: Session, ring: Keyring, request_id: int) -> tuple[str, str, str, str, str]:
    row = session.get_one(Request, request_id)
    said = queries.as_asker(Said.opened(ring, row.id, row.sealed))
    return said.note, said.goal, said.question, said.answer, said.closing
