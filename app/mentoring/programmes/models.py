"""Programmes, their questions, cohorts and enrolments, the matches made, and what was reported."""

from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock, keys
from app.core.columns import BIG, BY_KEY, BigRef, Day, Line, RandomId, Sealed, Words
from app.core.db import Base


class State(StrEnum):
    """A DRAFT is seen by its coordinators alone; what is CLOSED takes nobody any more."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


class OpenTo(StrEnum):
    """Who may enrol: members of the organisation, or every member here."""

    ORGANISATION = "organisation"
    EVERYONE = "everyone"


class Stage(StrEnum):
    """Of a cohort. MATCHING waits for the work, which ends MATCHED or FAILED; CONFIRMING for that
    which begins mentorships, some at a time, until it is CONFIRMED."""

    GATHERING = "gathering"
    MATCHING = "matching"
    MATCHED = "matched"
    FAILED = "failed"
    CONFIRMING = "confirming"
    CONFIRMED = "confirmed"

    @property
    def is_over(self) -> bool:
        return self is Stage.CONFIRMED


class Kind(StrEnum):
    """What a question is answered by: a line, one of several, or yes or no."""

    TEXT = "text"
    CHOICE = "choice"
    YES_NO = "yes-no"


class AskedOf(StrEnum):
    MENTORS = "mentors"
    MENTEES = "mentees"
    BOTH = "both"


class Programme(Base):
    """`most` is how many mentees one mentor may have in it; `hours` how far apart the clocks of two
    may be, None for any; `common_language` whether two must share one."""

    __tablename__ = "programmes"
    __table_args__ = (Index("programmes_organisation_id_idx", "organisation_id", "id"),)

    id: Mapped[RandomId] = mapped_column(default_factory=keys.random_id, init=False)
    organisation_id: Mapped[int] = mapped_column(
        BIG, ForeignKey("organisations.id", ondelete="CASCADE")
    )
    slug: Mapped[Line] = mapped_column(unique=True)
    name: Mapped[Line]
    about: Mapped[Words] = mapped_column(default="")
    opens: Mapped[Day]
    closes: Mapped[Day]
    begins: Mapped[Day]
    ends: Mapped[Day]
    state: Mapped[State] = mapped_column(default=State.DRAFT)
    open_to: Mapped[OpenTo] = mapped_column(default=OpenTo.ORGANISATION)
    common_language: Mapped[bool] = mapped_column(default=True)
    hours: Mapped[int | None] = mapped_column(default=None)
    most: Mapped[int] = mapped_column(default=1)


class Question(Base):
    """`n` orders them; `options` are the answers to choose from, one a line. What `counts` adds
    points where two have answered the same."""

    __tablename__ = "programme_questions"
    __table_args__ = (Index("programme_questions_programme_id_idx", "programme_id", "n"),)

    id: Mapped[RandomId] = mapped_column(default_factory=keys.random_id, init=False)
    programme_id: Mapped[int] = mapped_column(BIG, ForeignKey("programmes.id", ondelete="CASCADE"))
    n: Mapped[int]
    kind: Mapped[Kind]
    asked_of: Mapped[AskedOf]
    words: Mapped[Line]
    options: Mapped[Words] = mapped_column(default="")
    required: Mapped[bool] = mapped_column(default=False)
    counts: Mapped[bool] = mapped_column(default=False)


class Cohort(Base):
    """Those who are matched together; `n` counts those of a programme. `run` changes with each
    matching that is asked for, so that what an earlier one finds is not taken for its answer.
    `sealed` is what the coordinator has pinned and excluded, and what was found."""

    __tablename__ = "cohorts"
    __table_args__ = (
        UniqueConstraint("programme_id", "n"),
        Index("cohorts_stage_idx", "stage"),
    )

    id: Mapped[RandomId] = mapped_column(default_factory=keys.random_id, init=False)
    programme_id: Mapped[int] = mapped_column(BIG, ForeignKey("programmes.id", ondelete="CASCADE"))
    n: Mapped[int]
    name: Mapped[Line]
    stage: Mapped[Stage] = mapped_column(default=Stage.GATHERING)
    run: Mapped[int] = mapped_column(default=0)
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary, default=None)


class Enrolment(Base):
    """Somebody in a cohort. As what, and all that she has said, is sealed."""

    __tablename__ = "enrolments"
    __table_args__ = (
        UniqueConstraint("cohort_id", "member_id"),
        Index("enrolments_member_id_idx", "member_id"),
    )

    id: Mapped[RandomId] = mapped_column(default_factory=keys.random_id, init=False)
    cohort_id: Mapped[int] = mapped_column(BIG, ForeignKey("cohorts.id", ondelete="CASCADE"))
    member_id: Mapped[UUID] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"))
    day: Mapped[Day] = mapped_column(default_factory=clock.today)
    sealed: Mapped[Sealed] = mapped_column(default=b"")


class Match(Base):
    """A mentorship that began with a cohort, and by which enrolments: these may be gone."""

    __tablename__ = "matches"
    __table_args__ = (Index("matches_cohort_id_idx", "cohort_id"), BY_KEY)

    mentorship_id: Mapped[int] = mapped_column(
        BIG, ForeignKey("mentorships.id", ondelete="CASCADE"), primary_key=True
    )
    cohort_id: Mapped[int] = mapped_column(BIG, ForeignKey("cohorts.id", ondelete="CASCADE"))
    mentor_enrolment: Mapped[BigRef]
    mentee_enrolment: Mapped[BigRef]


class TeamWord(Base):
    """What a member chose to tell the coordinators of a programme; who, when and about which
    mentorship is sealed with it."""

    __tablename__ = "team_words"
    __table_args__ = (Index("team_words_programme_id_idx", "programme_id"),)

    id: Mapped[RandomId] = mapped_column(default_factory=keys.random_id)
    programme_id: Mapped[int] = mapped_column(BIG, ForeignKey("programmes.id", ondelete="CASCADE"))
    sealed: Mapped[Sealed]


class Report(Base):
    """What was published of a programme for a month, `2028-03`, which never changes again; sealed,
    with what it takes to know what may be published next."""

    __tablename__ = "programme_reports"
    __table_args__ = BY_KEY

    programme_id: Mapped[int] = mapped_column(
        BIG, ForeignKey("programmes.id", ondelete="CASCADE"), primary_key=True
    )
    month: Mapped[Line] = mapped_column(primary_key=True)
    sealed: Mapped[Sealed]
