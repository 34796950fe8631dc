"""Feeds of public opportunities: what is new (Atom, RFC 4287), and what is when (iCalendar, RFC
5545). The same for whoever asks, signed in or not."""

from collections.abc import Callable
from urllib.parse import urlsplit

from fastapi import APIRouter
from starlette.responses import Response

from app.community.opportunities import calendar_files, feeds, saying
from app.community.opportunities.models import Opportunity
from app.core import text
from app.core.keys import base32
from app.core.languages import Sentence
from app.people.house import House
from app.web.community.feeds import MEDIA_TYPE, NOTHING_YET, SINCE, fit, sent, stamp
from app.web.kit.addresses import url
from app.web.kit.asking import Anyone, InTransaction, ThisHouse
from app.web.kit.page import Page
from app.web.kit.route import OneHop

router = APIRouter(route_class=OneHop)

CALENDAR = "text/calendar; charset=utf-8"
EXCERPT = 400


@router.get("/opportunities/feed.atom", name="opportunity_feed")
def atom(session: InTransaction, _viewer: Anyone, house: ThisHouse, page: Page) -> Response:
    rows = feeds.newest(session)
    xml = page.part(
        "community/opportunities/feed.atom",
        rows=rows,
        tag=lambda row: f"tag:{_host(house)},{SINCE}:opportunity/{base32(row.id)}",
        all_of_them=f"tag:{_host(house)},{SINCE}:opportunities",
        since=lambda row: stamp(row.checked or row.posted),
        summary=lambda row: _summary(row, page.templates.said),
        updated=max((stamp(row.checked or row.posted) for row in rows), default=stamp(NOTHING_YET)),
    )
    return sent(page, fit(xml), MEDIA_TYPE)


@router.get("/opportunities/calendar.ics", name="opportunity_calendar")
def calendar(session: InTransaction, _viewer: Anyone, house: ThisHouse, page: Page) -> Response:
    say = page.templates.said
    name = say(Sentence("Opportunities · {site}", site=house.settings.site_name))
    address = house.settings.address + url("opportunities") + "/"
    body = calendar_files.written(feeds.soonest(session), name, address, _host(house), say)
    return sent(page, body.decode(), CALENDAR)


def _host(house: House) -> str:
    return urlsplit(house.settings.address).hostname or ""


def _summary(row: Opportunity, say: Callable[[str], str]) -> str:
    facts = (row.giver, say(saying.pay_of(row)), say(saying.where(row)))
    told = text.beginning(text.trusted(row.html).striptags(), EXCERPT)
    return f"{' · '.join(fact for fact in facts if fact)}. {told}"
