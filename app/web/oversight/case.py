"""One case: looking at it, and whose turn it is."""

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import StringConstraints
from starlette.responses import Response

from app.core import text
from app.core.errors import Invalid, NotFound
from app.core.languages import Sentence
from app.oversight.moderation import cases, speaking
from app.people.members import queries as members
from app.web.kit.asking import InTransaction, SignedIn, ThisHouse
from app.web.kit.forms import Filled, Form, Pressed, filled
from app.web.kit.page import Page
from app.web.kit.route import OneHop
from app.web.oversight.case_page import Aside, Begun, ThisCasePage
from app.web.oversight.rulings import Seat, Statement

router = APIRouter(route_class=OneHop)


class HandOverForm(Form):
    to: Annotated[str, StringConstraints(strip_whitespace=True, to_lower=True, min_length=1)]


class NoteForm(Form):
    team_note: Statement


class AuthorForm(Form):
    to_author: Statement
    seat: Seat = 0


class QuestionForm(Form):
    question: Statement


class OpeningForm(Form):
    why: text.Title


HandOverFilled = Annotated[Filled[HandOverForm], Depends(filled(HandOverForm))]
NoteFilled = Annotated[Filled[NoteForm], Depends(filled(NoteForm))]
AuthorFilled = Annotated[Filled[AuthorForm], Depends(filled(AuthorForm))]
QuestionFilled = Annotated[Filled[QuestionForm], Depends(filled(QuestionForm))]
OpeningFilled = Annotated[Filled[OpeningForm], Depends(filled(OpeningForm))]


@router.get("/moderation/cases/{case_id:number}", name="case")
def show(
    case_id: int, _viewer: SignedIn, case: ThisCasePage, template: str = "", lines: str = ""
) -> Response:
    return case.show(case_id, begun=Begun(template, lines))


@router.post("/moderation/cases/{case_id:number}/claim", name="claim_case")
def claim(
    case_id: int,
    _form: Pressed,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    cases.claim(session, viewer, house.subjects, case_id)
    return page.go("case", case_id=case_id, said="claimed")


@router.post("/moderation/cases/{case_id:number}/give-back", name="give_back_case")
def give_back(
    case_id: int, _form: Pressed, session: InTransaction, viewer: SignedIn, page: Page
) -> Response:
    cases.give_back(session, viewer, case_id)
    return page.go("moderation", said="given-back")


@router.post("/moderation/cases/{case_id:number}/hand-over", name="hand_over_case")
def hand_over(
    case_id: int,
    form: HandOverFilled,
    session: InTransaction,
    viewer: SignedIn,
    page: Page,
    case: ThisCasePage,
) -> Response:
    with form.checking():
        try:
            to = members.by_handle(session, form.data.to)
        except NotFound:
            raise Invalid("to", "Choose one of your colleagues.") from None
        cases.hand_over(session, viewer, case_id, to)
        return page.go("moderation", said="handed-over")
    return case.refused(case_id, form)


@router.post("/moderation/cases/{case_id:number}/pass", name="pass_case")
def pass_on(
    case_id: int, _form: Pressed, session: InTransaction, viewer: SignedIn, page: Page
) -> Response:
    cases.pass_on(session, viewer, case_id)
    return page.go("moderation", said="passed")


@router.post("/moderation/cases/{case_id:number}/notes", name="note_case")
def note(
    case_id: int,
    form: NoteFilled,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
    case: ThisCasePage,
) -> Response:
    with form.checking():
        speaking.note(session, viewer, house.subjects, case_id, form.data.team_note)
        return page.go("case", case_id=case_id, said="noted", at="notes")
    return case.refused(case_id, form)


@router.post("/moderation/cases/{case_id:number}/messages", name="write_to_author")
def write_to_author(
    case_id: int,
    form: AuthorFilled,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
    case: ThisCasePage,
) -> Response:
    with form.checking():
        data = form.data
        to = (case_id, data.seat)
        speaking.to_author(session, viewer, house.subjects, to, data.to_author)
        return page.go("case", case_id=case_id, said="asked", at="author")
    return case.refused(case_id, form)


REPORT = "/moderation/cases/{case_id:number}/reports/{report_id:number}"


@router.post(f"{REPORT}/messages", name="ask_reporter")
def ask_reporter(
    case_id: int,
    report_id: int,
    form: QuestionFilled,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
    case: ThisCasePage,
) -> Response:
    with form.checking():
        about = (case_id, report_id)
        speaking.to_reporter(session, viewer, house.subjects, about, form.data.question)
        return page.go("case", case_id=case_id, said="asked", at="reports")
    return case.refused(case_id, form, Aside(report_id=report_id))


@router.post(f"{REPORT}/reporter", name="open_reporter")
def open_reporter(
    case_id: int,
    report_id: int,
    form: OpeningFilled,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    case: ThisCasePage,
) -> Response:
    """Her name stands in this answer alone."""
    with form.checking():
        about = (case_id, report_id)
        who = speaking.open_reporter(
            session, viewer, house.subjects, house.ring, about, form.data.why
        )
        aside = Aside(
            report_id=report_id, reporter=who.name if who else Sentence("somebody who has left")
        )
        return case.show(case_id, aside=aside)
    return case.refused(case_id, form, Aside(report_id=report_id))
