"""Deciding cases, one or several, and hearing appeals."""

from fastapi import APIRouter
from starlette.responses import Response

from app.core import keys
from app.core.errors import Invalid, NotFound
from app.oversight.moderation import appeals, cases, decisions, queries, queue, several
from app.oversight.moderation.decisions import DecidedMeanwhile
from app.oversight.moderation.desk import Desk
from app.people.house import House
from app.people.members.accounts import Post
from app.people.viewer import Viewer
from app.web.kit import letters
from app.web.kit.asking import InTransaction, SignedIn, ThisHouse
from app.web.kit.page import Page
from app.web.kit.route import OneHop
from app.web.oversight.case_page import NAMES, ThisCasePage
from app.web.oversight.letters import deciding
from app.web.oversight.rulings import DecisionFilled, HearingFilled, SeveralFilled

router = APIRouter(route_class=OneHop)


def desk(session: InTransaction, viewer: Viewer, house: House, post: Post) -> Desk:
    """She at work; from `post` go the letters to those whom a decision concerns."""
    return Desk(session, viewer, house.subjects, deciding(session, post), house.ring)


@router.post("/moderation/cases/{case_id:number}/decisions", name="decide")
def decide(
    case_id: int,
    form: DecisionFilled,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    post: letters.Desk,
    page: Page,
    case: ThisCasePage,
) -> Response:
    with form.checking():
        ruling = form.data.ruling
        try:
            decisions.decide(desk(session, viewer, house, post), case_id, ruling)
        except DecidedMeanwhile as error:
            return _meanwhile(page, case, case_id, form, error)
        except NotFound:
            if not viewer.works_cases or not cases.is_gone(session, case_id):
                raise
            return case.gone(form.data.about, form)
        return page.go("moderation", said="decided")
    return case.refused(case_id, form)


def _meanwhile(
    page: Page,
    case: ThisCasePage,
    case_id: int,
    form: DecisionFilled,
    error: DecidedMeanwhile,
) -> Response:
    """Who has pressed twice finds what she finds who has pressed once."""
    hers = error.by == page.visit.viewer.member_id
    if hers and form.data.ruling.is_said_by(error.decision):
        return page.go("moderation", said="decided")
    return case.meanwhile(case_id, form, error)


@router.post("/moderation/decisions", name="decide_several")
def decide_several(
    form: SeveralFilled,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    post: letters.Desk,
    page: Page,
) -> Response:
    """Each in its own right; what was left as it is, is named."""
    queue.require_staff(viewer)
    left: dict[int, str] = {}
    with form.checking():
        chosen = {keys.from_base32(number) for number in form.data.case}
        if not chosen or 0 in chosen:
            raise Invalid("case", "Tick those that you want to decide.")
        done, left = several.decide_all(
            desk(session, viewer, house, post), chosen, form.data.ruling
        )
        if not left:
            return page.go("moderation", said="decided")
        cards = queries.cards(session, viewer, house.subjects, left)
        return page.show(
            "oversight/moderation/several.html",
            done=len(done),
            left={cards.get(case_id): why for case_id, why in left.items()},
            form=form,
            names=NAMES,
        )
    return page.show(
        "oversight/moderation/several.html", status=422, done=0, left={}, form=form, names=NAMES
    )


@router.post("/decisions/{decision_id:number}/hearing", name="hear_appeal")
def hear(
    decision_id: int,
    form: HearingFilled,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    post: letters.Desk,
    page: Page,
    case: ThisCasePage,
) -> Response:
    made = queries.decision(session, viewer, decision_id)
    with form.checking():
        try:
            hearing = form.data.hearing(made.reason)
            appeals.hear(desk(session, viewer, house, post), decision_id, hearing)
        except DecidedMeanwhile as error:
            return case.meanwhile(made.case_id, form, error)
        return page.go("moderation", said="heard")
    return case.refused(made.case_id, form)
