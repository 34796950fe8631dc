"""Closing an account, and keeping it after all."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends
from starlette.responses import Response

from app.community.threads import held, removals, waiting
from app.people import leaving
from app.people.house import House
from app.people.members import factors, queries, sessions
from app.people.members.links import DeadLink
from app.people.members.models import Fate
from app.people.recognition import recognise
from app.web.kit.asking import Anyone, InTransaction, SignedIn, ThisHouse, ThisVisit
from app.web.kit.forms import Filled, Pressed, filled
from app.web.kit.letters import Desk
from app.web.kit.page import Page, PageMaker
from app.web.kit.route import OneHop
from app.web.people.confirming import Confirmed, Proven

router = APIRouter(route_class=OneHop)


class CloseForm(Proven):
    words: Fate
    anonymous: Literal["", "on"] = ""


CloseFilled = Annotated[Filled[CloseForm], Depends(filled(CloseForm))]


@router.get("/settings/close", name="close_account")
def ask(session: InTransaction, house: ThisHouse, viewer: SignedIn, page: Page) -> Response:
    return _close(session, house, viewer.id, page, Filled({"words": Fate.KEEP.value}))


@router.post("/settings/close", name="close_account")
def close(
    viewer: Confirmed,
    form: CloseFilled,
    session: InTransaction,
    visit: ThisVisit,
    desk: Desk,
    page: Page,
) -> Response:
    with form.checking():
        data = form.data
        unnamed = removals.found(session, viewer) if data.anonymous else []
        days = visit.house.settings.retention_closed
        leaving.close(session, desk, viewer, data.words, days)
        removals.ask(session, visit.house.ring, unnamed)
        if data.anonymous:
            waiting.take_all_back(session, viewer)
            held.take_all_back(session, viewer)
        # The row of her session dies with its epoch: gone now, it would be known as hers.
        visit.forget()
        answer = page.go("home", said="closed")
        answer.headers["Clear-Site-Data"] = '"cache", "storage"'
        return answer
    return _close(session, visit.house, viewer.id, page, form)


@router.get("/settings/keep/{token}", name="keep_account")
def look(
    token: str, session: InTransaction, house: ThisHouse, page: Page, _viewer: Anyone
) -> Response:
    try:
        _member, closure = leaving.look(session, house.ring, token)
    except DeadLink:
        return _too_late(page)
    return page.show("people/members/keep.html", token=token, ends=closure.ends)


@router.post("/settings/keep/{token}", name="keep_account")
def keep(
    token: str,
    _form: Pressed,
    session: InTransaction,
    viewer: Anyone,
    visit: ThisVisit,
    desk: Desk,
    page: Page,
) -> Response:
    try:
        member = leaving.keep(session, desk, token)
    except DeadLink:
        return _too_late(page)
    if viewer.signed_in:
        sessions.end(session, viewer.session_h)
    # Who has two steps has taken both of them to get here.
    strong = factors.of(session, visit.house.ring, member.id).any
    signed_in = sessions.start(session, visit.house.ring, member, strong=strong)
    session.flush()
    removals.withdraw(session, visit.house.ring, recognise(session, visit.house.ring, signed_in))
    visit.choose(member.discretion)
    visit.remember(signed_in)
    return page.go("home", said="kept")


def _close(
    session: InTransaction, house: House, member_id: Any, page: PageMaker, form: Filled[Any]
) -> Response:
    return page.show(
        "people/members/close.html",
        status=422 if form.errors else 200,
        form=form,
        days=house.settings.retention_closed,
        may_close=leaving.may_close(session, queries.by_id(session, member_id)),
    )


def _too_late(page: PageMaker) -> Response:
    return page.go("sign_in", said="too-late")
