"""Administrators write the rules of this place."""

from datetime import timedelta
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends
from starlette.responses import Response

from app.core import clock, text
from app.people.site import announcements, rules
from app.people.site.announcements import Wanted
from app.people.site.models import Audience, Saying
from app.people.viewer import Viewer
from app.web.kit.asking import SignedIn
from app.web.kit.forms import Filled, filled
from app.web.kit.page import Page, PageMaker
from app.web.kit.route import OneHop
from app.web.people.administering import AdminDesk, ThisAdminDesk
from app.web.people.confirming import Confirmed, Proven

router = APIRouter(route_class=OneHop)

TOLD_DAYS = 14


class RulesForm(Proven):
    body: text.Body
    tell: Literal["", "on"] = ""
    turn: Literal["look", "save"] = "save"
    as_of: str = ""


class NoRulesForm(Proven):
    as_of: str = ""


RulesFilled = Annotated[Filled[RulesForm], Depends(filled(RulesForm))]
NoRulesFilled = Annotated[Filled[NoRulesForm], Depends(filled(NoRulesForm))]


@router.get("/admin/rules", name="admin_rules")
def look(_viewer: SignedIn, desk: ThisAdminDesk, page: Page) -> Response:
    return _show(desk, page, _as_they_are(desk))


@router.post("/admin/rules", name="admin_rules")
def write(viewer: Confirmed, desk: ThisAdminDesk, form: RulesFilled, page: Page) -> Response:
    with form.checking():
        data = form.data
        if data.turn == "look":
            return _show(desk, page, form, preview=text.rendered(data.body))
        if rules.write(desk.session, viewer, data.body, data.as_of) and data.tell:
            _tell(desk, viewer)
        return page.go("admin_rules", said="saved")
    return _show(desk, page, form)


@router.post("/admin/rules/none", name="no_rules")
def take_down(viewer: Confirmed, desk: ThisAdminDesk, form: NoRulesFilled, page: Page) -> Response:
    with form.checking():
        rules.write(desk.session, viewer, "", form.data.as_of)
        return page.go("admin_rules", said="saved")
    present = _as_they_are(desk)
    present.errors = form.errors
    return _show(desk, page, present)


def _as_they_are(desk: AdminDesk) -> Filled[Any]:
    present = rules.newest(desk.session)
    return Filled({"body": present.body, "as_of": present.mark})


def _tell(desk: AdminDesk, viewer: Viewer) -> None:
    today = clock.today_in(desk.settings.zone)
    ends = today + timedelta(days=TOLD_DAYS - 1)
    wanted = Wanted("", Audience.MEMBERS, today, ends, Saying.RULES)
    announcements.announce(desk.session, viewer, wanted, today)


def _show(
    desk: AdminDesk, page: PageMaker, form: Filled[Any], *, preview: str | None = None
) -> Response:
    present = rules.newest(desk.session)
    return page.show(
        "people/admin/rules.html",
        status=422 if form.errors else 200,
        form=form,
        # Looking says nothing of others who write meanwhile: her form stays what it was made of.
        stands=form.outdated(present.mark) if form.errors else False,
        present=present,
        preview=preview,
    )
