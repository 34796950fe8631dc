"""The first page of mentoring: what she has, what waits for her, and where to begin."""

from fastapi import APIRouter
from starlette.responses import Response

from app.mentoring.groups import queries as groups
from app.mentoring.mentorships import queries as mentorships
from app.mentoring.profiles import answers, queries
from app.mentoring.programmes import queries as programmes
from app.mentoring.requests import lists
from app.mentoring.requests import queries as requests
from app.web.kit.asking import InTransaction, SignedIn, ThisHouse
from app.web.kit.page import Page
from app.web.kit.route import OneHop

router = APIRouter(route_class=OneHop)


@router.get("/mentoring", name="mentoring")
def show(session: InTransaction, viewer: SignedIn, house: ThisHouse, page: Page) -> Response:
    profile = queries.own(session, viewer)
    hers = mentorships.hers(session, viewer)
    going = [one for one in hers if one.state.is_live]
    has_mentor = any(not one.is_mentor for one in going)
    in_programmes, open_programmes = programmes.hers_and_open(session, viewer)
    by_her = lists.by_her(session, viewer)
    return page.show(
        "mentoring/hub.html",
        profile=profile,
        places=requests.places_of(session, viewer.id) if profile else None,
        going=going,
        past=[one for one in hers if not one.state.is_live],
        groups=groups.hers(session, viewer),
        programmes=in_programmes,
        open_programmes=open_programmes,
        to_her=lists.to_her(session, viewer) if profile else [],
        by_her=by_her,
        # Nobody could withdraw these for her when somebody became her mentor.
        still_open=has_mentor and any(not one.named and one.state.is_open for one in by_her),
        told=answers.of(session, house.ring, viewer.id) is not None,
    )
