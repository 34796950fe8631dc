"""Administrators give this place its colour and its logo."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import Base64Bytes, StringConstraints
from starlette.responses import Response

from app.core import colours
from app.core.errors import NotFound
from app.people.site import accents, branding, logos
from app.people.site.models import LookPart
from app.web.kit import looks
from app.web.kit.asking import InTransaction, SignedIn
from app.web.kit.forms import Filled, filled
from app.web.kit.page import Page, PageMaker
from app.web.kit.route import OneHop
from app.web.kit.uploads import TakesPicture
from app.web.people.administering import AdminDesk, ThisAdminDesk
from app.web.people.confirming import Confirmed, Proven, ProvenPressed

router = APIRouter(route_class=OneHop)
taking = APIRouter(route_class=TakesPicture)


class ColourForm(Proven):
    colour: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20)]


class LogoForm(Proven):
    logo: Base64Bytes


ColourFilled = Annotated[Filled[ColourForm], Depends(filled(ColourForm))]
LogoFilled = Annotated[Filled[LogoForm], Depends(filled(LogoForm))]


@router.get("/admin/look", name="admin_look")
def look(_viewer: SignedIn, desk: ThisAdminDesk, page: Page, colour: str = "") -> Response:
    """With the colour as it is, or as it would be with this one."""
    form: Filled[Any] = Filled({"colour": colour})
    with form.checking():
        return _show(desk, page, form, branding.colour_of(colour) if colour else "")
    return _show(desk, page, form)


@router.get("/admin/look/{colour:slug}.css", name="trial")
def trial(colour: str, _viewer: SignedIn, _desk: ThisAdminDesk) -> Response:
    """What the page needs to show a colour before it is taken."""
    accent = accents.of(_found(colour))
    return Response(looks.trial(accent), 200, {"Cache-Control": "no-store"}, "text/css")


@router.post("/admin/look/colour", name="give_colour")
def give_colour(
    viewer: Confirmed,
    desk: ThisAdminDesk,
    form: ColourFilled,
    session: InTransaction,
    page: Page,
) -> Response:
    with form.checking():
        branding.give_colour(session, viewer, form.data.colour)
        return page.go("admin_look", said="saved")
    return _show(desk, page, form)


@router.post("/admin/look/colour/default", name="usual_colour")
def put_back(
    viewer: Confirmed,
    _desk: ThisAdminDesk,
    _form: ProvenPressed,
    session: InTransaction,
    page: Page,
) -> Response:
    branding.take_back(session, viewer, LookPart.COLOUR)
    return page.go("admin_look", said="saved")


@taking.post("/admin/look/logo", name="give_logo")
def give_logo(
    viewer: Confirmed,
    desk: ThisAdminDesk,
    form: LogoFilled,
    session: InTransaction,
    page: Page,
) -> Response:
    with form.checking():
        branding.give_logo(session, viewer, form.data.logo)
        return page.go("admin_look", said="saved")
    return _show(desk, page, form)


@router.post("/admin/look/logo/remove", name="remove_logo")
def remove(
    viewer: Confirmed,
    _desk: ThisAdminDesk,
    _form: ProvenPressed,
    session: InTransaction,
    page: Page,
) -> Response:
    branding.take_back(session, viewer, LookPart.LOGO)
    return page.go("admin_look", said="saved")


def _found(colour: str) -> str:
    """Raises NotFound for what is no colour."""
    found = colours.read(colour)
    if found is None:
        raise NotFound
    return found


def _show(desk: AdminDesk, page: PageMaker, form: Filled[Any], tried: str = "") -> Response:
    """What was typed is a colour to try, or it does not fit and stands in the form."""
    present = desk.decided.brand
    shown = tried or present.colour
    form.typed.setdefault("colour", "")
    return page.show(
        "people/admin/look.html",
        status=422 if form.errors else 200,
        form=form,
        present=present,
        tried=tried,
        picked=shown or accents.USUAL,
        accent=accents.of(shown) if shown else None,
        most_points=logos.MOST_POINTS,
        most_bytes=logos.MOST_BYTES // 1000,
    )
