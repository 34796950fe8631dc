"""What can be kept in her evidence file from here: a post of hers, praise, kind words."""

from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter
from markupsafe import Markup
from starlette.responses import Response

from app.community.threads import hers, leaves, policy, praise, queries
from app.community.threads.leaves import PostCard
from app.community.threads.models import PostState
from app.core import clock, text
from app.core.errors import NotFound
from app.people.anonymity.bylines import Byline
from app.people.evidence.drawers import Words
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
        choices=[_choice(card) for card in found.cards if not card.gone],
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
    [card] = leaves.around(session, thread.id, post.seq, 0)
    return fresh(page, Words(post.body, card.byline.name, day=day), "praise")


def _choice(card: PostCard) -> Choice:
    words = "" if card.content_note else text.excerpt(Markup(card.html).striptags())  # noqa: S704  # to read
    return Choice(card.id, card.byline, words)
