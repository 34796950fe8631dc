"""A page of a thread: rendered once for everybody, then what is the viewer's is put in.

The template marks the places that depend on who looks. They are found once, when the page is
kept; for each reader only those few places are decided.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from markupsafe import Markup

from app.community.threads.leaves import Leaf, Marks, PostCard, Whose
from app.community.threads.models import ReactionKind
from app.core import keys
from app.core.text import beginning
from app.people.safety import muted_phrases
from app.people.viewer import Viewer
from app.web.folding import UNFOLD, Folding, fold
from app.web.kit.frames import Frame

UNPRESSED = b"false"
POST_BYTES, REACTION_BYTES = 1000, 200
# Nobody who writes a post can know it, so nothing in a post can look like a mark.
_SECRET = keys.token()
_MARK = re.compile(rf"<{_SECRET}:(\w+):(\w*)>")


def _mark(what: str, which: str = "") -> Markup:
    """The placeholder for something that depends on who looks."""
    return Markup(f"<{_SECRET}:{what}:{which}>")  # noqa: S704  # our own words


# In the order in which the template takes them: `post` begins a post, `by` and `words` what stands
# in it until `out`, and `hers`, `others`, `end` surround its buttons.
MARKS = tuple(map(_mark, ("post", "by", "words", "hers", "others", "end", "out")))
# Between what stands around the posts.
BETWEEN = _mark("between")
# A mark, the kind word that it is about, and what is after it.
Steps = tuple[tuple[str, str, Frame], ...]
# Where a reaction says whether it is hers.
PRESSED = {kind: _mark("pressed", kind.name) for kind in ReactionKind}


@dataclass(frozen=True)
class Reader:
    """Who looks at a page of a thread. `epoch` is that of the thread's key, `voice` her own in it,
    `first_unread` the number of the first post that is new to her, or 0; `said` says words of ours
    in her language."""

    viewer: Viewer
    thread_id: int
    epoch: str
    voice: bytes | None
    first_unread: int
    said: Callable[[str], str]


@dataclass(frozen=True)
class Own:
    """The row of buttons below a post: hers, or anybody else's with her reactions pressed. `at` is
    where it says of each kind that it is not."""

    hers: bytes
    others: bytes
    kinds: tuple[ReactionKind, ...]
    at: tuple[int, ...]

    def filled(self, reader: Reader, marks: Marks) -> bytes:
        if marks.whose.is_hers(reader.viewer, reader.voice):
            return self.hers
        if not (marks.reacted and self.kinds):
            return self.others
        me = reader.viewer.me.reactor(marks.post_id, reader.epoch)
        return self._pressed(me, marks) if me in marks.reactors else self.others

    def _pressed(self, me: bytes, marks: Marks) -> bytes:
        parts, end = [], 0
        for kind, at in zip(self.kinds, self.at, strict=True):
            if (me, kind) in marks.reacted:
                parts += [self.others[end:at], b"true"]
                end = at + len(UNPRESSED)
        return b"".join([*parts, self.others[end:]])


@dataclass(frozen=True)
class RenderedPost:
    """`before` and `after` stand around the buttons: in the first, `by` is where it says whose post
    it is, and `words` where it says what; the second says it until `rest`. What was deleted is all
    `before`, and has no buttons."""

    seq: int
    before: bytes
    own: Own | None = None
    after: bytes = b""
    by: int = 0
    words: int = 0
    rest: int = 0

    @property
    def weight(self) -> int:
        """About the bytes that it takes in memory."""
        own = len(self.own.hers) + len(self.own.others) if self.own else 0
        return POST_BYTES + len(self.before) + own + len(self.after)

    @cached_property
    def spoken(self) -> str:
        """The words as muted phrases are looked for in them."""
        return muted_phrases.spoken_html(self.before[self.words :].decode())

    def before_list(self, start: bytes) -> "RenderedPost":
        """The same, and after it what begins the list of replies."""
        if self.own is None:
            return replace(self, before=self.before + start)
        return replace(self, after=self.after + start)

    def folded(self, why: str, own: bytes) -> tuple[bytes, ...]:
        """With what says whose it is and what it says behind this line."""
        start, inside = self.before[: self.by], self.before[self.by :]
        close, rest = self.after[: self.rest], self.after[self.rest :]
        return (start, fold(why).encode(), inside, own, close, UNFOLD.encode(), rest)


@dataclass(frozen=True)
class RenderedLeaf:
    """`numbers` lead to the other pages; `first_words` are those of the opening post, where anybody
    may be shown them beside a link; `weight` is about the bytes it takes in memory."""

    head: bytes
    unread: bytes
    posts: tuple[RenderedPost, ...]
    foot: bytes
    numbers: bytes
    marks: tuple[Marks, ...]
    thread: Whose
    voices: Mapping[bytes, str]
    first_words: str
    weight: int

    @cached_property
    def taken(self) -> frozenset[str]:
        """The pseudonyms that the thread has."""
        return frozenset(self.voices.values())

    def filled(self, reader: Reader) -> bytes:
        """The page's posts for this reader, with the unread line before the first unread one."""
        viewer = reader.viewer
        folding = Folding.of(viewer, reader.thread_id) if viewer.shield else None
        parts = [self.head]
        for post, marks in zip(self.posts, self.marks, strict=True):
            if post.seq == reader.first_unread:
                parts.append(self.unread)
            if post.own is None:
                parts.append(post.before)
                continue
            own = post.own.filled(reader, marks)
            if folding and (why := self._why(folding, post, marks, reader.voice)):
                parts += post.folded(reader.said(why), own)
            else:
                parts += [post.before, own, post.after]
        return b"".join([*parts, self.foot])

    def _why(self, folding: Folding, post: RenderedPost, marks: Marks, voice: bytes | None) -> str:
        """Why a post is folded, if it is."""
        if marks.whose.is_hers(folding.viewer, voice):
            return ""
        label = self.voices.get(marks.whose.voice, "") if marks.whose.voice else ""
        return folding.why(marks.whose.author_id, label, post.spoken)


