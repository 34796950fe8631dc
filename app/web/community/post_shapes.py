"""A post as everybody sees it.

The template is run once for each shape that a post can have, with holes for what a post says: to
fill them takes a third of the time, and a page has twenty posts.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from app.community.threads.leaves import PostCard
from app.community.threads.models import Intent, ReactionKind
from app.core.text import trusted
from app.web.community import reading
from app.web.community.reading import RenderedPost, Steps
from app.web.kit.addresses import url
from app.web.kit.filters import Speech
from app.web.kit.frames import hole
from app.web.kit.kept import Kept
from app.web.kit.page import PageMaker

TEMPLATE = "community/threads/_post.html"
SHAPES_BYTES = 1024 * 1024


@dataclass(frozen=True)
class Shape:
    """What decides how a post is shown. `open`: kind words may be said; `told` stands where the
    words stood; `list`: there is one among the words; `kinds` have been said; the last four are
    those of the byline."""

    intent: Intent
    open: bool
    opening: bool
    told: str
    by_opener: bool
    advice: bool
    note: bool
    list: bool
    edited: bool
    ends: bool
    kinds: tuple[ReactionKind, ...]
    anonymous: bool
    linked: bool
    toned: bool
    tag: str

    @property
    def folded(self) -> bool:
        return self.advice and self.intent.folds_advice


def _shape(card: PostCard, intent: Intent, *, may_react: bool) -> Shape:
    byline = card.byline
    return Shape(
        intent=intent,
        open=may_react,
        opening=card.is_opening,
        told=card.told if card.gone else "",
        by_opener=card.by_opener,
        advice=card.advice,
        note=bool(card.content_note),
        list="<li>" in card.html,
        edited=card.edited is not None,
        ends=card.ends_on is not None,
        kinds=tuple(card.counts),
        anonymous=byline.anonymous,
        linked=bool(byline.handle),
        toned=bool(byline.tone),
        tag=byline.tag,
    )


class Shapes:
    """The template's answers, one for each shape that was shown."""

    def __init__(self) -> None:
        self._kept: Kept[Steps] = Kept(_weight, SHAPES_BYTES)

    def rendered(
        self, page: PageMaker, card: PostCard, intent: Intent, *, may_react: bool
    ) -> RenderedPost:
        """The post, ready to be filled for a reader. `intent` is the thread's."""
        shape = _shape(card, intent, may_react=may_react)
        values = _values(card, page.templates.speech)
        steps = self._kept.get((shape, page.look), lambda: _steps(page, shape, values))
        return reading.rendered_post(card.seq, steps, values)


def _weight(steps: Steps) -> int:
    return sum(frame.weight + 100 for _, _, frame in steps)


def _steps(page: PageMaker, shape: Shape, values: Iterable[str]) -> Steps:
    html = page.part(
        TEMPLATE,
        post=shape,
        kinds=list(ReactionKind),
        counts={kind: hole(kind.name) for kind in shape.kinds},
        marks=reading.MARKS,
        pressed=reading.PRESSED,
        **{name: hole(name) for name in values},
    )
    return reading.steps_of(html)


def _values(card: PostCard, speech: Speech) -> dict[str, object]:
    """What may stand in the holes of any shape that this post can have."""
    byline, at = card.byline, speech.when(card.at)
    return {
        "seq": str(card.seq).encode(),
        "reply": str(card.seq - 1).encode(),
        "name": byline.name,
        "initial": byline.initial,
        "tone": byline.tone,
        "quilt": byline.quilt,
        # A minute is also told to the script, which puts it into her own zone; a day is the same
        # everywhere.
        "at": at.striptags() if byline.anonymous else at,
        "edited": speech.when(card.edited) if card.edited else "",
        "content_note": card.content_note,
        "html": trusted(card.html).encode(),
        "ends_on": speech.when(card.ends_on) if card.ends_on else "",
        "member": url("member", handle=byline.handle) if byline.handle else "",
        "history": url("post_history", post_id=card.id) if card.edited else "",
        "edit": url("edit_post", post_id=card.id),
        "delete": url("delete_post", post_id=card.id),
        "finding_out": url("finding_out", post_id=card.id) if byline.anonymous else "",
        **{kind.name: n for kind, n in card.counts.items()},
    }
