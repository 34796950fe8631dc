"""Destroying the words of voices that leave, on days of chance.

A row for each post that is to go would appear on the day on which somebody closed her account and
vanish with the post, and two copies of the database would join the three. So there is one row,
of one size, sealed anew at every closing and every day, whether or not anything has changed.
"""

import json
from collections.abc import Iterable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.community.threads import destruction, hers
from app.community.threads.models import Post, PostState, RemovalQueue, Thread
from app.core import clock, keys
from app.core.keys import Broken, Keyring, Seal
from app.people.viewer import Viewer

DAYS = 13  # the last of them before the account itself is gone
STEP = 16 * 1024
_NAME = "anonymous"


def found(session: Session, viewer: Viewer) -> list[int]:
    """All that she wrote without her name, by its numbers. Every voice there is is asked, which
    may take seconds: to be done before anything is changed, so that nobody waits for it."""
    return [post.id for post in hers.posts(session, hers.everywhere(session, viewer))]


def ask(session: Session, ring: Keyring, posts: Iterable[int]) -> None:
    """Have these posts of hers destroyed before her account is gone.

    It seals the queue anew also for none: only she knows which she chose.
    """
    queue = _open(session, ring)
    for post_id in posts:
        queue[post_id] = clock.today().toordinal() + 1 + keys.random_id() % DAYS
    _close(session, ring, queue)


def withdraw(session: Session, ring: Keyring, viewer: Viewer) -> None:
    """She stays: what has not been destroyed yet is kept."""
    queue = _open(session, ring)
    rows = session.execute(
        select(Post.id, Post.thread_id, Post.voice, Thread.key_epoch)
        .join(Thread, Thread.id == Post.thread_id)
        .where(Post.id.in_(queue), Post.voice.is_not(None))
    )
    for row in rows:
        if viewer.me.is_voice(row.voice, row.thread_id, row.key_epoch):
            del queue[row.id]
    _close(session, ring, queue)


def carry_out(session: Session, ring: Keyring) -> None:
    """Destroy what is due by now; once a day."""
    queue = _open(session, ring)
    today = clock.today().toordinal()
    due = [post_id for post_id, day in queue.items() if day <= today]
    if due:
        destruction.destroy(session, Post.id.in_(due), PostState.DELETED)
    _close(session, ring, {p: day for p, day in queue.items() if day > today})


def _open(session: Session, ring: Keyring) -> dict[int, int]:
    """The day for each post, by its number; the row is locked."""
    row = session.get(RemovalQueue, _NAME, with_for_update=True)
    try:
        return dict(json.loads(_seal(ring).open(row.sealed))) if row else {}
    except Broken:
        return {}


def _close(session: Session, ring: Keyring, queue: Mapping[int, int]) -> None:
    said = json.dumps(list(queue.items())).encode()
    sealed = _seal(ring).close(keys.padded(said, STEP))
    session.merge(RemovalQueue(name=_NAME, sealed=sealed))


def _seal(ring: Keyring) -> Seal:
    return ring.seal("removals/v1")
