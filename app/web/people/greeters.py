"""The rota of a circle's greeters: seeing it, putting oneself down, keeping one at all."""

from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends
from starlette.responses import Response

from app.core.limits import Limit
from app.core.verdict import require
from app.people.circles import greeters, policy, queries
from app.people.circles.models import Circle
from app.web.kit.asking import InTransaction, SignedIn, ThisHouse
from app.web.kit.forms import Filled, Form, filled
from app.web.kit.page import Page, PageMaker
from app.web.kit.route import OneHop

router = APIRouter(route_class=OneHop)


class GreetForm(Form):
    week: date
    on: Literal["yes", "no"]


class RotaForm(Form):
    on: Literal["yes", "no"]


GreetFilled = Annotated[Filled[GreetForm], Depends(filled(GreetForm))]
RotaFilled = Annotated[Filled[RotaForm], Depends(filled(RotaForm))]


@router.get("/c/{circle:slug}/greeters", name="greeters")
def show(circle: str, session: InTransaction, viewer: SignedIn, page: Page) -> Response:
    found = queries.circle_to_manage(session, viewer, circle)
    require(policy.may_see_greeters(viewer, found.id))
    return _show(session, page, found, Filled({}))


@router.post("/c/{circle:slug}/greeters", name="greet")
def greet(
    circle: str,
    form: GreetFilled,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    found = queries.circle_to_change(session, viewer, circle)
    require(policy.may_see_greeters(viewer, found.id))
    with form.checking():
        week, on = form.data.week, form.data.on == "yes"
        house.limiter.hit(Limit.SMALL_DEEDS, viewer.me.limit_key())
        if on:
            greeters.put_down(session, viewer, found, week)
        else:
            greeters.take_off(session, viewer, found, week)
        return page.go("greeters", circle=circle, said="greets" if on else "greets-not")
    return _show(session, page, found, form)


@router.post("/c/{circle:slug}/greeters/rota", name="switch_greeters")
def switch(
    circle: str, form: RotaFilled, session: InTransaction, viewer: SignedIn, page: Page
) -> Response:
    found = queries.circle_to_change(session, viewer, circle)
    require(policy.may_manage(viewer, found.id))
    on = form.data.on == "yes"
    greeters.switch(session, viewer, found, on=on)
    return page.go("greeters", circle=circle, said="rota-on" if on else "rota-off")


def _show(session: InTransaction, page: PageMaker, circle: Circle, form: Filled[Any]) -> Response:
    viewer = page.visit.viewer
    return page.show(
        "people/circles/greeters.html",
        status=422 if form.errors else 200,
        circle=circle,
        weeks=greeters.rota(session, viewer, circle) if circle.greets else [],
        may_greet=policy.may_greet(viewer, circle.id, greets=circle.greets),
        may_manage=policy.may_manage(viewer, circle.id),
        form=form,
    )
