"""Recommendations: a mentor writes one, its mentee decides whether it stands on her page."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends
from pydantic import StringConstraints
from starlette.responses import Response

from app.core import text
from app.core.errors import NotAllowed
from app.core.limits import Limit
from app.mentoring.recommendations import actions, policy, queries
from app.people.members.named import NOBODY, bylines
from app.web.kit.asking import InTransaction, SignedIn, ThisHouse
from app.web.kit.forms import Filled, Form, Pressed, filled
from app.web.kit.page import Page, PageMaker
from app.web.kit.route import OneHop

router = APIRouter(route_class=OneHop)

LENGTH = 2000


class RecommendForm(Form):
    body: Annotated[text.Body, StringConstraints(max_length=LENGTH)]


class ShowForm(Form):
    """`seen` says which words she has read."""

    on: Literal["yes", "no"]
    seen: str = ""


RecommendFilled = Annotated[Filled[RecommendForm], Depends(filled(RecommendForm))]
ShowFilled = Annotated[Filled[ShowForm], Depends(filled(ShowForm))]


@router.get("/mentoring/recommendations", name="recommendations")
def index(session: InTransaction, viewer: SignedIn, house: ThisHouse, page: Page) -> Response:
    hers = queries.hers(session, house.ring, viewer)
    return page.show(
        "mentoring/recommendations/index.html", given=hers.given, received=hers.received
    )


@router.get("/mentorships/{mentorship_id:number}/recommend", name="recommend")
def begin(
    mentorship_id: int, session: InTransaction, viewer: SignedIn, house: ThisHouse, page: Page
) -> Response:
    queries.mentorship(session, viewer, mentorship_id)
    known = queries.of_mentorship(session, house.ring, mentorship_id)
    present: Filled[Any] = Filled({"body": known.said.body} if known else {})
    return _ask(session, page, mentorship_id, present)


@router.post("/mentorships/{mentorship_id:number}/recommend", name="recommend")
def recommend(
    mentorship_id: int,
    form: RecommendFilled,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    queries.mentorship(session, viewer, mentorship_id)
    with form.checking():
        body = form.data.body
        house.limiter.hit(Limit.MESSAGES, viewer.me.limit_key())
        actions.recommend(session, house.ring, viewer, mentorship_id, body)
        return page.go("recommendations", said="recommended", at="given")
    return _ask(session, page, mentorship_id, form)


@router.post(
    "/mentoring/recommendations/{recommendation_id:number}/show", name="show_recommendation"
)
def show(
    recommendation_id: int,
    form: ShowFilled,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    on, seen = form.data.on == "yes", form.data.seen
    house.limiter.hit(Limit.SMALL_DEEDS, viewer.me.limit_key())
    if not actions.show(session, house.ring, viewer, recommendation_id, seen, on=on):
        return page.go("recommendations", said="recommendation-changed")
    return page.go("recommendations", said="shown-on-page" if on else "not-on-page")


@router.get(
    "/mentoring/recommendations/{recommendation_id:number}/take-back",
    name="take_back_recommendation",
)
def ask_to_take_back(
    recommendation_id: int, session: InTransaction, viewer: SignedIn, house: ThisHouse, page: Page
) -> Response:
    found = queries.mine(session, house.ring, viewer, recommendation_id)
    if found.mentor != viewer.id:
        raise NotAllowed(actions.NOT_YOURS)
    return page.show("mentoring/recommendations/take_back.html", said=found.said)


@router.post(
    "/mentoring/recommendations/{recommendation_id:number}/take-back",
    name="take_back_recommendation",
)
def take_back(
    recommendation_id: int,
    _form: Pressed,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    actions.take_back(session, house.ring, viewer, recommendation_id)
    return page.go("recommendations", said="recommendation-gone")


def _ask(
    session: InTransaction, page: PageMaker, mentorship_id: int, form: Filled[Any]
) -> Response:
    ring, viewer = page.visit.house.ring, page.visit.viewer
    between = queries.mentorship(session, viewer, mentorship_id)
    known = queries.of_mentorship(session, ring, mentorship_id)
    verdict = policy.may_recommend(viewer, between)
    if between.mentor_id != viewer.id:
        raise NotAllowed(verdict.reason)
    mentee = between.mentee_id
    assert mentee is not None
    return page.show(
        "mentoring/recommendations/recommend.html",
        status=422 if form.errors else 200,
        mentee=bylines(session, {mentee}).get(mentee, NOBODY),
        may_recommend=verdict and (policy.may_mend(known.said) if known else verdict),
        is_there=known is not None,
        length=LENGTH,
        form=form,
    )
