"""The stream that tells an open page that something has changed, and what is then asked for."""

import asyncio
from collections.abc import Iterable

from fastapi import APIRouter
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from app.community.threads import leaves, queries
from app.core import keys, live
from app.core.errors import NotFound
from app.core.live import Ears, Live, TooMany
from app.oversight.moderation import queue
from app.people.circles import queries as circles
from app.people.viewer import Viewer
from app.web import news
from app.web.kit.addresses import number_in, url
from app.web.kit.asking import Anyone, InTransaction, ThisHouse, ThisVisit
from app.web.kit.page import Page
from app.web.kit.route import OneHop

router = APIRouter(route_class=OneHop)

# What lies between keeps a connection on which something comes from time to time.
BEAT_SECONDS = 25.0
# Then the browser asks anew, and with that whether she may still hear it.
LIFE_SECONDS = 240.0
# What comes at once is told once.
CALM_SECONDS = 0.1
LONG_AGO = 10.0**6
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


@router.get("/live", name="live")
def stream(
    session: InTransaction,
    viewer: Anyone,
    visit: ThisVisit,
    house: ThisHouse,
    thread: str = "",
    circle: str = "",
    home: str = "",
    cases: str = "",
    age: str = "",
) -> Response:
    """One for each page: of the thread, the circle, her circles or the cases that stand on it, and
    of what is said to her. `age`: for how many seconds the page has heard nothing."""
    visit.comes_by_itself()
    if not viewer.signed_in:
        raise NotFound
    topics = {live.member(viewer.id)}
    if thread:
        topics.add(live.thread(queries.head(session, viewer, keys.from_base32(thread)).id))
    if circle:
        topics.add(live.circle(circles.page(session, viewer, circle).card.id))
    if home:
        hers = viewer.circles.difference(viewer.shield.circles)
        topics |= {live.circle(each) for each in hers}
    if cases:
        topics |= _cases(viewer)
    return Stream(house.live, topics, viewer.me.limit_key(), number_in(age))


@router.get("/news/thread/{thread_id:number}", name="thread_news")
def of_thread(
    thread_id: int,
    session: InTransaction,
    viewer: Anyone,
    visit: ThisVisit,
    page: Page,
    after: str = "",
) -> Response:
    """What is there beyond the last post that her page knows of; looking reads nothing."""
    visit.comes_by_itself()
    thread = queries.head(session, viewer, thread_id)
    known = number_in(after) or thread.nseq
    if known >= thread.nseq:
        return page.answer("")
    place, at = leaves.first_of(known) or "", f"p{known + 1}"
    address = url("thread_slugged", thread_id=thread.id, slug=thread.slug, after=place, at=at)
    return page.show("kit/news.html", replies=thread.nseq - known, address=address)


@router.get("/news/circle/{circle:slug}", name="circle_news")
def of_circle(
    circle: str,
    session: InTransaction,
    viewer: Anyone,
    visit: ThisVisit,
    house: ThisHouse,
    page: Page,
) -> Response:
    """What was posted since she last looked at its list; this is no look."""
    visit.comes_by_itself()
    found = circles.page(session, viewer, circle).card
    bundles = news.bundles(house, session, viewer, [found.id])
    new = news.with_news([found], bundles)[0].new
    if not new:
        return page.answer("")
    return page.show("kit/news.html", replies=0, posts=new, address=url("circle", circle=circle))


def _cases(viewer: Viewer) -> set[str]:
    queue.require_staff(viewer)
    return {live.QUEUE} if viewer.is_moderator else set(map(live.queue, viewer.moderated))


class Stream(Response):
    """Server-sent events, each no more than the kind of thing to ask for again. While it is open it
    holds neither a session nor a thread."""

    media_type = "text/event-stream"

    def __init__(self, live: Live, topics: Iterable[str], who: bytes, age: int | None) -> None:
        super().__init__(headers=HEADERS)
        del self.headers["content-length"]
        self._live, self._topics, self._who = live, frozenset(topics), who
        self._age = LONG_AGO if age is None else float(age)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        # Who she is was needed to answer, and would be held in memory for as long.
        scope.pop("visit", None)
        try:
            with self._live.listening(self._topics, self._who, self._age) as ears:
                await self._speak(ears, receive, send)
        except TooMany:
            await PlainTextResponse("Too many.\n", 429)(scope, receive, send)

    async def _speak(self, ears: Ears, receive: Receive, send: Send) -> None:
        gone = asyncio.ensure_future(_gone(receive))
        gone.add_done_callback(lambda _: ears.leave())
        try:
            head = {"type": "http.response.start", "status": 200, "headers": self.raw_headers}
            await send(head)
            # The first bytes open it, for what would else wait for more.
            await _say(send, ":\n\n")
            await self._go_on(ears, send)
            await send({"type": "http.response.body", "body": b""})
        finally:
            gone.cancel()

    async def _go_on(self, ears: Ears, send: Send) -> None:
        loop = asyncio.get_running_loop()
        # Not all of those who came at once come back at once.
        until = loop.time() + LIFE_SECONDS * keys.somewhere(0.75, 1.25)
        over = False
        while not over:
            heard = await ears.next(max(0.0, min(BEAT_SECONDS, until - loop.time())))
            over = ears.over or loop.time() >= until
            await _say(send, "".join(f"data: {kind}\n\n" for kind in heard) or ":\n\n")
            if heard and not over:
                await asyncio.sleep(CALM_SECONDS)


async def _say(send: Send, words: str) -> None:
    await send({"type": "http.response.body", "body": words.encode(), "more_body": True})


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
