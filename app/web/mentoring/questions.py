"""The questions of a programme, made in the page."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import StringConstraints
from starlette.responses import Response

from app.core import text
from app.mentoring.programmes import actions, queries
from app.mentoring.programmes.actions import Wording
from app.mentoring.programmes.models import AskedOf, Kind
from app.mentoring.programmes.queries import Found
from app.web.kit.asking import InTransaction, SignedIn
from app.web.kit.forms import Filled, Form, Pressed, filled
from app.web.kit.page import Page, PageMaker
from app.web.kit.route import OneHop
from app.web.mentoring.programmes import TICK

router = APIRouter(route_class=OneHop)


class QuestionForm(Form):
    words: Annotated[text.ShortLine, StringConstraints(min_length=3, max_length=150)]
    kind: Kind
    asked_of: AskedOf
    options: text.Paragraphs = ""
    required: TICK = ""
    counts: TICK = ""

    @property
    def wording(self) -> Wording:
        return Wording(
            self.words,
            self.kind,
            self.asked_of,
            [text.one_line(line) for line in self.options.split("\n")],
            required=self.required == "on",
            counts=self.counts == "on",
        )


QuestionFilled = Annotated[Filled[QuestionForm], Depends(filled(QuestionForm))]


@router.get("/programmes/{programme:slug}/questions", name="programme_questions")
def show(programme: str, session: InTransaction, viewer: SignedIn, page: Page) -> Response:
    found = queries.coordinated(session, viewer, programme)
    return _show(session, page, found, Filled({"kind": "text", "asked_of": "both"}))


@router.post("/programmes/{programme:slug}/questions", name="programme_questions")
def ask(
    programme: str, form: QuestionFilled, session: InTransaction, viewer: SignedIn, page: Page
) -> Response:
    found = queries.coordinated(session, viewer, programme, lock=True)
    with form.checking():
        actions.ask(session, found, form.data.wording)
        return page.go("programme_questions", programme=programme, said="question-asked")
    return _show(session, page, found, form)


@router.post(
    "/programmes/{programme:slug}/questions/{question_id:number}/delete",
    name="delete_question",
)
def take_back(
    programme: str,
    question_id: int,
    _form: Pressed,
    session: InTransaction,
    viewer: SignedIn,
    page: Page,
) -> Response:
    found = queries.coordinated(session, viewer, programme, lock=True)
    actions.take_back(session, found, question_id)
    return page.go("programme_questions", programme=programme, said="question-gone")


def _show(session: InTransaction, page: PageMaker, found: Found, form: Filled[Any]) -> Response:
    return page.show(
        "mentoring/programmes/questions.html",
        status=422 if form.errors else 200,
        found=found,
        questions=queries.questions(session, found.row.id),
        form=form,
    )
