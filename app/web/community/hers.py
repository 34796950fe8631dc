"""What she wrote without her name, and what was answered: for her eyes, found while she asks."""

from dataclasses import replace
from datetime import date, timedelta

from fastapi import APIRouter
from starlette.responses import Response

from app.community.threads import answers, hers, leaves, owners
from app.community.threads.hers import HerThread, Place
from app.core import epochs, keys
from app.people.viewer import Viewer
from app.web import folding, news
from app.web.kit.addresses import url
from app.web.kit.asking import InTransaction, SignedIn, ThisHouse
from app.web.kit.page import Page
from app.web.kit.route import OneHop

router = APIRouter(route_class=OneHop)


@router.get("/settings/anonymous", name="settings_anonymous")
def show(
    session: InTransaction, viewer: SignedIn, house: ThisHouse, page: Page, after: str = ""
) -> Response:
    place = _place(after)
    found = hers.stretch(session, viewer, place)
    threads = _folded(session, viewer, hers.threads(session, found.voices))
    circles = {thread.line.circle_id for thread in threads}
    threads = hers.with_news(threads, news.bundles(house, session, viewer, circles))
    return page.show(
        "community/threads/hers.html",
        answers=answers.to_her(session, viewer, threads),
        threads=[(thread, _unread(thread)) for thread in threads],
        lost_before=_after(max(found.forgotten)) if found.forgotten else "",
        older=url("settings_anonymous", after=_text(found.older)) if found.older else "",
        newer=url("settings_anonymous") if place else "",
    )


def _folded(session: InTransaction, viewer: Viewer, found: list[HerThread]) -> list[HerThread]:
    """Her own words stay in her list; what others called the thread is folded where she has
    blocked or muted them."""
    ids = {thread.card.id for thread in found}
    quiet = owners.opened_by(session, ids, viewer.shield.quiet)
    return [
        replace(thread, card=replace(thread.card, title=folding.QUIET_THREAD, slug="thread"))
        if thread.card.id in quiet
        else thread
        for thread in found
    ]


def _unread(thread: HerThread) -> str:
    """The way to the first post that she has not read."""
    card = thread.card
    after = leaves.first_of(thread.read) or ""
    at = f"p{thread.read + 1}"
    return url("thread_slugged", thread_id=card.id, slug=card.slug, after=after, at=at)


def _place(after: str) -> Place | None:
    """Where the address says to go on; from the beginning where it says nothing that fits."""
    day, _, thread_id = after.partition(".")
    try:
        return Place(date.fromisoformat(day), keys.from_base32(thread_id))
    except ValueError:
        return None


def _text(place: Place) -> str:
    return f"{place.day.isoformat()}.{keys.base32(place.thread_id)}"


def _after(epoch: str) -> str:
    """The month that follows an epoch."""
    return f"{epochs.last_day(epoch) + timedelta(days=1):%B %Y}"
