"""What moderation keeps of a member: her reports, decisions about what bears her name, her work."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Table, or_, select, update
from sqlalchemy.orm import Session

from app.core import keys
from app.core.languages import Sentence, phrases
from app.oversight.moderation import queries, reports, talks
from app.oversight.moderation.models import (
    Appeal,
    Case,
    CaseMessage,
    CaseState,
    Decision,
    Side,
)
from app.people.subjects import Found, Subjects
from app.people.viewer import Viewer


@dataclass(frozen=True)
class Spoken:
    """`by` is “you” or “the moderators”."""

    by: str
    words: str
    day: date


@dataclass(frozen=True)
class About:
    """A case about something that bears her name, as far as she was told of it."""

    thing: str
    decisions: list[str]
    messages: list[Spoken]


@dataclass(frozen=True)
class Reported:
    """A report of hers."""

    thing: str
    reason: str
    note: str
    day: date
    messages: list[Spoken]


_BY = phrases({Side.TEAM: "the moderators", Side.PERSON: "you"})


def named(session: Session, viewer: Viewer, subjects: Subjects) -> list[About]:
    """What moderators told her about what bears her name."""
    seats = {talk.case_id: talk.seat for talk in viewer.talks if talk.seat}
    hers = or_(Case.author_id == viewer.id, Case.id.in_(seats))
    return _told(session, subjects, hers, seats)


def unnamed(session: Session, viewer: Viewer, subjects: Subjects) -> list[About]:
    """The same of what she wrote without her name: she alone finds it, in her own request."""
    talks_of_hers = {t.case_id for t in viewer.talks if not (t.seat or t.report_id)}
    hers = Case.id.in_(talks_of_hers) & Case.author_id.is_(None)
    return _told(session, subjects, hers, {})


def _told(
    session: Session, subjects: Subjects, hers: ColumnElement[bool], seats: Mapping[int, int]
) -> list[About]:
    cases = session.scalars(select(Case).where(hers).order_by(Case.opened, Case.id)).all()
    known = subjects.known(session, map(queries.ref, cases))
    found = [
        _about(session, case, _thing(known.get(queries.ref(case))), seats.get(case.id, 0))
        for case in cases
    ]
    # Of a case in which nobody spoke to her she does not know.
    return [one for one in found if one.messages]


def reported(session: Session, viewer: Viewer, subjects: Subjects) -> list[Reported]:
    """Her reports, found as her receipts are: the oldest last."""
    found = []
    for slip in reports.mine(session, viewer, subjects):
        receipt = reports.receipt(session, viewer, subjects, slip.id)
        said = _spoken(receipt.messages)
        about = (_thing(slip.found), receipt.reason.label, receipt.note, receipt.day)
        found.append(Reported(*about, said))
    return found


def erase(session: Session, member_id: UUID, nobody: UUID) -> None:
    """What was decided stands, by somebody who has left. Her place in cases is empty, and none
    is about her profile any more. What was asked of her goes with her account."""
    steps: list[tuple[type[Any], str, UUID | None]] = [
        (Case, "author_id", None),
        (Decision, "decider_id", nobody),
        # Two who have left would else be one, who heard what she had decided.
        (Appeal, "heard_by", None),
        (Appeal, "decider_id", nobody),
        (CaseMessage, "by_id", nobody),
    ]
    for model, column, instead in steps:
        _replace(session, model.__table__, column, member_id, instead)
    session.execute(
        update(Case)
        .where(Case.claimant_id == member_id)
        .values(claimant_id=None, claimed_until=None),
        execution_options={"synchronize_session": False},
    )
    for case in session.scalars(select(Case).where(Case.subject == member_id.hex)):
        case.subject = keys.random_bytes(16).hex()
        if case.state is CaseState.OPEN:
            case.open_key = f"{case.kind}:{case.subject}"


def _replace(
    session: Session, table: Table, column: str, member_id: UUID, instead: UUID | None
) -> None:
    session.execute(
        update(table).where(table.c[column] == member_id).values({column: instead}),
        execution_options={"synchronize_session": False},
    )


def _thing(found: Found | None) -> str:
    if found is None:
        return Sentence("something that is no longer there")
    return Sentence("{name}, {title}", name=found.name, title=found.title)


def _about(session: Session, case: Case, thing: str, seat: int) -> About:
    said = talks.read(session, case.id, seat)
    told = {one.decision_id for one in said if one.decision_id}
    made = session.scalars(select(Decision).where(Decision.id.in_(told)))
    return About(
        thing,
        [f"{one.action.value} ({one.reason.label})" for one in made],
        _spoken(said),
    )


def _spoken(said: Sequence[talks.Said]) -> list[Spoken]:
    return [Spoken(_BY[one.side], one.body, one.day) for one in said]
