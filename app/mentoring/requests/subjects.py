"""What either side says in a request for mentoring, as things that the other tells moderators of.

Each is a thing of its own, since each is somebody's: the asker's words, and the mentor's answers.
Of who asks without her name moderators see her pseudonym.
"""

from abc import abstractmethod
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import clock, keyring, keys, text
from app.core.errors import NotFound
from app.core.languages import Sentence
from app.mentoring.profiles.models import MentorProfile
from app.mentoring.requests import actions, queries
from app.mentoring.requests.contents import Said
from app.mentoring.requests.models import Request, State
from app.people.anonymity import bylines
from app.people.anonymity.bylines import Byline
from app.people.safety import blocks
from app.people.subjects import NOBODY, Deed, Found, Given, Owner, Seen, SubjectRef, Words
from app.people.viewer import Viewer

Names = Mapping[UUID, Byline]
Parts = list[tuple[Sentence, str]]
NOTE, GOAL = Sentence("Her note"), Sentence("What she would like to get to")
ANSWER, QUESTION = Sentence("Her answer"), Sentence("What she asked")
CLOSING = Sentence("What she wrote at the end")

ENDED = Sentence("The moderators have ended this request.")
TAKEN = Sentence("The moderators have taken these words away.")


@dataclass(frozen=True)
class _OfOneSide:
    """What the two kinds have in common."""

    kind: str
    name: str
    can: Collection[Deed] = (Deed.REMOVE,)

    def find(self, session: Session, viewer: Viewer, id: str) -> Found:
        """For its two sides. Raises NotFound, and where nothing of this kind was said."""
        if not viewer.signed_in:
            raise NotFound
        row = queries.find(session, viewer, keys.from_base32(id))
        if not self._parts(_said(session, row)):
            raise NotFound("There is nothing to report in it.")
        found = self._found(id, row, _names(session, [row]))
        return replace(found, path=f"/mentoring/requests/{id}")

    def look(self, session: Session, id: str) -> Seen | None:
        row = session.get(Request, keys.from_base32(id))
        if row is None:
            return None
        names, said = _names(session, [row]), _said(session, row)
        parts = self._parts(said)
        html = Markup("").join(
            Markup("<p><b>{}</b></p>{}").format(label, text.trusted(text.rendered(words)))
            for label, words in parts
        )
        told = self._told(row, said)
        state = "removed" if told else "shown"
        words = Words(self._byline(row, names), html, row.day, state=state, told=told)
        plain = "\n\n".join(words for _label, words in parts)
        return Seen(self._found(id, row, names), words, text=plain)

    def known(self, session: Session, ids: Collection[str]) -> Mapping[str, Found]:
        numbers = {keys.from_base32(each): each for each in ids}
        rows = session.scalars(select(Request).where(Request.id.in_(numbers))).all()
        names = _names(session, rows)
        return {numbers[row.id]: self._found(numbers[row.id], row, names) for row in rows}

    def _found(self, id: str, row: Request, names: Names) -> Found:
        ref = SubjectRef(self.kind, id)
        between = tuple(filter(None, (row.mentor_id, row.asker_id)))
        title, owner = self._byline(row, names).name, self._owner(row)
        return Found(ref, self.name, title, "", None, owner, open=False, between=between)

    @abstractmethod
    def _parts(self, said: Said) -> Parts:
        """What was said, each part with what it is."""

    @abstractmethod
    def _told(self, row: Request, said: Said) -> str:
        """What stands there instead, once moderators have taken it away."""

    @abstractmethod
    def _owner(self, row: Request) -> Owner: ...
    @abstractmethod
    def _byline(self, row: Request, names: Names) -> Byline: ...


