"""Threads: the lists of them, opening one, following one, and having read it."""

from typing import Annotated

from fastapi import APIRouter, Body, Query
from pydantic import Field

from app.community.threads import actions, lists, places, policy, queries, unanswered
from app.community.threads.lists import Sort
from app.community.threads.models import Intent
from app.core.errors import NotFound
from app.people.circles import policy as circle_policy
from app.people.circles import queries as circles
from app.people.house import House
from app.people.viewer import Viewer
from app.web import news
from app.web.api import shown, writing
from app.web.api.kit.asking import Doer, Keeper, Nonce, Reader, Tongues, Writer
from app.web.api.kit.models import InAddress, Listed, Onward, ReadUpTo, Word
from app.web.api.kit.route import Done, Endpoint
from app.web.api.shown import Thread, ThreadLine
from app.web.community import composing
from app.web.community.composing import ThreadForm
from app.web.community.previews import Preview
from app.web.community.unanswered import looked_in
from app.web.kit.addresses import number_in
from app.web.kit.asking import InTransaction, ThisHouse

router = APIRouter(route_class=Endpoint, tags=["threads"])

AT = "/api/v1/threads/{thread_id:number}"


class InCircle(Onward):
    sort: Sort = Sort.LATEST


class Waiting(Onward):
    """`circle` is the address of one; `intent` is what would help."""

    circle: Annotated[str, Field(max_length=80)] = ""
    intent: Intent | None = None


@router.get("/api/v1/circles/{circle:slug}/threads", name="api_threads")
def in_circle(
    circle: Word,
    asked: Annotated[InCircle, Query()],
    session: InTransaction,
    viewer: Reader,
    house: ThisHouse,
) -> Listed[ThreadLine]:
    """By the latest post (those that are pinned before all others), by the first one, or those that
    nobody has answered."""
    card = circles.page(session, viewer, circle).card
    found = lists.in_circle(session, card.id, asked.sort, number_in(asked.after), viewer.shield)
    bundles = news.bundles(house, session, viewer, [card.id])
    both = [*found.pinned, *found.threads]
    data = shown.lines(session, viewer, both, bundles, {card.id: card.slug})
    return Listed[ThreadLine](data=data, next=str(found.older) if found.older else None)


@router.get("/api/v1/unanswered", name="api_unanswered")
def waiting(
    asked: Annotated[Waiting, Query()], session: InTransaction, viewer: Reader
) -> Listed[ThreadLine]:
    """Threads of the last thirty days that wait for an answer, in all circles that she may read;
    those first that have waited longest."""
    rooms = circles.visible(session, viewer)
    chosen = next((card for card in rooms if card.slug == asked.circle), None)
    if asked.circle and chosen is None:
        raise NotFound
    wanted = looked_in(viewer, rooms, chosen)
    place = places.read(asked.after)
    found = unanswered.waiting(session, viewer, wanted, asked.intent, place)
    names = {card.id: card.slug for card in rooms}
    data = shown.lines(session, viewer, found.lines, {}, names)
    return Listed[ThreadLine](data=data, next=str(found.older) if found.older else None)


@router.post(
    "/api/v1/circles/{circle:slug}/threads",
    name="api_start_thread",
    status_code=201,
    response_model=shown.Sent,
    responses={202: {"model": shown.Sent, "description": "It does not stand yet"}},
)
def start(
    circle: Word,
    said: Annotated[writing.Opening, Body()],
    session: InTransaction,
    viewer: Writer,
    house: ThisHouse,
    tongues: Tongues,
    nonce: Nonce = "",
) -> Done:
    found = circles.page(session, viewer, circle).row
    form = writing.form(ThreadForm, said, nonce)
    made = composing.start(session, viewer, house, found, form, tongues)
    if isinstance(made, Preview):
        writing.refuse(made)
    return writing.became(house, form, made)


@router.get(AT, name="api_thread")
def one(thread_id: InAddress, session: InTransaction, viewer: Reader, house: ThisHouse) -> Thread:
    head = queries.head(session, viewer, thread_id)
    bundle = news.bundles(house, session, viewer, [head.circle_id])[head.circle_id]
    may_reply = policy.may_reply(viewer, head.circle_id, locked=head.locked, closed=head.closed)
    may_hide = circle_policy.may_hide(viewer, head.anonymity, head.crowd)
    return Thread(
        id=head.id,
        title=head.title,
        circle=head.circle_slug,
        intent=head.intent,
        replies=head.replies,
        pinned=head.pinned,
        locked=head.locked,
        following=bundle.is_following(head.id),
        may_reply=bool(may_reply),
        may_be_anonymous=bool(may_reply and may_hide),
    )


@router.put(f"{AT}/read", name="api_read_thread", status_code=204)
def read(
    thread_id: InAddress,
    said: Annotated[ReadUpTo, Body()],
    session: InTransaction,
    viewer: Doer,
    house: ThisHouse,
) -> None:
    """She has read it up to there. Asking for posts notes nothing."""
    head = queries.head(session, viewer, thread_id)
    bundle = news.bundles(house, session, viewer, [head.circle_id])[head.circle_id]
    seen = (head.id, head.circle_id, min(said.number, head.nseq))
    news.saw_thread(house, viewer, bundle, seen, head.circle_bump)


@router.put(f"{AT}/follow", name="api_follow_thread", status_code=204)
def follow(thread_id: InAddress, session: InTransaction, viewer: Doer, house: ThisHouse) -> None:
    _follow(house, session, viewer, thread_id, on=True)


@router.delete(f"{AT}/follow", name="api_unfollow_thread", status_code=204)
def unfollow(thread_id: InAddress, session: InTransaction, viewer: Doer, house: ThisHouse) -> None:
    _follow(house, session, viewer, thread_id, on=False)


@router.put(f"{AT}/pin", name="api_pin_thread", status_code=204)
def pin(thread_id: InAddress, session: InTransaction, viewer: Keeper) -> None:
    """For who looks after the circle."""
    thread, _circle = queries.thread_to_change(session, viewer, thread_id)
    actions.pin(session, viewer, thread, on=True)


@router.delete(f"{AT}/pin", name="api_unpin_thread", status_code=204)
def unpin(thread_id: InAddress, session: InTransaction, viewer: Keeper) -> None:
    thread, _circle = queries.thread_to_change(session, viewer, thread_id)
    actions.pin(session, viewer, thread, on=False)


@router.put(f"{AT}/lock", name="api_lock_thread", status_code=204)
def lock(thread_id: InAddress, session: InTransaction, viewer: Keeper) -> None:
    """For who looks after the circle: nobody answers there any more."""
    thread, _circle = queries.thread_to_change(session, viewer, thread_id)
    actions.lock(session, viewer, thread, on=True)


@router.delete(f"{AT}/lock", name="api_unlock_thread", status_code=204)
def unlock(thread_id: InAddress, session: InTransaction, viewer: Keeper) -> None:
    thread, _circle = queries.thread_to_change(session, viewer, thread_id)
    actions.lock(session, viewer, thread, on=False)


def _follow(
    house: House, session: InTransaction, viewer: Viewer, thread_id: int, *, on: bool
) -> None:
    head = queries.head(session, viewer, thread_id)
    bundle = news.bundles(house, session, viewer, [head.circle_id])[head.circle_id]
    news.follow(house, viewer, bundle, (head.id, head.circle_id), on=on)
