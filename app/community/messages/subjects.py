"""Messages as things that moderators decide about: those alone that somebody has handed over."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from itertools import chain

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.community.messages import actions
from app.community.messages.contents import Handed, Said, State
from app.community.messages.handing import KIND
from app.community.messages.models import Conversation, HandedOver
from app.core import keyring, keys, text
from app.core.errors import NotFound
from app.core.languages import Sentence, several
from app.core.passages import Passage
from app.people.anonymity.bylines import Byline, named
from app.people.members.models import Member, Standing
from app.people.members.queries import tone_of
from app.people.subjects import NOBODY, Deed, Found, Given, Owner, Seen, SubjectRef, Words
from app.people.viewer import Viewer

_TAKES_DOWN = {Deed.HIDE: State.HIDDEN, Deed.REMOVE: State.REMOVED}
_FORMER = named("", Sentence("A former member"), "")
# Whoever chose them is somebody; who it is, the moderators need not know.
_OTHER = Sentence("the one she wrote to")


@dataclass(frozen=True)
class Messages:
    """One thing is all the messages that were chosen at once."""

    kind: str = KIND
    can: Collection[Deed] = (Deed.HIDE, Deed.REMOVE)

    def find(self, _session: Session, _viewer: Viewer, _id: str) -> Found:
        """They are reported where they stand, by one of the two who can read them."""
        raise NotFound

    def look(self, session: Session, id: str) -> Seen | None:
        row = session.get(HandedOver, keys.from_base32(id))
        if row is None:
            return None
        handed = _handed(session, row)
        byline = _bylines(session, [handed]).get(handed.writer, _FORMER)
        told = replace(handed.lines[0][1], state=handed.state).told
        lines = [_line(said, byline, handed.side) for _n, said in handed.lines]
        html = Passage("<p><b>{}</b></p>{}" * len(lines), *chain.from_iterable(lines))
        words = Words(byline, html, row.day, state=handed.state.value, told=told)
        said = "\n\n".join(said.body for _n, said in handed.hers)
        return Seen(_found(id, handed, byline), words, text=said)

    def known(self, session: Session, ids: Collection[str]) -> Mapping[str, Found]:
        numbers = {keys.from_base32(each): each for each in ids}
        rows = session.scalars(select(HandedOver).where(HandedOver.id.in_(numbers))).all()
        handed = {numbers[row.id]: _handed(session, row) for row in rows}
        names = _bylines(session, handed.values())
        return {
            each: _found(each, one, names.get(one.writer, _FORMER)) for each, one in handed.items()
        }

    def do(self, session: Session, id: str, deed: Deed, _given: Given) -> str:
        """What she has taken back meanwhile stays so."""
        before, after = self._set(session, id, _TAKES_DOWN[deed])
        self._pass_on(session, id, lambda said: _taken_down(said, after))
        return before.value

    def undo(self, session: Session, id: str, deed: Deed, before: str) -> None:
        self._set(session, id, State(before))
        down = _TAKES_DOWN[deed]
        self._pass_on(
            session,
            id,
            lambda said: replace(said, state=State(before)) if said.state is down else said,
        )

    def destroy(self, session: Session, ids: Collection[str]) -> None:
        """Of what is still taken down, the words and their copies."""
        for each in ids:
            row = session.get(HandedOver, keys.from_base32(each), with_for_update=True)
            if row is not None and _handed(session, row).state in _TAKES_DOWN.values():
                self._pass_on(session, each, _without_words)
                session.delete(row)

    def _set(self, session: Session, id: str, state: State) -> tuple[State, State]:
        """What it was, and what it is now."""
        row = session.get_one(HandedOver, keys.from_base32(id), with_for_update=True)
        handed, ring = _handed(session, row), keyring.of(session)
        row.sealed = replace(handed, state=state).sealed(ring, row.id)
        session.flush()
        return handed.state, state

    def _pass_on(self, session: Session, id: str, how: Callable[[Said], Said]) -> None:
        """Do the same to the messages themselves, where they are still there."""
        row = session.get_one(HandedOver, keys.from_base32(id))
        here = row.conversation_id
        if here is None or session.get(Conversation, here, with_for_update=True) is None:
            return
        for n, _copy in _handed(session, row).hers:
            actions.change_message(session, keyring.of(session), here, n, how)


def _taken_down(said: Said, state: State) -> Said:
    return said if said.state is State.TAKEN_BACK else replace(said, state=state)


def _without_words(said: Said) -> Said:
    return said.without_words(said.state) if said.state in _TAKES_DOWN.values() else said


def _handed(session: Session, row: HandedOver) -> Handed:
    return Handed.opened(keyring.of(session), row.id, row.sealed)


def _bylines(session: Session, handed: Collection[Handed]) -> dict[object, Byline]:
    """Of those who wrote them; she who is leaving has no page."""
    rows = session.scalars(select(Member).where(Member.id.in_({one.writer for one in handed})))
    return {
        row.id: named(
            "" if row.standing is Standing.CLOSED else row.handle, row.name, tone_of(row.handle)
        )
        for row in rows
    }


def _found(id: str, handed: Handed, byline: Byline) -> Found:
    many = len(handed.hers)
    name = Sentence("a private message")
    if many > 1:
        name = several("{n} private message", "{n} private messages", many)
    owner = Owner(handed.writer) if handed.writer else NOBODY
    return Found(SubjectRef(KIND, id), name, byline.name, "", None, owner)


def _line(said: Said, byline: Byline, side: int) -> tuple[str, str]:
    """What stands above its words, and these."""
    who = byline.name if said.side == side else _OTHER
    return Sentence("{name}, {day}", name=who, day=said.at.date()), text.trusted(said.html)
