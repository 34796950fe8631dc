"""Proposing a meeting, answering, moving it and calling it off, and saying whether it was held.

Each deed holds the mentorship's row, so that the two act one after the other; what was decided
about a meeting as it stood before is refused.
"""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import clock, keys
from app.core.errors import ForumError, NotAllowed
from app.core.keys import Keyring
from app.core.languages import Sentence
from app.core.repeats import again
from app.core.verdict import require
from app.mentoring.mentorships import beginnings, meetings
from app.mentoring.mentorships import meeting_policy as policy
from app.mentoring.mentorships.meeting_contents import Meeting, Plan, State
from app.mentoring.mentorships.meeting_models import MeetingRow
from app.mentoring.mentorships.meeting_policy import MOST_AHEAD, Turn
from app.mentoring.mentorships.meeting_reminders import is_near
from app.mentoring.mentorships.meetings import Between
from app.people.members import queries as members
from app.people.safety import blocks
from app.people.viewer import Viewer

ALL = 500
_WAITS = {State.PROPOSED, State.CONFIRMED}
_TO = {
    Turn.DECLINE: State.DECLINED,
    Turn.CANCEL: State.CANCELLED,
    Turn.HELD: State.HELD,
    Turn.NOT_HELD: State.NOT_HELD,
    Turn.UNDO: State.CONFIRMED,
}


class Stale(ForumError):
    """The other has changed the meeting since her page was opened."""

    status = 409
    title = Sentence("It has changed meanwhile")

    def __init__(self) -> None:
        super().__init__(
            Sentence("This has changed since you opened the page. Here is how it stands now.")
        )


@dataclass(frozen=True)
class Choice:
    """What she does about a meeting, as it stood in that `version`; `outcome` with HELD alone."""

    turn: Turn
    version: int
    outcome: str = ""


def propose(
    session: Session, ring: Keyring, viewer: Viewer, mentorship_id: int, plan: Plan, nonce: str
) -> int:
    """The meeting's number; the same form sent twice proposes it once. Raises NotFound,
    NotAllowed."""
    seen = meetings.between(session, viewer, mentorship_id, lock=True)
    meeting_id = _number(ring, viewer, nonce)
    known = session.get(MeetingRow, meeting_id)
    if known is not None and known.mentorship_id == mentorship_id:
        again(session, known)
        return meeting_id
    _require_open(session, ring, viewer, seen)
    _require_room(session, ring, seen)
    made = Meeting.proposed(plan, seen.side).sealed(ring, meeting_id)
    session.add(MeetingRow(id=meeting_id, mentorship_id=mentorship_id, sealed=made))
    session.flush()
    _tell(session, seen)
    return meeting_id


def move(
    session: Session,
    ring: Keyring,
    viewer: Viewer,
    place: tuple[int, int],
    version: int,
    plan: Plan,
) -> None:
    """Propose another time instead. `place` names the mentorship and the meeting.

    Raises NotFound, NotAllowed, Stale.
    """
    seen, row, meeting = _held(session, ring, viewer, place, version)
    require(policy.may_turn(Turn.MOVE, meeting, seen.side, seen.mentorship.state, clock.now()))
    _require_open(session, ring, viewer, seen)
    row.sealed = meeting.moved(plan, seen.side).sealed(ring, row.id)
    _tell(session, seen)


def turn(
    session: Session, ring: Keyring, viewer: Viewer, place: tuple[int, int], choice: Choice
) -> None:
    """Raises NotFound, NotAllowed, Stale."""
    seen, row, meeting = _held(session, ring, viewer, place, choice.version)
    now = clock.now()
    require(policy.may_turn(choice.turn, meeting, seen.side, seen.mentorship.state, now))
    if choice.turn is Turn.CONFIRM:
        turned = meeting.confirmed(reminded=is_near(meeting.plan.at, now))
    elif choice.turn in {Turn.DECLINE, Turn.CANCEL}:
        turned = meeting.off(_TO[choice.turn])
    else:
        outcome = choice.outcome if choice.turn is Turn.HELD else ""
        turned = meeting.over(_TO[choice.turn], outcome, seen.side)
    row.sealed = turned.sealed(ring, row.id)
    _tell(session, seen)


def _held(
    session: Session, ring: Keyring, viewer: Viewer, place: tuple[int, int], version: int
) -> tuple[Between, MeetingRow, Meeting]:
    mentorship_id, meeting_id = place
    seen = meetings.between(session, viewer, mentorship_id, lock=True)
    row, meeting = meetings.one(session, ring, seen, meeting_id)
    if meeting.version != version:
        raise Stale
    return seen, row, meeting


def _require_open(session: Session, ring: Keyring, viewer: Viewer, seen: Between) -> None:
    require(policy.may_propose(viewer, seen.mentorship.state))
    other = seen.other
    blocked = other is not None and blocks.between(session, ring, viewer.id, other.id)
    require(policy.may_reach(other.standing if other else None, blocked=blocked))


def _require_room(session: Session, ring: Keyring, seen: Between) -> None:
    mine = MeetingRow.mentorship_id == seen.mentorship.id
    rows = session.execute(select(MeetingRow.id, MeetingRow.sealed).where(mine)).all()
    found = [Meeting.opened(ring, row.id, row.sealed) for row in rows]
    ahead = sum(one.state in _WAITS and one.plan.at > clock.now() for one in found)
    if ahead >= MOST_AHEAD or len(found) >= ALL:
        raise NotAllowed("There are many meetings here already. Settle one of them first.")


def _number(ring: Keyring, viewer: Viewer, nonce: str) -> int:
    """Made of the form, by a key: as random to everybody else as any number of ours."""
    made = keys.blind(ring.derive("meeting-number/v1"), viewer.id.bytes, nonce.encode())
    return int.from_bytes(made[:8], "big") >> 1 or 1


def _tell(session: Session, seen: Between) -> None:
    if seen.other is not None and not members.is_gone(seen.other):
        beginnings.note(session, seen.mentorship, seen.other.id)
