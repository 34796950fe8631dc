"""Administrators keep the help lines of each country right."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import StringConstraints
from starlette.responses import Response

from app.core import text, versions
from app.core.versions import require_same
from app.people.safety import help_lines
from app.people.site import helping, told
from app.web.kit.asking import InTransaction, SignedIn
from app.web.kit.forms import Filled, filled
from app.web.kit.page import Page, PageMaker
from app.web.kit.route import OneHop
from app.web.people.administering import AdminDesk, ThisAdminDesk
from app.web.people.confirming import Confirmed, Proven, ProvenPressed

router = APIRouter(route_class=OneHop)


class LinesForm(Proven):
    words: Annotated[text.Words, StringConstraints(min_length=1, max_length=4000)]
    as_of: str = ""


LinesFilled = Annotated[Filled[LinesForm], Depends(filled(LinesForm))]


@router.get("/admin/help-lines", name="admin_help_lines")
def index(_viewer: SignedIn, desk: ThisAdminDesk, page: Page) -> Response:
    lines = desk.decided.help_lines
    ours = help_lines.ours()
    changed = {code for code, country in lines.items() if ours.get(code) != country}
    return page.show(
        "people/admin/help_lines.html", countries=tuple(lines.values()), changed=changed
    )


@router.get("/admin/help-lines/{country:slug}", name="admin_country")
def look(country: str, _viewer: SignedIn, desk: ThisAdminDesk, page: Page) -> Response:
    code = helping.code_of(country)
    return _show(desk, page, code, Filled({"words": _present(desk, page, code)}))


@router.post("/admin/help-lines/{country:slug}", name="admin_country")
def tell(
    country: str,
    viewer: Confirmed,
    desk: ThisAdminDesk,
    form: LinesFilled,
    session: InTransaction,
    page: Page,
) -> Response:
    code = helping.code_of(country)
    with form.checking():
        require_same(form.data.as_of, _mark(desk, code), "words")
        helping.tell(session, viewer, code, form.data.words)
        return page.go("admin_country", country=country, said="saved")
    return _show(desk, page, code, form)


@router.post("/admin/help-lines/{country:slug}/default", name="put_back_country")
def put_back(
    country: str,
    viewer: Confirmed,
    _desk: ThisAdminDesk,
    _form: ProvenPressed,
    session: InTransaction,
    page: Page,
) -> Response:
    helping.put_back(session, viewer, helping.code_of(country))
    return page.go("admin_help_lines", said="saved")


def _show(desk: AdminDesk, page: PageMaker, code: str, form: Filled[Any]) -> Response:
    known, ours = desk.decided.help_lines.get(code), help_lines.ours().get(code)
    stands = _present(desk, page, code) if form.outdated(_mark(desk, code)) else ""
    return page.show(
        "people/admin/help_lines_of.html",
        status=422 if form.errors else 200,
        form=form,
        code=code,
        name=known.name if known else code,
        is_changed=known != ours,
        is_ours=ours is not None,
        stands=stands,
    )


def _mark(desk: AdminDesk, code: str) -> str:
    """The same in whichever language they are typed."""
    return versions.mark(desk.decided.help_lines.get(code))


def _present(desk: AdminDesk, page: PageMaker, code: str) -> str:
    """The lines as they are typed."""
    known = desk.decided.help_lines.get(code)
    return told.typed(known, page.templates.said) if known else ""
