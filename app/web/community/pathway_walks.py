"""What members do on pathways: marking steps as done, and as mentors saying yes or no to them."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends
from starlette.responses import Response

from app.community.pathways import actions, progress, queries
from app.core.keys import base32
from app.core.limits import Limit
from app.web.kit.asking import InTransaction, SignedIn, ThisHouse
from app.web.kit.forms import Filled, Form, Switch, filled
from app.web.kit.page import Page
from app.web.kit.route import OneHop

router = APIRouter(route_class=OneHop)


class AnswerForm(Form):
    answer: Literal["yes", "no"]


AnswerFilled = Annotated[Filled[AnswerForm], Depends(filled(AnswerForm))]


@router.post("/pathways/{pathway:slug}/steps/{step_id:number}/done", name="step_done")
def mark(
    pathway: str,
    step_id: int,
    form: Switch,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    house.limiter.hit(Limit.SMALL_DEEDS, viewer.me.limit_key())
    found = queries.find(session, viewer, pathway)
    step = queries.step(session, found, step_id)
    on = form.data.on == "yes"
    progress.mark(session, viewer, house.ring, (found.row.id, step.id), on=on)
    return page.go("pathway", pathway=pathway, at=f"s{base32(step.id)}")


@router.get("/pathways/asked/{step_id:number}", name="pathway_asked")
def asked(step_id: int, session: InTransaction, viewer: SignedIn, page: Page) -> Response:
    _, question = queries.asked(session, viewer.id, step_id)
    return page.show("community/pathways/asked.html", asked=question)


@router.post("/pathways/asked/{step_id:number}", name="pathway_asked")
def answer(
    step_id: int,
    form: AnswerFilled,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    house.limiter.hit(Limit.SMALL_DEEDS, viewer.me.limit_key())
    agrees = form.data.answer == "yes"
    actions.answer(session, viewer, step_id, agrees=agrees)
    return page.go("pathway_asked", step_id=step_id, said="stands" if agrees else "stands-not")
