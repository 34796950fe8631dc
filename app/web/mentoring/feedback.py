"""Feedback both ways, and check-ins."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends
from starlette.responses import Response

from app.core.errors import Invalid
from app.core.limits import Limit
from app.core.verdict import require
from app.mentoring.mentorships import checkins, entries, feedback, pages, policy
from app.mentoring.mentorships.contents import HOW, CheckIn, Feedback
from app.mentoring.mentorships.pages import Pair
from app.web.kit.asking import InTransaction, SignedIn, ThisHouse
from app.web.kit.forms import Filled, Form, Pressed, Switch, filled
from app.web.kit.page import Page, PageMaker
from app.web.kit.route import OneHop
from app.web.mentoring.fields import Words

router = APIRouter(route_class=OneHop)


class FeedbackForm(Form):
    helped: Words = ""
    would_help: Words = ""
    score: Literal["1", "2", "3", "4", "5"]
    shown: Literal["", "on"] = ""

    @property
    def said(self) -> Feedback:
        """Raises Invalid where there are no words to show."""
        if self.shown and not (self.helped or self.would_help):
            raise Invalid("helped", "There are no words that she could read. Please write some.")
        return Feedback(self.helped, self.would_help, int(self.score), self.shown == "on")


class CheckInForm(Form):
    how: Literal["well", "so-so", "not-well"]
    words: Words = ""


FeedbackFilled = Annotated[Filled[FeedbackForm], Depends(filled(FeedbackForm))]
CheckInFilled = Annotated[Filled[CheckInForm], Depends(filled(CheckInForm))]
HERE = "/mentorships/{mentorship_id:number}"


@router.get(f"{HERE}/feedback", name="mentorship_feedback")
def show(
    mentorship_id: int, session: InTransaction, viewer: SignedIn, house: ThisHouse, page: Page
) -> Response:
    pair = pages.find(session, house.ring, viewer, mentorship_id)
    return _feedback(session, page, pair, Filled({}))


@router.post(f"{HERE}/feedback", name="mentorship_feedback")
def give(
    mentorship_id: int,
    form: FeedbackFilled,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    house.limiter.hit(Limit.SMALL_DEEDS, viewer.me.limit_key())
    pair = pages.find(session, house.ring, viewer, mentorship_id)
    require(policy.may_give_feedback(pair.state, pair.course))
    with form.checking():
        data = form.data
        feedback.give(session, viewer, house.ring, pair.id, data.said, data.form_nonce)
        return page.go("mentorship_feedback", mentorship_id=pair.id, said="feedback-kept")
    return _feedback(session, page, pair, form)


@router.post(HERE + "/feedback/{feedback_id:number}/show", name="show_feedback")
def show_to_other(
    mentorship_id: int,
    feedback_id: int,
    form: Switch,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    house.limiter.hit(Limit.SMALL_DEEDS, viewer.me.limit_key())
    on = form.data.on == "yes"
    feedback.show(session, viewer, house.ring, (mentorship_id, feedback_id), on=on)
    said = "feedback-shown" if on else "feedback-hidden"
    return page.go("mentorship_feedback", mentorship_id=mentorship_id, said=said)


@router.post(HERE + "/feedback/{feedback_id:number}/delete", name="delete_feedback")
def delete(
    mentorship_id: int,
    feedback_id: int,
    _form: Pressed,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    house.limiter.hit(Limit.SMALL_DEEDS, viewer.me.limit_key())
    feedback.delete(session, viewer, house.ring, (mentorship_id, feedback_id))
    return page.go("mentorship_feedback", mentorship_id=mentorship_id, said="feedback-deleted")


@router.get(f"{HERE}/check-ins", name="check_ins")
def show_check_ins(
    mentorship_id: int, session: InTransaction, viewer: SignedIn, house: ThisHouse, page: Page
) -> Response:
    pair = pages.find(session, house.ring, viewer, mentorship_id)
    return _check_ins(session, page, pair, Filled({}))


@router.post(f"{HERE}/check-ins", name="check_ins")
def answer(
    mentorship_id: int,
    form: CheckInFilled,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    house.limiter.hit(Limit.SMALL_DEEDS, viewer.me.limit_key())
    pair = pages.find(session, house.ring, viewer, mentorship_id)
    require(policy.may_write(pair.state, pair.course))
    with form.checking():
        data = form.data
        said = CheckIn(data.how, data.words)
        checkins.answer(session, viewer, house.ring, pair.id, said, data.form_nonce)
        return page.go("check_ins", mentorship_id=pair.id, said="checked-in")
    return _check_ins(session, page, pair, form)


@router.post(f"{HERE}/check-ins/readers", name="let_read_check_ins")
def let_read(
    mentorship_id: int,
    form: Switch,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    house.limiter.hit(Limit.SMALL_DEEDS, viewer.me.limit_key())
    on = form.data.on == "yes"
    checkins.let_read(session, viewer, house.ring, mentorship_id, on=on)
    said = "lets-read" if on else "lets-not-read"
    return page.go("check_ins", mentorship_id=mentorship_id, said=said)


@router.post(HERE + "/check-ins/{check_in_id:number}/delete", name="delete_check_in")
def delete_check_in(
    mentorship_id: int,
    check_in_id: int,
    _form: Pressed,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    house.limiter.hit(Limit.SMALL_DEEDS, viewer.me.limit_key())
    checkins.delete(session, viewer, house.ring, (mentorship_id, check_in_id))
    return page.go("check_ins", mentorship_id=mentorship_id, said="check-in-deleted")


def _feedback(session: InTransaction, page: PageMaker, pair: Pair, form: Filled[Any]) -> Response:
    found = entries.of(Feedback, entries.every(session, page.visit.house.ring, pair.id))
    newest = [*reversed(found)]
    return page.show(
        "mentoring/mentorships/feedback.html",
        status=422 if form.errors else 200,
        pair=pair,
        form=form,
        hers=[one for one in newest if one.by == pair.side],
        theirs=[one for one in newest if one.by != pair.side and one.words.shown],
        may_give=policy.may_give_feedback(pair.state, pair.course),
        may_take_away=policy.may_take_away(pair.course),
    )


def _check_ins(session: InTransaction, page: PageMaker, pair: Pair, form: Filled[Any]) -> Response:
    found = entries.every(session, page.visit.house.ring, pair.id)
    return page.show(
        "mentoring/mentorships/check_ins.html",
        status=422 if form.errors else 200,
        pair=pair,
        form=form,
        how=[*HOW.items()],
        check_ins=checkins.of_side(pair.side, found),
        lets=pair.course.opened[pair.side],
        may_write=policy.may_write(pair.state, pair.course),
        may_take_away=policy.may_take_away(pair.course),
    )
