"""What moderation forgets with time: who reported, the words that stay taken down, whole cases."""

from datetime import date, timedelta

from sqlalchemy import ColumnElement, bindparam, delete, exists, or_, select, update
from sqlalchemy.orm import Session

from app.core import clock, keys
from app.core.keys import BLIND
from app.core.retention import Retention
from app.oversight.moderation import policy
from app.oversight.moderation.models import Appeal, Case, CaseState, Decision, Report
from app.people.safety import sanctions
from app.people.subjects import Subjects


def sweep(session: Session, subjects: Subjects, kept: Retention) -> None:
    """Once a day."""
    _forget_reporters(session, _since(kept.retention_reporters))
    _destroy_words(session, subjects, _since(kept.retention_taken_down))
    _forget_cases(session, first_kept(kept.retention_cases))


def first_kept(days: int) -> date:
    """The first day of which all cases are there that were ever opened on it."""
    return _since(days)


def _since(days: int) -> date:
    return clock.today() - timedelta(days=days)


def _forget_cases(session: Session, since: date) -> None:
    """With all that hangs on them, but while somebody is under a sanction of theirs: it is lifted
    by the decision, and whom it holds may read why."""
    held = exists().where(
        Decision.case_id == Case.id,
        or_(*(Decision.id.in_(numbers) for numbers in sanctions.numbers())),
    )
    old = (Case.state == CaseState.DECIDED, Case.closed < since, ~held)
    session.execute(delete(Case).where(*old), execution_options={"synchronize_session": False})


def _forget_reporters(session: Session, since: date) -> None:
    """From then on nobody, herself included, can find out who reported."""
    old = Case.closed < since
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


def _destroy_words(session: Session, subjects: Subjects, since: date) -> None:
    """When nobody can appeal any more, what stays hidden or removed is destroyed, here as well."""
    rows = session.execute(
        select(Decision, Case)
        .join(Case, Case.id == Decision.case_id)
        .where(Decision.action.in_(policy.TAKES_DOWN), Decision.before != "")
        .where(Decision.undone_by.is_(None), Case.state == CaseState.DECIDED)
        .where(Case.closed < since, ~_is_heard_later())
    ).all()
    gone: dict[str, set[str]] = {}
    for row in rows:
        gone.setdefault(row.Case.kind, set()).add(row.Case.subject)
        row.Decision.before = ""
    for kind, ids in gone.items():
        subjects.of_kind(kind).destroy(session, ids)


def _is_heard_later() -> ColumnElement[bool]:
    return exists().where(Appeal.decision_id == Decision.id, Appeal.outcome.is_(None))
