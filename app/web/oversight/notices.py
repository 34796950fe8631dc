"""What moderators told somebody about what is hers: reading it, answering, appealing."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import StringConstraints
from starlette.responses import Response

from app.core import text
from app.core.limits import Limit
from app.oversight.moderation import appeals, notices
from app.web.kit.asking import InTransaction, SignedIn, ThisVisit
from app.web.kit.forms import Filled, Form, filled
from app.web.kit.page import Page, PageMaker
from app.web.kit.route import OneHop
from app.web.oversight.reports import WordsFilled

router = APIRouter(route_class=OneHop)


class AppealForm(Form):
    statement: Annotated[text.Body, StringConstraints(max_length=4000)]


AppealFilled = Annotated[Filled[AppealForm], Depends(filled(AppealForm))]


@router.get("/notices", name="notices")
def all_of_them(session: InTransaction, viewer: SignedIn, visit: ThisVisit, page: Page) -> Response:
    hers = notices.mine(session, viewer, visit.house.subjects)
    return page.show("oversight/moderation/notices.html", slips=hers, unread=visit.unread)


@router.get("/notices/{notice_id:number}", name="notice")
def one(
    notice_id: int, session: InTransaction, _viewer: SignedIn, visit: ThisVisit, page: Page
) -> Response:
    """By the number of its case."""
    return _notice(session, visit, page, notice_id)


@router.post("/notices/{notice_id:number}/messages", name="answer_notice")
def answer(
    notice_id: int,
    form: WordsFilled,
    session: InTransaction,
    viewer: SignedIn,
    visit: ThisVisit,
    page: Page,
) -> Response:
    subjects = visit.house.subjects
    notices.notice(session, viewer, subjects, notice_id)
    with form.checking():
        words = form.data.body
        visit.house.limiter.hit(Limit.WORDS_TO_TEAM, viewer.me.limit_key())
        notices.answer(session, viewer, subjects, notice_id, words)
        return page.go("notice", notice_id=notice_id, said="told")
    return _notice(session, visit, page, notice_id, form)


@router.post("/decisions/{decision_id:number}/appeal", name="appeal")
def appeal(
    decision_id: int,
    form: AppealFilled,
    session: InTransaction,
    viewer: SignedIn,
    visit: ThisVisit,
    page: Page,
) -> Response:
    subjects = visit.house.subjects
    case_id = appeals.case_of(session, viewer, subjects, decision_id)
    with form.checking():
        statement = form.data.statement
        visit.house.limiter.hit(Limit.WORDS_TO_TEAM, viewer.me.limit_key())
        appeals.appeal(session, viewer, subjects, decision_id, statement)
        return page.go("notice", notice_id=case_id, said="appealed")
    return _notice(session, visit, page, case_id, form, decision_id)


def _notice(
    session: InTransaction,
    visit: ThisVisit,
    page: PageMaker,
    case_id: int,
    form: Filled[Any] | None = None,
    appealing: int = 0,
) -> Response:
    """`appealing` is the decision whose form was sent, if it was that of an appeal."""
    # Told also when the thing has gone meanwhile and nothing can be shown.
    visit.saw(case_id)
    found = notices.notice(session, visit.viewer, visit.house.subjects, case_id)
    return page.show(
        "oversight/moderation/notice.html",
        status=422 if form else 200,
        told=found,
        form=form or Filled({}),
        appeal=found.appealable(appealing),
    )
