"""What a form has made already: sent twice, it is one post."""

from dataclasses import dataclass

from sqlalchemy import bindparam, exists, literal, select, true
from sqlalchemy.orm import Session

from app.community.threads.held_models import HeldPost
from app.community.threads.models import Post, WaitingPost
from app.core.questions import Question


@dataclass(frozen=True)
class Posted:
    """A post that was just made: in which thread, and its number there."""

    thread_id: int
    seq: int


@dataclass(frozen=True)
class Before:
    """What a form has made already: a post that waits for its time, one that is `held` for a
    moderator, or one that stands."""

    later: bool
    held: bool
    sent: Posted | None
    body: str


_waiting = exists().where(WaitingPost.submit_key == bindparam("later_key"))
_held = exists().where(HeldPost.submit_key == bindparam("submit_key"))
_sent = select(Post.thread_id, Post.seq).where(Post.submit_key == bindparam("submit_key"))
_there = _sent.add_columns(Post.body).subquery()
_BEFORE = Question(
    select(_waiting, _held, _there.c.thread_id, _there.c.seq, _there.c.body)
    .select_from(select(literal(1)).subquery())
    .outerjoin(_there, true()),
    lambda later, held, thread_id, seq, body: Before(
        bool(later), bool(held), None if seq is None else Posted(thread_id, seq), body or ""
    ),
)
_SENT_BEFORE = Question(_sent, Posted)


def post(session: Session, submit_key: bytes) -> Posted | None:
    """The post that this very form has made already."""
    return _SENT_BEFORE.first(session, submit_key=submit_key)


def before(session: Session, later_key: bytes, submit_key: bytes) -> Before:
    """What this very form has made already; one question."""
    return _BEFORE.all(session, later_key=later_key, submit_key=submit_key)[0]
