"""Threads, posts, what posts once said, reactions, and posts that wait to be published."""

from enum import StrEnum
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    UniqueConstraint,
    false,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.community.threads import wording
from app.community.threads.columns import Title
from app.core import clock, keys
from app.core.columns import BIG, BY_KEY, Blind, Day, Line, Moment, RandomId, Sealed, Words, where
from app.core.db import Base


class Intent(StrEnum):
    """What the author wants. The texts stand where people choose one and where they reply."""

    JUST_LISTENING = "just-listening"
    ADVICE_WELCOME = "advice-welcome"
    SHARED_EXPERIENCES = "shared-experiences"
    CELEBRATE = "celebrate"

    @property
    def label(self) -> str:
        return wording.INTENTS[self][0]

    @property
    def hint(self) -> str:
        return wording.INTENTS[self][1]

    @property
    def icon(self) -> str:
        return wording.INTENTS[self][2]

    @property
    def tone(self) -> str:
        return wording.INTENTS[self][3]

    @property
    def kinds(self) -> "frozenset[ReactionKind]":
        """The kind words that are offered; another is shown once somebody has said it."""
        fitting = ReactionKind.EARNED if self is Intent.CELEBRATE else ReactionKind.BEEN_THERE
        return frozenset({fitting, ReactionKind.WITH_YOU, ReactionKind.THANKS})

    @property
    def asks(self) -> str:
        """What those who reply are told."""
        return wording.INTENTS[self][4]

    @property
    def folds_advice(self) -> bool:
        """Whether what is marked as advice stays folded until a reader opens it."""
        return self is Intent.JUST_LISTENING


class ReactionKind(StrEnum):
    BEEN_THERE = "been-there"
    WITH_YOU = "with-you"
    EARNED = "earned"
    THANKS = "thanks"

    @property
    def label(self) -> str:
        return wording.REACTIONS[self]

    @property
    def letter(self) -> str:
        """The first of its name, as a page says it that has sixty buttons: each has its own."""
        return self.value[0]


class PostState(StrEnum):
    """`ended`: its author had chosen a day for that. `hidden` and `removed` by a moderator: the
    words are still there, for their author and for whoever hears her appeal."""

    SHOWN = "shown"
    DELETED = "deleted"
    ENDED = "ended"
    HIDDEN = "hidden"
    REMOVED = "removed"

    def told(self, *, opening: bool) -> str:
        """What stands where the words stood."""
        return wording.TOLD[self][opening]


# In these there are words.
STANDING = (PostState.SHOWN, PostState.HIDDEN, PostState.REMOVED)
TAKEN_DOWN = (PostState.HIDDEN, PostState.REMOVED)


class Thread(Base):
    """`opened` and `bump` are values of the circle's counter at the first and the latest post,
    `opened_day` is the day of the first, `nseq` the number of the latest post; `version` grows with
    every change that can be seen. Nobody finds a thread that a moderator has `hidden`."""

    __tablename__ = "threads"
    __table_args__ = (
        Index("threads_latest_idx", "circle_id", "bump"),
        Index("threads_newest_idx", "circle_id", "opened"),
        Index("threads_pinned_idx", "circle_id", "bump", **where("pinned IS 1")),
        Index("threads_active_idx", "active_day", "id"),
        Index("threads_unanswered_idx", "circle_id", "opened", **where("replies = 0")),
        Index(
            "threads_waiting_idx", "circle_id", "active_day", "id", "intent", **where("replies = 0")
        ),
        Index("threads_wins_idx", "opened_day", "id", **where("intent = 'celebrate'")),
    )

    id: Mapped[RandomId] = mapped_column(default_factory=keys.random_id)
    circle_id: Mapped[int] = mapped_column(BIG, ForeignKey("circles.id"))
    title: Mapped[str] = mapped_column(Title)
    slug: Mapped[Line]
    intent: Mapped[Intent]
    key_epoch: Mapped[Line]
    opened: Mapped[int] = mapped_column(BIG)
    bump: Mapped[int] = mapped_column(BIG)
    opened_day: Mapped[Day] = mapped_column(
        default_factory=clock.today, server_default="1970-01-01"
    )
    active_day: Mapped[Day]
    active_at: Mapped[Moment | None]
    nseq: Mapped[int] = mapped_column(default=1)
    replies: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(BIG, default=1)
    pinned: Mapped[bool] = mapped_column(default=False)
    locked: Mapped[bool] = mapped_column(default=False)
    hidden: Mapped[bool] = mapped_column(default=False, server_default=false())


