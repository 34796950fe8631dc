"""What a mentor does with a request: ask more, say yes, or yes on one condition, decline kindly."""

from dataclasses import replace
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.db import wait_turn
from app.core.errors import Invalid, NotAllowed
from app.core.keys import Keyring
from app.core.languages import phrases
from app.core.verdict import require
from app.mentoring.mentorships import beginnings
from app.mentoring.profiles import policy as profiles
from app.mentoring.profiles import queries as mentors
from app.mentoring.requests import actions, policy, queries
from app.mentoring.requests.contents import Said
from app.mentoring.requests.models import UNDER_WAY, Request, State
from app.people.members.models import Member, Standing
from app.people.safety import blocks
from app.people.viewer import Viewer


class Why(StrEnum):
    """Why it will not be: she has no place for it, or is not the one who could help."""

    NO_ROOM = "no-room"
    NOT_MINE = "not-mine"


# Words that are offered to her; she may change them.
OFFERED = phrases(
    {
        Why.NO_ROOM: "I have no place for this in the months to come. "
        "I hope you find somebody soon.",
        Why.NOT_MINE: "I think somebody else can help you better with this than I can. "
        "What you are after is worth asking for.",
    }
)


def accept(session: Session, ring: Keyring, viewer: Viewer, request_id: int) -> int:
    """Be her mentor, and return the number of the mentorship. Her place is asked for while the
    mentor's row is held. What else the other has asked under her name is withdrawn by itself.

    Raises NotFound; NotAllowed where it is over, has no name, or there is no place."""
    row = _to_her(session, viewer, request_id)
    if row.state is State.ACCEPTED and row.mentorship_id is not None:
        return row.mentorship_id
    require(profiles.may_take_part(viewer))
    if mentors.hold(session, viewer.id) is None:
        raise NotAllowed("You are no mentor at the moment. Start again, and then answer.")
    places = queries.places_of(session, viewer.id)
    require(policy.may_accept(row.state, places, veiled=row.is_veiled))
    assert row.asker_id is not None
    _refuse_absent(session, ring, viewer.id, row.asker_id)
    begun = beginnings.begin(session, viewer.id, row.asker_id, tell={row.asker_id})
    actions.end(row, State.ACCEPTED)
    row.mentorship_id = begun.id
    _withdraw_others(session, row)
    return begun.id


def ask_more(session: Session, ring: Keyring, viewer: Viewer, request_id: int, words: str) -> None:
    """Ask something before she decides. Raises NotFound, NotAllowed; Invalid without a question."""
    row = _to_her(session, viewer, request_id)
    said = Said.opened(ring, row.id, row.sealed)
    if row.state is State.ASKED and words and said.question == words:
        return
    require(policy.may_ask_more(row.state))
    if not words:
        raise Invalid("question", "Please fill this in.")
    actions.say(row, ring, lambda said: replace(said, question=words, answer=""))
    row.state = State.ASKED
    actions.tell_asker(session, row)


def offer(session: Session, viewer: Viewer, request_id: int) -> None:
    """Say yes, if she says who she is. No place is kept for it. Raises NotFound, NotAllowed."""
    row = _to_her(session, viewer, request_id)
    require(policy.may_offer(row.state, veiled=row.is_veiled))
    row.state = State.OFFERED


def decline(
    session: Session, ring: Keyring, viewer: Viewer, request_id: int, why: Why, words: str
) -> None:
    """Say no in kind words: hers, or those that are offered. Raises NotFound, NotAllowed."""
    row = _to_her(session, viewer, request_id)
    closing = words or OFFERED[why]
    after = State.NO_CAPACITY if why is Why.NO_ROOM else State.DECLINED
    if row.state is after and Said.opened(ring, row.id, row.sealed).closing == closing:
        return
    require(policy.may_answer(row.state))
    actions.say(row, ring, lambda said: replace(said, closing=closing))
    actions.end(row, after)
    actions.tell_asker(session, row)


def _to_her(session: Session, viewer: Viewer, request_id: int) -> Request:
    wait_turn(session, actions.TURN)
    row = queries.find(session, viewer, request_id, lock=True)
    if row.mentor_id != viewer.id:
        raise NotAllowed(policy.NOT_YOURS)
    return row


def _refuse_absent(session: Session, ring: Keyring, mentor_id: UUID, asker_id: UUID) -> None:
    """Who is not here, or keeps away from her or is kept away, is not taken."""
    standing = session.scalar(select(Member.standing).where(Member.id == asker_id))
    if standing is not Standing.GOOD or blocks.between(session, ring, mentor_id, asker_id):
        raise NotAllowed("She can’t be taken on at the moment.")


def _withdraw_others(session: Session, taken: Request) -> None:
    """Those without her name stay: nobody here can know that they are hers."""
    others = select(Request).where(
        Request.asker_id == taken.asker_id, Request.state.in_(UNDER_WAY), Request.id != taken.id
    )
    for row in session.scalars(others.with_for_update()):
        actions.end(row, State.WITHDRAWN)
