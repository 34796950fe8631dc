"""How far a goal is: ticking its steps, saying that it is done, or not after all."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends
from starlette.responses import Response

from app.core import text
from app.core.limits import Limit
from app.mentoring.mentorships import entries, goals
from app.mentoring.mentorships.contents import Entry, Goal
from app.mentoring.mentorships.goals import Ticks
from app.mentoring.mentorships.pages import Pair
from app.web.kit.asking import InTransaction, SignedIn, ThisHouse
from app.web.kit.forms import Filled, Form, Pressed, filled
from app.web.kit.page import Page, PageMaker
from app.web.kit.route import OneHop
from app.web.mentoring.goals import ONE, back, writable
from app.web.mentoring.mentorship import shown

router = APIRouter(route_class=OneHop)


class StepsForm(Form):
    """The steps that are done, by their words; `save` is the button, since none may be."""

    done: tuple[str, ...] = ()
    as_of: str = ""
    save: Literal["steps"]


class WordForm(Form):
    word: text.ShortLine
    as_of: str = ""


StepsFilled = Annotated[Filled[StepsForm], Depends(filled(StepsForm))]
WordFilled = Annotated[Filled[WordForm], Depends(filled(WordForm))]


@router.post(f"{ONE}/steps", name="tick_goal")
def tick(
    mentorship_id: int,
    goal_id: int,
    form: StepsFilled,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    house.limiter.hit(Limit.SMALL_DEEDS, viewer.me.limit_key())
    pair = writable(session, house, viewer, mentorship_id)
    with form.checking():
        ticks = Ticks(form.data.done, form.data.as_of)
        goals.tick(session, viewer, house.ring, (pair.id, goal_id), ticks)
        return back(page, pair.id, goal_id, "edited")
    return shown(session, page, pair, form=form, ticked=goal_id)


@router.get(f"{ONE}/done", name="finish_goal")
def ask_finish(
    mentorship_id: int,
    goal_id: int,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    pair = writable(session, house, viewer, mentorship_id)
    one = entries.one(session, house.ring, pair, Goal, goal_id)
    present = {"word": one.words.word, "as_of": one.words.end_mark}
    return _done(page, pair, one, Filled(present))


@router.post(f"{ONE}/done", name="finish_goal")
def finish(
    mentorship_id: int,
    goal_id: int,
    form: WordFilled,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    house.limiter.hit(Limit.SMALL_DEEDS, viewer.me.limit_key())
    pair = writable(session, house, viewer, mentorship_id)
    entries.one(session, house.ring, pair, Goal, goal_id)
    with form.checking():
        said, at = form.data, (pair.id, goal_id)
        goals.finish(session, viewer, house.ring, at, said.word, said.as_of)
        return back(page, pair.id, goal_id, "goal-done")
    return _done(page, pair, entries.one(session, house.ring, pair, Goal, goal_id), form)


@router.post(f"{ONE}/not-done", name="reopen_goal")
def reopen(
    mentorship_id: int,
    goal_id: int,
    _form: Pressed,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    house.limiter.hit(Limit.SMALL_DEEDS, viewer.me.limit_key())
    goals.reopen(session, viewer, house.ring, (mentorship_id, goal_id))
    return back(page, mentorship_id, goal_id, "edited")


def _done(page: PageMaker, pair: Pair, one: Entry[Goal], form: Filled[Any]) -> Response:
    return page.show(
        "mentoring/mentorships/goal_done.html",
        status=422 if form.errors else 200,
        pair=pair,
        form=form,
        goal=one,
        stands=form.outdated(one.words.end_mark),
    )
