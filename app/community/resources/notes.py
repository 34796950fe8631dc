"""Notes that members leave under a resource, by their names: one each, which they can change."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.community.resources import policy, queries
from app.community.resources.models import Note, NoteState, Resource, State
from app.core import clock
from app.core.errors import NotAllowed, NotFound
from app.core.keys import Keyring
from app.core.languages import phrases
from app.core.verdict import require
from app.people.anonymity.bylines import Byline
from app.people.members.models import Member
from app.people.safety import blocks, muted_phrases
from app.people.viewer import Viewer


@dataclass(frozen=True)
class NoteCard:
    """A note as a page says it; `told` is what stands there for who wrote it where a moderator has
    taken it down."""

    id: int
    by: Byline
    body: str
    day: date
    is_hers: bool
    told: str


_TOLD = phrases(
    {
        NoteState.HIDDEN: "A moderator has hidden your note.",
        NoteState.REMOVED: "A moderator has removed your note.",
    }
)


def under(session: Session, viewer: Viewer, resource_id: int) -> list[NoteCard]:
    """Hers first, then the newest; nothing by whom she has blocked or muted. Of what a moderator
    has taken down each sees her own alone."""
    rows = session.execute(
        select(Note, Member.handle, Member.name, Member.standing)
        .outerjoin(Member, Member.id == Note.member_id)
        .where(Note.resource_id == resource_id)
        .order_by(Note.day.desc(), Note.id)
        .limit(policy.NOTES_MOST)
    )
    cards = [_card(viewer, row) for row in rows if _is_for(viewer, row.Note)]
    return sorted(cards, key=lambda card: not card.is_hers)


def write(session: Session, ring: Keyring, viewer: Viewer, resource_id: int, body: str) -> None:
    """Leave her note, or change it. Raises NotFound, and NotAllowed also where whoever suggested
    the resource has blocked her, with words that do not tell."""
    row = _shown(session, viewer, resource_id)
    hers = of(session, viewer, resource_id)
    require(policy.may_note(viewer, row.circle_id, 0 if hers else _many(session, row.id)))
    by = row.member_id
    if by and by != viewer.id and blocks.between(session, ring, by, viewer.id):
        raise NotAllowed(policy.NO_NOTES)
    if hers is None:
        session.add(Note(resource_id=resource_id, member_id=viewer.id, body=body))
    elif hers.body != body:
        require(policy.may_change_note(viewer, hers.state, hers.member_id))
        hers.body, hers.day = body, clock.today()
    session.flush()


def take_back(session: Session, viewer: Viewer, resource_id: int) -> None:
    """Destroy her note. Raises NotFound where she has none."""
    queries.to_change(session, viewer, resource_id)
    hers = of(session, viewer, resource_id)
    if hers is None:
        raise NotFound
    session.delete(hers)
    session.flush()


def of(session: Session, viewer: Viewer, resource_id: int) -> Note | None:
    """Hers there."""
    wanted = select(Note).where(Note.resource_id == resource_id, Note.member_id == viewer.id)
    return session.scalar(wanted)


def _shown(session: Session, viewer: Viewer, resource_id: int) -> Resource:
    row = queries.to_change(session, viewer, resource_id)
    if row.state is not State.SHOWN:
        raise NotFound
    return row


def _many(session: Session, resource_id: int) -> int:
    found = session.scalar(select(func.count()).where(Note.resource_id == resource_id))
    return found or 0


def _is_for(viewer: Viewer, note: Note) -> bool:
    if _is_hers(viewer, note.member_id):
        return True
    if note.state is not NoteState.SHOWN or note.member_id in viewer.shield.quiet:
        return False
    return not (viewer.shield and viewer.shield.minds(muted_phrases.spoken(note.body)))


def _is_hers(viewer: Viewer, member_id: UUID | None) -> bool:
    return member_id is not None and member_id == viewer.member_id


def _card(viewer: Viewer, row: Any) -> NoteCard:
    note: Note = row.Note
    hers = _is_hers(viewer, note.member_id)
    return NoteCard(
        note.id, queries.byline(row), note.body, note.day, hers, _TOLD.get(note.state, "")
    )
