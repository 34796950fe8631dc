"""Reporting something, and the receipts: what became of it, and talking about it."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import StringConstraints
from starlette.responses import Response

from app.core import text
from app.core.limits import Limit
from app.core.verdict import require
from app.oversight.moderation import policy, reports
from app.oversight.moderation.models import Reason
from app.people.subjects import Found, SubjectRef
from app.web.kit.asking import InTransaction, SignedIn, ThisHouse, ThisVisit
from app.web.kit.forms import Filled, Form, filled
from app.web.kit.page import Page, PageMaker
from app.web.kit.route import OneHop

router = APIRouter(route_class=OneHop)


class ReportForm(Form):
    reason: Reason
    note: Annotated[text.Paragraphs, StringConstraints(max_length=2000)] = ""


class WordsForm(Form):
    body: Annotated[text.Body, StringConstraints(max_length=2000)]


ReportFilled = Annotated[Filled[ReportForm], Depends(filled(ReportForm))]
WordsFilled = Annotated[Filled[WordsForm], Depends(filled(WordsForm))]


@router.get("/report/{kind:slug}/{id:slug}", name="report")
def ask(
    kind: str, id: str, session: InTransaction, viewer: SignedIn, house: ThisHouse, page: Page
) -> Response:
    found = house.subjects.find(session, viewer, SubjectRef(kind, id))
    require(policy.may_report(viewer, found.owner))
    return _ask(session, page, found, Filled({}))


@router.post("/report/{kind:slug}/{id:slug}", name="report")
def send(
    kind: str,
    id: str,
    form: ReportFilled,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    found = house.subjects.find(session, viewer, SubjectRef(kind, id))
    require(policy.may_report(viewer, found.owner))
    with form.checking():
        data = form.data
        house.limiter.hit(Limit.REPORTS, viewer.me.limit_key())
        made = reports.report(session, viewer, house.ring, found, data.reason, data.note)
        return page.go("receipt", report_id=made.id, said="reported")
    return _ask(session, page, found, form)


@router.get("/reports", name="receipts")
def receipts(session: InTransaction, viewer: SignedIn, house: ThisHouse, page: Page) -> Response:
    hers = reports.mine(session, viewer, house.subjects)
    return page.show("oversight/moderation/receipts.html", receipts=hers)


@router.get("/reports/{report_id:number}", name="receipt")
def receipt(
    report_id: int, session: InTransaction, _viewer: SignedIn, visit: ThisVisit, page: Page
) -> Response:
    return _receipt(session, visit, page, report_id, Filled({}))


@router.post("/reports/{report_id:number}/messages", name="answer_receipt")
def answer(
    report_id: int,
    form: WordsFilled,
    session: InTransaction,
    viewer: SignedIn,
    visit: ThisVisit,
    page: Page,
) -> Response:
    reports.require_hers(session, viewer, report_id)
    with form.checking():
        words = form.data.body
        visit.house.limiter.hit(Limit.WORDS_TO_TEAM, viewer.me.limit_key())
        reports.add_words(session, viewer, report_id, words)
        return page.go("receipt", report_id=report_id, said="told")
    return _receipt(session, visit, page, report_id, form)


def _ask(session: InTransaction, page: PageMaker, found: Found, form: Filled[Any]) -> Response:
    seen = page.visit.house.subjects.of_kind(found.ref.kind).look(session, found.ref.id)
    return page.show(
        "oversight/moderation/report.html",
        status=422 if form.errors else 200,
        found=found,
        content_note=seen.words.content_note if seen else "",
        excerpt=text.excerpt(seen.text) if seen else "",
        reasons=[(one.value, one.label, one.hint) for one in _offered()],
        form=form,
    )


def _offered() -> list[Reason]:
    """The reasons, what may be about a life before all others."""
    return sorted(Reason, key=lambda one: one is not Reason.WORRIED)


def _receipt(
    session: InTransaction, visit: ThisVisit, page: PageMaker, report_id: int, form: Filled[Any]
) -> Response:
    found = reports.receipt(session, visit.viewer, visit.house.subjects, report_id)
    visit.saw(found.case_id, found.id)
    return page.show(
        "oversight/moderation/receipt.html",
        status=422 if form.errors else 200,
        receipt=found,
        form=form,
    )
