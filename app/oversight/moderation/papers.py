"""All that the page of one case shows, in few questions whose number no case changes."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    select,
)
from sqlalchemy.orm import Session, aliased

from app.core.errors import NotFound
from app.core.verdict import Verdict, require
from app.oversight.moderation import gathered, policy, queries
from app.oversight.moderation.gathered import Line, Reported
from app.oversight.moderation.models import (
    Action,
    Appeal,
    Case,
    CaseState,
    Decision,
    Reason,
    Recusal,
)
from app.oversight.moderation.queries import CaseCard, Past
from app.people.circles import policy as circles
from app.people.circles.models import Circle
from app.people.members.models import Member
from app.people.subjects import NOBODY, Deed, Owner, Seen, Subjects
from app.people.viewer import Viewer

# What its author has not taken back, and neither did an ending.
STANDING = {"shown", "hidden", "removed"}


@dataclass(frozen=True)
class Claim:
    """Who reviews a case, until when; `zone` is the time zone that she has chosen."""

    by: str
    until: datetime
    zone: str
    mine: bool


@dataclass(frozen=True)
class Ruled:
    """A decision of the team, and what came of it."""

    id: int
    action: Action
    reason: Reason
    statement: str
    day: date
    until: date | None
    by: str
    undone: bool
    can_be_undone: bool
    appeal: Appeal | None
    heard_by: str

    @property
    def awaits_hearing(self) -> bool:
        return self.appeal is not None and self.appeal.outcome is None


@dataclass(frozen=True)
class ToHear:
    """An appeal against `made`, and what taking that back comes to: those before it that go
    `along`; those that were decided `later` and hold all the same; which of these are `resting` on
    it, so that readers see no change. `instead` is what can be done in its place."""

    made: Ruled
    along: Sequence[Ruled]
    later: Sequence[Ruled]
    resting: Sequence[Ruled]
    instead: Sequence[Action]


@dataclass(frozen=True)
class Papers:
    """`seen` is None when the thing is gone, and `may_open` whether she may read it where it stands
    as well as here; `may_handle` says why she cannot decide."""

    case: Case
    circle: str
    claim: Claim | None
    owner: Owner
    seen: Seen | None
    may_open: bool
    can: Sequence[Action]
    may_handle: Verdict
    decisions: list[Ruled]
    hears: ToHear | None
    reports: list[Reported]
    talk: list[Line]
    notes: list[Line]
    history: list[Past]
    similar: list[CaseCard]

    @property
    def is_free(self) -> bool:
        """Whether nobody else is at it, so that she may decide."""
        return bool(self.may_handle) and (self.claim is None or self.claim.mine)

    @property
    def to_restore(self) -> Ruled | None:
        """What a decided case’s restoring would take back."""
        undoable = [one for one in self.decisions if one.can_be_undone]
        last = undoable[-1] if undoable and self.case.state is CaseState.DECIDED else None
        return last if last and last.action in self.can else None


def papers(session: Session, viewer: Viewer, subjects: Subjects, case_id: int) -> Papers:
    """Raises NotFound like `queries.case`, and NotAllowed where it is her own thing, of which she
    must not even see what was said."""
    rows = session.execute(_CASE.where(Case.id == case_id, _not_hers(viewer))).all()
    if not rows or not policy.may_work(viewer, rows[0].Case.circle_id, is_named=False):
        raise NotFound
    case = rows[0].Case
    seen = subjects.of_kind(case.kind).look(session, case.subject)
    owner = seen.found.owner if seen else NOBODY
    require(policy.may_handle(viewer, owner, ()))
    decisions = [_ruled(row) for row in rows if row.Decision is not None]
    deciders = [one.appeal.decider_id for one in decisions if one.appeal and one.awaits_hearing]
    undoable = any(one.can_be_undone for one in decisions)
    reports, talk, notes = gathered.said(session, case.id)
    history, similar = gathered.related(session, subjects, case, owner)
    whom = next(map(seen.found.owner_at, _seats(seen)), owner) if seen else owner
    can = policy.actions(viewer, _can(subjects, case, seen), whom, undoable=undoable)
    return Papers(
        case,
        rows[0].Circle.name if rows[0].Circle else "",
        _claim(viewer, rows[0]),
        owner,
        seen,
        seen is not None and _may_open(session, viewer, seen),
        can,
        policy.may_handle(viewer, owner, deciders),
        decisions,
        _to_hear(viewer, decisions, can),
        reports,
        talk,
        notes,
        history,
        similar,
    )


_claimant, _decider, _hearer = aliased(Member), aliased(Member), aliased(Member)
_CASE = (
    select(Case, Decision, Appeal, Circle)
    .add_columns(_claimant.name.label("claimant"), _claimant.time_zone.label("zone"))
    .add_columns(_decider.name.label("decider"), _hearer.name.label("hearer"))
    .outerjoin(Circle, Circle.id == Case.circle_id)
    .outerjoin(_claimant, _claimant.id == Case.claimant_id)
    .outerjoin(Decision, Decision.case_id == Case.id)
    .outerjoin(_decider, _decider.id == Decision.decider_id)
    .outerjoin(Appeal, Appeal.decision_id == Decision.id)
    .outerjoin(_hearer, _hearer.id == Appeal.heard_by)
    .order_by(*queries.IN_ORDER)
    .execution_options(populate_existing=True)
)


def _seats(seen: Seen) -> list[int]:
    """Of a thing of two, where somebody is still here who can be told."""
    return [n for n, taken in enumerate(seen.found.seats, 1) if taken is not None]


def _not_hers(viewer: Viewer) -> ColumnElement[bool]:
    named = select(Recusal.case_id).where(Recusal.member_id == viewer.id, Recusal.named)
    return Case.id.not_in(named)


def _may_open(session: Session, viewer: Viewer, seen: Seen) -> bool:
    """Working its case gives nobody a right to the private circle in which it stands."""
    if seen.found.circle_id is None:
        return True
    # Already there, unless the thread has been moved since.
    circle = session.get_one(Circle, seen.found.circle_id)
    return circles.may_read(viewer, circle.id, circle.visibility)


def _claim(viewer: Viewer, row: Any) -> Claim | None:
    case: Case = row.Case
    if not queries.is_held(case) or case.claimed_until is None:
        return None
    return Claim(row.claimant, case.claimed_until, row.zone, case.claimant_id == viewer.member_id)


def _to_hear(viewer: Viewer, decisions: Sequence[Ruled], can: Collection[Action]) -> ToHear | None:
    """The first that she did not decide herself; others are heard after it."""
    waiting = (one for one in decisions if one.appeal and one.awaits_hearing)
    made = next((m for m in waiting if m.appeal and m.appeal.decider_id != viewer.id), None)
    if made is None:
        return None
    instead = policy.instead(made.action, can)
    if not made.can_be_undone or made.action not in can:
        return ToHear(made, [], [], [], [])
    done = [one for one in reversed(decisions) if one.can_be_undone]
    later, resting = done[: done.index(made)], policy.resting(done, made)
    along = policy.to_undo(done, made)[1:]
    return ToHear(made, along, later, resting, [] if resting else instead)


def _ruled(row: Any) -> Ruled:
    made: Decision = row.Decision
    return Ruled(
        made.id,
        made.action,
        made.reason,
        made.statement,
        made.day,
        made.until,
        row.decider,
        made.undone_by is not None,
        policy.can_be_taken_back(made.action, made.before, undone=made.undone_by is not None),
        row.Appeal,
        row.hearer or "",
    )


def _can(subjects: Subjects, case: Case, seen: Seen | None) -> Collection[Deed]:
    """Nothing can be done to what its author has taken back, or what is gone."""
    stands = seen is not None and seen.words.state in STANDING
    return subjects.of_kind(case.kind).can if stands else ()
