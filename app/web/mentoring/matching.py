"""The page on which a coordinator has a cohort matched, and confirms what was found."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import StringConstraints
from starlette.responses import Response

from app.core import keys
from app.mentoring.programmes import desk as desks
from app.mentoring.programmes import matching, queries
from app.mentoring.programmes.matching import Wish
from app.mentoring.programmes.models import Stage
from app.mentoring.programmes.queries import Found
from app.web.kit.addresses import number_in
from app.web.kit.asking import InTransaction, SignedIn, ThisHouse, ThisVisit
from app.web.kit.forms import Filled, Form, Pressed, filled
from app.web.kit.page import Page, PageMaker
from app.web.kit.route import OneHop

router = APIRouter(route_class=OneHop)

AGAIN_SECONDS = 5
Number = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=13)]


class PairForm(Form):
    """Two enrolments by their numbers."""

    mentor: Number
    mentee: Number
    wish: Wish

    @property
    def pair(self) -> tuple[int, int]:
        return keys.from_base32(self.mentor), keys.from_base32(self.mentee)


PairFilled = Annotated[Filled[PairForm], Depends(filled(PairForm))]


@router.get("/programmes/{programme:slug}/matching", name="matching")
def show(
    programme: str, session: InTransaction, viewer: SignedIn, visit: ThisVisit, page: Page
) -> Response:
    found = queries.coordinated(session, viewer, programme)
    number = number_in(visit.asked.get("page", "")) or 1
    answer = _show(session, visit.house, page, found, Filled({}), number)
    if found.cohort.stage in {Stage.MATCHING, Stage.CONFIRMING}:
        answer.headers["Refresh"] = str(AGAIN_SECONDS)
    return answer


@router.get("/programmes/{programme:slug}/cohorts/{cohort_id:number}", name="cohort_matching")
def show_confirmed(
    programme: str,
    cohort_id: int,
    session: InTransaction,
    viewer: SignedIn,
    visit: ThisVisit,
    page: Page,
) -> Response:
    """Who was matched in a cohort, to read alone."""
    found = queries.confirmed(session, viewer, programme, cohort_id)
    number = number_in(visit.asked.get("page", "")) or 1
    return _show(session, visit.house, page, found, Filled({}), number)


@router.post("/programmes/{programme:slug}/matching/run", name="run_matching")
def run(
    programme: str,
    _form: Pressed,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    found = queries.coordinated(session, viewer, programme, lock=True)
    form: Filled[Any] = Filled({})
    with form.checking():
        matching.run(session, house.ring, found)
        return page.go("matching", programme=programme)
    return _show(session, house, page, found, form)


@router.post("/programmes/{programme:slug}/matching/pairs", name="wish_pair")
def wish(
    programme: str,
    form: PairFilled,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    found = queries.coordinated(session, viewer, programme, lock=True)
    with form.checking():
        matching.wish(session, house.ring, found, form.data.pair, form.data.wish)
        return page.go("matching", programme=programme, said="pair-kept", at="wishes")
    return _show(session, house, page, found, form)


@router.post("/programmes/{programme:slug}/matching/confirm", name="confirm_matching")
def confirm(
    programme: str,
    _form: Pressed,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    found = queries.coordinated(session, viewer, programme, lock=True)
    matching.confirm(house.ring, found)
    return page.go("matching", programme=programme, said="matching-confirming")


def _show(
    session: InTransaction,
    house: ThisHouse,
    page: PageMaker,
    found: Found,
    form: Filled[Any],
    number: int = 1,
) -> Response:
    desk = desks.look(session, house.ring, found, number)
    return page.show(
        "mentoring/programmes/matching.html",
        status=422 if form.errors else 200,
        found=found,
        desk=desk,
        form=form,
    )
