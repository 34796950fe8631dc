"""Held posts as things that moderators decide about: published, or refused."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.community.threads import held, leaves, posting, queries
from app.community.threads.held_models import HeldPost
from app.community.threads.models import Thread
from app.community.threads.subjects import CONTEXT, Posts, words
from app.core import keys, text
from app.core.errors import NotAllowed, NotFound
from app.core.languages import Sentence
from app.people.anonymity import bylines, labels
from app.people.anonymity.bylines import Byline
from app.people.anonymity.models import Voice
from app.people.circles.models import Circle
from app.people.members.models import Member
from app.people.members.queries import tone_of
from app.people.subjects import Deed, Found, Given, Owner, Seen, SubjectRef, Words
from app.people.viewer import Viewer

_POSTS = Posts()
_HELD = (
    select(HeldPost, Thread.title.label("thread_title"), Thread.hidden, Circle.slug)
    .join(Circle, Circle.id == HeldPost.circle_id)
    .outerjoin(Thread, Thread.id == HeldPost.thread_id)
)


@dataclass(frozen=True)
class HeldPosts:
    """What has been published is the post of the same id from then on."""

    kind: str = "held"
    can: Collection[Deed] = (Deed.KEEP, Deed.REMOVE)

    def find(self, _session: Session, _viewer: Viewer, _id: str) -> Found:
        """Nobody can report what only its author sees."""
        raise NotFound

    def look(self, session: Session, id: str) -> Seen | None:
        """Where it would stand: after the last posts of its thread."""
        row = session.execute(_HELD.where(HeldPost.id == keys.from_base32(id))).first()
        if row is None:
            seen = _POSTS.look(session, id)
            return seen and replace(seen, found=self._renamed(seen.found))
        one: HeldPost = row.HeldPost
        before = []
        if row.thread_title:
            thread = queries.head_for_staff(session, one.thread_id)
            before = leaves.around(session, thread.id, thread.nseq, CONTEXT - 1)
        html = text.trusted(posting.rendered(session, one.body))
        return Seen(
            self._found(row),
            Words(_byline(session, one), html, one.day, one.content_note, advice=one.advice),
            tuple(words(card) for card in before),
            text=one.body,
            heading=one.title,
        )

    def known(self, session: Session, ids: Collection[str]) -> Mapping[str, Found]:
        rows = session.execute(_HELD.where(HeldPost.id.in_(map(keys.from_base32, ids))))
        found = {keys.base32(row.HeldPost.id): self._found(row) for row in rows}
        if published := set(ids) - found.keys():
            posts = _POSTS.known(session, published)
            found |= {post_id: self._renamed(post) for post_id, post in posts.items()}
        return found

    def do(self, session: Session, id: str, deed: Deed, _given: Given) -> str:
        """Nothing is left to do about what its author has taken back."""
        row = session.get(HeldPost, keys.from_base32(id), with_for_update=True)
        if row is not None:
            if deed is Deed.KEEP:
                held.publish(session, row)
            else:
                held.refuse(row)
                return "refused"
        return ""

    def undo(self, session: Session, id: str, _deed: Deed, _before: str) -> None:
        """What was refused is published after all."""
        row = session.get(HeldPost, keys.from_base32(id), with_for_update=True)
        if row is None:
            raise NotAllowed("Its author has taken it back, or its words have been destroyed.")
        held.publish(session, row)

    def destroy(self, session: Session, ids: Collection[str]) -> None:
        """What was refused; its author has it no longer, either."""
        gone = HeldPost.id.in_(map(keys.from_base32, ids))
        session.execute(delete(HeldPost).where(gone, HeldPost.kept_until.is_not(None)))

    def _found(self, row: Any) -> Found:
        one: HeldPost = row.HeldPost
        ref = SubjectRef(self.kind, keys.base32(one.id))
        owner = Owner(one.author_id, one.thread_id, one.voice, one.key_epoch)
        if one.intent:
            name, path = Sentence("a new thread, not yet published"), f"/c/{row.slug}"
        else:
            name, path = Sentence("a reply, not yet published"), f"/t/{keys.base32(one.thread_id)}"
        is_open = bool(one.intent) or row.hidden is False
        title = one.title or row.thread_title or Sentence("A thread that is no longer there")
        return Found(ref, name, title, path, one.circle_id, owner, open=is_open)

    def _renamed(self, post: Found) -> Found:
        return replace(post, ref=SubjectRef(self.kind, post.ref.id))


def _byline(session: Session, one: HeldPost) -> Byline:
    """The name it would bear."""
    if one.voice is None:
        member = session.get_one(Member, one.author_id)
        return bylines.named(member.handle, member.name, tone_of(member.handle))
    spoken = session.execute(
        select(Voice.token, Voice.label).where(Voice.thread_id == one.thread_id)
    )
    taken = {row.token: row.label for row in spoken}
    label = taken.get(one.voice) or labels.fitting(one.voice, set(taken.values()))
    return bylines.pseudonym(label, one.thread_id)
