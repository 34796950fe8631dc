"""Hiding what several members have reported, until a moderator has decided."""

from collections.abc import Callable

from sqlalchemy import ScalarSelect, func, or_, select
from sqlalchemy.orm import Session

from app.oversight.moderation.events import Reported
from app.oversight.moderation.holds_models import HoldRule, RuleKind
from app.oversight.moderation.models import Case, CaseState, Reason, Report
from app.oversight.moderation.queries import ref
from app.people.subjects import Deed, Given, Subjects

# A profile would lose its name: whoever is not looked at would be somebody else meanwhile.
HIDDEN = {"post", "thread", "opportunity"}


def hide_many_times_reported(subjects: Subjects) -> Callable[[Session, Reported], None]:
    """The listener to reports."""

    def hide(session: Session, event: Reported) -> None:
        case = session.get_one(Case, event.case_id, with_for_update=True)
        looked_at = case.looked or case.state is not CaseState.OPEN
        if case.kind not in HIDDEN or case.shown_by or looked_at:
            return
        rule = session.scalars(
            select(HoldRule)
            .where(HoldRule.on, HoldRule.kind == RuleKind.REPORTS)
            .where(HoldRule.number <= _against(case.id))
            .where(or_(HoldRule.circle_id.is_(None), HoldRule.circle_id == case.circle_id))
            .order_by(HoldRule.number, HoldRule.id)
        ).first()
        if rule is None or not subjects.known(session, [ref(case)]):
            return
        subject = subjects.of_kind(case.kind)
        case.shown_by = subject.do(session, case.subject, Deed.HIDE, Given())
        case.held_by = rule.name

    return hide


def _against(case_id: int) -> ScalarSelect[int]:
    """How many have reported it. Those who are worried about her want nothing hidden of hers."""
    against = select(func.count()).where(Report.case_id == case_id)
    return against.where(Report.reason != Reason.WORRIED).scalar_subquery()


def show_again(session: Session, subjects: Subjects, case: Case) -> None:
    """A moderator decides: what a rule has hidden is as it was, for her to do with it what she
    will. The case's row is locked."""
    if case.shown_by and subjects.known(session, [ref(case)]):
        subjects.of_kind(case.kind).undo(session, case.subject, Deed.HIDE, case.shown_by)
    case.shown_by = ""
