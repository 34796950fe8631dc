"""What the team and one person, the author or a reporter, say to each other about a case."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core import clock
from app.oversight.moderation.models import Case, CaseMessage, Report, Side
from app.people.safety import board
from app.people.safety.board import Pinned, Talk, ToMember, ToReporter
from app.people.subjects import Owner, SubjectRef, Subjects

# What the team said is brought to somebody who does not come to read it for so long.
PINNED = timedelta(days=180)
AUTHOR = 0
# The author's, and those with the two whose a thing is, by their seats: no report has such
# a number.
THEIRS = (AUTHOR, 1, 2)


@dataclass(frozen=True)
class Said:
    """One message as either side may read it; `by_id` is for the team alone."""

    n: int
    side: Side
    body: str
    day: date
    decision_id: int | None
    by_id: UUID | None


def tell(
    session: Session,
    case: Case,
    report_id: int,
    body: str,
    by: UUID,
    *,
    decision_id: int | None = None,
) -> None:
    """The team says something, which is brought to the person. The case's row is locked."""
    said = _Said(Side.TEAM, body, by, decision_id)
    _add(session, case, report_id, said)
    board.ring(session)


def answer(session: Session, case: Case, report_id: int, body: str) -> None:
    """She answers; her own request has shown that it is she. The case's row is locked.

    The same words twice in a row are one answer: the form was sent again.
    """
    said = read(session, case.id, report_id)
    if said and (said[-1].side, said[-1].body) == (Side.PERSON, body):
        return
    _add(session, case, report_id, _Said(Side.PERSON, body))


def note(session: Session, case: Case, body: str, by: UUID | None) -> None:
    """Something is noted for the moderators, by one of them or by a rule. The case's row is
    locked."""
    _add(session, case, AUTHOR, _Said(Side.NOTE, body, by))


@dataclass(frozen=True)
class _Said:
    side: Side
    body: str
    by_id: UUID | None = None
    decision_id: int | None = None


def _add(session: Session, case: Case, report_id: int, said: _Said) -> None:
    # Counted together, so that decisions have an order.
    talks = THEIRS if report_id in THEIRS else (report_id,)
    here = (CaseMessage.case_id == case.id) & CaseMessage.report_id.in_(talks)
    latest = session.scalar(select(func.max(CaseMessage.n)).where(here)) or 0
    place = CaseMessage(
        case_id=case.id, report_id=report_id, n=latest + 1, side=said.side, body=said.body
    )
    place.by_id, place.decision_id = said.by_id, said.decision_id
    session.add(place)
    session.flush()


def read(session: Session, case_id: int, report_id: int, *, notes: bool = False) -> list[Said]:
    """The messages of a talk, in order; with `notes`, what moderators noted among themselves."""
    sides = [Side.TEAM, Side.PERSON, *([Side.NOTE] if notes else [])]
    found = session.scalars(
        select(CaseMessage)
        .where(CaseMessage.case_id == case_id, CaseMessage.report_id == report_id)
        .where(CaseMessage.side.in_(sides))
        .order_by(CaseMessage.n)
    )
    return [Said(m.n, m.side, m.body, m.day, m.decision_id, m.by_id) for m in found]


def last_days(session: Session, hers: Iterable[Talk]) -> dict[Talk, date]:
    """The day of the team's last word in each of these talks."""
    talks = {(talk.case_id, talk.report_id or talk.seat): talk for talk in hers}
    rows = session.execute(
        select(CaseMessage.case_id, CaseMessage.report_id, func.max(CaseMessage.day).label("day"))
        .where(CaseMessage.case_id.in_({case_id for case_id, _ in talks}))
        .where(CaseMessage.side == Side.TEAM)
        .group_by(CaseMessage.case_id, CaseMessage.report_id)
    )
    found = {talks.get((row.case_id, row.report_id)): row.day for row in rows}
    return {talk: day for talk, day in found.items() if talk is not None}


_PLACE = (
    *(Case.id, Case.kind, Case.subject, Case.circle_id),
    *(CaseMessage.report_id, Report.reporter),
)


def pinned(subjects: Subjects) -> Callable[[Session], Iterable[Pinned]]:
    """For the board: every talk in which the team has spoken of late, and to whom."""

    def read_all(session: Session) -> Iterable[Pinned]:
        since = clock.today() - PINNED
        rows = session.execute(
            select(*_PLACE)
            .add_columns(func.max(CaseMessage.n).label("n"))
            .join(Case, Case.id == CaseMessage.case_id)
            .outerjoin(Report, Report.id == CaseMessage.report_id)
            .where(CaseMessage.side == Side.TEAM, CaseMessage.day >= since)
            .group_by(*_PLACE)
        ).all()
        known = subjects.known(session, {SubjectRef(row.kind, row.subject) for row in rows})
        for row in rows:
            where = row.n, row.circle_id or 0
            if row.reporter is not None:
                talk = Talk(row.id, row.report_id, *where)
                yield Pinned((talk.report_id,), ToReporter(row.id, row.reporter), talk)
            elif found := known.get(SubjectRef(row.kind, row.subject)):
                talk = Talk(row.id, AUTHOR, *where, row.report_id)
                yield from _to_author(found.owner_at(row.report_id), talk)

    return read_all


def _to_author(owner: Owner, talk: Talk) -> Iterable[Pinned]:
    if owner.member_id is not None:
        yield Pinned((talk.case_id, owner.member_id), ToMember(owner.member_id), talk)
    elif owner.unnamed is not None:
        yield Pinned((talk.case_id, owner.unnamed), owner.unnamed, talk)
