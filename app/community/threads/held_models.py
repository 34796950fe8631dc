"""Posts that a moderator looks at before they are posts."""

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, false
from sqlalchemy.orm import Mapped, mapped_column

from app.community.threads.models import Intent
from app.core import clock, keys
from app.core.columns import BIG, BigRef, Blind, Day, Line, RandomId, Words
from app.core.db import Base


class HeldPost(Base):
    """A member's or a voice's, never both, as the post will be that it becomes with this id.

    With an `intent` it opens the thread `thread_id`, whose number is chosen already, since her
    voice depends on it. `key_epoch` names the key of her voice. With `kept_until` it was refused,
    and its words are kept so long for her.
    """

    __tablename__ = "held_posts"
    __table_args__ = (
        CheckConstraint("(author_id IS NULL) <> (voice IS NULL)", name="one_author"),
        Index("held_posts_author_id_idx", "author_id"),
    )

    id: Mapped[RandomId] = mapped_column(default_factory=keys.random_id, init=False)
    circle_id: Mapped[int] = mapped_column(BIG, ForeignKey("circles.id"))
    thread_id: Mapped[BigRef]
    key_epoch: Mapped[Line]
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("members.id"))
    voice: Mapped[Blind | None]
    submit_key: Mapped[Blind] = mapped_column(unique=True)
    body: Mapped[Words]
    content_note: Mapped[Line]
    lifetime: Mapped[Line]
    title: Mapped[Line] = mapped_column(default="")
    intent: Mapped[Intent | None] = mapped_column(default=None)
    day: Mapped[Day] = mapped_column(default_factory=clock.today)
    kept_until: Mapped[Day | None] = mapped_column(default=None)
    advice: Mapped[bool] = mapped_column(default=False, server_default=false())
