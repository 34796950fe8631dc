"""A page of a thread: rendered once for everybody, then what is the viewer's is put in.

The template marks the places that depend on who looks. They are found once, when the page is
kept; for each reader only those few places are decided.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from markupsafe import Markup

from app.community.threads.leaves import Leaf, Marks, PostCard, Whose
from app.community.threads.models import ReactionKind
from app.core import keys
from app.core.text import beginning
from app.people.safety import muted_phrases
from app.people.viewer import Viewer
from app.web.folding import UNFOLD, Folding, fold

# Nobody who writes a post can know it, so nothing in a post can look like a mark.
_SECRET = keys.token()
UNREAD = '<li class="unread-mark" id="new">New since you were last here</li>'
_MARK = re.compile(rf"<{_SECRET}:(\w+):(\w*)>")


def _mark(what: str, which: str = "") -> Markup:
    """The placeholder for something that depends on who looks."""
    return Markup(f"<{_SECRET}:{what}:{which}>")  # noqa: S704  # our own words


# Where they stand in the template, in this order: `post` begins one, `by` and `words` are what
# stands in it until `out`; `hers`, `others`, `end` surround its buttons, `foot` is after the last.
MARKS = tuple(map(_mark, ("post", "by", "words", "hers", "others", "end", "out", "foot")))
# Where a reaction says whether it is hers.
PRESSED = {kind: _mark("pressed", kind.name) for kind in ReactionKind}


@dataclass(frozen=True)
class Own:
    """The row of buttons below a post: hers, or anybody else's with her reactions pressed."""

    hers: str
    others: tuple[str, ...]
    kinds: tuple[ReactionKind, ...]
    unpressed: str

    def filled(self, viewer: Viewer, marks: Marks, epoch: str, voice: bytes | None) -> str:
        if marks.whose.is_hers(viewer, voice):
            return self.hers
        if not (marks.reacted and self.kinds):
            return self.unpressed
        me = viewer.me.reactor(marks.post_id, epoch)
        if me not in marks.reactors:
            return self.unpressed
        parts = [self.others[0]]
        for kind, text in zip(self.kinds, self.others[1:], strict=True):
            parts += ["true" if (me, kind) in marks.reacted else "false", text]
        return "".join(parts)


@dataclass(frozen=True)
class RenderedPost:
    """`start` opens the place of a post, `by` says whose it is, `words` what it says, and after
    the buttons `close` ends that; `rest` follows. What was deleted is all `start` and no `own`."""

    seq: int
    start: str
    by: str = ""
    words: str = ""
    own: Own | None = None
    close: str = ""
    rest: str = ""

    @cached_property
    def before(self) -> str:
        """All that stands before the buttons."""
        return self.start + self.by + self.words

    @cached_property
    def after(self) -> str:
        return self.close + self.rest

    @cached_property
    def spoken(self) -> str:
        """The words as muted phrases are looked for in them."""
        return muted_phrases.spoken_html(self.words)


@dataclass(frozen=True)
class RenderedLeaf:
    """`first_words` are those of the opening post, where anybody may be shown them beside a link;
    `weight` is about the bytes it takes in memory."""

    head: str
    posts: tuple[RenderedPost, ...]
    foot: str
    marks: tuple[Marks, ...]
    thread: Whose
    voices: Mapping[bytes, str]
    first_words: str
    weight: int

    @cached_property
    def taken(self) -> frozenset[str]:
        """The pseudonyms that the thread has."""
        return frozenset(self.voices.values())

    def filled(
        self,
        viewer: Viewer,
        thread: tuple[int, str],
        voice: bytes | None,
        first_unread: int,
    ) -> str:
        """The page's posts for this viewer, with the unread line before the first unread one.

        The thread is known by its id and the epoch of its key, `voice` is the viewer's own in it.
        """
        thread_id, epoch = thread
        folding = Folding.of(viewer, thread_id) if viewer.shield else None
        parts = [self.head]
        for post, marks in zip(self.posts, self.marks, strict=True):
            if post.seq == first_unread:
                parts.append(UNREAD)
            if post.own is None:
                parts.append(post.start)
                continue
            own = post.own.filled(viewer, marks, epoch, voice)
            if folding and (why := self._why(folding, post, marks, voice)):
                folded = (fold(why), post.by, post.words, own, post.close, UNFOLD)
                parts += [post.start, *folded, post.rest]
            else:
                parts += [post.before, own, post.after]
        return "".join([*parts, self.foot])

    def _why(self, folding: Folding, post: RenderedPost, marks: Marks, voice: bytes | None) -> str:
        """Why a post is folded, if it is."""
        if marks.whose.is_hers(folding.viewer, voice):
            return ""
        label = self.voices.get(marks.whose.voice, "") if marks.whose.voice else ""
        return folding.why(marks.whose.author_id, label, post.spoken)


def rendered(leaf: Leaf, html: str) -> RenderedLeaf:
    """Find the marks (`MARKS`, `PRESSED`) in the page that the template made of this leaf."""
    pieces = _MARK.split(html)
    steps = list(zip(pieces[1::3], pieces[2::3], pieces[3::3], strict=True))
    foot = steps.pop()[2]
    starts = [i for i, (what, _, _) in enumerate(steps) if what == "post"]
    posts = tuple(
        _post(card.seq, steps[start:end])
        for card, start, end in zip(leaf.cards, starts, [*starts[1:], len(steps)], strict=True)
    )
    reacted = sum(len(marks.reacted) for marks in leaf.marks)
    return RenderedLeaf(
        *(pieces[0], posts, foot, leaf.marks, leaf.thread, leaf.voices),
        _first_words(leaf.cards[0]),
        4 * len(html) + 200 * reacted,
    )


def _first_words(card: PostCard) -> str:
    """Empty where there is no opening post, or it has a content note, or is to end on a day:
    what is shown beside a link stays where it was shown."""
    if not card.is_opening or card.gone or card.content_note or card.ends_on:
        return ""
    return beginning(Markup(card.html).striptags())  # noqa: S704  # to read


def _post(seq: int, steps: list[tuple[str, str, str]]) -> RenderedPost:
    texts = {what: text for what, _, text in steps}
    if "hers" not in texts:
        return RenderedPost(seq, texts["post"])
    others = tuple(t for what, _, t in steps if what in {"others", "pressed"})
    kinds = tuple(ReactionKind[which] for what, which, _ in steps if what == "pressed")
    own = Own(texts["hers"], others, kinds, "false".join(others))
    return RenderedPost(
        seq, texts["post"], texts["by"], texts["words"], own, texts["end"], texts["out"]
    )
