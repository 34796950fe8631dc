"""From a thread: the links in it, each of which can be suggested as a resource. Whose post a link
is in is not said, and goes nowhere."""

import re
from dataclasses import dataclass
from html import unescape
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from app.community.resources import addresses
from app.community.threads import leaves, queries
from app.community.threads.leaves import Leaf, PostCard
from app.community.threads.models import PostState
from app.community.threads.queries import ThreadHead
from app.core.errors import Invalid, NotFound
from app.core.keys import base32
from app.people.safety.muted_phrases import spoken_html
from app.people.subjects import Owner
from app.people.viewer import Viewer
from app.web import folding
from app.web.folding import Folding
from app.web.kit.addresses import number_in, url
from app.web.kit.asking import InTransaction, SignedIn
from app.web.kit.page import Page
from app.web.kit.route import OneHop

router = APIRouter(route_class=OneHop)

_LINK = re.compile(r'<a href="(https://[^"]+)"')


@dataclass(frozen=True)
class Choice:
    """A link in a post, and where it can be suggested."""

    link: str
    host: str
    seq: int
    path: str


@router.get("/t/{thread_id:number}/links", name="thread_links")
def choose(
    thread_id: int, session: InTransaction, viewer: SignedIn, page: Page, after: str = ""
) -> Response:
    thread = queries.head(session, viewer, thread_id)
    first = leaves.first_of(number_in(after) or 0)
    found = leaves.leaf(session, thread, first)
    last = first + leaves.PAGE
    here: dict[str, Any] = {"thread_id": thread.id}
    return page.show(
        "community/resources/from_thread.html",
        thread=thread,
        choices=[each for card in _open_to(viewer, thread, found) for each in _choices(card)],
        later=url("thread_links", **here, after=last) if thread.nseq > last else "",
        first=url("thread_links", **here) if first else "",
    )


def present(session: InTransaction, viewer: Viewer, post_id: int, n: int) -> dict[str, str]:
    """What a form about the nth link of this post begins with. Raises NotFound."""
    post, thread = queries.post(session, viewer, post_id)
    owner = Owner(post.author_id, thread.id, post.voice, thread.key_epoch)
    found = links(post.html)
    kept_out = folding.why_thing(session, viewer, owner, post.html)
    if post.state is not PostState.SHOWN or kept_out or not 0 <= n < len(found):
        raise NotFound
    in_it = viewer.belongs_to(thread.circle_id)
    circle = {"circle": thread.circle_slug} if in_it else {}
    return {"link": found[n], "title": thread.title, **circle}


def links(html: str) -> list[str]:
    """The links that can be resources, each once, in their order."""
    found: dict[str, str] = {}
    for address in _LINK.findall(html):
        try:
            link = addresses.normalised(unescape(address))
        except Invalid:
            continue
        found.setdefault(link, link)
    return list(found)


def _choices(card: PostCard) -> list[Choice]:
    post = base32(card.id)
    return [
        Choice(link, addresses.host(link), card.seq, url("new_resource", post=post, n=str(n)))
        for n, link in enumerate(links(card.html))
    ]


def _open_to(viewer: Viewer, thread: ThreadHead, leaf: Leaf) -> list[PostCard]:
    """The posts that stand, without what is folded for her."""
    her = Folding.of(viewer, thread.id)
    epoch = thread.key_epoch
    voice = viewer.me.voice(thread.id, epoch) if viewer.me.remembers(epoch) else None
    found = []
    for card, marks in zip(leaf.cards, leaf.marks, strict=True):
        whose = marks.whose
        label = leaf.voices.get(whose.voice, "") if whose.voice else ""
        folded = her.why(whose.author_id, label, spoken_html(card.html))
        if not card.gone and (whose.is_hers(viewer, voice) or not folded):
            found.append(card)
    return found
