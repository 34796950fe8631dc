"""Suggesting a time for a meeting, and moving one to another."""

from datetime import date, datetime, time
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends
from pydantic import BeforeValidator, Field, StringConstraints
from starlette.responses import Response

from app.core import clock, text
from app.core.clocks import Which
from app.core.languages import Sentence
from app.core.limits import Limit
from app.core.verdict import require
from app.mentoring.mentorships import meeting_deeds, meeting_times, meetings
from app.mentoring.mentorships import meeting_policy as policy
from app.mentoring.mentorships.meeting_contents import Plan, Way
from app.mentoring.mentorships.meeting_deeds import Stale
from app.mentoring.mentorships.meeting_policy import Turn
from app.mentoring.mentorships.meetings import Between, Card
from app.web.kit import moments
from app.web.kit.asking import InTransaction, SignedIn, ThisHouse
from app.web.kit.forms import Filled, Form, filled
from app.web.kit.page import Page, PageMaker
from app.web.kit.route import OneHop

router = APIRouter(route_class=OneHop)

SHORTEST, LONGEST = 5, 480
USUAL = {"minutes": "45", "way": Way.CALL.value}


def _minutes(typed: str) -> int:
    digits = typed.strip()
    if digits.isascii() and digits.isdigit() and len(digits) <= len(str(LONGEST)):
        minutes = int(digits)
        if SHORTEST <= minutes <= LONGEST:
            return minutes
    raise ValueError(
        Sentence(
            "Please say a number of minutes, from {least} to {most}.", least=SHORTEST, most=LONGEST
        )
    )


class PlanForm(Form):
    day: Annotated[date, BeforeValidator(moments.day)]
    time: Annotated[time, BeforeValidator(moments.hour)]
    minutes: Annotated[int, BeforeValidator(_minutes)]
    way: Way
    about: Annotated[text.Paragraphs, StringConstraints(max_length=1000)] = ""
    which: Literal["", "earlier", "later"] = ""


class MoveForm(PlanForm):
    version: Annotated[int, Field(ge=1)]


PlanFilled = Annotated[Filled[PlanForm], Depends(filled(PlanForm))]
MoveFilled = Annotated[Filled[MoveForm], Depends(filled(MoveForm))]


@router.get("/mentorships/{mentorship_id:number}/meetings/new", name="propose_meeting")
def ask(mentorship_id: int, session: InTransaction, viewer: SignedIn, page: Page) -> Response:
    seen = meetings.between(session, viewer, mentorship_id)
    require(policy.may_propose(viewer, seen.mentorship.state))
    return _plan(page, seen, Filled(USUAL))


@router.post("/mentorships/{mentorship_id:number}/meetings/new", name="propose_meeting")
def propose(
    mentorship_id: int,
    form: PlanFilled,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    seen = meetings.between(session, viewer, mentorship_id)
    require(policy.may_propose(viewer, seen.mentorship.state))
    with form.checking():
        plan, nonce = _planned(form.data, seen), form.data.form_nonce
        house.limiter.hit(Limit.MESSAGES, viewer.me.limit_key())
        meeting_deeds.propose(session, house.ring, viewer, mentorship_id, plan, nonce)
        return page.go(
            "mentorship", mentorship_id=mentorship_id, said="meeting-proposed", at="meetings"
        )
    return _plan(page, seen, form)


@router.get(
    "/mentorships/{mentorship_id:number}/meetings/{meeting_id:number}/move", name="move_meeting"
)
def ask_to_move(
    mentorship_id: int,
    meeting_id: int,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    seen = meetings.between(session, viewer, mentorship_id)
    _row, meeting = meetings.one(session, house.ring, seen, meeting_id)
    course = seen.mentorship.state
    require(policy.may_turn(Turn.MOVE, meeting, seen.side, course, clock.now()))
    require(policy.may_propose(viewer, course))
    card = meetings.card(session, house.ring, seen, meeting_id)
    return _plan(page, seen, Filled(_present(card.plan, seen)), card)


@router.post(
    "/mentorships/{mentorship_id:number}/meetings/{meeting_id:number}/move", name="move_meeting"
)
def move(
    mentorship_id: int,
    meeting_id: int,
    form: MoveFilled,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    seen = meetings.between(session, viewer, mentorship_id)
    card = meetings.card(session, house.ring, seen, meeting_id)
    try:
        with form.checking():
            plan, version = _planned(form.data, seen), form.data.version
            house.limiter.hit(Limit.MESSAGES, viewer.me.limit_key())
            place = mentorship_id, meeting_id
            meeting_deeds.move(session, house.ring, viewer, place, version, plan)
            return page.go(
                "mentorship", mentorship_id=mentorship_id, said="meeting-proposed", at="meetings"
            )
    except Stale as stale:
        card = meetings.card(session, house.ring, seen, meeting_id)
        return _plan(page, seen, form, card, stale.status)
    return _plan(page, seen, form, card)


def _planned(said: PlanForm, seen: Between) -> Plan:
    """Raises Invalid."""
    which = Which(said.which) if said.which else None
    at = meeting_times.moment(said.day, said.time, which, seen.clocks.mine, clock.now())
    return Plan(at, said.minutes, said.way, said.about)


def _present(plan: Plan, seen: Between) -> dict[str, str]:
    here = plan.at.astimezone(seen.clocks.mine)
    return {
        "day": here.date().isoformat(),
        "time": f"{here:%H:%M}",
        "minutes": str(plan.minutes),
        "way": plan.way.value,
        "about": plan.about,
    }


def _plan(
    page: PageMaker, seen: Between, form: Filled[Any], card: Card | None = None, status: int = 0
) -> Response:
    """The form for a new one or, with its `card`, for moving one."""
    now = clock.now()
    today = now.astimezone(seen.clocks.mine).date()
    return page.show(
        "mentoring/mentorships/meeting_form.html",
        status=status or (422 if form.errors else 200),
        form=form,
        seen=seen,
        card=card,
        stale=status == Stale.status,
        now=seen.clocks.said(now, today),
        twice=_twice(form, seen, now),
        ways=[(way.value, way.label) for way in Way],
    )


def _twice(form: Filled[Any], seen: Between, now: datetime) -> tuple[tuple[Which, str], ...]:
    """Also while something else in the form does not fit."""
    try:
        day, at = moments.day(form.value("day")), moments.hour(form.value("time"))
    except ValueError:
        return ()
    return meeting_times.twice(day, at, seen.clocks, now)
