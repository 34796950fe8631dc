"""Opening cases, and whose turn it is: claiming, giving back, handing over, passing on."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from app.core import clock
from app.core.db import add_if_free
from app.core.errors import NotAllowed, NotFound, Taken
from app.core.languages import Sentence
from app.core.verdict import require
from app.oversight.moderation import policy, queries, signals
from app.oversight.moderation.models import Case, CaseState, Reason, Recusal
from app.people.members.models import Member
from app.people.subjects import Found, SubjectRef, Subjects
from app.people.viewer import Viewer

CLAIM = timedelta(minutes=30)
UNSEEN_DAYS = 3
CLIMB = 25
WIDE = 5


def open_for(session: Session, found: Found, reason: Reason, *, held_by: str = "") -> Case:
    """The open case about this thing, made if there is none, with its row locked."""
    key = f"{found.ref.kind}:{found.ref.id}"
    wanted = select(Case).where(Case.open_key == key).with_for_update()
    known = session.scalar(wanted)
    if known is not None:
        return known
    add_if_free(
        session,
        Case(
            kind=found.ref.kind,
            subject=found.ref.id,
            circle_id=found.circle_id,
            author_id=found.owner.member_id,
            thread_id=found.owner.thread_id or None,
            open_key=key,
            reason=reason,
            urgency=reason.urgency + (WIDE if found.wide else 0),
            heavy=reason.heavy,
            held_by=held_by,
        ),
    )
    signals.changed(session, found.circle_id)
    return session.scalars(wanted).one()


def is_gone(session: Session, case_id: int) -> bool:
    """Whether there is no such case any more, nor ever was."""
    return session.scalar(select(Case.id).where(Case.id == case_id)) is None


def open_about(session: Session, viewer: Viewer, about: str) -> Case | None:
    """The open case about a thing, as `kind:number`, if there is one and it is hers to work."""
    number = session.scalar(select(Case.id).where(Case.open_key == about))
    try:
        return None if number is None else queries.case(session, viewer, number)
    except NotFound:
        return None


def drop(session: Session, ref: SubjectRef) -> None:
    """The thing is not there any more, and nobody has decided about it: nor is its case."""
    gone = delete(Case).where(Case.open_key == f"{ref.kind}:{ref.id}").returning(Case.circle_id)
    for circle_id in session.scalars(gone).all():
        signals.changed(session, circle_id)


def move(session: Session, thread_id: int, circle_id: int) -> None:
    """Whatever is open about a thread and its posts is for the moderators of the circle in which
    they stand now."""
    about = (Case.thread_id == thread_id, Case.circle_id != circle_id)
    open_ones = (*about, Case.state.in_(policy.UNDECIDED))
    left = set(session.scalars(select(Case.circle_id).where(*open_ones)))
    if left:
        session.execute(update(Case).where(*open_ones).values(circle_id=circle_id))
        signals.changed(session, circle_id, *left)


def claim(session: Session, viewer: Viewer, subjects: Subjects, case_id: int) -> Case:
    """Take a case for half an hour. Raises NotFound, NotAllowed, Taken while another has it."""
    case = queries.case(session, viewer, case_id)
    deciders = queries.deciders(session, case) if case.state is CaseState.APPEALED else ()
    require(policy.may_handle(viewer, subjects.owner(session, queries.ref(case)), deciders))
    now = clock.minute()
    taken = session.execute(
        update(Case)
        .where(Case.id == case.id, Case.state != CaseState.DECIDED)
        .where(
            or_(
                Case.claimant_id.is_(None),
                Case.claimant_id == viewer.id,
                Case.claimed_until < now,
            )
        )
        .values(claimant_id=viewer.id, claimed_until=now + CLAIM)
        .returning(Case.id)
    ).first()
    if taken is None:
        raise Taken("Somebody else has this case, or it has just been decided.")
    signals.changed(session, case.circle_id)
    session.refresh(case)
    case.looked = case.looked or clock.today()
    return case


def give_back(session: Session, viewer: Viewer, case_id: int) -> None:
    """Hers no more, and anybody’s again. Nothing happens when it was not hers."""
    case = queries.case(session, viewer, case_id, lock=True)
    if case.claimant_id == viewer.id:
        case.claimant_id = case.claimed_until = None


def give_all_back(session: Session, viewer: Viewer) -> None:
    """Whatever she has is anybody’s again."""
    hers = (
        update(Case)
        .where(Case.claimant_id == viewer.id)
        .values(claimant_id=None, claimed_until=None)
        .returning(Case.circle_id)
    )
    for circle_id in session.scalars(hers).all():
        signals.changed(session, circle_id)


def hand_over(session: Session, viewer: Viewer, case_id: int, to: Member) -> None:
    """Give her case to another moderator, who has half an hour from now."""
    case = queries.case(session, viewer, case_id, lock=True)
    if case.claimant_id != viewer.id:
        raise NotAllowed("Take the case first.")
    if to.id not in {one.id for one in queries.team(session, case)}:
        raise NotAllowed(Sentence("{name} cannot work this case.", name=to.name))
    if case.state is CaseState.APPEALED and set(queries.deciders(session, case)) == {to.id}:
        raise NotAllowed(
            Sentence("{name} decided this. Somebody else hears the appeal.", name=to.name)
        )
    case.claimant_id, case.claimed_until = to.id, clock.minute() + CLAIM


def pass_on(session: Session, viewer: Viewer, case_id: int) -> None:
    """Not hers, for whatever reason: she is not shown it in the queue any more."""
    give_back(session, viewer, case_id)
    if session.get(Recusal, (case_id, viewer.id)) is None:
        session.add(Recusal(case_id=case_id, member_id=viewer.id, named=False))


def route_round(session: Session, case: Case, named: Iterable[UUID]) -> None:
    """Keep the case from those whom it names."""
    for member_id in named:
        row = session.get(Recusal, (case.id, member_id))
        if row is None:
            session.add(Recusal(case_id=case.id, member_id=member_id, named=True))
        else:
            row.named = True
        if case.claimant_id == member_id:
            case.claimant_id = case.claimed_until = None


def climb(session: Session) -> None:
    """Once a day: what nobody has looked at for three days rises, and again after three more."""
    unseen = select(Case).where(Case.state.in_(policy.UNDECIDED), Case.looked.is_(None))
    for case in session.scalars(unseen.with_for_update()):
        waited = (clock.today() - case.opened).days // UNSEEN_DAYS
        case.urgency += CLIMB * max(0, waited - case.climbed)
        case.climbed = max(case.climbed, waited)
