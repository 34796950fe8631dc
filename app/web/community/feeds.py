"""The Atom feed of a public circle (RFC 4287): the same for whoever asks, signed in or not."""

import re
from datetime import date, datetime
from urllib.parse import urlsplit

from fastapi import APIRouter
from markupsafe import Markup
from starlette.responses import Response

from app.community.threads import feeds
from app.community.threads.feeds import Item
from app.core import text
from app.core.keys import base32
from app.core.languages import Sentence
from app.people.circles import queries as circles
from app.people.viewer import VISITOR
from app.web.kit.asking import Anyone, InTransaction, ThisHouse
from app.web.kit.packing import FinishedPage
from app.web.kit.page import Page, PageMaker
from app.web.kit.route import OneHop

router = APIRouter(route_class=OneHop)

MEDIA_TYPE = "application/atom+xml; charset=utf-8"
EXCERPT = 400
# A tag names a day on which its host was whoever makes it (RFC 4151); it may never change.
SINCE = "2026"
NOTHING_YET = date(1970, 1, 1)
# What no XML document may hold, however it is written (XML 1.0, section 2.2).
_UNFIT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@router.get("/c/{circle:slug}/feed.atom", name="circle_feed")
def show(
    circle: str,
    session: InTransaction,
    _viewer: Anyone,
    house: ThisHouse,
    page: Page,
) -> Response:
    """Asked for as by a visitor, whoever asks: what is not public is not here for anybody."""
    found = circles.page(session, VISITOR, circle)
    items = feeds.newest(session, found.card.id)
    host = urlsplit(house.settings.address).hostname
    xml = page.part(
        "community/threads/feed.atom",
        circle=found.card,
        items=items,
        tag=lambda kind, number: f"tag:{host},{SINCE}:{kind}/{base32(number)}",
        stamp=stamp,
        summary=_summary,
        updated=max(map(stamp, (item.updated for item in items)), default=stamp(NOTHING_YET)),
    )
    return sent(page, fit(xml), MEDIA_TYPE)


def fit(xml: str) -> str:
    """Without what no XML document may hold."""
    return _UNFIT.sub("", xml)


def sent(page: PageMaker, body: str, kind: str) -> Response:
    """Anybody between us and her may keep it and ask whether it is still so; but not the cookie
    that may leave with it."""
    who = "private" if page.visit.token else "public"
    headers = {"Cache-Control": f"{who}, no-cache", "Vary": "Accept-Encoding"}
    if page.is_known((body,)):
        answer = page.not_modified((body,))
        answer.headers.update(headers)
        return answer
    return page.finished((body,), FinishedPage(body.encode()), kind, **headers)


def _summary(item: Item) -> str:
    if item.content_note:
        return Sentence("Content note: {note}", note=item.content_note)
    return text.beginning(Markup(item.html).striptags(), EXCERPT)  # noqa: S704  # to read


def stamp(at: datetime | date) -> str:
    """As RFC 3339 wants it: of what knows its day alone the first second of that day."""
    return f"{at:%Y-%m-%dT%H:%M:00Z}" if isinstance(at, datetime) else f"{at.isoformat()}T00:00:00Z"