@dataclass(frozen=True)
class MentoringRequests(_OfOneSide):
    """The asker's words, which the mentor reports. To *remove* them ends the request."""

    kind: str = actions.THING
    name: str = Sentence("a request for mentoring")

    def do(self, session: Session, id: str, _deed: Deed, _given: Given) -> str:
        """Returns how it stood, and the day on which it was over if it was."""
        row = session.get_one(Request, keys.from_base32(id), with_for_update=True)
        before = f"{row.state.value} {row.over or ''}"
        row.state, row.over = State.REMOVED, row.over or clock.today()
        return before

    def undo(self, session: Session, id: str, _deed: Deed, before: str) -> None:
        """It stands as it did; one that was open is closed where it could not be any more."""
        row = session.get_one(Request, keys.from_base32(id), with_for_update=True)
        if row.state is not State.REMOVED:
            return
        state, _, over = before.partition(" ")
        row.state = State(state)
        row.over = row.over if over else None
        if row.state.is_open and not _may_stand(session, row):
            actions.end(row, State.NO_CAPACITY)

    def destroy(self, session: Session, ids: Collection[str]) -> None:
        for row in _held(session, ids):
            if row.state is State.REMOVED:
                session.delete(row)

    def _parts(self, said: Said) -> Parts:
        parts: Parts = [(NOTE, said.note), (GOAL, said.goal)]
        return [*parts, (ANSWER, said.answer)] if said.answer else parts

    def _told(self, row: Request, _said: Said) -> str:
        return ENDED if row.state is State.REMOVED else ""

    def _owner(self, row: Request) -> Owner:
        if row.owner is None:
            return Owner(row.asker_id)
        return Owner(voice=row.owner, epoch=row.epoch, request_id=row.id)

    def _byline(self, row: Request, names: Names) -> Byline:
        return _asker(row, names)


@dataclass(frozen=True)
class MentorAnswers(_OfOneSide):
    """What a mentor asks and says, which the asker reports. Where she has no name, nothing says
    who reported it: that would say whose the pseudonym is."""

    kind: str = actions.ANSWER
    name: str = Sentence("a mentor’s answer")

    def do(self, session: Session, id: str, _deed: Deed, _given: Given) -> str:
        """The asker is not shown it any more."""
        return self._withhold(session, id, withheld=True)

    def undo(self, session: Session, id: str, _deed: Deed, _before: str) -> None:
        self._withhold(session, id, withheld=False)

    def destroy(self, session: Session, ids: Collection[str]) -> None:
        """Of what is withheld still, the words."""
        for row in _held(session, ids):
            if _said(session, row).withheld:
                actions.say(
                    row, keyring.of(session), lambda said: replace(said, question="", closing="")
                )

    def _withhold(self, session: Session, id: str, *, withheld: bool) -> str:
        row = session.get_one(Request, keys.from_base32(id), with_for_update=True)
        before = "withheld" if _said(session, row).withheld else "shown"
        actions.say(row, keyring.of(session), lambda said: replace(said, withheld=withheld))
        return before

    def _found(self, id: str, row: Request, names: Names) -> Found:
        found = super()._found(id, row, names)
        return replace(found, veiled=row.is_veiled)

    def _parts(self, said: Said) -> Parts:
        parts: Parts = [(QUESTION, said.question), (CLOSING, said.closing)]
        return [one for one in parts if one[1]]

    def _told(self, _row: Request, said: Said) -> str:
        return TAKEN if said.withheld else ""

    def _owner(self, row: Request) -> Owner:
        return Owner(row.mentor_id) if row.mentor_id else NOBODY

    def _byline(self, row: Request, names: Names) -> Byline:
        former = Byline(queries.GONE)
        return names.get(row.mentor_id, former) if row.mentor_id else former


def _asker(row: Request, names: Names) -> Byline:
    if row.owner is not None:
        return bylines.pseudonym(row.label, row.id)
    former = Byline(queries.GONE)
    return names.get(row.asker_id, former) if row.asker_id else former


def _names(session: Session, rows: Iterable[Request]) -> Names:
    return queries.named(session, [one for row in rows for one in (row.mentor_id, row.asker_id)])


def _said(session: Session, row: Request) -> Said:
    return Said.opened(keyring.of(session), row.id, row.sealed)


def _held(session: Session, ids: Collection[str]) -> Iterable[Request]:
    wanted = select(Request).where(Request.id.in_(map(keys.from_base32, ids)))
    return session.scalars(wanted.with_for_update())


def _may_stand(session: Session, row: Request) -> bool:
    """Whether it may be open once more: its mentor is one still, and under her name the asker has
    not asked her again meanwhile, and neither keeps the other away."""
    if row.mentor_id is None or session.get(MentorProfile, row.mentor_id) is None:
        return False
    if row.asker_id is None:
        return True
    ring = keyring.of(session)
    if blocks.between(session, ring, row.asker_id, row.mentor_id):
        return False
    mine = (Request.asker_id == row.asker_id, Request.id != row.id)
    others = select(Request.id).where(queries.open_to(row.mentor_id), *mine)
    return session.scalar(others) is None
