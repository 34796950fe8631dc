"""Goals of a mentorship: writing them down, wording them anew, taking them away."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from starlette.responses import Response

from app.core import text
from app.core.keys import base32
from app.core.limits import Limit
from app.core.verdict import require
from app.mentoring.mentorships import entries, goals, pages, policy
from app.mentoring.mentorships.contents import Entry, Goal
from app.mentoring.mentorships.goals import Wording
from app.mentoring.mentorships.pages import Pair
from app.people.house import House
from app.people.viewer import Viewer
from app.web.kit.asking import InTransaction, SignedIn, ThisHouse
from app.web.kit.forms import Filled, Form, Pressed, filled
from app.web.kit.page import Page, PageMaker
from app.web.kit.route import OneHop
from app.web.mentoring.fields import Day

router = APIRouter(route_class=OneHop)


class GoalForm(Form):
    title: text.Title
    until: Day = None
    steps: text.Paragraphs = ""
    as_of: str = ""

    @property
    def said(self) -> Wording:
        steps = [text.one_line(step) for step in self.steps.split("\n")]
        return Wording(self.title, self.until, steps, self.as_of)


GoalFilled = Annotated[Filled[GoalForm], Depends(filled(GoalForm))]
ALL = "/mentorships/{mentorship_id:number}/goals"
ONE = ALL + "/{goal_id:number}"


@router.get(f"{ALL}/new", name="new_goal")
def ask_new(
    mentorship_id: int, session: InTransaction, viewer: SignedIn, house: ThisHouse, page: Page
) -> Response:
    return _goal(page, writable(session, house, viewer, mentorship_id), Filled({}))


@router.post(f"{ALL}/new", name="new_goal")
def add(
    mentorship_id: int,
    form: GoalFilled,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    house.limiter.hit(Limit.SMALL_DEEDS, viewer.me.limit_key())
    pair = writable(session, house, viewer, mentorship_id)
    with form.checking():
        said, nonce = form.data.said, form.data.form_nonce
        made = goals.add(session, viewer, house.ring, pair.id, said, nonce)
        return back(page, pair.id, made.id, "goal-added")
    return _goal(page, pair, form)


@router.get(f"{ONE}/edit", name="edit_goal")
def ask_edit(
    mentorship_id: int,
    goal_id: int,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    pair = writable(session, house, viewer, mentorship_id)
    one = entries.one(session, house.ring, pair, Goal, goal_id)
    steps = "\n".join(step.words for step in one.words.steps)
    goal = one.words
    present = {"title": goal.title, "until": goal.until or "", "steps": steps, "as_of": goal.mark}
    return _goal(page, pair, Filled(present), one)


@router.post(f"{ONE}/edit", name="edit_goal")
def reword(
    mentorship_id: int,
    goal_id: int,
    form: GoalFilled,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    house.limiter.hit(Limit.SMALL_DEEDS, viewer.me.limit_key())
    pair = writable(session, house, viewer, mentorship_id)
    entries.one(session, house.ring, pair, Goal, goal_id)
    with form.checking():
        goals.reword(session, viewer, house.ring, (pair.id, goal_id), form.data.said)
        return back(page, pair.id, goal_id, "edited")
    return _goal(page, pair, form, entries.one(session, house.ring, pair, Goal, goal_id))


@router.get(f"{ONE}/delete", name="delete_goal")
def ask_delete(
    mentorship_id: int,
    goal_id: int,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    pair = writable(session, house, viewer, mentorship_id)
    one = entries.one(session, house.ring, pair, Goal, goal_id)
    return page.show("mentoring/mentorships/delete_goal.html", pair=pair, goal=one)


@router.post(f"{ONE}/delete", name="delete_goal")
def delete(
    mentorship_id: int,
    goal_id: int,
    _form: Pressed,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    house.limiter.hit(Limit.SMALL_DEEDS, viewer.me.limit_key())
    goals.delete(session, viewer, house.ring, (mentorship_id, goal_id))
    return page.go("mentorship", mentorship_id=mentorship_id, said="goal-deleted", at="goals")


def writable(session: InTransaction, house: House, viewer: Viewer, mentorship_id: int) -> Pair:
    """Raises NotFound, and NotAllowed where nothing may be written any more."""
    pair = pages.find(session, house.ring, viewer, mentorship_id)
    require(policy.may_speak(viewer, pair.state, pair.course))
    return pair


def back(page: PageMaker, mentorship_id: int, goal_id: int, said: str) -> Response:
    at = f"g{base32(goal_id)}"
    return page.go("mentorship", mentorship_id=mentorship_id, said=said, at=at)


def _goal(
    page: PageMaker, pair: Pair, form: Filled[Any], one: Entry[Goal] | None = None
) -> Response:
    return page.show(
        "mentoring/mentorships/goal.html",
        status=422 if form.errors else 200,
        pair=pair,
        form=form,
        goal=one,
        stands=one is not None and form.outdated(one.words.mark),
    )
