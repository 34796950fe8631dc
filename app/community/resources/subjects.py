"""Resources and the notes under them, as things that are reported and decided about."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.community.resources import policy, queries, telling
from app.community.resources.models import Note, NoteState, Resource, State
from app.core import keys, text
from app.core.errors import NotFound
from app.core.languages import Sentence, phrases
from app.people.anonymity.bylines import Byline
from app.people.members.named import NOBODY as FORMER
from app.people.members.named import bylines
from app.people.subjects import NOBODY, Deed, Found, Given, Owner, Seen, SubjectRef, Words
from app.people.viewer import Viewer

_TAKES_DOWN = {Deed.HIDE: State.HIDDEN, Deed.REMOVE: State.REMOVED}
_TAKES_NOTE_DOWN = {Deed.HIDE: NoteState.HIDDEN, Deed.REMOVE: NoteState.REMOVED}


@dataclass(frozen=True)
class Resources:
    kind: str = "resource"
    can: Collection[Deed] = (Deed.HIDE, Deed.REMOVE)

    def find(self, session: Session, viewer: Viewer, id: str) -> Found:
        return _resource(queries.to_look_at(session, viewer, keys.from_base32(id)))

    def look(self, session: Session, id: str) -> Seen | None:
        row = session.get(Resource, keys.from_base32(id))
        if row is None:
            return None
        said = "\n\n".join(part for part in (row.about, row.link, row.body) if part)
        words = Words(
            _byline(session, row.member_id),
            text.trusted(text.rendered(said)),
            row.day,
            state=_state(row.state),
            told=_TOLD.get(row.state, ""),
        )
        return Seen(_resource(row), words, text=said, heading=row.title)

    def known(self, session: Session, ids: Collection[str]) -> Mapping[str, Found]:
        wanted = select(Resource).where(Resource.id.in_(map(keys.from_base32, ids)))
        return {keys.base32(row.id): _resource(row) for row in session.scalars(wanted)}

    def do(self, session: Session, id: str, deed: Deed, _given: Given) -> str:
        return self._set(session, id, _TAKES_DOWN[deed]).value

    def undo(self, session: Session, id: str, _deed: Deed, before: str) -> None:
        self._set(session, id, State(before))

    def destroy(self, session: Session, ids: Collection[str]) -> None:
        here = Resource.id.in_(map(keys.from_base32, ids))
        down = delete(Resource).where(here, Resource.state.in_(policy.TAKEN_DOWN))
        session.execute(down)

    def _set(self, session: Session, id: str, state: State) -> State:
        """What it was."""
        row = session.get_one(Resource, keys.from_base32(id), with_for_update=True)
        was, row.state = row.state, state
        session.flush()
        telling.changed(session, row)
        return was


@dataclass(frozen=True)
class ResourceNotes:
    kind: str = "resource-note"
    can: Collection[Deed] = (Deed.HIDE, Deed.REMOVE)

    def find(self, session: Session, viewer: Viewer, id: str) -> Found:
        row = _note_row(session, id)
        if row is None or (row.Note.state, row.Resource.state) != (NoteState.SHOWN, State.SHOWN):
            raise NotFound
        queries.to_look_at(session, viewer, row.Resource.id)
        return _note(row)

    def look(self, session: Session, id: str) -> Seen | None:
        row = _note_row(session, id)
        if row is None:
            return None
        note: Note = row.Note
        words = Words(
            _byline(session, note.member_id),
            text.trusted(text.rendered(note.body)),
            note.day,
            state=note.state.value,
            told=_TOLD_OF_NOTE.get(note.state, ""),
        )
        return Seen(_note(row), words, text=note.body)

    def known(self, session: Session, ids: Collection[str]) -> Mapping[str, Found]:
        rows = session.execute(_NOTE.where(Note.id.in_(map(keys.from_base32, ids))))
        return {keys.base32(row.Note.id): _note(row) for row in rows}

    def do(self, session: Session, id: str, deed: Deed, _given: Given) -> str:
        return self._set(session, id, _TAKES_NOTE_DOWN[deed]).value

    def undo(self, session: Session, id: str, _deed: Deed, before: str) -> None:
        self._set(session, id, NoteState(before))

    def destroy(self, session: Session, ids: Collection[str]) -> None:
        here = Note.id.in_(map(keys.from_base32, ids))
        session.execute(delete(Note).where(here, Note.state != NoteState.SHOWN))

    def _set(self, session: Session, id: str, state: NoteState) -> NoteState:
        """What it was."""
        row = session.get_one(Note, keys.from_base32(id), with_for_update=True)
        was, row.state = row.state, state
        session.flush()
        return was


_TOLD = phrases(
    {
        State.HIDDEN: "A moderator has hidden this resource.",
        State.REMOVED: "A moderator has removed this resource.",
    }
)
_TOLD_OF_NOTE = phrases(
    {
        NoteState.HIDDEN: "A moderator has hidden this note.",
        NoteState.REMOVED: "A moderator has removed this note.",
    }
)
_NOTE = select(Note, Resource).join(Resource, Resource.id == Note.resource_id)


def _note_row(session: Session, id: str) -> Any:
    return session.execute(_NOTE.where(Note.id == keys.from_base32(id))).first()


def _state(state: State) -> str:
    return state.value if state in policy.TAKEN_DOWN else "shown"


def _byline(session: Session, member_id: UUID | None) -> Byline:
    return bylines(session, {member_id}).get(member_id, FORMER) if member_id else FORMER


def _owner(member_id: UUID | None) -> Owner:
    return Owner(member_id) if member_id else NOBODY


def _resource(row: Resource) -> Found:
    ref = SubjectRef("resource", keys.base32(row.id))
    path = f"/resources/{ref.id}"
    owner, shown = _owner(row.member_id), row.state is State.SHOWN
    return Found(ref, Sentence("a resource"), row.title, path, row.circle_id, owner, open=shown)


def _note(row: Any) -> Found:
    note: Note = row.Note
    ref = SubjectRef("resource-note", keys.base32(note.id))
    path = f"/resources/{keys.base32(note.resource_id)}"
    return Found(
        ref,
        Sentence("a note"),
        row.Resource.title,
        path,
        row.Resource.circle_id,
        _owner(note.member_id),
    )
