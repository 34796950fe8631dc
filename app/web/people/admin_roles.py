"""Administrators appoint moderators and administrators, and dismiss them."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from starlette.responses import Response

from app.people.members import queries
from app.people.members.models import Member, Role
from app.people.site import roles
from app.web.kit.asking import InTransaction, SignedIn
from app.web.kit.forms import Filled, filled
from app.web.kit.page import Page, PageMaker
from app.web.kit.route import OneHop
from app.web.people.administering import AdminDesk, ThisAdminDesk
from app.web.people.confirming import Confirmed, Proven

router = APIRouter(route_class=OneHop)


class RoleForm(Proven):
    role: Role


RoleFilled = Annotated[Filled[RoleForm], Depends(filled(RoleForm))]


@router.get("/admin/roles", name="admin_roles")
def look(_viewer: SignedIn, desk: ThisAdminDesk, page: Page, handle: str = "") -> Response:
    form: Filled[Any] = Filled({"handle": handle})
    found = None
    if handle:
        with form.checking():
            found = roles.find(desk.session, desk.viewer, handle.strip())
    return _show(desk, page, form, found)


@router.post("/admin/roles/{handle:slug}", name="admin_role")
def appoint(
    handle: str,
    viewer: Confirmed,
    desk: ThisAdminDesk,
    form: RoleFilled,
    session: InTransaction,
    page: Page,
) -> Response:
    with form.checking():
        roles.appoint(session, viewer, handle, form.data.role)
        return page.go("admin_roles", handle=handle, said="person-changed")
    return _show(desk, page, form, queries.by_handle(session, handle))


def _show(desk: AdminDesk, page: PageMaker, form: Filled[Any], found: Member | None) -> Response:
    form.typed.setdefault("handle", found.handle if found else "")
    return page.show(
        "people/admin/roles.html",
        status=422 if form.errors else 200,
        form=form,
        found=queries.card(found) if found else None,
        role=found.role if found else Role.MEMBER,
        staff=roles.staff(desk.session, desk.viewer),
        needs_steps=desk.settings.staff_need_two_steps,
    )
