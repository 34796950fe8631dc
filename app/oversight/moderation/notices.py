"""The author's side of a case: what moderators decided about what is hers, and her answers.

For named and anonymous authors alike: in her own request it is asked whether the thing is hers.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import clock
from app.core.errors import NotFound
from app.core.languages import Sentence, phrases
from app.core.verdict import Verdict, require
from app.oversight.moderation import policy, queries, talks
from app.oversight.moderation.models import (
    Action,
    Appeal,
    Case,
    Decision,
    Outcome,
    Reason,
    Side,
)
from app.oversight.moderation.talks import Said
from app.people.safety import sanctions
from app.people.safety.board import Talk
from app.people.subjects import Found, Subjects
from app.people.viewer import Viewer


@dataclass(frozen=True)
class Told:
    """A decision that she was told of. `until` is the last day of what it asks of her, if that
    has one; until `appeal_by` she may appeal, if she may, and `outcome` is that of her appeal."""

    id: int
    action: Action
    reason: Reason
    until: date | None
    may_appeal: Verdict
    appeal_by: date
    outcome: Outcome | None
    undone: bool
    kind: str

    @property
    def heading(self) -> str:
        return _OF_KIND.get(self.kind, _HEADINGS).get(self.action, _HEADINGS[self.action])


_HEADINGS = phrases(
    {
        Action.KEEP: "It stays hidden",
        Action.NOTE: "We put a content note before it",
        Action.REDACT: "We took out what could hurt or identify somebody",
        Action.HIDE: "We have hidden it until it is mended",
        Action.REMOVE: "We have removed it",
        Action.LOCK: "We have closed the thread to new replies",
        Action.MOVE: "We have moved the thread to another circle",
        Action.WARN: "A warning",
        Action.PAUSE: "You can read, but not post, for a time",
        Action.PAUSE_ANONYMOUS: "You can’t post without your name for a time",
        Action.SUSPEND: "Your account is suspended",
        Action.RESTORE: "We have taken our decision back",
    }
)


_OF_KIND = {
    "mentorship": {
        Action.LOCK: Sentence("We have paused your mentorship"),
        Action.REMOVE: Sentence("We have ended your mentorship"),
    },
    "mentoring-request": {Action.REMOVE: Sentence("We have ended your request")},
    "new-opportunity": {Action.REMOVE: Sentence("We have not let it stand")},
}


@dataclass(frozen=True)
class Line:
    """Something that was said: with `decision` the first words about it, with `answers` those in
    answer to her appeal against it."""

    said: Said
    decision: Told | None = None
    answers: Told | None = None


@dataclass(frozen=True)
class Notice:
    """One case as its author may see it. `words` are hers, where readers are not shown them any
    more; at `mend` she can change them and send them again."""

    case_id: int
    found: Found
    lines: list[Line]
    may_answer: Verdict
    heading: str
    words: str
    mend: str

    def appealable(self, decision_id: int = 0) -> Told | None:
        """This decision, or the latest, against which she may appeal and has not yet."""
        told = [line.decision for line in self.lines if line.decision and line.decision.may_appeal]
        chosen = (one for one in told if one.id == decision_id)
        return next(chosen, told[-1] if told else None)


@dataclass(frozen=True)
class Slip:
    """A notice, or with `report_id` word about a report of hers, in her list."""

    talk: Talk
    found: Found | None
    last: date


def mine(session: Session, viewer: Viewer, subjects: Subjects) -> list[Slip]:
    """All talks in which the team has written to her, the latest first."""
    cases = {talk.case_id for talk in viewer.talks}
    rows = session.scalars(select(Case).where(Case.id.in_(cases))).all()
    known = subjects.known(session, map(queries.ref, rows))
    found = {row.id: known.get(queries.ref(row)) for row in rows}
    days = talks.last_days(session, viewer.talks)
    slips = [Slip(talk, found.get(talk.case_id), days[talk]) for talk in days]
    return sorted(slips, key=lambda slip: slip.last, reverse=True)


def notice(session: Session, viewer: Viewer, subjects: Subjects, case_id: int) -> Notice:
    """Raises NotFound for what is not hers, and while nobody has said anything to her."""
    case, found, seat = _hers(session, viewer, subjects, case_id)
    said = _said(session, case_id, seat)
    seen = subjects.of_kind(case.kind).look(session, case.subject)
    gone = seen is not None and seen.words.state in {"hidden", "removed"}
    return Notice(
        case.id,
        found,
        list(_lines(said, _told(session, case, seat))),
        _may_answer(case, said),
        seen.heading if seen and gone else "",
        seen.text if seen and gone else "",
        seen.mend if seen else "",
    )


def answer(session: Session, viewer: Viewer, subjects: Subjects, case_id: int, words: str) -> None:
    """She answers the team. Raises NotFound, and NotAllowed once it is decided."""
    case, _found, seat = _hers(session, viewer, subjects, case_id, lock=True)
    require(_may_answer(case, _said(session, case_id, seat)))
    talks.answer(session, case, seat, words)


def _hers(
    session: Session, viewer: Viewer, subjects: Subjects, case_id: int, *, lock: bool = False
) -> tuple[Case, Found, int]:
    """With the talk that is hers."""
    case = session.get(Case, case_id, with_for_update=lock or None, populate_existing=lock)
    if case is None:
        raise NotFound
    ref = queries.ref(case)
    found = subjects.known(session, [ref]).get(ref)
    seat = found.seat_of(viewer) if found else None
    if found is None or seat is None:
        raise NotFound
    return case, found, seat


def _said(session: Session, case_id: int, seat: int) -> list[Said]:
    """Raises NotFound while nobody has said anything to her."""
    said = talks.read(session, case_id, seat)
    # That somebody has reported her is not for her to know.
    if not any(one.side is Side.TEAM for one in said):
        raise NotFound
    return said


def _may_answer(case: Case, said: list[Said]) -> Verdict:
    last = [one for one in said if one.side is Side.TEAM][-1]
    return policy.may_answer(case.state, asked=last.decision_id is None)


def _told(session: Session, case: Case, seat: int) -> dict[int, Told]:
    rows = session.execute(
        select(Decision, Appeal)
        .outerjoin(Appeal, Appeal.decision_id == Decision.id)
        .where(Decision.case_id == case.id)
    )
    return {row.Decision.id: _of(case.kind, row.Decision, row.Appeal, seat) for row in rows}


def _of(kind: str, made: Decision, appeal: Appeal | None, seat: int) -> Told:
    undone = made.undone_by is not None
    may = policy.may_appeal(
        made.action, made.day, clock.today(), hers=appeal is None, undone=undone
    )
    lasts = made.action in policy.ON_PEOPLE and made.until != sanctions.FOR_EVER
    return Told(
        made.id,
        made.action,
        made.reason,
        made.until if lasts else None,
        may,
        made.day + policy.APPEAL,
        appeal.outcome if appeal and appeal.seat == seat else None,
        undone,
        kind,
    )


def _lines(said: Iterable[Said], told: dict[int, Told]) -> Iterable[Line]:
    known = set()
    for one in said:
        decision = told.get(one.decision_id or 0)
        if decision is None:
            yield Line(one)
        elif decision.id in known:
            yield Line(one, answers=decision)
        else:
            known.add(decision.id)
            yield Line(one, decision=decision)
