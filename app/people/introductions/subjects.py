"""What somebody was told for an introduction, as a thing that moderators decide about: those words
alone that she has shown them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import keyring, keys, text
from app.core.errors import NotFound
from app.core.languages import Sentence, phrases
from app.people.anonymity.bylines import Byline
from app.people.introductions import actions
from app.people.introductions.contents import Handed, State
from app.people.introductions.handing import KIND
from app.people.introductions.models import HandedIntroduction
from app.people.members.named import NOBODY as FORMER
from app.people.members.named import bylines
from app.people.subjects import NOBODY, Deed, Found, Given, Owner, Seen, SubjectRef, Words
from app.people.viewer import Viewer

_TAKES_DOWN = {Deed.HIDE: State.HIDDEN, Deed.REMOVE: State.REMOVED}
_TOLD = phrases(
    {
        State.HIDDEN: "A moderator has hidden these words.",
        State.REMOVED: "A moderator has removed these words.",
    }
)


@dataclass(frozen=True)
class IntroductionWords:
    """Of the other one, whom they are about, moderators learn what these words say and no more."""

    kind: str = KIND
    can: Collection[Deed] = (Deed.HIDE, Deed.REMOVE)

    def find(self, _session: Session, _viewer: Viewer, _id: str) -> Found:
        """They are reported where they stand, by who can read them."""
        raise NotFound

    def look(self, session: Session, id: str) -> Seen | None:
        row = session.get(HandedIntroduction, keys.from_base32(id))
        if row is None:
            return None
        handed = _handed(session, row)
        byline = _byline(handed, bylines(session, _writers([handed])))
        html = text.trusted(text.rendered(handed.words))
        told = _TOLD.get(handed.state, "")
        words = Words(byline, html, row.day, state=handed.state.value, told=told)
        return Seen(_found(id, handed, byline), words, text=handed.words)

    def known(self, session: Session, ids: Collection[str]) -> Mapping[str, Found]:
        numbers = {keys.from_base32(each): each for each in ids}
        wanted = select(HandedIntroduction).where(HandedIntroduction.id.in_(numbers))
        handed = {numbers[row.id]: _handed(session, row) for row in session.scalars(wanted)}
        names = bylines(session, _writers(handed.values()))
        return {each: _found(each, one, _byline(one, names)) for each, one in handed.items()}

    def do(self, session: Session, id: str, deed: Deed, _given: Given) -> str:
        """Nor are they shown any more to who was asked; and nothing comes of it meanwhile."""
        return self._set(session, id, _TAKES_DOWN[deed]).value

    def undo(self, session: Session, id: str, _deed: Deed, before: str) -> None:
        self._set(session, id, State(before))

    def destroy(self, session: Session, ids: Collection[str]) -> None:
        """Of what is still taken down; the words themselves went with their introduction."""
        for each in ids:
            row = session.get(HandedIntroduction, keys.from_base32(each), with_for_update=True)
            if row is not None and _handed(session, row).state is not State.SHOWN:
                session.delete(row)

    def _set(self, session: Session, id: str, state: State) -> State:
        """What it was."""
        ring = keyring.of(session)
        row = session.get_one(HandedIntroduction, keys.from_base32(id), with_for_update=True)
        handed = _handed(session, row)
        row.sealed = replace(handed, state=state).sealed(ring, row.id)
        session.flush()
        hidden, side = state is not State.SHOWN, handed.side
        actions.change(
            session,
            ring,
            handed.introduction_id,
            lambda whole: whole.with_hidden(side, hidden=hidden),
        )
        return handed.state


def _handed(session: Session, row: HandedIntroduction) -> Handed:
    return Handed.opened(keyring.of(session), row.id, row.sealed)


def _writers(handed: Collection[Handed]) -> set[UUID]:
    return {one.writer for one in handed if one.writer}


def _byline(handed: Handed, names: Mapping[UUID, Byline]) -> Byline:
    return names.get(handed.writer, FORMER) if handed.writer else FORMER


def _found(id: str, handed: Handed, byline: Byline) -> Found:
    owner = Owner(handed.writer) if handed.writer else NOBODY
    return Found(SubjectRef(KIND, id), Sentence("an introduction"), byline.name, "", None, owner)
