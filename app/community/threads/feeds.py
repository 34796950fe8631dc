"""The newest threads of a circle, as a feed tells them to whoever asks.

A feed says no more of a time than the thread does. Within a day, what bears a name stands in the
order of its minutes; what a pseudonym wrote comes after that, in the order of its titles.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app.community.threads.leaves import byline_of
from app.community.threads.models import Intent, Post, PostState, Thread
from app.community.threads.queries import moment_of
from app.people.anonymity.models import Voice
from app.people.circles.models import Membership
from app.people.members.models import Member

SHOWN = 25
# More are looked at, so that on a busy day titles decide among pseudonyms and not who came first.
LOOKED_AT = 2 * SHOWN


@dataclass(frozen=True)
class Item:
    """A thread in a feed. `html` is what its opening post says, or nothing where that has a content
    note, or is to end on a day: a feed is kept elsewhere."""

    id: int
    slug: str
    title: str
    intent: Intent
    author: str
    published: datetime | date
    edited: date | None
    html: str
    content_note: str

    @property
    def updated(self) -> datetime | date:
        day = self.published.date() if isinstance(self.published, datetime) else self.published
        return self.edited if self.edited and self.edited > day else self.published


def newest(session: Session, circle_id: int) -> list[Item]:
    """Those whose opening post stands, the newest first."""
    rows = session.execute(_NEWEST, {"circle": circle_id}).all()
    return [_item(row) for row in sorted(rows, key=_order, reverse=True)[:SHOWN]]


def _order(row: Any) -> tuple[date, bool, datetime | None, str, int]:
    return row.day, row.at is not None, row.at, row.title, row.id


def _item(row: Any) -> Item:
    return Item(
        row.id,
        row.slug,
        row.title,
        row.intent,
        byline_of(row, row.id).name,
        moment_of(row.at, row.day),
        row.edited_day,
        "" if row.content_note or row.ends_on else row.html,
        row.content_note,
    )


_NEWEST = (
    select(Thread.id, Thread.slug, Thread.title, Thread.intent, Post.day, Post.at)
    .add_columns(Post.html, Post.content_note, Post.edited_day, Post.ends_on)
    .add_columns(Voice.label, Member.handle, Member.name, Member.role)
    .add_columns(Membership.role.label("place"))
    .join(Post, (Post.thread_id == Thread.id) & (Post.seq == 1))
    .outerjoin(Voice, (Voice.thread_id == Thread.id) & (Voice.token == Post.voice))
    .outerjoin(Member, Member.id == Post.author_id)
    .outerjoin(
        Membership,
        (Membership.circle_id == Thread.circle_id) & (Membership.member_id == Post.author_id),
    )
    .where(
        Thread.circle_id == bindparam("circle"),
        Thread.hidden.is_(False),
        Post.state == PostState.SHOWN,
    )
    .order_by(Thread.opened.desc())
    .limit(LOOKED_AT)
)