def rendered(leaf: Leaf, posts: Sequence[RenderedPost], ends: str) -> RenderedLeaf:
    """The page of these posts. `ends` is how their list begins, the line that may stand before what
    is new, how it ends, and the numbers of the pages, with `BETWEEN` between them."""
    start, unread, foot, numbers = (text.encode() for text in _MARK.split(ends)[::3])
    if leaf.cards[0].is_opening:
        # The list is that of the replies.
        posts, start = [posts[0].before_list(start), *posts[1:]], b""
    reacted = sum(len(marks.reacted) for marks in leaf.marks)
    return RenderedLeaf(
        *(start, unread, tuple(posts), foot, numbers.strip()),
        *(leaf.marks, leaf.thread, leaf.voices),
        _first_words(leaf.cards[0]),
        sum(post.weight for post in posts) + REACTION_BYTES * reacted,
    )


def _first_words(card: PostCard) -> str:
    """Empty where there is no opening post, or it has a content note, or is to end on a day:
    what is shown beside a link stays where it was shown."""
    if not card.is_opening or card.gone or card.content_note or card.ends_on:
        return ""
    return beginning(Markup(card.html).striptags())  # noqa: S704  # to read


def steps_of(html: str) -> Steps:
    """Find the marks (`MARKS`, `PRESSED`) in what the template made of a post with holes."""
    pieces = _MARK.split(html)[1:]
    frames = map(Frame.of, pieces[2::3])
    return tuple(zip(pieces[::3], pieces[1::3], frames, strict=True))


def rendered_post(seq: int, steps: Steps, values: Mapping[str, object]) -> RenderedPost:
    """With what this post says in the holes."""
    filled = [(what, kind, frame.filled(values)) for what, kind, frame in steps]
    texts = {what: text for what, _, text in filled}
    if "hers" not in texts:
        return RenderedPost(seq, texts["post"])
    start, by, words, close = texts["post"], texts["by"], texts["words"], texts["end"]
    others, kinds, at = texts["others"], [], []
    for what, kind, text in filled:
        if what == "pressed":
            kinds.append(ReactionKind[kind])
            at.append(len(others))
            others += UNPRESSED + text
    own = Own(texts["hers"], others, tuple(kinds), tuple(at))
    after, passages = close + texts["out"], (len(start), len(start) + len(by), len(close))
    return RenderedPost(seq, start + by + words, own, after, *passages)
