"""Answers to what she wrote without her name: found when she looks, since none were sent to her."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, Select, or_, select, tuple_
from sqlalchemy.orm import Session

from app.community.threads import quoting
from app.community.threads.hers import HerThread
from app.community.threads.leaves import byline_of
from app.community.threads.models import Post, PostState, Thread
from app.community.threads.queries import moment_of
from app.core import text
from app.people.anonymity.bylines import Byline
from app.people.anonymity.models import Voice
from app.people.circles.models import Membership
from app.people.members.models import Member
from app.people.safety import muted_phrases
from app.people.viewer import Viewer

MOST_ANSWERS = 20
MOST_LOOKED_AT = 100


@dataclass(frozen=True)
class Answer:
    """A post that came after hers. `to_her`: it names her pseudonym or quotes her words."""

    post_id: int
    thread: HerThread
    byline: Byline
    excerpt: str
    content_note: str
    at: datetime | date
    to_her: bool
    folded: bool


def to_her(session: Session, viewer: Viewer, found: Sequence[HerThread]) -> list[Answer]:
    """What others wrote in these threads since she read them; first what speaks to her."""
    muted = viewer.shield.threads
    asked = {t.card.id: t for t in found if t.new and t.card.id not in muted}
    if not asked:
        return []
    words = _own_words(session, asked)
    rows = session.execute(_answers(viewer, asked)).all()
    told = [
        _answer(row, asked[row.thread_id], words[row.thread_id])
        for row in rows
        if not _keeps_out(viewer, row)
    ]
    return sorted(told, key=lambda answer: not answer.to_her)[:MOST_ANSWERS]


def _own_words(session: Session, asked: Mapping[int, HerThread]) -> dict[int, str]:
    """Her latest words in each of these threads, as one text without line breaks."""
    places = [(t.card.id, seq) for t in asked.values() for seq in t.posts[-MOST_ANSWERS:]]
    rows = session.execute(
        select(Post.thread_id, Post.body).where(tuple_(Post.thread_id, Post.seq).in_(places))
    )
    words = dict.fromkeys(asked, "")
    for thread_id, body in rows:
        words[thread_id] += f" {quoting.plain(body)}"
    return words


def _keeps_out(viewer: Viewer, row: Row[Any]) -> bool:
    """Whether it is folded for her where it stands."""
    shield = viewer.shield
    if row.author_id in shield.quiet or (row.thread_id, row.label) in shield.voices:
        return True
    return bool(shield.phrases) and shield.minds(muted_phrases.spoken(row.body))


def _answers(viewer: Viewer, asked: Mapping[int, HerThread]) -> Select[*tuple[Any, ...]]:
    unread = or_(*((Post.thread_id == t.card.id) & (Post.seq > t.read) for t in asked.values()))
    return (
        select(
            *(Post.id, Post.thread_id, Post.author_id, Post.body, Post.content_note, Post.advice),
            *(Post.day, Post.at),
            *(Voice.label, Member.handle, Member.name, Member.role),
            Membership.role.label("place"),
        )
        .join(Thread, Thread.id == Post.thread_id)
        .outerjoin(Voice, (Voice.thread_id == Post.thread_id) & (Voice.token == Post.voice))
        .outerjoin(Member, Member.id == Post.author_id)
        .outerjoin(
            Membership,
            (Membership.circle_id == Thread.circle_id) & (Membership.member_id == Post.author_id),
        )
        .where(
            unread,
            Post.state == PostState.SHOWN,
            # Under her own name she may have answered, too.
            Post.author_id.is_distinct_from(viewer.id),
        )
        .order_by(Post.day.desc(), Post.thread_id, Post.seq)
        .limit(MOST_LOOKED_AT)
    )


def _answer(row: Row[Any], thread: HerThread, words: str) -> Answer:
    return Answer(
        row.id,
        thread,
        byline_of(row, row.thread_id),
        text.excerpt(_unquoted(row.body)),
        row.content_note,
        moment_of(row.at, row.day),
        thread.pseudonym.name.lower() in row.body.lower() or _quotes(row.body, words),
        row.advice and thread.card.intent.folds_advice,
    )


def _unquoted(body: str) -> str:
    """What is said beside what is quoted; all of it where it is nothing but a quotation."""
    lines = (line for line in body.split("\n") if not line.lstrip().startswith(">"))
    return "\n".join(lines).strip() or body


def _quotes(body: str, words: str) -> bool:
    return any(line in words for line in quoting.lines(body))
