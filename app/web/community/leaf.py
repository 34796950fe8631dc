"""The rendered pages of threads that this process keeps, and how one is made."""

from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends, Request

from app.community.threads import leaves, policy
from app.community.threads.queries import ThreadHead
from app.web.community import reading
from app.web.community.post_shapes import Shapes
from app.web.community.reading import RenderedLeaf
from app.web.kit.asking import InTransaction
from app.web.kit.kept import Kept
from app.web.kit.packing import FinishedPage
from app.web.kit.page import PageMaker

NEIGHBOURS = 2


@dataclass(frozen=True)
class Numbered:
    """A link to one page of a thread; `after` is None for a gap."""

    number: int
    after: int | None
    current: bool


@dataclass
class Leaves:
    """`posts` holds leaves for members, `finished` whole pages for visitors, `shapes` what leaves
    are made of."""

    posts: Kept[RenderedLeaf] = field(default_factory=lambda: Kept(lambda leaf: leaf.weight))
    finished: Kept[FinishedPage] = field(
        default_factory=lambda: Kept(lambda html: len(html.body) * 3 // 2)
    )
    shapes: Shapes = field(default_factory=Shapes)

    def leaf(
        self, session: InTransaction, page: PageMaker, thread: ThreadHead, after: int
    ) -> RenderedLeaf:
        """Raises NotFound where the thread has no such page."""
        viewer, intent = page.visit.viewer, thread.intent
        may_react = bool(policy.may_say_kind_words(viewer, thread.circle_id, thread.key_epoch))

        def make() -> RenderedLeaf:
            leaf = leaves.leaf(session, thread, after)
            ends = page.part(
                "community/threads/_leaf_ends.html",
                first=leaf.cards[0].seq,
                replies=thread.replies,
                pages=numbered(thread, after),
                between=reading.BETWEEN,
            )
            posts = [
                self.shapes.rendered(page, card, intent, may_react=may_react) for card in leaf.cards
            ]
            return reading.rendered(leaf, posts, ends)

        key = (thread.id, thread.version, after, may_react, page.look)
        return self.posts.get(key, make)


def numbered(thread: ThreadHead, after: int) -> list[Numbered]:
    """The pages of a thread to link to: the first, the last, and those around this one."""
    last = (thread.nseq - 1) // leaves.PAGE
    here = after // leaves.PAGE
    shown = sorted({0, last, *range(max(0, here - NEIGHBOURS), min(last, here + NEIGHBOURS) + 1)})
    result: list[Numbered] = []
    for page in shown:
        if result and page > result[-1].number:
            result.append(Numbered(0, None, current=False))
        result.append(Numbered(page + 1, page * leaves.PAGE, current=page == here))
    return result


def _leaves(request: Request) -> Leaves:
    kept: Leaves = request.app.state.leaves
    return kept


KeptLeaves = Annotated[Leaves, Depends(_leaves)]
