"""The kind words that a member has said, to take with her. No row says whose they are: each is
asked *is this me?* in her own request."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from app.community.threads import held
from app.community.threads.models import Post, Reaction, Thread
from app.people.circles import policy as circles
from app.people.circles.models import Circle
from app.people.viewer import Viewer

ASKED = 5000
SHOWN = 500

Key = tuple[int, bytes, str]
Hers = tuple[int, str]


@dataclass(frozen=True)
class KindWord:
    """What she said on which post. `thread` is empty where she may no longer read it."""

    circle: str
    thread: str
    number: int
    said: str


def portion(session: Session, viewer: Viewer, after: Key | None) -> tuple[list[Hers], Key | None]:
    """Hers among the next so many of all there are, and where to go on; None at the end."""
    place = tuple_(Reaction.post_id, Reaction.reactor, Reaction.kind)
    question = (
        select(Reaction.post_id, Reaction.reactor, Reaction.kind, Thread.key_epoch)
        .join(Post, Post.id == Reaction.post_id)
        .join(Thread, Thread.id == Post.thread_id)
        .order_by(Reaction.post_id, Reaction.reactor, Reaction.kind)
        .limit(ASKED)
    )
    rows = session.execute(question.where(place > after) if after else question).all()
    hers = [
        (row.post_id, row.kind.value)
        for row in rows
        if viewer.me.remembers(row.key_epoch)
        and viewer.me.reactor(row.post_id, row.key_epoch) == row.reactor
    ]
    last = rows[-1] if len(rows) == ASKED else None
    return hers, (last.post_id, last.reactor, last.kind) if last else None


def said(session: Session, viewer: Viewer, hers: Sequence[Hers]) -> list[KindWord]:
    """What these are, in their order: SHOWN of them at most."""
    rows = session.execute(
        select(Post.id, Post.seq, Thread.title, Circle.id.label("circle_id"), Circle.name)
        .add_columns(Circle.visibility)
        .join(Thread, Thread.id == Post.thread_id)
        .join(Circle, Circle.id == Thread.circle_id)
        .where(Post.id.in_({post_id for post_id, _ in hers}))
    )
    known = {row.id: row for row in rows}
    found = []
    for post_id, kind in hers:
        if (row := known.get(post_id)) is not None:
            may_read = circles.may_read(viewer, row.circle_id, row.visibility)
            circle, title = (row.name, row.title) if may_read else (held.SHUT, "")
            found.append(KindWord(circle, title, row.seq, kind))
    return found
