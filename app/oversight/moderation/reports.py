"""Reporting a thing, and what the one who reported can see and say afterwards."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import clock, keys
from app.core.errors import Invalid, NotAllowed, NotFound
from app.core.events import publish
from app.core.keys import Keyring
from app.core.verdict import require
from app.oversight.moderation import answers, cases, policy, queries, talks
from app.oversight.moderation.events import Reported
from app.oversight.moderation.models import Case, CaseState, Reason, Report
from app.oversight.moderation.talks import Said
from app.people.circles.models import CircleRole, Membership
from app.people.members.models import Member
from app.people.subjects import Found, SubjectRef, Subjects
from app.people.viewer import Viewer

# Receipts of so many days are looked for, by asking so many reports whether they are hers.
FOUND_FOR = timedelta(days=180)
MOST_ASKED = 10_000
PADDED = 64
EACH_REPORT = 5
MOST_FOR_REPORTS = 25
KNOWN_FOR = timedelta(days=7)


@dataclass(frozen=True)
class Slip:
    """A receipt in her list."""

    id: int
    found: Found | None
    reason: Reason
    day: date
    looked: date | None
    closed: date | None


@dataclass(frozen=True)
class Receipt:
    """A report as its reporter sees it. `found` is None when the thing is no longer there."""

    id: int
    case_id: int
    found: Found | None
    reason: Reason
    note: str
    day: date
    looked: date | None
    closed: date | None
    open: bool
    messages: list[Said]


def report(
    session: Session, viewer: Viewer, ring: Keyring, found: Found, reason: Reason, note: str
) -> Report:
    """Her report on the thing, or the one that she has made already on the case that is open.

    Raises NotAllowed, and Invalid on `note`.
    """
    require(policy.may_report(viewer, found.owner))
    if reason is Reason.OTHER and not note:
        raise Invalid("note", "Please say in a few words what it is.")
    case = cases.open_for(session, found, reason)
    reporter = viewer.me.reporter(case.id)
    mine = (Report.case_id == case.id) & (Report.reporter == reporter)
    known = session.scalar(select(Report).where(mine))
    if known is not None:
        return known
    sealed = b"" if found.veiled else _sealed(ring, viewer, case)
    made = Report(case_id=case.id, reporter=reporter, sealed=sealed, reason=reason, note=note)
    session.add(made)
    _weigh(session, viewer, case, reason)
    cases.route_round(session, case, _staff_named(session, found, note))
    session.flush()
    publish(session, Reported(case_id=case.id, ref=found.ref))
    return made


def require_hers(session: Session, viewer: Viewer, report_id: int) -> None:
    """Raises NotFound for a report that is not hers."""
    _hers(session, viewer, report_id)


def receipt(session: Session, viewer: Viewer, subjects: Subjects, report_id: int) -> Receipt:
    """Raises NotFound for a report that is not hers."""
    row, case = _hers(session, viewer, report_id)
    ref = SubjectRef(case.kind, case.subject)
    return Receipt(
        row.id,
        case.id,
        subjects.known(session, [ref]).get(ref),
        row.reason,
        row.note,
        row.day,
        case.looked,
        case.closed,
        case.state is not CaseState.DECIDED,
        [_as_said(one) for one in talks.read(session, case.id, row.id)],
    )


def mine(session: Session, viewer: Viewer, subjects: Subjects) -> list[Slip]:
    """Her receipts, the newest first. Each report is asked here whether it is hers: her blind
    values are in no question to the database."""
    asked = session.execute(
        select(Report.id, Report.case_id, Report.reporter)
        .where(Report.day >= clock.today() - FOUND_FOR)
        .order_by(Report.day.desc(), Report.id)
        .limit(MOST_ASKED)
    )
    hers = [row.id for row in asked if row.reporter == viewer.me.reporter(row.case_id)]
    rows = session.execute(
        select(Report, Case)
        .join(Case, Case.id == Report.case_id)
        .where(Report.id.in_(hers))
        .order_by(Report.day.desc(), Report.id)
    ).all()
    known = subjects.known(session, {SubjectRef(r.Case.kind, r.Case.subject) for r in rows})
    return [
        Slip(
            row.Report.id,
            known.get(SubjectRef(row.Case.kind, row.Case.subject)),
            row.Report.reason,
            row.Report.day,
            row.Case.looked,
            row.Case.closed,
        )
        for row in rows
    ]


def add_words(session: Session, viewer: Viewer, report_id: int, words: str) -> None:
    """She answers a question, or adds something. Raises NotFound, NotAllowed once it is closed."""
    row, case = _hers(session, viewer, report_id, lock=True)
    if case.state is CaseState.DECIDED:
        raise NotAllowed("This has been decided. You can report it again if it goes on.")
    talks.answer(session, case, row.id, words)


def ask(session: Session, viewer: Viewer, case: Case, report_id: int, words: str) -> None:
    """The team asks one reporter, without learning who she is. The case's row is locked."""
    row = session.get(Report, report_id)
    if row is None or row.case_id != case.id:
        raise NotFound
    talks.tell(session, case, report_id, words, viewer.id)


