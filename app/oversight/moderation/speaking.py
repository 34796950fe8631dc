"""What a moderator says about a case beside deciding it, and whom she asks."""

from uuid import UUID

from sqlalchemy.orm import Session

from app.core.errors import Invalid, NotAllowed
from app.core.events import StaffActed, publish
from app.core.keys import Keyring
from app.core.verdict import require
from app.oversight.moderation import decisions, policy, queries, reports, talks
from app.oversight.moderation.models import Case, Side
from app.people.members.models import Member
from app.people.subjects import NOBODY, Owner, Subjects
from app.people.viewer import Viewer


def to_author(
    session: Session, viewer: Viewer, subjects: Subjects, to: tuple[int, int], words: str
) -> None:
    """Write to the author as the team; `to` is the case and, of a thing of two, the seat of one of
    them. Raises NotFound, NotAllowed where nobody could read it, and Invalid on `seat`."""
    case_id, seat = to
    case, _ = _hers(session, viewer, subjects, case_id)
    decisions.require_turn(viewer, case)
    seats = subjects.seats(session, queries.ref(case))
    if seats and seat not in seats:
        raise Invalid("seat", "Choose one of the two.")
    if subjects.owner(session, queries.ref(case), seat) == NOBODY:
        raise NotAllowed("Nobody can be told: its author is not here.")
    talks.tell(session, case, seat, words, viewer.id)


def to_reporter(
    session: Session, viewer: Viewer, subjects: Subjects, about: tuple[int, int], words: str
) -> None:
    """Ask one reporter, without learning who she is; `about` is the case and her report.

    Raises NotFound, NotAllowed.
    """
    case, _ = _hers(session, viewer, subjects, about[0])
    decisions.require_turn(viewer, case)
    reports.ask(session, viewer, case, about[1], words)


def note(session: Session, viewer: Viewer, subjects: Subjects, case_id: int, words: str) -> None:
    """For the other moderators of this case. The same words twice in a row are one note: the form
    was sent again. Raises NotFound, NotAllowed."""
    case, _ = _hers(session, viewer, subjects, case_id)
    said = talks.read(session, case.id, talks.AUTHOR, notes=True)
    last = next((one for one in reversed(said) if one.side is Side.NOTE), None)
    if last is None or (last.by_id, last.body) != (viewer.id, words):
        talks.note(session, case, words, viewer.id)


def open_reporter(
    session: Session,
    viewer: Viewer,
    subjects: Subjects,
    ring: Keyring,
    about: tuple[int, int],
    why: str,
) -> Member | None:
    """Who reported, for suspected misuse: it is logged. None for somebody who has left.

    Raises NotFound, NotAllowed.
    """
    case, _ = _hers(session, viewer, subjects, about[0])
    decisions.require_turn(viewer, case)
    who: UUID = reports.reporter_of(session, ring, case, about[1])
    publish(
        session,
        StaffActed(
            actor_id=viewer.id,
            verb="open-reporter",
            subject_kind=case.kind,
            subject_id=case.subject,
            reason=why,
        ),
    )
    return session.get(Member, who)


def _hers(session: Session, viewer: Viewer, subjects: Subjects, case_id: int) -> tuple[Case, Owner]:
    """A case that she may handle, locked, and whose the thing is."""
    case = queries.case(session, viewer, case_id, lock=True)
    owner = subjects.owner(session, queries.ref(case))
    require(policy.may_handle(viewer, owner, ()))
    return case, owner
