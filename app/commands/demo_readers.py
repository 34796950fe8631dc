"""What members of the demo follow, have read and have bookmarked."""

import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.community.threads import bookmarks
from app.community.threads.models import Post, Thread
from app.people.anonymity.bundles import Bundle
from app.people.circles.models import Circle
from app.people.house import House
from app.people.members import sessions
from app.people.members.models import Member
from app.people.recognition import recognise
from app.people.viewer import Viewer


@dataclass
class _Follows:
    """What she follows in one circle: up to which post she has read each thread. `bump` is the
    circle's counter of posts."""

    bump: int
    read: dict[int, int] = field(default_factory=dict)
    unread: int = 0

    def note(self, hers: Bundle) -> None:
        hers.begin(self.bump)
        hers.seen -= self.unread
        for thread_id, seq in self.read.items():
            hers.mark(thread_id, seq)
            hers.switch(thread_id)


def fill(session: Session, house: House, people: Mapping[str, UUID], file: Path) -> None:
    """What the file says of these people, who are named there by their handles; and each follows
    the threads in which she writes under her name. It is in memory until the house is flushed."""
    said = {entry["handle"]: entry for entry in tomllib.loads(file.read_text())["reader"]}
    threads = {row.title: row for row in session.scalars(select(Thread))}
    bumps = {row.id: row.bump for row in session.execute(select(Circle.id, Circle.bump))}
    for handle, member_id in people.items():
        viewer = _viewer(session, house, member_id)
        entry = said.get(handle, {})
        hers = session.scalars(select(Post.thread_id).where(Post.author_id == member_id)).all()
        follows = _by_circle(_followed(threads, hers, entry), bumps)
        _follow(session, house, viewer, follows)
        for one in entry.get("bookmarks", []):
            post = _post(session, threads[one["thread"]], one["post"])
            bookmarks.keep(session, viewer, house.ring, post, one.get("note", ""))


def _viewer(session: Session, house: House, member_id: UUID) -> Viewer:
    """As she is in a request of her own: by a session, which ends at once."""
    token = sessions.start(session, house.ring, session.get_one(Member, member_id))
    session.flush()
    viewer = recognise(session, house.ring, token)
    sessions.end(session, viewer.session_h)
    return viewer


def _followed(
    threads: Mapping[str, Thread], hers: Collection[int], entry: Mapping[str, Any]
) -> list[tuple[Thread, int]]:
    """Each with how much of it is unread; `hers` are those in which she writes."""
    unread = {one["thread"]: one["unread"] for one in entry.get("follows", [])}
    return [
        (thread, unread.get(title, 0))
        for title, thread in threads.items()
        if title in unread or thread.id in hers
    ]


def _by_circle(
    followed: Iterable[tuple[Thread, int]], bumps: Mapping[int, int]
) -> dict[int, _Follows]:
    found: dict[int, _Follows] = {}
    for thread, unread in followed:
        there = found.setdefault(thread.circle_id, _Follows(bumps[thread.circle_id]))
        there.read[thread.id] = thread.nseq - unread
        there.unread += unread
    return found


def _follow(
    session: Session, house: House, viewer: Viewer, circles: Mapping[int, _Follows]
) -> None:
    owners = {viewer.me.bundle(circle_id): there for circle_id, there in circles.items()}
    held = house.shelf.take(session, owners)
    for owner, there in owners.items():
        house.shelf.change(owner, held[owner], there.note)


def _post(session: Session, thread: Thread, seq: int) -> int:
    wanted = select(Post.id).where(Post.thread_id == thread.id, Post.seq == seq)
    return session.execute(wanted).scalar_one()
