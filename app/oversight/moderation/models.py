"""Cases, reports, decisions, appeals, and what is said about them.

No row here has both a member and a blind value, and none keeps more than a day, but for how long
a moderator's claim still holds.
"""

from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock, keys
from app.core.columns import BIG, BY_KEY, Blind, Day, Line, Moment, RandomId, Sealed, Words, where
from app.core.db import Base
from app.oversight.moderation import wording

FIRST = 1_000_000  # nothing climbs as high that nobody looks at


class Reason(StrEnum):
    """Why somebody reports a thing, and what a decision gives as its ground."""

    UNKIND = "unkind"
    IGNORED = "ignored"
    IDENTIFIES = "identifies"
    GRAPHIC = "graphic"
    WORRIED = "worried"
    THREAT = "threat"
    SELLING = "selling"
    FALSE = "false"
    OTHER = "other"

    @property
    def label(self) -> str:
        return wording.REASONS[self][0]

    @property
    def hint(self) -> str:
        return wording.REASONS[self][1]

    @property
    def urgency(self) -> int:
        """Where it puts a case in the queue."""
        return _URGENCY[self]

    @property
    def heavy(self) -> bool:
        """Whether looking at it may weigh on a moderator."""
        return self in {Reason.GRAPHIC, Reason.WORRIED, Reason.THREAT}


_URGENCY = {
    Reason.WORRIED: FIRST,
    Reason.THREAT: 70,
    Reason.IDENTIFIES: 50,
    Reason.GRAPHIC: 40,
    Reason.UNKIND: 30,
    Reason.IGNORED: 20,
    Reason.SELLING: 20,
    Reason.FALSE: 20,
    Reason.OTHER: 10,
}


class CaseState(StrEnum):
    """`appealed` is open once more, for another moderator than who decided."""

    OPEN = "open"
    DECIDED = "decided"
    APPEALED = "appealed"


class Case(Base):
    """All reports and holds on one subject.

    `open_key` names the subject while the case is open, so that it has one open case at most.
    `subject` is its id as text, `author_id` its author if she is named, `thread_id` its thread;
    `reason` is the gravest that was given, `held_by` says which rule held it, or that its author
    has mended it. `climbed` counts the steps that it rose because nobody looked. `shown_by` is
    what shows the thing again, where a rule has hidden it.
    """

    __tablename__ = "cases"
    __table_args__ = (
        Index("cases_queue_idx", "state", "urgency", "id"),
        Index("cases_subject_idx", "kind", "subject"),
        Index("cases_author_idx", "author_id"),
        Index("cases_thread_idx", "thread_id", "author_id"),
        Index("cases_circle_idx", "circle_id", "state", "urgency", "id"),
        Index("cases_closed_idx", "state", "closed", "id"),
        Index("cases_circle_closed_idx", "circle_id", "state", "closed", "id"),
        Index("cases_claimant_idx", "claimant_id", **where("claimant_id IS NOT NULL")),
    )

    id: Mapped[RandomId] = mapped_column(default_factory=keys.random_id, init=False)
    kind: Mapped[Line]
    subject: Mapped[Line]
    circle_id: Mapped[int | None] = mapped_column(
        BIG, ForeignKey("circles.id", ondelete="SET NULL"), default=None
    )
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("members.id"), default=None)
    thread_id: Mapped[int | None] = mapped_column(BIG, default=None)
    open_key: Mapped[Line | None] = mapped_column(unique=True)
    reason: Mapped[Reason]
    urgency: Mapped[int]
    heavy: Mapped[bool] = mapped_column(default=False)
    state: Mapped[CaseState] = mapped_column(default=CaseState.OPEN)
    reports: Mapped[int] = mapped_column(default=0)
    held_by: Mapped[Line] = mapped_column(default="")
    shown_by: Mapped[Words] = mapped_column(default="", server_default="")
    opened: Mapped[Day] = mapped_column(default_factory=clock.today)
    looked: Mapped[Day | None] = mapped_column(default=None)
    closed: Mapped[Day | None] = mapped_column(default=None)
    climbed: Mapped[int] = mapped_column(default=0)
    claimant_id: Mapped[UUID | None] = mapped_column(ForeignKey("members.id"), default=None)
    claimed_until: Mapped[Moment | None] = mapped_column(default=None)


class Recusal(Base):
    """Somebody who must not handle a case: it is about her, or she passed it on."""

    __tablename__ = "recusals"
    __table_args__ = (Index("recusals_member_idx", "member_id", "case_id"), BY_KEY)

    case_id: Mapped[int] = mapped_column(
        BIG, ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True
    )
    member_id: Mapped[UUID] = mapped_column(
        ForeignKey("members.id", ondelete="CASCADE"), primary_key=True
    )
    named: Mapped[bool]


