"""What moderation forgets with time: who reported, and the words that stay taken down."""

from sqlalchemy import ColumnElement, bindparam, exists, select, update
from sqlalchemy.orm import Session

from app.core import clock, keys
from app.core.keys import BLIND
from app.oversight.moderation import policy, reports
from app.oversight.moderation.models import Appeal, Case, CaseState, Decision, Report
from app.people.subjects import Subjects


def sweep(session: Session, subjects: Subjects) -> None:
    """Once a day."""
    _forget_reporters(session)
    _destroy_words(session, subjects)


def _forget_reporters(session: Session) -> None:
    """Half a year after a case was closed nobody, herself included, can find out who reported."""
    old = Case.closed < clock.today() - reports.FOUND_FOR
    found = session.scalars(
        select(Report.id).join(Case, Case.id == Report.case_id).where(old, Report.sealed != b"")
    ).all()
    if found:
        session.connection().execute(
            update(Report)
            .where(Report.id == bindparam("report"))
            .values(sealed=b"", reporter=bindparam("chance")),
            [{"report": one, "chance": keys.random_bytes(BLIND)} for one in found],
        )


def _destroy_words(session: Session, subjects: Subjects) -> None:
    """When nobody can appeal any more, what stays hidden or removed is destroyed, here as well."""
    rows = session.execute(
        select(Decision, Case)
        .join(Case, Case.id == Decision.case_id)
        .where(Decision.action.in_(policy.TAKES_DOWN), Decision.before != "")
        .where(Decision.undone_by.is_(None), Case.state == CaseState.DECIDED)
        .where(Case.closed < clock.today() - policy.APPEAL, ~_is_heard_later())
    ).all()
    gone: dict[str, set[str]] = {}
    for row in rows:
        gone.setdefault(row.Case.kind, set()).add(row.Case.subject)
        row.Decision.before = ""
    for kind, ids in gone.items():
        subjects.of_kind(kind).destroy(session, ids)


def _is_heard_later() -> ColumnElement[bool]:
    return exists().where(Appeal.decision_id == Decision.id, Appeal.outcome.is_(None))
