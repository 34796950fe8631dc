"""Whether she may be asked, and showing to moderators what she was told."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import StringConstraints
from starlette.responses import Response

from app.core import text
from app.core.errors import NotAllowed
from app.core.limits import Limit
from app.oversight.moderation import reports
from app.oversight.moderation.models import Reason
from app.people.introductions import actions, boxes, handing, queries
from app.web.kit.asking import InTransaction, SignedIn, ThisHouse
from app.web.kit.forms import Filled, Form, Switch, filled
from app.web.kit.page import Page, PageMaker
from app.web.kit.route import OneHop

router = APIRouter(route_class=OneHop)


class WordsReportForm(Form):
    reason: Reason
    note: Annotated[text.Paragraphs, StringConstraints(max_length=2000)] = ""


ReportFilled = Annotated[Filled[WordsReportForm], Depends(filled(WordsReportForm))]


@router.get("/mentoring/introductions/{introduction_id:number}/report", name="report_introduction")
def ask_to_report(
    introduction_id: int, session: InTransaction, _viewer: SignedIn, page: Page
) -> Response:
    return _report(session, page, introduction_id, Filled({}))


@router.post("/mentoring/introductions/{introduction_id:number}/report", name="report_introduction")
def report(
    introduction_id: int,
    form: ReportFilled,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    with form.checking():
        data = form.data
        house.limiter.hit(Limit.REPORTS, viewer.me.limit_key())
        ref = handing.hand_over(session, house.ring, viewer, introduction_id, data.form_nonce)
        found = house.subjects.known(session, [ref])[ref]
        made = reports.report(session, viewer, house.ring, found, data.reason, data.note)
        return page.go("receipt", report_id=made.id, said="reported")
    return _report(session, page, introduction_id, form)


@router.get("/settings/introductions", name="settings_introductions")
def door(session: InTransaction, viewer: SignedIn, house: ThisHouse, page: Page) -> Response:
    takes = boxes.read(session, house.ring, viewer.id).takes
    return page.show("people/introductions/settings.html", takes=takes)


@router.post("/settings/introductions", name="settings_introductions")
def choose(
    form: Switch, session: InTransaction, viewer: SignedIn, house: ThisHouse, page: Page
) -> Response:
    actions.take(session, house.ring, viewer, on=form.data.on == "yes")
    return page.go("settings_introductions", said="saved")


def _report(
    session: InTransaction, page: PageMaker, introduction_id: int, form: Filled[Any]
) -> Response:
    part = queries.part(session, page.visit.house.ring, page.visit.viewer, introduction_id)
    if part.side == 0:
        raise NotAllowed(handing.YOURS)
    return page.show(
        "people/introductions/report.html",
        status=422 if form.errors else 200,
        card=queries.card(session, part),
        reasons=[(one.value, one.label, one.hint) for one in Reason],
        form=form,
    )