class Post(Base):
    """Either a member's or a voice's, never both. A voice's post keeps its day, not its minute.

    `submit_key` makes the same form sent twice one post; it is blind, as voices are. On the day
    `ends_on` its words are destroyed. A reply is `advice` when its author says so.
    """

    __tablename__ = "posts"
    __table_args__ = (
        UniqueConstraint("thread_id", "seq"),
        CheckConstraint("(author_id IS NULL) <> (voice IS NULL)", name="one_author"),
        CheckConstraint("voice IS NULL OR at IS NULL", name="no_time_for_voices"),
        Index("posts_author_id_idx", "author_id", "seq"),
        # Who looks for a voice of hers reads nothing of what was said.
        Index(
            "posts_voices_idx", "thread_id", "id", "voice", "state", **where("voice IS NOT NULL")
        ),
        Index(
            "posts_started_idx", "author_id", "day", **where("seq = 1 AND author_id IS NOT NULL")
        ),
        Index("posts_ends_on_idx", "ends_on", **where("ends_on IS NOT NULL")),
    )

    id: Mapped[RandomId] = mapped_column(default_factory=keys.random_id)
    thread_id: Mapped[int] = mapped_column(BIG, ForeignKey("threads.id", ondelete="CASCADE"))
    seq: Mapped[int]
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("members.id"), default=None)
    voice: Mapped[Blind | None] = mapped_column(default=None)
    day: Mapped[Day] = mapped_column(default_factory=clock.today)
    at: Mapped[Moment | None] = mapped_column(default=None)
    body: Mapped[Words]
    html: Mapped[Words]
    content_note: Mapped[Line] = mapped_column(default="")
    state: Mapped[PostState] = mapped_column(default=PostState.SHOWN)
    edited_day: Mapped[Day | None] = mapped_column(default=None)
    submit_key: Mapped[bytes | None] = mapped_column(LargeBinary(16), unique=True, default=None)
    ends_on: Mapped[Day | None] = mapped_column(default=None)
    advice: Mapped[bool] = mapped_column(default=False, server_default=false())


class WaitingPost(Base):
    """A voice's post that is to be published later; what it says and where it goes is sealed.

    It is due in a quarter of a day, 0 to 3 in UTC. `owner` answers to nobody but her. With
    `kept_until` it could not be published, and is kept so long for her to copy her words.
    """

    __tablename__ = "waiting_posts"
    __table_args__ = BY_KEY

    id: Mapped[RandomId]
    owner: Mapped[Blind]
    submit_key: Mapped[Blind] = mapped_column(unique=True)
    due_on: Mapped[Day]
    due_quarter: Mapped[int]
    sealed: Mapped[Sealed]
    kept_until: Mapped[Day | None] = mapped_column(default=None)


class Revision(Base):
    """What a named post said before it was edited; of a voice's, and of what was hidden, none."""

    __tablename__ = "revisions"
    __table_args__ = BY_KEY

    post_id: Mapped[int] = mapped_column(
        BIG, ForeignKey("posts.id", ondelete="CASCADE"), primary_key=True
    )
    n: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[Line]
    html: Mapped[Words]
    content_note: Mapped[Line]
    day: Mapped[Day]


class RemovalQueue(Base):
    """Which anonymous posts are to be destroyed on which day: one sealed row of a fixed size."""

    __tablename__ = "removal_queue"
    __table_args__ = BY_KEY

    name: Mapped[Line] = mapped_column(primary_key=True)
    sealed: Mapped[Sealed]


class Reaction(Base):
    """One word of one person on one post. Who she is, only she can find out."""

    __tablename__ = "reactions"
    __table_args__ = BY_KEY

    post_id: Mapped[int] = mapped_column(
        BIG, ForeignKey("posts.id", ondelete="CASCADE"), primary_key=True
    )
    reactor: Mapped[Blind] = mapped_column(primary_key=True)
    kind: Mapped[ReactionKind] = mapped_column(primary_key=True)
