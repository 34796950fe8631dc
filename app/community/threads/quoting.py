"""Whose words a draft quotes: those of members under their names, never of a voice."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.community.threads.models import Post, PostState
from app.core import text

SHORTEST = 12  # shorter lines are common property
LOOKED_AT = 200


def lines(body: str) -> list[str]:
    """What the body quotes, line by line, without markup."""
    quoted = (line for line in body.split("\n") if line.lstrip().startswith(">"))
    return [line for line in map(plain, quoted) if len(line) >= SHORTEST]


def plain(body: str) -> str:
    """The words of a body in one line."""
    return text.excerpt(body, len(body))


def authors(session: Session, thread_id: int, body: str) -> set[UUID]:
    """Those whose named posts in the thread, among its newest, hold a line that the body quotes."""
    wanted = lines(body)
    if not wanted:
        return set()
    named = (
        select(Post.author_id, Post.body)
        .where(Post.thread_id == thread_id, Post.author_id.is_not(None))
        .where(Post.state == PostState.SHOWN)
        .order_by(Post.seq.desc())
        .limit(LOOKED_AT)
    )
    return {
        author_id
        for author_id, said in session.execute(named)
        if author_id is not None and _holds(plain(said), wanted)
    }


def _holds(words: str, wanted: list[str]) -> bool:
    return any(line in words for line in wanted)
