"""Administrators look after circles: who reads one, who hosts it, and when it is over."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends
from starlette.responses import Response

from app.people.circles import looking_after, queries
from app.people.circles.models import Circle, Visibility
from app.people.members import queries as members
from app.web.kit.asking import InTransaction, SignedIn
from app.web.kit.forms import Filled, filled
from app.web.kit.page import Page, PageMaker
from app.web.kit.route import OneHop
from app.web.people.administering import AdminDesk, ThisAdminDesk
from app.web.people.circles import Handle, member_to_add
from app.web.people.confirming import Confirmed, Proven, ProvenPressed

router = APIRouter(route_class=OneHop)


class ReadersForm(Proven):
    visibility: Visibility


class HostForm(Proven):
    handle: Handle


class ClosingForm(Proven):
    closed: Literal["yes", "no"]


ReadersFilled = Annotated[Filled[ReadersForm], Depends(filled(ReadersForm))]
HostFilled = Annotated[Filled[HostForm], Depends(filled(HostForm))]
ClosingFilled = Annotated[Filled[ClosingForm], Depends(filled(ClosingForm))]


@router.get("/admin/circles", name="admin_circles")
def index(_viewer: SignedIn, desk: ThisAdminDesk, page: Page) -> Response:
    found = looking_after.every(desk.session, desk.viewer)
    return page.show("people/admin/circles.html", circles=found)


@router.get("/admin/circles/{circle:slug}", name="admin_circle")
def look(circle: str, _viewer: SignedIn, desk: ThisAdminDesk, page: Page) -> Response:
    found = queries.circle_to_manage(desk.session, desk.viewer, circle)
    return _show(desk, page, found, Filled({"visibility": found.visibility.value}))


@router.post("/admin/circles/{circle:slug}/readers", name="admin_circle_readers")
def open_to(
    circle: str, viewer: Confirmed, desk: ThisAdminDesk, form: ReadersFilled, page: Page
) -> Response:
    found = queries.circle_to_change(desk.session, viewer, circle)
    with form.checking():
        looking_after.open_to(desk.session, viewer, found, form.data.visibility)
        return page.go("admin_circle", circle=circle, said="saved")
    return _show(desk, page, found, form)


@router.post("/admin/circles/{circle:slug}/hosts", name="admin_circle_hosts")
def appoint(
    circle: str, viewer: Confirmed, desk: ThisAdminDesk, form: HostFilled, page: Page
) -> Response:
    found = queries.circle_to_change(desk.session, viewer, circle)
    with form.checking():
        member = member_to_add(desk.session, desk.house.ring, viewer, form.data.handle)
        looking_after.appoint(desk.session, viewer, found, member)
        return page.go("admin_circle", circle=circle, said="host-appointed")
    return _show(desk, page, found, form)


@router.post("/admin/circles/{circle:slug}/hosts/{handle:slug}", name="dismiss_host")
def dismiss(
    circle: str,
    handle: str,
    viewer: Confirmed,
    desk: ThisAdminDesk,
    _form: ProvenPressed,
    session: InTransaction,
    page: Page,
) -> Response:
    found = queries.circle_to_change(session, viewer, circle)
    looking_after.dismiss(desk.session, viewer, found, members.by_handle(session, handle))
    return page.go("admin_circle", circle=circle, said="person-changed")


@router.post("/admin/circles/{circle:slug}/closing", name="close_circle")
def close(
    circle: str, viewer: Confirmed, desk: ThisAdminDesk, form: ClosingFilled, page: Page
) -> Response:
    closed = form.data.closed == "yes"
    found = queries.circle_to_change(desk.session, viewer, circle)
    looking_after.close(desk.session, viewer, found, closed=closed)
    return page.go("admin_circle", circle=circle, said="circle-closed" if closed else "circle-open")


def _show(desk: AdminDesk, page: PageMaker, circle: Circle, form: Filled[Any]) -> Response:
    form.typed.setdefault("visibility", circle.visibility.value)
    return page.show(
        "people/admin/circle.html",
        status=422 if form.errors else 200,
        circle=looking_after.one(desk.session, desk.viewer, circle),
        form=form,
    )
