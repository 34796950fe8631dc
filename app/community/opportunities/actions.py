"""Posting an opportunity, changing it, and saying that it is over."""

from uuid import UUID

from sqlalchemy.orm import Session

from app.community.opportunities import drafts, policy
from app.community.opportunities.drafts import Draft
from app.community.opportunities.events import OpportunitiesChanged, OpportunityMended
from app.community.opportunities.models import Opportunity, State
from app.community.opportunities.queries import Found
from app.core import clock, keys
from app.core.events import publish
from app.core.repeats import again
from app.core.verdict import require
from app.people.organisations import queries as organisations
from app.people.viewer import Viewer


def post(
    session: Session, viewer: Viewer, draft: Draft, nonce: str, *, jobs_say_pay: bool
) -> tuple[Opportunity, bool]:
    """One that waits for a moderator, and whether it is new: the same form sent twice is one.
    Raises Invalid, NotAllowed."""
    # The number is made of the form's own, so that the second finds the first.
    number = int.from_bytes(keys.blind(viewer.me.submit_key(nonce), b"opportunity")[:8]) >> 1
    if (posted := again(session, session.get(Opportunity, number))) is not None:
        return posted, False
    require(policy.may_post(viewer))
    _check(session, viewer, draft, jobs_say_pay=jobs_say_pay)
    row = made(draft, viewer.id, number)
    session.add(row)
    session.flush()
    return row, True


def made(draft: Draft, poster_id: UUID, number: int = 0) -> Opportunity:
    """A row by this member that says what the draft says, and is in no session yet."""
    row = Opportunity(
        id=number or keys.random_id(),
        poster_id=poster_id,
        kind=draft.kind,
        title=draft.title,
        body="",
        html="",
        giver=draft.giver,
        way=draft.way,
        closes=draft.closes or drafts.life_of(draft, clock.now()),
        zone=draft.zone,
        apply=draft.apply,
    )
    drafts.fill(row, draft)
    return row


def change(session: Session, viewer: Viewer, found: Found, draft: Draft, *, pay: bool) -> bool:
    """Other words for it; the row is locked. `pay`: jobs say what they pay. Returns whether
    it waits for moderators, since it says something else now. Raises Invalid, NotAllowed."""
    row = found.row
    require(policy.may_change(viewer, row, clock.now()))
    _check(session, viewer, draft, jobs_say_pay=pay)
    before, closed = drafts.substance(row), row.closes
    drafts.fill(row, draft)
    _tell(session, row)
    row.reminded = row.reminded and row.closes == closed
    if drafts.substance(row) == before:
        return False
    row.checked = None
    if row.state in policy.READABLE:
        row.state = State.WAITING
    if row.state is State.HIDDEN:
        publish(session, OpportunityMended(opportunity_id=row.id))
    return row.state is State.WAITING


def mark_filled(session: Session, viewer: Viewer, found: Found) -> None:
    """It is in no list any more; its page says why. The row is locked."""
    require(policy.may_end(viewer, found.row))
    if found.row.state is State.SHOWN:
        found.row.state = State.FILLED
    _tell(session, found.row)


def withdraw(session: Session, viewer: Viewer, found: Found) -> None:
    """Nobody but her sees it any more. The row is locked."""
    require(policy.may_end(viewer, found.row))
    if found.row.state is not State.HIDDEN:
        found.row.state = State.WITHDRAWN
    _tell(session, found.row)


def take_back(session: Session, viewer: Viewer, found: Found) -> bool:
    """It stands again as before it was filled or withdrawn; the row is locked. Returns whether it
    waits for moderators from now on, who have not looked at it yet."""
    row = found.row
    require(policy.may_end(viewer, row))
    if row.state not in {State.FILLED, State.WITHDRAWN}:
        return False
    row.state = State.SHOWN if row.checked else State.WAITING
    _tell(session, row)
    return row.state is State.WAITING


def prolong(viewer: Viewer, found: Found) -> None:
    """It is there for another while, from today, without a closing date; an event until it is
    over. The row is locked. Raises NotAllowed."""
    row, now = found.row, clock.now()
    require(policy.may_prolong(viewer, row, drafts.last_of(row), now))
    row.closes, row.deadline = drafts.life_of(row, now), False
    row.reminded = False


def _tell(session: Session, row: Opportunity) -> None:
    publish(session, OpportunitiesChanged(numbers=(row.id,)))


def _check(session: Session, viewer: Viewer, draft: Draft, *, jobs_say_pay: bool) -> None:
    drafts.check(draft, jobs_say_pay=jobs_say_pay)
    if draft.organisation_id is not None:
        place = organisations.place_of(session, viewer.id, draft.organisation_id)
        require(policy.may_speak_for(place))
