"""Posts and threads as things that can be reported and decided about."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session

from app.community.threads import destruction, leaves, owners, posting, queries
from app.community.threads.events import PostsChanged, ThreadMoved
from app.community.threads.leaves import PostCard
from app.community.threads.models import STANDING, TAKEN_DOWN, Post, PostState, Revision, Thread
from app.community.threads.owners import OWNERS
from app.core import clock, keys, text
from app.core.errors import Invalid, NotFound
from app.core.events import publish
from app.core.languages import Sentence
from app.core.questions import spread
from app.people.circles.models import Circle
from app.people.subjects import Deed, Found, Given, Owner, Seen, SubjectRef, Words
from app.people.viewer import Viewer

CONTEXT, WIDE = 2, 20
_TAKES_DOWN = {Deed.HIDE: PostState.HIDDEN, Deed.REMOVE: PostState.REMOVED}


@dataclass(frozen=True)
class Posts:
    """One post of a thread, the opening one included; its thread stays."""

    kind: str = "post"
    can: Collection[Deed] = (Deed.NOTE, Deed.REDACT, Deed.HIDE, Deed.REMOVE)

    def find(self, session: Session, viewer: Viewer, id: str) -> Found:
        post, thread = queries.post(session, viewer, keys.from_base32(id))
        if post.state is not PostState.SHOWN or thread.hidden:
            raise NotFound
        (found,) = self.known(session, [id]).values()
        return found

    def look(self, session: Session, id: str) -> Seen | None:
        row = session.execute(_SEEN.where(Post.id == keys.from_base32(id))).first()
        if row is None:
            return None
        cards = leaves.around(session, row.thread_id, row.seq, CONTEXT)
        return Seen(
            self._found(row),
            next(words(card) for card in cards if card.seq == row.seq),
            tuple(words(card) for card in cards if card.seq < row.seq),
            tuple(words(card) for card in cards if card.seq > row.seq),
            row.body,
            row.title if row.seq == 1 else "",
            row.locked,
            mend=_mend(row.post_id, row.state),
        )

    def known(self, session: Session, ids: Collection[str]) -> Mapping[str, Found]:
        wanted = spread("id", [*map(keys.from_base32, ids)])
        there = owners.of_posts(len(wanted), self._found).all(session, **wanted)
        return {found.ref.id: found for found in there}

    def do(self, session: Session, id: str, deed: Deed, given: Given) -> str:
        post, thread = _post_rows(session, id)
        before = json.dumps([post.state, post.content_note])
        if post.state not in STANDING:
            return before
        if deed is Deed.NOTE:
            if not given.content_note:
                raise Invalid("content_note", "Say what it mentions, in a few words.")
            post.content_note = given.content_note
        elif deed is Deed.REDACT:
            _redact(session, post, thread, given)
        else:
            _set_state(post, thread, _TAKES_DOWN[deed])
        _tell(session, thread, post)
        return before

    def undo(self, session: Session, id: str, deed: Deed, before: str) -> None:
        post, thread = _post_rows(session, id)
        state, note = json.loads(before)
        if deed is Deed.NOTE:
            post.content_note = note
        else:
            # It was hidden with its whole thread, which has been put back since.
            alone = post.seq == 1 and not thread.hidden
            _set_state(post, thread, PostState.SHOWN if alone else PostState(state))
        _tell(session, thread, post)

    def destroy(self, session: Session, ids: Collection[str]) -> None:
        _destroy(session, Post.id.in_(map(keys.from_base32, ids)))

    def _found(self, row: Any) -> Found:
        ref = SubjectRef(self.kind, keys.base32(row.post_id))
        opening = Sentence("the opening post")
        what = opening if row.seq == 1 else Sentence("reply {n}", n=row.seq - 1)
        return _found(row, ref, what, f"/p/{ref.id}", down=row.state in TAKEN_DOWN)


@dataclass(frozen=True)
class Threads:
    """A thread as a whole: what its opening post says, and that it is there."""

    kind: str = "thread"
    can: Collection[Deed] = (Deed.HIDE, Deed.REMOVE, Deed.LOCK, Deed.MOVE)

    def find(self, session: Session, viewer: Viewer, id: str) -> Found:
        queries.head(session, viewer, keys.from_base32(id))
        (found,) = self.known(session, [id]).values()
        return found

    def look(self, session: Session, id: str) -> Seen | None:
        wanted = Thread.id == keys.from_base32(id)
        row = session.execute(_SEEN.where(wanted, Post.seq == 1)).first()
        if row is None:
            return None
        opening, *after = leaves.around(session, row.thread_id, 1, CONTEXT)
        return Seen(
            self._found(row),
            words(opening),
            after=tuple(words(card) for card in after),
            text=row.body,
            heading=row.title,
            locked=row.locked,
            mend=_mend(row.post_id, row.state),
        )

    def known(self, session: Session, ids: Collection[str]) -> Mapping[str, Found]:
        wanted = Thread.id.in_(map(keys.from_base32, ids))
        rows = session.execute(OWNERS.where(wanted, Post.seq == 1))
        return {found.ref.id: found for found in map(self._found, rows)}

    def do(self, session: Session, id: str, deed: Deed, given: Given) -> str:
        thread, opening = _rows(session, id)
        before = json.dumps([opening.state, thread.hidden, thread.locked, thread.circle_id])
        if deed is Deed.LOCK:
            thread.locked = True
        elif deed is Deed.MOVE:
            _move(session, thread, _circle(session, given.circle).id)
        else:
            thread.hidden = True
            _set_state(opening, thread, _TAKES_DOWN[deed])
        _tell(session, thread, opening)
        return before

    def undo(self, session: Session, id: str, deed: Deed, before: str) -> None:
        thread, opening = _rows(session, id)
        state, hidden, locked, circle_id = json.loads(before)
        if deed is Deed.LOCK:
            thread.locked = locked
        elif deed is Deed.MOVE:
            _move(session, thread, circle_id)
        else:
            thread.hidden = hidden
            # Otherwise it was decided about by itself since, or shown again.
            if opening.state is _TAKES_DOWN[deed]:
                _set_state(opening, thread, PostState(state))
        _tell(session, thread, opening)

    def destroy(self, session: Session, ids: Collection[str]) -> None:
        """What its author said; others' replies were never judged."""
        _destroy(session, Post.thread_id.in_(map(keys.from_base32, ids)) & (Post.seq == 1))

    def _found(self, row: Any) -> Found:
        ref = SubjectRef(self.kind, keys.base32(row.thread_id))
        return _found(row, ref, Sentence("the thread"), f"/t/{ref.id}/{row.slug}")


