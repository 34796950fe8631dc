"""Announcements: as administrators write them, and as whoever reads one puts it away."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import StringConstraints
from starlette.responses import Response

from app.core import clock, text
from app.people.site import announcements
from app.people.site.announcements import Wanted
from app.people.site.models import Audience
from app.web.kit import addresses, put_away
from app.web.kit.asking import Anyone, InTransaction, SignedIn, ThisVisit
from app.web.kit.forms import Filled, Form, filled
from app.web.kit.page import Page, PageMaker
from app.web.kit.route import OneHop
from app.web.people.administering import AdminDesk, ThisAdminDesk
from app.web.people.confirming import Confirmed, Proven, ProvenPressed

router = APIRouter(route_class=OneHop)


class AnnouncementForm(Proven):
    words: Annotated[text.Words, StringConstraints(min_length=1, max_length=400)]
    audience: Audience
    begins: date
    ends: date


class AwayForm(Form):
    next: str


AnnouncementFilled = Annotated[Filled[AnnouncementForm], Depends(filled(AnnouncementForm))]
AwayFilled = Annotated[Filled[AwayForm], Depends(filled(AwayForm))]


@router.get("/admin/announcements", name="admin_announcements")
def look(_viewer: SignedIn, desk: ThisAdminDesk, page: Page) -> Response:
    today = clock.today_in(desk.settings.zone).isoformat()
    return _show(desk, page, Filled({"audience": "members", "begins": today, "ends": today}))


@router.post("/admin/announcements", name="admin_announcements")
def announce(
    viewer: Confirmed,
    desk: ThisAdminDesk,
    form: AnnouncementFilled,
    session: InTransaction,
    page: Page,
) -> Response:
    with form.checking():
        data = form.data
        wanted = Wanted(data.words, data.audience, data.begins, data.ends)
        today = clock.today_in(desk.settings.zone)
        announcements.announce(session, viewer, wanted, today)
        return page.go("admin_announcements", said="announced")
    return _show(desk, page, form)


@router.post("/admin/announcements/{announcement_id:number}/take-down", name="take_down")
def take_down(
    announcement_id: int,
    viewer: Confirmed,
    _desk: ThisAdminDesk,
    _form: ProvenPressed,
    session: InTransaction,
    page: Page,
) -> Response:
    announcements.take_down(session, viewer, announcement_id)
    return page.go("admin_announcements", said="taken-down")


@router.get("/announcement", name="announcement")
def read(_viewer: Anyone, page: Page) -> Response:
    """Where who has no button beside an announcement can hide it."""
    return page.show("people/announcement.html")


@router.post("/announcement/{announcement_id:number}/away", name="put_away")
def away(
    announcement_id: int, form: AwayFilled, _viewer: Anyone, visit: ThisVisit, page: Page
) -> Response:
    answer = page.go_to(addresses.own_path(form.data.next))
    put_away.put(visit, answer, announcement_id)
    return answer


def _show(desk: AdminDesk, page: PageMaker, form: Filled[Any]) -> Response:
    return page.show(
        "people/admin/announcements.html",
        status=422 if form.errors else 200,
        form=form,
        banners=desk.decided.banners,
        today=clock.today_in(desk.settings.zone),
    )
