"""What was reported and decided in a month, in numbers that anybody may read.

Days alone go into it, and nothing that points at one person comes out (`veil`).
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from app.oversight.moderation import veil
from app.oversight.moderation.mending import MENDED, MENDED_SINCE
from app.oversight.moderation.models import Action, Appeal, Case, Decision, Outcome, Reason
from app.oversight.moderation.veil import Group

# As `decisions.reopen` notes it.
HALF, MOST = 50, 90
# So many are needed before a percentile is not one case's own time.
NEEDED = {HALF: 5, MOST: 10}


@dataclass(frozen=True)
class Days:
    """In how many days half of the cases, and nine in ten, had come so far; None for too few."""

    half: int | None
    most: int | None


@dataclass(frozen=True)
class Month:
    """`cases`: those of the month by reason, by how they came, and whether they rose because
    nobody looked. `decisions`: by action and by reason. `appeals`: by outcome. Both times are
    those of the cases that were first decided in the month."""

    cases: Group
    decisions: Group
    appeals: Group
    first_look: Days
    first_decision: Days


def first_day(session: Session, whole_since: date) -> date | None:
    """On which the first case was opened that is known; one question. Of months that began before
    `whole_since` nothing is said: some of their cases are gone, and less would be told than was."""
    first = session.scalar(select(func.min(Case.opened)))
    if first is None or first >= whole_since:
        return first
    return whole_since if whole_since.day == 1 else _next_month(whole_since)


def month(session: Session, since: date, until: date) -> Month:
    """The days from `since` to before `until`; four questions."""
    looks, decided = _times(session, since, until)
    return Month(
        _cases(session, since, until),
        _decisions(session, since, until),
        _appeals(session, since, until),
        _days(looks),
        _days(decided),
    )


def _cases(session: Session, since: date, until: date) -> Group:
    came = case(
        (Case.held_by.in_([MENDED, MENDED_SINCE]), "mended"),
        (Case.reports > 0, "reports"),
        else_="rule",
    ).label("came")
    rose = case((Case.climbed > 0, "rose"), else_="seen").label("rose")
    rows = session.execute(
        select(Case.reason, came, rose, func.count())
        .where(Case.opened >= since, Case.opened < until)
        .group_by(Case.reason, came, rose)
    ).all()
    ways, seen = ("reports", "rule", "mended"), ("seen", "rose")
    return veil.veiled([_by(rows, 0, Reason), _by(rows, 1, ways), _by(rows, 2, seen)])


def _decisions(session: Session, since: date, until: date) -> Group:
    rows = session.execute(
        select(Decision.action, Decision.reason, func.count())
        .where(Decision.day >= since, Decision.day < until)
        .group_by(Decision.action, Decision.reason)
    ).all()
    return veil.veiled([_by(rows, 0, Action), _by(rows, 1, Reason)])


def _appeals(session: Session, since: date, until: date) -> Group:
    rows = session.execute(
        select(func.coalesce(Appeal.outcome, "open"), func.count())
        .where(Appeal.day >= since, Appeal.day < until)
        .group_by(Appeal.outcome)
    ).all()
    return veil.veiled([_by(rows, 0, (*Outcome, "open"))])


def _by(rows: Iterable[Sequence[object]], at: int, kinds: Iterable[str]) -> dict[str, int]:
    """The counts, which stand last in each row, by what stands `at` this place."""
    found: Counter[str] = Counter()
    for row in rows:
        number = row[-1]
        assert isinstance(number, int)
        found[str(row[at])] += number
    return {str(kind): found[str(kind)] for kind in kinds}


def _times(session: Session, since: date, until: date) -> tuple[Counter[int], Counter[int]]:
    """In how many days cases were looked at and decided, for the first time since they opened.

    When an appeal opens a case again, its first look is no longer known.
    """
    first = (
        select(Decision.case_id, func.min(Decision.day).label("day"))
        .join(Case, Case.id == Decision.case_id)
        .where(Decision.day >= Case.opened)
        .group_by(Decision.case_id)
        .having(func.min(Decision.day) >= since, func.min(Decision.day) < until)
        .subquery()
    )
    rows = session.execute(
        select(Case.opened, Case.looked, first.c.day, func.count())
        .join(first, first.c.case_id == Case.id)
        .group_by(Case.opened, Case.looked, first.c.day)
    ).all()
    looks: Counter[int] = Counter()
    decided: Counter[int] = Counter()
    for opened, looked, day, number in rows:
        decided[(day - opened).days] += number
        if looked is not None and opened <= looked <= day:
            looks[(looked - opened).days] += number
    return looks, decided


def _days(found: Counter[int]) -> Days:
    return Days(_percentile(found, HALF), _percentile(found, MOST))


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=31)).replace(day=1)


def _percentile(found: Counter[int], part: int) -> int | None:
    """By nearest rank: the least number of days that `part` in a hundred did not exceed."""
    number = found.total()
    if number < NEEDED[part]:
        return None
    rank, seen = -(-number * part // 100), 0
    for days in sorted(found):
        seen += found[days]
        if seen >= rank:
            return days
    return None
