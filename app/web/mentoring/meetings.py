"""Meetings of a mentorship: one of them, as a page and as a file, and what is decided about it."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import AfterValidator, Field, StringConstraints
from starlette.responses import Response

from app.core import text
from app.core.limits import Limit
from app.mentoring.mentorships import calendar_feeds, meeting_deeds, meetings
from app.mentoring.mentorships.meeting_deeds import Choice, Stale
from app.mentoring.mentorships.meeting_policy import Turn
from app.mentoring.mentorships.meetings import Between, Card
from app.web.kit.asking import InTransaction, SignedIn, ThisHouse
from app.web.kit.forms import Filled, Form, filled
from app.web.kit.page import Page, PageMaker
from app.web.kit.route import OneHop

router = APIRouter(route_class=OneHop)

CALENDAR = "text/calendar; charset=utf-8"
# What it is called says nothing to whoever sees it among her downloads.
FILE = "appointment.ics"


def _not_to_move(turn: Turn) -> Turn:
    if turn is Turn.MOVE:
        raise ValueError("Please choose one of these.")
    return turn


class TurnForm(Form):
    turn: Annotated[Turn, AfterValidator(_not_to_move)]
    version: Annotated[int, Field(ge=1)]
    outcome: Annotated[text.ShortLine, StringConstraints(max_length=150)] = ""


TurnFilled = Annotated[Filled[TurnForm], Depends(filled(TurnForm))]


@router.get(
    "/mentorships/{mentorship_id:number}/meetings/{meeting_id:number}.ics", name="meeting_file"
)
def file(
    mentorship_id: int,
    meeting_id: int,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
) -> Response:
    seen = meetings.between(session, viewer, mentorship_id)
    row, meeting = meetings.one(session, house.ring, seen, meeting_id)
    telling = calendar_feeds.telling(session, house.ring, viewer)
    body = calendar_feeds.file(house.ring, seen, viewer.id, (row.id, meeting), telling)
    headers = {
        "Cache-Control": "no-store",
        "Content-Disposition": f'attachment; filename="{FILE}"',
    }
    return Response(body, headers=headers, media_type=CALENDAR)


@router.get("/mentorships/{mentorship_id:number}/meetings/{meeting_id:number}", name="meeting")
def show(
    mentorship_id: int,
    meeting_id: int,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    seen = meetings.between(session, viewer, mentorship_id)
    card = meetings.card(session, house.ring, seen, meeting_id)
    return _meeting(page, seen, card, Filled({}))


@router.post(
    "/mentorships/{mentorship_id:number}/meetings/{meeting_id:number}/turn", name="turn_meeting"
)
def turn(
    mentorship_id: int,
    meeting_id: int,
    form: TurnFilled,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    seen = meetings.between(session, viewer, mentorship_id)
    status = 422
    try:
        with form.checking():
            choice = Choice(form.data.turn, form.data.version, form.data.outcome)
            house.limiter.hit(Limit.SMALL_DEEDS, viewer.me.limit_key())
            place = mentorship_id, meeting_id
            meeting_deeds.turn(session, house.ring, viewer, place, choice)
            said = _SAID.get(choice.turn, "meeting-noted")
            return page.go("mentorship", mentorship_id=mentorship_id, said=said, at="meetings")
    except Stale as stale:
        status = stale.status
    card = meetings.card(session, house.ring, seen, meeting_id)
    return _meeting(page, seen, card, form, status)


_SAID = {
    Turn.CONFIRM: "meeting-confirmed",
    Turn.DECLINE: "meeting-off",
    Turn.CANCEL: "meeting-off",
}


def _meeting(
    page: PageMaker, seen: Between, card: Card, form: Filled[Any], status: int = 200
) -> Response:
    return page.show(
        "mentoring/mentorships/meeting.html",
        status=status,
        seen=seen,
        card=card,
        form=form,
        stale=status == Stale.status,
    )
