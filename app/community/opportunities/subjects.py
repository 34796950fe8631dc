"""Opportunities as things that moderators decide about: what is new or says something new is let
stand or refused, what stands can be reported."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.community.opportunities import policy, queries, saying
from app.community.opportunities.events import KIND, NEW, OpportunitiesChanged, OpportunityShown
from app.community.opportunities.models import Opportunity, State
from app.core import clock, keys, text
from app.core.errors import NotAllowed, NotFound
from app.core.events import publish
from app.core.languages import Sentence, phrases
from app.core.passages import Passage
from app.people.anonymity import bylines
from app.people.members.models import Member
from app.people.members.queries import tone_of
from app.people.noted.events import Kind as Told
from app.people.noted.events import Noted
from app.people.subjects import Deed, Found, Given, Owner, Seen, SubjectRef, Words
from app.people.viewer import Viewer

TOLD = phrases(
    {
        State.HIDDEN: "Moderators have hidden this until it is mended.",
        State.REMOVED: "Moderators have removed this, or not let it stand.",
        State.WITHDRAWN: "It was withdrawn by who posted it.",
    }
)
_NAMED = select(Opportunity, Member.handle, Member.name).join(
    Member, Member.id == Opportunity.poster_id
)


@dataclass(frozen=True)
class _OneOfTwo:
    """What the two kinds have in common: the thing itself."""

    kind: str
    name: str
    can: Collection[Deed]

    def look(self, session: Session, id: str) -> Seen | None:
        row = session.execute(_NAMED.where(Opportunity.id == keys.from_base32(id))).first()
        if row is None:
            return None
        one: Opportunity = row.Opportunity
        told = TOLD.get(one.state, "")
        state = one.state.value if told else "shown"
        byline = bylines.named(row.handle, row.name, tone_of(row.handle))
        facts, apply = _facts(one), Sentence("How to apply: {apply}", apply=one.apply)
        form = f"<p>{' · '.join('{}' for _ in facts)}</p>{{}}<p>{{}}</p>"
        html = Passage(form, *facts, text.trusted(one.html), apply)
        words = Words(byline, html, one.posted, state=state, told=told)
        mend = f"/opportunities/{id}/edit" if one.state is State.HIDDEN else ""
        return Seen(self._found(one), words, text=one.body, heading=one.title, mend=mend)

    def known(self, session: Session, ids: Collection[str]) -> Mapping[str, Found]:
        wanted = select(Opportunity).where(Opportunity.id.in_(map(keys.from_base32, ids)))
        return {keys.base32(row.id): self._found(row) for row in session.scalars(wanted)}

    def destroy(self, session: Session, ids: Collection[str]) -> None:
        """What is still hidden or removed, with all that hangs on it."""
        gone = Opportunity.id.in_(map(keys.from_base32, ids))
        down = Opportunity.state.in_([State.HIDDEN, State.REMOVED])
        went = session.scalars(delete(Opportunity).where(gone, down).returning(Opportunity.id))
        publish(session, OpportunitiesChanged(numbers=tuple(went)))

    def _found(self, row: Opportunity) -> Found:
        number = keys.base32(row.id)
        ref = SubjectRef(self.kind, number)
        path = f"/opportunities/{number}"
        owner = Owner(row.poster_id)
        readable = row.state in policy.READABLE
        return Found(ref, self.name, row.title, path, None, owner, open=readable)


@dataclass(frozen=True)
class Opportunities(_OneOfTwo):
    """One that stands."""

    kind: str = KIND
    name: str = Sentence("an opportunity")
    can: Collection[Deed] = (Deed.HIDE, Deed.REMOVE)

    def find(self, session: Session, viewer: Viewer, id: str) -> Found:
        """Raises NotFound for what nobody but its poster sees."""
        found = queries.find(session, viewer, keys.from_base32(id))
        if found.row.state not in policy.READABLE:
            raise NotFound
        return self._found(found.row)

    def do(self, session: Session, id: str, deed: Deed, _given: Given) -> str:
        """Returns how it stood."""
        row = _held(session, id)
        before = row.state.value
        row.state = State.HIDDEN if deed is Deed.HIDE else State.REMOVED
        publish(session, OpportunitiesChanged(numbers=(row.id,)))
        return before

    def undo(self, session: Session, id: str, _deed: Deed, before: str) -> None:
        """It stands as it did, with the words that it has now: a moderator has read them."""
        row = session.get(Opportunity, keys.from_base32(id), with_for_update=True)
        if row is None or row.state not in {State.HIDDEN, State.REMOVED}:
            return
        row.state = State(before)
        publish(session, OpportunitiesChanged(numbers=(row.id,)))
        if row.state is State.SHOWN:
            _let_stand(session, row)


@dataclass(frozen=True)
class NewOpportunities(_OneOfTwo):
    """One that waits, since it is new or says something else than what was looked at. What has
    been let stand is the opportunity of the same number from then on."""

    kind: str = NEW
    name: str = Sentence("a new opportunity")
    can: Collection[Deed] = (Deed.KEEP, Deed.REMOVE)

    def find(self, _session: Session, _viewer: Viewer, _id: str) -> Found:
        """Nobody can report what only its poster sees."""
        raise NotFound

    def do(self, session: Session, id: str, deed: Deed, _given: Given) -> str:
        """Nothing is left to do about what its poster has taken back."""
        row = session.get(Opportunity, keys.from_base32(id), with_for_update=True)
        if row is None or row.state is not State.WAITING:
            return ""
        if deed is Deed.KEEP:
            _let_stand(session, row)
            return ""
        row.state = State.REMOVED
        return "refused"

    def undo(self, session: Session, id: str, _deed: Deed, _before: str) -> None:
        """What was refused stands after all."""
        row = session.get(Opportunity, keys.from_base32(id), with_for_update=True)
        if row is None or row.state is not State.REMOVED:
            raise NotAllowed("Who posted it has taken it back, or its words have been destroyed.")
        _let_stand(session, row)


def _let_stand(session: Session, row: Opportunity) -> None:
    """Its poster hears of it. What closes before she could be reminded is not reminded of."""
    row.state, row.checked = State.SHOWN, clock.today()
    row.reminded = row.closes <= clock.minute() + policy.REMINDED_BEFORE
    publish(session, OpportunityShown(opportunity_id=row.id))
    publish(session, OpportunitiesChanged(numbers=(row.id,)))
    thing = (KIND, keys.base32(row.id))
    publish(session, Noted(member_id=row.poster_id, kind=Told.OPPORTUNITY, thing=thing))


def _held(session: Session, id: str) -> Opportunity:
    return session.get_one(Opportunity, keys.from_base32(id), with_for_update=True)


def _facts(row: Opportunity) -> list[str]:
    """What a list says beside its words."""
    said: list[Any] = [*saying.tags(row), row.giver, saying.where(row), saying.pay_of(row)]
    closes = Sentence("no closing date")
    if row.deadline:
        day, hour = row.closes.date(), f"{row.closes:%H:%M}"
        closes = Sentence("closes {day}, {hour} UTC", day=day, hour=hour)
    return [one for one in (*said, closes) if one]
