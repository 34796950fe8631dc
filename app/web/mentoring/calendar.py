"""Her meetings in her own calendar: a secret address, and how much it says."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends
from starlette.responses import Response

from app.core.limits import Limit
from app.mentoring.mentorships import calendar_feeds
from app.people.house import House
from app.people.viewer import Viewer
from app.web.kit.addresses import url
from app.web.kit.asking import Anyone, InTransaction, SignedIn, ThisHouse
from app.web.kit.forms import Filled, Form, filled
from app.web.kit.page import Page, PageMaker
from app.web.kit.route import OneHop
from app.web.mentoring.meetings import CALENDAR

router = APIRouter(route_class=OneHop)


class CalendarForm(Form):
    change: Literal["make", "withdraw", "names", "no-names"]


CalendarFilled = Annotated[Filled[CalendarForm], Depends(filled(CalendarForm))]


@router.get("/calendar/{token}.ics", name="calendar_feed")
def feed(token: str, session: InTransaction, _viewer: Anyone, house: ThisHouse) -> Response:
    """The same whoever asks: a calendar brings no cookie, and a cookie opens no more."""
    body = calendar_feeds.read(session, house.ring, token)
    return Response(body, headers={"Cache-Control": "no-store"}, media_type=CALENDAR)


@router.get("/settings/calendar", name="settings_calendar")
def ask(session: InTransaction, viewer: SignedIn, house: ThisHouse, page: Page) -> Response:
    return _show(session, viewer, house, page, Filled({}))


@router.post("/settings/calendar", name="settings_calendar")
def change(
    form: CalendarFilled, session: InTransaction, viewer: SignedIn, house: ThisHouse, page: Page
) -> Response:
    with form.checking():
        chosen = form.data.change
        house.limiter.hit(Limit.SMALL_DEEDS, viewer.me.limit_key())
        if chosen == "make":
            secret = calendar_feeds.make(session, house.ring, viewer.id)
            # Here and now alone: an address to go to would stand in her history.
            address = house.settings.address + url("calendar_feed", token=secret)
            return _show(session, viewer, house, page, form, address)
        if chosen == "withdraw":
            calendar_feeds.withdraw(session, house.ring, viewer.id)
            return page.go("settings_calendar", said="calendar-withdrawn")
        calendar_feeds.choose(session, house.ring, viewer.id, names=chosen == "names")
        return page.go("settings_calendar", said="saved")
    return _show(session, viewer, house, page, form)


def _show(
    session: InTransaction,
    viewer: Viewer,
    house: House,
    page: PageMaker,
    form: Filled[Any],
    address: str = "",
) -> Response:
    return page.show(
        "mentoring/mentorships/settings_calendar.html",
        status=422 if form.errors else 200,
        form=form,
        chosen=calendar_feeds.of(session, house.ring, viewer.id),
        discreet=viewer.discretion.is_neutral,
        address=address,
    )
