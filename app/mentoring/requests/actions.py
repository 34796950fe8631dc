"""What whoever asks does: ask, answer, say who she is, withdraw. What she has done already is done:
a button that is pressed once more does nothing, and says what it said."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core import clock, keys
from app.core.db import wait_turn
from app.core.errors import Invalid, NotAllowed
from app.core.events import publish
from app.core.keys import Keyring
from app.core.repeats import again
from app.core.verdict import Verdict, require
from app.mentoring.mentorships import beginnings
from app.mentoring.profiles import queries as mentors
from app.mentoring.profiles.models import MentorProfile
from app.mentoring.requests import lists, policy, queries
from app.mentoring.requests.contents import Said
from app.mentoring.requests.models import Request, State
from app.people.anonymity import labels
from app.people.members.models import Member
from app.people.noted.events import Kind, Noted
from app.people.safety import blocks
from app.people.viewer import Viewer

# One deed about requests at a time: what is counted stays so until it is written. Nothing of hers
# is held for it, since a row that is held shows that it was.
TURN = "mentoring-requests"
THING = "mentoring-request"
# What the mentor says in it, as a thing of its own.
ANSWER = "mentor-answer"


@dataclass(frozen=True)
class Asking:
    """What she writes to a mentor; the same `nonce` makes the same request."""

    note: str
    goal: str
    nonce: str
    anonymous: bool = False


def ask(session: Session, ring: Keyring, viewer: Viewer, mentor: Member, asking: Asking) -> Request:
    """Ask for mentoring. Raises NotAllowed where she may not, or the mentor takes none of hers;
    Invalid where she has asked already, or has too many that are open."""
    require(policy.may_ask(viewer, anonymous=asking.anonymous))
    wait_turn(session, TURN)
    held = mentors.hold(session, mentor.id)
    key = viewer.me.submit_key(asking.nonce)
    known = again(session, session.scalar(select(Request).where(Request.submit_key == key)))
    if known is not None:
        return known
    require(_takes(session, ring, viewer, mentor, held))
    _refuse_more(session, viewer, mentor.id)
    row = _row(session, viewer, mentor.id, key, anonymous=asking.anonymous)
    row.sealed = Said(asking.note, asking.goal).sealed(ring, row.id)
    session.add(row)
    session.flush()
    tell_mentor(session, row)
    return row


def answer(session: Session, ring: Keyring, viewer: Viewer, request_id: int, words: str) -> None:
    """Answer what the mentor asked. Raises NotFound, NotAllowed; Invalid without an answer."""
    row = _own(session, viewer, request_id)
    said = Said.opened(ring, row.id, row.sealed)
    if words and said.answer == words:
        return
    waits = bool(said.question) and not said.answer
    require(policy.may_reply(row.state, waits=waits))
    if not words:
        raise Invalid("answer", "Please fill this in.")
    say(row, ring, lambda said: replace(said, answer=words))
    row.state = State.OPEN if row.state is State.ASKED else row.state
    tell_mentor(session, row)


def lift(session: Session, ring: Keyring, viewer: Viewer, request_id: int) -> None:
    """Say who she is: from now on her name stands there, and what holds for a name holds for it. A
    yes on that condition stands. Raises NotFound, NotAllowed."""
    row = _own(session, viewer, request_id)
    require(policy.may_answer(row.state))
    if row.owner is None:
        return
    if row.mentor_id is None or blocks.between(session, ring, viewer.id, row.mentor_id):
        raise NotAllowed(policy.CLOSED)
    row.owner, row.asker_id, row.epoch, row.label = None, viewer.id, "", ""
    row.passed = lists.passed_over(session, viewer.id)
    session.flush()
    tell_mentor(session, row)


def withdraw(session: Session, viewer: Viewer, request_id: int) -> None:
    """She wants nothing of it any more; nobody is told. Raises NotFound, NotAllowed."""
    row = _own(session, viewer, request_id)
    if row.state is State.WITHDRAWN:
        return
    require(policy.may_answer(row.state))
    end(row, State.WITHDRAWN)


def end(row: Request, state: State) -> None:
    """It is over, today."""
    row.state, row.over = state, clock.today()


def say(row: Request, ring: Keyring, how: Callable[[Said], Said]) -> None:
    """Write down what `how` makes of what is said in it."""
    row.sealed = how(Said.opened(ring, row.id, row.sealed)).sealed(ring, row.id)


def tell_mentor(session: Session, row: Request) -> None:
    """There is something for her in it. Of a pseudonym she is told at nobody's hour."""
    if row.mentor_id is not None:
        _tell(session, row.mentor_id, row, veiled=row.is_veiled)


def tell_asker(session: Session, row: Request) -> None:
    """The same for whoever asks under her name; a pseudonym finds it when she looks."""
    if row.asker_id is not None:
        _tell(session, row.asker_id, row, veiled=False)


def _tell(session: Session, member_id: UUID, row: Request, *, veiled: bool) -> None:
    thing = (THING, keys.base32(row.id))
    noted = Noted(member_id=member_id, kind=Kind.MENTORING, thing=thing, veiled=veiled)
    publish(session, noted)


def _own(session: Session, viewer: Viewer, request_id: int) -> Request:
    wait_turn(session, TURN)
    row = queries.find(session, viewer, request_id, lock=True)
    if not queries.is_asker(viewer, row):
        raise NotAllowed(policy.NOT_YOURS)
    return row


def _takes(
    session: Session, ring: Keyring, viewer: Viewer, mentor: Member, held: MentorProfile | None
) -> Verdict:
    here = select(Member.id).where(Member.id == mentor.id, mentors.is_there())
    return policy.takes(
        is_mentor=held is not None and mentor.id != viewer.id,
        paused=held is not None and held.paused,
        there=session.scalar(here) is not None,
        blocked=blocks.between(session, ring, viewer.id, mentor.id),
    )


def _refuse_more(session: Session, viewer: Viewer, mentor_id: UUID) -> None:
    under_way = [row for row in lists.hers(session, viewer) if row.state.is_open]
    if any(row.mentor_id == mentor_id for row in under_way):
        raise Invalid("", "You have asked her already, and she has not answered for good.")
    if beginnings.live_between(session, mentor_id, viewer.id) is not None:
        raise Invalid("", "She is your mentor already.")
    verdict = policy.has_room(len(under_way))
    if not verdict:
        raise Invalid("", verdict.reason)


def _row(
    session: Session, viewer: Viewer, mentor_id: UUID, key: bytes, *, anonymous: bool
) -> Request:
    latest = session.scalar(select(func.max(Request.n)).where(Request.mentor_id == mentor_id))
    row = Request(mentor_id=mentor_id, n=(latest or 0) + 1, submit_key=key, sealed=b"")
    if not anonymous:
        row.asker_id, row.passed = viewer.id, lists.passed_over(session, viewer.id)
        return row
    row.epoch = viewer.me.epoch
    row.owner = viewer.me.asker(row.id, row.epoch)
    taken = select(Request.label).where(queries.open_to(mentor_id))
    row.label = labels.fitting(row.owner, set(session.scalars(taken)))
    return row