def words(card: PostCard) -> Words:
    """A post as moderators see it."""
    html = "" if card.state in {PostState.DELETED, PostState.ENDED} else card.html
    day = card.at.date() if isinstance(card.at, datetime) else card.at
    shown = (card.content_note, card.state, card.told, card.advice)
    return Words(card.byline, text.trusted(html), day, *shown)


_SEEN = OWNERS.add_columns(Post.body, Thread.locked)


def _found(row: Any, ref: SubjectRef, what: str, path: str, *, down: bool = False) -> Found:
    owner = Owner(row.author_id, row.thread_id, row.voice, row.key_epoch)
    wide = row.pinned or row.nseq >= WIDE
    is_open = not (row.hidden or down)
    return Found(ref, what, row.title, path, row.circle_id, owner, wide, is_open)


def _post_rows(session: Session, id: str) -> tuple[Post, Thread]:
    """The thread's first, as whoever changes one of its posts: neither waits for the other."""
    here = select(Post.thread_id).where(Post.id == keys.from_base32(id))
    thread = session.get_one(Thread, session.scalars(here).one(), with_for_update=True)
    return session.get_one(Post, keys.from_base32(id), with_for_update=True), thread


def _rows(session: Session, id: str) -> tuple[Thread, Post]:
    thread = session.get_one(Thread, keys.from_base32(id), with_for_update=True)
    opening = select(Post).where(Post.thread_id == thread.id, Post.seq == 1).with_for_update()
    return thread, session.scalars(opening).one()


def _mend(post_id: int, state: PostState) -> str:
    return f"/p/{keys.base32(post_id)}/edit" if state is PostState.HIDDEN else ""


def _destroy(session: Session, which: ColumnElement[bool]) -> None:
    destruction.destroy(session, which & Post.state.in_(TAKEN_DOWN), PostState.REMOVED)


def _set_state(post: Post, thread: Thread, state: PostState) -> None:
    """Nothing happens to what its author has taken back meanwhile."""
    if post.state not in STANDING:
        return
    if post.seq > 1:
        thread.replies += (state is PostState.SHOWN) - (post.state is PostState.SHOWN)
    post.state = state


def _tell(session: Session, thread: Thread, post: Post) -> None:
    """Readers see something else from now on."""
    thread.version += 1
    publish(session, PostsChanged(thread_id=thread.id, post_ids=(post.id,)))


def _redact(session: Session, post: Post, thread: Thread, given: Given) -> None:
    """Other words for those that are destroyed, with everything that the post once said."""
    if not given.words.strip():
        raise Invalid("words", "Please leave something of what she said, or remove it.")
    if post.seq == 1 and not given.heading.strip():
        raise Invalid("heading", "A thread needs a title.")
    post.body, post.html = given.words, posting.rendered(session, given.words)
    post.edited_day = clock.today()
    if post.seq == 1:
        thread.title, thread.slug = given.heading, text.slug(given.heading)
    session.execute(delete(Revision).where(Revision.post_id == post.id))


def _circle(session: Session, slug: str) -> Circle:
    found = session.scalar(select(Circle).where(Circle.slug == slug))
    if found is None:
        raise Invalid("circle", "There is no such circle.")
    return found


def _move(session: Session, thread: Thread, circle_id: int) -> None:
    """To the top of another circle's list, whose counter orders it from now on."""
    circle = session.get_one(Circle, circle_id, with_for_update=True)
    circle.bump += 1
    thread.circle_id, thread.opened, thread.bump = circle.id, circle.bump, circle.bump
    publish(session, ThreadMoved(thread_id=thread.id, circle_id=circle.id))
