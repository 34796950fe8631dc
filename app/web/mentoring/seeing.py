"""What an organisation sees: the member's page about it, and the coordinator's report."""

from fastapi import APIRouter
from starlette.responses import Response

from app.core.errors import NotFound
from app.mentoring.programmes import firewall, gathering, outcomes, queries, reports
from app.web.kit.asking import InTransaction, SignedIn, ThisHouse
from app.web.kit.page import Page
from app.web.kit.route import OneHop

router = APIRouter(route_class=OneHop)


@router.get("/programmes/{programme:slug}/what-they-see", name="what_they_see")
def what_they_see(
    programme: str, session: InTransaction, viewer: SignedIn, house: ThisHouse, page: Page
) -> Response:
    found = queries.find(session, viewer, programme)
    seen = {}
    if found.enrolment:
        everyone = gathering.everyone(session, house.ring, found.cohort)
        hers = next((one for one in everyone if one.number == found.enrolment.id), None)
        if hers is None:
            raise NotFound
        asked = queries.questions(session, found.row.id)
        seen = {one.label: one.words for one in firewall.card(hers, asked).seen}
    return page.show(
        "mentoring/programmes/what_they_see.html",
        found=found,
        fields=firewall.SEEN,
        seen=seen,
        of_a_match=firewall.OF_A_MATCH,
        figures=reports.FIGURES,
        unseen=firewall.UNSEEN,
    )


@router.get("/programmes/{programme:slug}/report", name="programme_report")
def report(
    programme: str, session: InTransaction, viewer: SignedIn, house: ThisHouse, page: Page
) -> Response:
    found = queries.coordinated(session, viewer, programme)
    published = reports.published(session, house.ring, found.row)
    return page.show(
        "mentoring/programmes/report.html",
        found=found,
        figures=reports.FIGURES,
        months=published[::-1],
    )


@router.get("/programmes/{programme:slug}/check-ins", name="programme_check_ins")
def check_ins(programme: str, session: InTransaction, viewer: SignedIn, page: Page) -> Response:
    """What two who were matched both let a coordinator read."""
    found = queries.coordinated(session, viewer, programme)
    return page.show(
        "mentoring/programmes/check_ins.html",
        found=found,
        pairs=outcomes.going(session, found.row.id),
    )
