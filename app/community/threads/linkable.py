"""Threads as things that can be linked: seen by whoever finds them in a search, without author."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.community.threads.models import Post
from app.community.threads.searched import Posts
from app.core import keys
from app.core.languages import Sentence
from app.people.linkable import Linked
from app.people.viewer import Viewer

_PATH = re.compile(r"/t/([0-9a-z]{1,13})(/[a-z0-9-]*)?/?")


@dataclass(frozen=True)
class Threads:
    kind: str = "thread"
    label: str = Sentence("A thread")
    is_member: bool = False

    def number(self, session: Session, viewer: Viewer, path: str) -> str | None:
        found = _PATH.fullmatch(path)
        number = found and keys.base32(keys.from_base32(found[1]))
        return number if number and self.shown(session, viewer, [number]) else None

    def shown(
        self, session: Session, viewer: Viewer, numbers: Collection[str]
    ) -> Mapping[str, Linked]:
        wanted = [keys.from_base32(number) for number in numbers]
        openings = select(Post.id, Post.thread_id).where(Post.thread_id.in_(wanted), Post.seq == 1)
        threads = {
            keys.base32(row.id): keys.base32(row.thread_id) for row in session.execute(openings)
        }
        posts = Posts().shown(session, viewer, [*threads], widely=False)
        return {
            threads[post_id]: Linked(shown.title, shown.path, shown.where)
            for post_id, shown in posts.items()
        }
