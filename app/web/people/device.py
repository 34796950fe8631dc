"""If someone may see her device: how discreet pages are, and the way out where no script runs."""

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from app.core import keys
from app.people.members import profiles, queries, sessions
from app.people.members.models import Discretion
from app.web.kit import devices
from app.web.kit.asking import Anyone, InTransaction, SignedIn, ThisHouse, ThisVisit
from app.web.kit.forms import Filled, Form, Pressed, filled
from app.web.kit.page import Page
from app.web.kit.route import OneHop

router = APIRouter(route_class=OneHop)

TEMPLATE = "people/members/settings_device.html"


class DeviceForm(Form):
    discretion: Discretion


DeviceFilled = Annotated[Filled[DeviceForm], Depends(filled(DeviceForm))]


@router.get("/settings/device", name="settings_device")
def ask(viewer: SignedIn, page: Page) -> Response:
    return page.show(TEMPLATE, form=Filled({"discretion": viewer.discretion.value}))


@router.post("/settings/device", name="settings_device")
def save(
    form: DeviceFilled, session: InTransaction, viewer: SignedIn, visit: ThisVisit, page: Page
) -> Response:
    with form.checking():
        chosen = form.data.discretion
        profiles.choose(queries.by_id(session, viewer.id), chosen)
        visit.choose(chosen)
        return page.go("settings_device", said="saved")
    return page.show(TEMPLATE, status=422, form=form)


@router.get("/exit", name="exit")
def on_the_way(_viewer: Anyone, page: Page) -> Response:
    """For whoever loads the page again on which her browser had no time to leave."""
    return page.left()


@router.post("/exit", name="exit")
def leave(
    _form: Pressed,
    session: InTransaction,
    _viewer: Anyone,
    visit: ThisVisit,
    house: ThisHouse,
    page: Page,
) -> Response:
    # Also a session that lay idle for too long, and is nobody's to look at.
    sessions.end(session, keys.digest(visit.token))
    visit.forget()
    answer = page.left()
    # Nothing else is kept on such a device, but for what this tab knows: that she has left, so that
    # going back shows none of our pages.
    answer.headers["Clear-Site-Data"] = '"cache"'
    devices.forget(visit, answer)
    answer.delete_cookie("theme", secure=house.settings.secure, httponly=True, samesite="lax")
    return answer
