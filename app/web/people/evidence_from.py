"""What can be kept in her evidence file from here: a post of hers, praise, kind words."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter
from markupsafe import Markup
from starlette.responses import Response

from app.community.threads import hers, leaves, policy, praise, queries
from app.community.threads.leaves import Leaf, PostCard
from app.community.threads.models import PostState
from app.community.threads.queries import ThreadHead
from app.core import clock, text
from app.core.errors import NotAllowed, NotFound
from app.people.anonymity.bylines import Byline
from app.people.evidence.drawers import Words
from app.people.safety.muted_phrases import spoken_html
from app.people.subjects import Owner
from app.people.viewer import Viewer
from app.web import folding
from app.web.folding import Folding
from app.web.kit.addresses import number_in, url
from app.web.kit.asking import InTransaction, SignedIn
from app.web.kit.page import Page
from app.web.kit.route import OneHop
from app.web.people.evidence import fresh

router = APIRouter(route_class=OneHop)


@dataclass(frozen=True)
class Choice:
    """A post that can be kept: `excerpt` is empty where it has a content note."""

    post_id: int
    byline: Byline
    excerpt: str


@router.get("/evidence/praise", name="praise")
def kind_words(session: InTransaction, viewer: SignedIn, page: Page) -> Response:
    threads = hers.threads(session, hers.stretch(session, viewer).voices)
    return page.show(
        "people/evidence/praise.html",
        named=praise.by_name(session, viewer),
        unnamed=praise.without_name(session, threads),
    )


@router.get("/evidence/from/{thread_id:number}", name="keep_from_thread")
def choose(
    thread_id: int, session: InTransaction, viewer: SignedIn, page: Page, after: str = ""
) -> Response:
    thread = queries.head(session, viewer, thread_id)
    first = leaves.first_of(number_in(after) or 0)
    found = leaves.leaf(session, thread, first)
    last = first + leaves.PAGE
    here: dict[str, Any] = {"thread_id": thread.id}
    return page.show(
        "people/evidence/choose.html",
        thread=thread,
        choices=[_choice(card) for card in _open_to(viewer, thread, found)],
        later=url("keep_from_thread", **here, after=last) if thread.nseq > last else "",
        first=url("keep_from_thread", **here) if first else "",
    )


@router.get("/p/{post_id:number}/keep", name="keep_post")
def keep(post_id: int, session: InTransaction, viewer: SignedIn, page: Page) -> Response:
    """Of another’s post the entry holds the words and the name above them, not where they stand."""
    post, thread = queries.post(session, viewer, post_id)
    if post.state is not PostState.SHOWN:
        raise NotFound
    day = clock.today().isoformat()
    if policy.is_hers(viewer, post, thread.key_epoch):
        said = praise.spoken(praise.of_post(session, post))
        return fresh(page, Words(post.body, said, day=day), "own")
    owner = Owner(post.author_id, thread.id, post.voice, thread.key_epoch)
    if folding.why_thing(session, viewer, owner, post.body):
        raise NotAllowed("You have blocked or muted this.")
    [card] = leaves.around(session, thread.id, post.seq, 0)
    return fresh(page, Words(post.body, card.byline.name, day=day), "praise")


def _open_to(viewer: Viewer, thread: ThreadHead, leaf: Leaf) -> Iterator[PostCard]:
    """The posts that stand, without what is folded for her."""
    her, epoch = Folding.of(viewer, thread.id), thread.key_epoch
    voice = viewer.me.voice(thread.id, epoch) if viewer.me.remembers(epoch) else None
    for card, marks in zip(leaf.cards, leaf.marks, strict=True):
        whose = marks.whose
        label = leaf.voices.get(whose.voice, "") if whose.voice else ""
        folded = her.why(whose.author_id, label, spoken_html(card.html))
        if not card.gone and (whose.is_hers(viewer, voice) or not folded):
            yield card


def _choice(card: PostCard) -> Choice:
    words = "" if card.content_note else text.excerpt(Markup(card.html).striptags())  # noqa: S704  # to read
    return Choice(card.id, card.byline, words)