class Report(Base):
    """One member's report on one case. Who she is, only she can find out; `sealed` says it to
    whoever opens it for suspected misuse, which is logged, and is emptied with the case."""

    __tablename__ = "reports"
    __table_args__ = (UniqueConstraint("case_id", "reporter"),)

    id: Mapped[RandomId] = mapped_column(default_factory=keys.random_id, init=False)
    case_id: Mapped[int] = mapped_column(BIG, ForeignKey("cases.id", ondelete="CASCADE"))
    reporter: Mapped[Blind]
    sealed: Mapped[Sealed]
    reason: Mapped[Reason]
    note: Mapped[Words]
    day: Mapped[Day] = mapped_column(default_factory=clock.today)


class Action(StrEnum):
    """What a moderator can do."""

    KEEP = "keep"
    NOTE = "note"
    REDACT = "redact"
    HIDE = "hide"
    REMOVE = "remove"
    LOCK = "lock"
    MOVE = "move"
    WARN = "warn"
    PAUSE = "pause"
    PAUSE_ANONYMOUS = "pause-anonymous"
    SUSPEND = "suspend"
    RESTORE = "restore"


class Decision(Base):
    """What was done about a case, with its ground and the statement that its author reads.

    `before` is what `restore` needs, as JSON; `undone_by` the decision that took it back. Of a
    thing of two, `seat` is that of the one whom alone it concerns, 0 where it concerns both.
    """

    __tablename__ = "decisions"
    __table_args__ = (Index("decisions_case_idx", "case_id"),)

    id: Mapped[RandomId] = mapped_column(default_factory=keys.random_id)
    case_id: Mapped[int] = mapped_column(BIG, ForeignKey("cases.id", ondelete="CASCADE"))
    action: Mapped[Action]
    reason: Mapped[Reason]
    statement: Mapped[Words]
    decider_id: Mapped[UUID] = mapped_column(ForeignKey("members.id"))
    before: Mapped[Words] = mapped_column(default="")
    until: Mapped[Day | None] = mapped_column(default=None)
    day: Mapped[Day] = mapped_column(default_factory=clock.today)
    undone_by: Mapped[int | None] = mapped_column(BIG, default=None)
    seat: Mapped[int] = mapped_column(default=0, server_default="0")


class Outcome(StrEnum):
    UPHELD = "upheld"
    CHANGED = "changed"
    OVERTURNED = "overturned"


class Appeal(Base):
    """Once for each decision, heard by somebody else than who decided. Of a thing of two, `seat`
    is that of the one who appeals."""

    __tablename__ = "appeals"
    __table_args__ = (
        CheckConstraint("heard_by IS NULL OR heard_by <> decider_id", name="heard_by_another"),
        BY_KEY,
    )

    decision_id: Mapped[int] = mapped_column(
        BIG, ForeignKey("decisions.id", ondelete="CASCADE"), primary_key=True
    )
    decider_id: Mapped[UUID] = mapped_column(ForeignKey("members.id"))
    statement: Mapped[Words]
    day: Mapped[Day] = mapped_column(default_factory=clock.today)
    heard_by: Mapped[UUID | None] = mapped_column(ForeignKey("members.id"), default=None)
    heard_on: Mapped[Day | None] = mapped_column(default=None)
    outcome: Mapped[Outcome | None] = mapped_column(default=None)
    seat: Mapped[int] = mapped_column(default=0, server_default="0")


class Side(StrEnum):
    """Who speaks: the team to one person, she to the team, or moderators among themselves."""

    TEAM = "team"
    PERSON = "person"
    NOTE = "note"


class CaseMessage(Base):
    """One message of a talk: `report_id` 0 is the one with the author; 1 and 2 are those with the
    two whose the thing is, by their seats; any other is that with a reporter. `by_id` is the
    moderator; nobody's when the person speaks."""

    __tablename__ = "case_messages"
    __table_args__ = BY_KEY

    case_id: Mapped[int] = mapped_column(
        BIG, ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True
    )
    report_id: Mapped[int] = mapped_column(BIG, primary_key=True)
    n: Mapped[int] = mapped_column(primary_key=True)
    side: Mapped[Side]
    body: Mapped[Words]
    decision_id: Mapped[int | None] = mapped_column(BIG, default=None)
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("members.id"), default=None)
    day: Mapped[Day] = mapped_column(default_factory=clock.today)
