"""Telling a programme's team that something in a mentorship feels uncertain, and reading it."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import StringConstraints
from starlette.responses import Response

from app.core import text
from app.core.errors import NotFound
from app.core.limits import Limit
from app.mentoring.mentorships import pages
from app.mentoring.mentorships.pages import Pair
from app.mentoring.programmes import confiding, queries
from app.mentoring.programmes.models import Programme
from app.people.viewer import Viewer
from app.web.kit.asking import InTransaction, SignedIn, ThisHouse
from app.web.kit.forms import Filled, Form, filled
from app.web.kit.page import Page, PageMaker
from app.web.kit.route import OneHop

router = APIRouter(route_class=OneHop)


class TellForm(Form):
    words: Annotated[text.Body, StringConstraints(max_length=2000)]


TellFilled = Annotated[Filled[TellForm], Depends(filled(TellForm))]


@router.get("/mentorships/{mentorship_id:number}/tell-team", name="tell_team")
def ask(
    mentorship_id: int, session: InTransaction, viewer: SignedIn, house: ThisHouse, page: Page
) -> Response:
    pair, programme = _place(session, viewer, house, mentorship_id)
    return _show(session, page, pair, programme, Filled({}))


@router.post("/mentorships/{mentorship_id:number}/tell-team", name="tell_team")
def tell(
    mentorship_id: int,
    form: TellFilled,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    pair, programme = _place(session, viewer, house, mentorship_id)
    with form.checking():
        words = form.data.words
        house.limiter.hit(Limit.REPORTS, viewer.me.limit_key())
        confiding.tell(session, viewer, house.ring, (programme, pair.id), words)
        return page.go("tell_team", mentorship_id=pair.id, said="told-team")
    return _show(session, page, pair, programme, form)


@router.get("/programmes/{programme:slug}/told", name="told_team")
def told(
    programme: str, session: InTransaction, viewer: SignedIn, house: ThisHouse, page: Page
) -> Response:
    """What members chose to tell its coordinators."""
    found = queries.coordinated(session, viewer, programme)
    said = confiding.to_team(session, viewer, house.ring, found.row)
    return page.show("mentoring/programmes/told.html", found=found, said=said)


def _place(
    session: InTransaction, viewer: Viewer, house: ThisHouse, mentorship_id: int
) -> tuple[Pair, Programme]:
    """Raises NotFound for what is not hers, and for a mentorship outside programmes."""
    pair = pages.find(session, house.ring, viewer, mentorship_id)
    programme = confiding.programme_of(session, pair.id)
    if programme is None:
        raise NotFound
    return pair, programme


def _show(
    session: InTransaction, page: PageMaker, pair: Pair, programme: Programme, form: Filled[Any]
) -> Response:
    viewer, ring = page.visit.viewer, page.visit.house.ring
    return page.show(
        "mentoring/mentorships/tell_team.html",
        status=422 if form.errors else 200,
        pair=pair,
        programme=programme,
        team=confiding.team(session, programme, pair.id),
        told=confiding.hers(session, viewer, ring, programme, pair.id),
        form=form,
    )
