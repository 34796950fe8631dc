"""What stands around a case: what was said about it, what else is known of its author, and what
a moderator can choose from. One question each, and one for each kind of thing."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import CompoundSelect, String, Text, cast, literal, or_, select, union_all
from sqlalchemy.orm import Session

from app.oversight.moderation import queries, ruled, statements
from app.oversight.moderation.models import (
    Case,
    CaseMessage,
    CaseState,
    Decision,
    Reason,
    Report,
    Side,
)
from app.oversight.moderation.queries import CaseCard, Past
from app.oversight.moderation.ruled import Ruled
from app.oversight.moderation.statement_models import StatementTemplate
from app.oversight.moderation.statements import Template
from app.people.circles.models import Circle
from app.people.members.models import Member
from app.people.subjects import Owner, Subjects
from app.people.viewer import Viewer

MOST_RELATED = 60
MOST_SIMILAR = 40


@dataclass(frozen=True)
class Line:
    """One thing that was said about a case, by whichever side; `by` is a moderator's name. Of a
    thing of two, `seat` is that of the one who says it, or is told."""

    side: Side
    body: str
    day: date
    by: str
    seat: int = 0

    @property
    def of_two(self) -> int:
        """1 or 2, of a thing of two; else 0, for with whoever reported `seat` is her report."""
        return self.seat if self.seat in {1, 2} else 0

    @property
    def ruled(self) -> tuple[Ruled, ...]:
        """What a rule has noted, sentence by sentence; of what somebody has said, nothing."""
        return () if self.by else ruled.apart(self.body)


@dataclass(frozen=True)
class Reported:
    """One report, with what was asked and answered since."""

    id: int
    reason: Reason
    note: str
    day: date
    talk: list[Line] = field(default_factory=list)


@dataclass(frozen=True)
class Choices:
    """What a moderator can choose from: colleagues by handle, circles by address, templates."""

    team: dict[str, str]
    circles: dict[str, str]
    templates: list[Template]


def said(session: Session, case_id: int) -> tuple[list[Reported], list[Line], list[Line]]:
    """The reports with their talks, the talk with the author, and the moderators' notes."""
    report = select(Report.id.label("report_id"), literal(0).label("n"), Report.note.label("body"))
    report = report.add_columns(
        literal("report").label("side"), Report.day, cast(Report.reason, String).label("reason")
    )
    message = select(CaseMessage.report_id, CaseMessage.n, CaseMessage.body)
    message = message.add_columns(cast(CaseMessage.side, String), CaseMessage.day, Member.name)
    rows = session.execute(
        union_all(
            report.where(Report.case_id == case_id),
            message.outerjoin(Member, Member.id == CaseMessage.by_id).where(
                CaseMessage.case_id == case_id
            ),
        )
    ).all()
    reports: dict[int, Reported] = {}
    talk: list[Line] = []
    notes: list[Line] = []
    for row in sorted(rows, key=lambda row: (row.n, row.day, row.report_id)):
        if row.side == "report":
            made = Reported(row.report_id, Reason(row.reason), row.body, row.day)
            reports[row.report_id] = made
            continue
        line = Line(Side(row.side), row.body, row.day, row.reason or "", row.report_id)
        if line.side is Side.NOTE:
            notes.append(line)
        elif row.report_id in reports:
            reports[row.report_id].talk.append(line)
        else:
            talk.append(line)
    return list(reports.values()), talk, notes


def related(
    session: Session, subjects: Subjects, about: Case, owner: Owner
) -> tuple[list[Past], list[CaseCard]]:
    """What was decided before about this author, and what else of hers is open: of a pseudonym,
    in this thread alone."""
    rows = session.execute(
        select(Case, Decision)
        .outerjoin(Decision, Decision.case_id == Case.id)
        .where(Case.id != about.id, queries.same_author(about, owner))
        .where(or_(Case.state == CaseState.OPEN, Decision.id.is_not(None)))
        .order_by(Decision.id.is_not(None), Decision.day.desc(), Decision.id)
        .limit(MOST_RELATED)
    ).all()
    # Where she is named, nobody has to look at the thing to know that it is hers.
    asked = [r.Case for r in rows if owner.anonymous or r.Case.state is CaseState.OPEN]
    known = subjects.known(session, {queries.ref(case) for case in asked})

    def is_hers(case: Case) -> bool:
        found = known.get(queries.ref(case))
        return not owner.anonymous or (found is not None and found.owner == owner)

    hers = [row for row in rows if is_hers(row.Case)]
    open_ones = {row.Case.id: row.Case for row in hers if row.Case.state is CaseState.OPEN}
    most_urgent = sorted(open_ones.values(), key=lambda case: (-case.urgency, case.id))
    return (
        [queries.past_of(row.Decision) for row in hers if row.Decision is not None],
        [
            queries.card_of(None, case, known.get(queries.ref(case)))
            for case in most_urgent[:MOST_SIMILAR]
        ],
    )


def choices(session: Session, viewer: Viewer, case: Case) -> Choices:
    """What a decision and a handing over need."""
    rows = session.execute(_choices(viewer, case)).all()

    def named(what: str) -> dict[str, str]:
        found = ((row.key, row.label) for row in rows if row.what == what)
        return dict(sorted(found, key=lambda one: one[1]))

    kept = [
        statements.template(int(row.key), row.label, row.action, row.body)
        for row in rows
        if row.what == "template"
    ]
    kept.sort(key=lambda one: one.title)
    return Choices(named("member"), named("circle"), kept or list(statements.ours()))


def _choices(viewer: Viewer, case: Case) -> CompoundSelect[Any]:
    nothing = literal("")
    member = select(literal("member").label("what"), Member.handle.label("key"))
    member = member.add_columns(
        Member.name.label("label"), nothing.label("action"), cast(nothing, Text).label("body")
    )
    circle = select(literal("circle"), Circle.slug, Circle.name, nothing, cast(nothing, Text))
    words = select(literal("template"), cast(StatementTemplate.id, String), StatementTemplate.title)
    words = words.add_columns(StatementTemplate.action, StatementTemplate.body)
    others = queries.may_work_it(case), Member.id != viewer.id
    return union_all(member.where(*others), circle.where(queries.may_move_to(viewer, case)), words)
