"""Three answers of whoever looks for a mentor."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends
from starlette.responses import Response

from app.core.errors import Invalid
from app.core.limits import Limit
from app.mentoring.profiles import answers
from app.mentoring.profiles.answers import Answers
from app.web.kit.asking import InTransaction, SignedIn, ThisHouse
from app.web.kit.forms import Filled, Form, Pressed, filled
from app.web.kit.page import Page, PageMaker
from app.web.kit.route import OneHop
from app.web.mentoring import vocabulary
from app.web.mentoring.vocabulary import Backgrounds, Languages, Times, Topics

router = APIRouter(route_class=OneHop)


class AnswersForm(Form):
    """Any of it may be left out; what she knows from inside counts with `consent` alone."""

    topics: Topics = ()
    times: Times = ()
    languages: Languages = ()
    backgrounds: Backgrounds = ()
    consent: Literal["", "on"] = ""


AnswersFilled = Annotated[Filled[AnswersForm], Depends(filled(AnswersForm))]


@router.get("/mentoring/answers", name="mentoring_answers")
def show(session: InTransaction, viewer: SignedIn, house: ThisHouse, page: Page) -> Response:
    told = answers.of(session, house.ring, viewer.id)
    present: dict[str, Any] = {}
    if told is not None:
        present = {"topics": told.topics, "times": told.times, "languages": told.languages}
        present |= {"backgrounds": told.backgrounds, "consent": "on" if told.backgrounds else ""}
    return _show(page, Filled(present), given=told is not None)


@router.post("/mentoring/answers", name="mentoring_answers")
def give(
    form: AnswersFilled, session: InTransaction, viewer: SignedIn, house: ThisHouse, page: Page
) -> Response:
    with form.checking():
        data = form.data
        if data.backgrounds and not data.consent:
            raise Invalid("consent", "Tick this, or none of the ones above.")
        told = Answers(data.topics, data.times, data.languages, data.backgrounds)
        if not told:
            raise Invalid("topics", "Answer at least one of the three, or delete your answers.")
        house.limiter.hit(Limit.MENTORING_ANSWERS, viewer.me.limit_key())
        answers.give(session, house.ring, viewer.id, told)
        return page.go("mentors", said="answers-kept")
    return _show(page, form, given=answers.of(session, house.ring, viewer.id) is not None)


@router.post("/mentoring/answers/delete", name="delete_mentoring_answers")
def forget(_form: Pressed, session: InTransaction, viewer: SignedIn, page: Page) -> Response:
    answers.forget(session, viewer.id)
    return page.go("mentoring", said="answers-deleted")


def _show(page: PageMaker, form: Filled[Any], *, given: bool) -> Response:
    return page.show(
        "mentoring/profiles/answers.html",
        status=422 if form.errors else 200,
        form=form,
        given=given,
        most_languages=vocabulary.MOST_LANGUAGES,
        **vocabulary.lists(),
    )
