"""Administrators set what is asked of whoever wants to join."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import StringConstraints
from starlette.responses import Response

from app.core import text
from app.core.verdict import require
from app.people.joining import policy, questions
from app.people.joining.questions import MOST, Asked
from app.web.kit.asking import InTransaction, SignedIn, ThisHouse
from app.web.kit.forms import Filled, Form, filled
from app.web.kit.page import Page, PageMaker
from app.web.kit.route import OneHop

router = APIRouter(route_class=OneHop)

Line = Annotated[text.Words, StringConstraints(max_length=200)]


class QuestionsForm(Form):
    question_1: Line = ""
    question_2: Line = ""
    question_3: Line = ""
    challenge_question: Line = ""
    challenge_answers: Annotated[text.Paragraphs, StringConstraints(max_length=1000)] = ""


QuestionsFilled = Annotated[Filled[QuestionsForm], Depends(filled(QuestionsForm))]


@router.get("/settings/joining", name="settings_joining")
def look(session: InTransaction, viewer: SignedIn, house: ThisHouse, page: Page) -> Response:
    require(policy.may_set_questions(viewer))
    asked = questions.now(session)
    present = {f"question_{n}": words for n, words in enumerate(asked.questions, 1)}
    present["challenge_question"] = asked.challenge
    present["challenge_answers"] = "\n".join(asked.accepted)
    return _show(page, house, Filled(present))


@router.post("/settings/joining", name="settings_joining")
def put(
    form: QuestionsFilled, session: InTransaction, viewer: SignedIn, house: ThisHouse, page: Page
) -> Response:
    require(policy.may_set_questions(viewer))
    with form.checking():
        data = form.data
        lines = (data.question_1, data.question_2, data.question_3)
        accepted = tuple(a.strip() for a in data.challenge_answers.splitlines() if a.strip())
        asked = Asked(tuple(filter(None, lines)), data.challenge_question, accepted)
        questions.put(session, viewer, asked)
        return page.go("settings_joining", said="saved")
    return _show(page, house, form)


def _show(page: PageMaker, house: ThisHouse, form: Filled[Any]) -> Response:
    return page.show(
        "people/joining/questions.html",
        status=422 if form.errors else 200,
        form=form,
        mode=house.settings.joining,
        when=house.settings.joining_challenge,
        numbers=range(1, MOST + 1),
    )
