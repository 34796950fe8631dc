"""What a bookmark shows: the post as she may read it now, and her note in any case."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from app.community.threads import bookmarked
from app.community.threads.bookmarked import Marked
from app.community.threads.bookmarks import Entry
from app.core import text
from app.core.languages import Sentence
from app.people.anonymity.bylines import Byline
from app.people.safety.muted_phrases import spoken_html
from app.people.viewer import Viewer
from app.web import folding
from app.web.folding import Folding
from app.web.kit.addresses import url
from app.web.kit.asking import InTransaction

MUTED_THREAD = Sentence("A thread you have muted")


@dataclass(frozen=True)
class Row:
    """A bookmark with its post; without one, all of that is empty. `why` says why the post is
    folded for her, `excerpt` is empty where it has a content note."""

    post_id: int
    note: str
    kept: date
    path: str = ""
    title: str = ""
    reply: int = 0
    byline: Byline | None = None
    circle: str = ""
    excerpt: str = ""
    content_note: str = ""
    why: str = ""


def rows(session: InTransaction, viewer: Viewer, entries: Iterable[Entry]) -> list[Row]:
    """A row for each of her bookmarks, in this order."""
    found = bookmarked.posts(session, viewer, [entry.words.post_id for entry in entries])
    return [_row(viewer, entry, found.get(entry.words.post_id)) for entry in entries]


def _row(viewer: Viewer, entry: Entry, post: Marked | None) -> Row:
    words = entry.words
    if post is None:
        return Row(words.post_id, words.note, entry.kept)
    return Row(
        words.post_id,
        words.note,
        entry.kept,
        url("post", post_id=post.post_id),
        post.title,
        post.seq - 1,
        post.byline,
        post.circle,
        "" if post.content_note else _excerpt(post.html),
        post.content_note,
        _why(viewer, post),
    )


def _excerpt(html: str) -> str:
    return text.beginning(Markup(html).striptags())  # noqa: S704  # to read


def _why(viewer: Viewer, post: Marked) -> str:
    """Why she would rather not read it, by her own list and by nothing else."""
    if not viewer.shield:
        return ""
    if post.thread_id in viewer.shield.threads:
        return MUTED_THREAD
    return _why_post(viewer, post) or folding.heading(viewer, post.opener_id, post.title)


def _why_post(viewer: Viewer, post: Marked) -> str:
    epoch = post.key_epoch
    voice = viewer.me.voice(post.thread_id, epoch) if viewer.me.remembers(epoch) else None
    if post.whose.is_hers(viewer, voice):
        return ""
    label = post.byline.name if post.byline.anonymous else ""
    spoken = spoken_html(f"{post.html} {post.content_note}")
    return Folding.of(viewer, post.thread_id).why(post.whose.author_id, label, spoken)
