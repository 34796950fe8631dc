"""What a post said from one day to the next."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.community.threads import queries
from app.community.threads.models import Post, PostState, Revision
from app.community.threads.queries import ThreadHead
from app.core import versions
from app.core.errors import NotFound
from app.people.viewer import Viewer


@dataclass(frozen=True)
class Version:
    """What a post said from one day on; `title` only for an opening post. Advice that nobody asked
    for is `folded`, as in its thread."""

    day: date
    html: str
    title: str
    content_note: str
    current: bool
    folded: bool


def mark(post: Post, title: str) -> str:
    """What stands in a form that changes the post, so that it is known when it is sent whether the
    words are still those that she saw: 16 hexadecimal digits, others for other words."""
    return versions.mark(post.body, post.content_note, title if post.seq == 1 else "")


def of_post(session: Session, viewer: Viewer, post_id: int) -> tuple[list[Version], ThreadHead]:
    """What the post says and said, newest first. Raises NotFound for one that is gone."""
    found, thread = queries.post(session, viewer, post_id)
    if found.state is not PostState.SHOWN:
        raise NotFound
    is_opening = found.seq == 1
    folded = found.advice and thread.intent.folds_advice
    now = Version(
        found.edited_day or found.day,
        found.html,
        thread.title if is_opening else "",
        found.content_note,
        current=True,
        folded=folded,
    )
    older = session.scalars(
        select(Revision).where(Revision.post_id == post_id).order_by(Revision.n.desc())
    )
    past = [
        Version(r.day, r.html, r.title, r.content_note, current=False, folded=folded) for r in older
    ]
    return [now, *past], thread
