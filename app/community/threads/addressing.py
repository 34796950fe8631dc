"""Whom a post speaks to: told to those members, as far as they may read it.

Of a voice's post nobody is left out, whoever the voice is: the one who was not told would be known
as its author.
"""

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, aliased

from app.community.threads import quoting
from app.community.threads.events import PostAdded, Reacted
from app.community.threads.models import Post, Thread
from app.core import keys, text
from app.core.events import publish
from app.core.questions import Question
from app.people.circles.models import Circle, Membership, Visibility
from app.people.members import queries as members
from app.people.noted.events import Kind, Noted


class _Said(NamedTuple):
    body: str
    author_id: UUID | None
    opener_id: UUID | None
    circle_id: int
    visibility: Visibility


_opening = aliased(Post)
_SAID = Question(
    select(Post.body, Post.author_id, _opening.author_id, Circle.id, Circle.visibility)
    .join(Thread, Thread.id == Post.thread_id)
    .join(Circle, Circle.id == Thread.circle_id)
    .join(_opening, (_opening.thread_id == Post.thread_id) & (_opening.seq == 1))
    .where(Post.id == bindparam("post")),
    _Said,
)


def tell_addressed(session: Session, event: PostAdded) -> None:
    """Each is told once: that she was spoken to, that she was quoted, that she was answered."""
    said = _SAID.first(session, post=event.post_id)
    if said is None:
        return
    # First what says least: whoever is mentioned in an answer to her is told of the mention.
    told: dict[UUID, Kind] = {}
    if said.opener_id and event.seq > 1:
        told[said.opener_id] = Kind.REPLY
    told |= dict.fromkeys(quoting.authors(session, event.thread_id, said.body), Kind.QUOTE)
    spoken_to = members.ids_of(session, text.mentioned(said.body))
    told |= dict.fromkeys(spoken_to.values(), Kind.MENTION)
    if said.author_id:
        told.pop(said.author_id, None)
    for member_id in _readers(session, said, told):
        veiled = said.author_id is None
        publish(session, _noted(member_id, told[member_id], event.post_id, said, veiled=veiled))


def tell_author(session: Session, event: Reacted) -> None:
    """Somebody has a kind word for what a member wrote under her name."""
    said = _SAID.first(session, post=event.post_id)
    if said is not None and said.author_id:
        publish(session, _noted(said.author_id, Kind.REACTION, event.post_id, said, veiled=True))


def _noted(member_id: UUID, kind: Kind, post_id: int, said: _Said, *, veiled: bool) -> Noted:
    return Noted(
        member_id=member_id,
        kind=kind,
        thing=("post", keys.base32(post_id)),
        circle_id=said.circle_id,
        veiled=veiled,
    )


def _readers(session: Session, said: _Said, told: dict[UUID, Kind]) -> list[UUID]:
    """Those of them who may read it."""
    if said.visibility is not Visibility.PRIVATE or not told:
        return list(told)
    inside = select(Membership.member_id).where(
        Membership.circle_id == said.circle_id, Membership.member_id.in_(told)
    )
    return list(session.scalars(inside))
