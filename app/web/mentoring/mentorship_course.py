"""Pausing, completing or ending a mentorship, and saying that something in it feels wrong."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from starlette.responses import Response

from app.core.limits import Limit
from app.core.verdict import require
from app.mentoring.mentorships import course, pages, policy
from app.mentoring.mentorships.course import WAITS, Reflection
from app.mentoring.mentorships.pages import Pair
from app.mentoring.programmes import confiding
from app.web.kit.asking import InTransaction, SignedIn, ThisHouse
from app.web.kit.forms import Filled, Form, Pressed, Switch, filled
from app.web.kit.page import Page, PageMaker
from app.web.kit.route import OneHop
from app.web.mentoring.fields import Words

router = APIRouter(route_class=OneHop)


class ReflectionForm(Form):
    reflection: Words


ReflectionFilled = Annotated[Filled[ReflectionForm], Depends(filled(ReflectionForm))]
HERE = "/mentorships/{mentorship_id:number}"


@router.get(f"{HERE}/pausing-or-ending", name="mentorship_course")
def ask(
    mentorship_id: int, session: InTransaction, viewer: SignedIn, house: ThisHouse, page: Page
) -> Response:
    pair = pages.find(session, house.ring, viewer, mentorship_id)
    require(policy.may_end(pair.state))
    how = (pair.state, pair.course)
    return page.show(
        "mentoring/mentorships/course.html",
        pair=pair,
        may_pause=policy.may_pause(*how),
        may_resume=policy.may_resume(*how, pair.side),
        may_complete=policy.may_complete(*how, pair.side),
    )


@router.post(f"{HERE}/pause", name="pause_mentorship")
def pause(
    mentorship_id: int,
    form: Switch,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    house.limiter.hit(Limit.SMALL_DEEDS, viewer.me.limit_key())
    if form.data.on == "yes":
        course.pause(session, viewer, house.ring, mentorship_id)
        return page.go("mentorship", mentorship_id=mentorship_id, said="mentorship-paused")
    course.resume(session, viewer, house.ring, mentorship_id)
    return page.go("mentorship", mentorship_id=mentorship_id, said="mentorship-resumed")


@router.get(f"{HERE}/complete", name="complete_mentorship")
def ask_complete(
    mentorship_id: int, session: InTransaction, viewer: SignedIn, house: ThisHouse, page: Page
) -> Response:
    pair = pages.find(session, house.ring, viewer, mentorship_id)
    require(policy.may_complete(pair.state, pair.course, pair.side))
    return _complete(page, pair, Filled({}))


@router.post(f"{HERE}/complete", name="complete_mentorship")
def complete(
    mentorship_id: int,
    form: ReflectionFilled,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    house.limiter.hit(Limit.SMALL_DEEDS, viewer.me.limit_key())
    pair = pages.find(session, house.ring, viewer, mentorship_id)
    with form.checking():
        looked_back = Reflection(form.data.reflection, form.data.form_nonce)
        done = course.complete(session, viewer, house.ring, pair.id, looked_back)
        if done:
            return page.go("mentorship_feedback", mentorship_id=pair.id, said="completed")
        return page.go("mentorship", mentorship_id=pair.id, said="said-done")
    return _complete(page, pair, form)


@router.post(f"{HERE}/go-on", name="go_on_with_mentorship")
def go_on(
    mentorship_id: int,
    _form: Pressed,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    house.limiter.hit(Limit.SMALL_DEEDS, viewer.me.limit_key())
    course.go_on(session, viewer, house.ring, mentorship_id)
    return page.go("mentorship", mentorship_id=mentorship_id, said="goes-on")


@router.get(f"{HERE}/end", name="end_mentorship")
def ask_end(
    mentorship_id: int, session: InTransaction, viewer: SignedIn, house: ThisHouse, page: Page
) -> Response:
    pair = pages.find(session, house.ring, viewer, mentorship_id)
    require(policy.may_end(pair.state))
    return page.show("mentoring/mentorships/end.html", pair=pair)


@router.post(f"{HERE}/end", name="end_mentorship")
def end(
    mentorship_id: int,
    _form: Pressed,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    house.limiter.hit(Limit.SMALL_DEEDS, viewer.me.limit_key())
    course.end(session, viewer, house.ring, mentorship_id)
    return page.go("mentorship", mentorship_id=mentorship_id, said="mentorship-ended")


@router.get(f"{HERE}/uncertain", name="uncertain")
def uncertain(
    mentorship_id: int, session: InTransaction, viewer: SignedIn, house: ThisHouse, page: Page
) -> Response:
    """The form goes to where everything is reported, and is one like any other there."""
    pair = pages.find(session, house.ring, viewer, mentorship_id)
    programme = confiding.programme_of(session, pair.id)
    return page.show(
        "mentoring/mentorships/uncertain.html",
        pair=pair,
        programme=programme,
        form=Filled({"reason": "other"}),
    )


def _complete(page: PageMaker, pair: Pair, form: Filled[Any]) -> Response:
    return page.show(
        "mentoring/mentorships/complete.html",
        status=422 if form.errors else 200,
        pair=pair,
        form=form,
        days=WAITS.days,
    )