def close_all(
    session: Session, case: Case, told: Callable[[Reason], str], by: UUID, decision_id: int
) -> None:
    """Tell every reporter the outcome, once, in the words for her reason."""
    rows = session.execute(select(Report.id, Report.reason).where(Report.case_id == case.id))
    for report_id, reason in rows.all():
        talks.tell(session, case, report_id, told(reason), by, decision_id=decision_id)


def reporter_of(session: Session, ring: Keyring, case: Case, report_id: int) -> UUID:
    """Who reported; only to be asked for suspected misuse, and to be logged. Raises NotFound."""
    row = session.get(Report, report_id)
    if row is None or row.case_id != case.id or not row.sealed:
        raise NotFound
    said = ring.seal("reporter/v1").open(row.sealed, keys.number(case.id))
    return UUID(json.loads(said)["m"])


def _as_said(one: Said) -> Said:
    """An outcome as a message, which she reads in her language."""
    return replace(one, body=answers.as_said(one.body)) if one.decision_id else one


def _sealed(ring: Keyring, viewer: Viewer, case: Case) -> bytes:
    said = json.dumps({"m": viewer.id.hex}).encode()
    return ring.seal("reporter/v1").close(keys.padded(said, PADDED), keys.number(case.id))


def _hers(
    session: Session, viewer: Viewer, report_id: int, *, lock: bool = False
) -> tuple[Report, Case]:
    row = session.get(Report, report_id)
    if row is None or row.reporter != viewer.me.reporter(row.case_id):
        raise NotFound
    return row, session.get_one(Case, row.case_id, with_for_update=lock or None)


def _weigh(session: Session, viewer: Viewer, case: Case, reason: Reason) -> None:
    """The gravest reason counts, each further report a little, and more from whom is known here."""
    case.reports += 1
    raised = max(0, reason.urgency - case.reason.urgency)
    if raised:
        case.reason = reason
    case.heavy = case.heavy or reason.heavy
    joined = session.get_one(Member, viewer.id).joined
    is_known = clock.today() - joined >= KNOWN_FOR
    more = EACH_REPORT * (case.reports > 1 and is_known)
    case.urgency += raised + (more if EACH_REPORT * case.reports <= MOST_FOR_REPORTS else 0)


def _staff_named(session: Session, found: Found, note: str) -> Iterable[UUID]:
    """Moderators and hosts whose thing it is, between whom it is, or whom the note names."""
    somewhere = Membership.role.in_([CircleRole.HOST, CircleRole.MODERATOR])
    works = queries.works(select(Membership.member_id).where(somewhere))
    staff = session.execute(select(Member.id, Member.handle, Member.name).where(works))
    words = f" {''.join(c if c.isalnum() or c == '-' else ' ' for c in note.casefold())} "
    for one in staff:
        named = any(f" {name.casefold()} " in words for name in (one.handle, one.name) if name)
        if named or one.id == found.owner.member_id or one.id in found.between:
            yield one.id
