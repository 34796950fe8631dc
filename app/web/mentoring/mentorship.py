"""The page of a mentorship."""

from fastapi import APIRouter
from starlette.responses import Response

from app.mentoring.mentorships import meetings
from app.web.kit.asking import InTransaction, SignedIn, ThisHouse
from app.web.kit.page import Page
from app.web.kit.route import OneHop

router = APIRouter(route_class=OneHop)


@router.get("/mentorships/{mentorship_id:number}", name="mentorship")
def show(
    mentorship_id: int, session: InTransaction, viewer: SignedIn, house: ThisHouse, page: Page
) -> Response:
    seen = meetings.between(session, viewer, mentorship_id)
    shown = meetings.shown(session, house.ring, seen.mentorship, viewer)
    return page.show("mentoring/mentorships/show.html", name=seen.name, meetings=shown)
