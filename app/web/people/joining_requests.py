"""Moderators read the requests to join and answer them."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import StringConstraints
from starlette.responses import Response

from app.core import text
from app.people.joining import requests
from app.people.joining.requests import Answer
from app.web.kit.addresses import url
from app.web.kit.asking import InTransaction, SignedIn, ThisHouse, ThisVisit
from app.web.kit.forms import Filled, Form, filled
from app.web.kit.letters import Desk
from app.web.kit.page import Page, PageMaker
from app.web.kit.route import OneHop
from app.web.kit.visit import Visit

router = APIRouter(route_class=OneHop)


class AnswerForm(Form):
    turn: Answer
    as_of: str = ""
    words: Annotated[text.Words, StringConstraints(max_length=2000)] = ""


AnswerFilled = Annotated[Filled[AnswerForm], Depends(filled(AnswerForm))]


@router.get("/moderation/joining", name="joining_requests")
def index(
    session: InTransaction, viewer: SignedIn, house: ThisHouse, page: Page, after: str = ""
) -> Response:
    lines = requests.queue(session, viewer, after)
    shown, more = lines[: requests.SHOWN], lines[requests.SHOWN :]
    return page.show(
        "people/joining/requests.html",
        lines=shown,
        mode=house.settings.joining,
        older=url("joining_requests", after=shown[-1].key) if more else "",
        newer=url("joining_requests") if after else "",
    )


@router.get("/moderation/joining/{handle}", name="joining_request")
def look(handle: str, visit: ThisVisit, viewer: SignedIn, page: Page) -> Response:
    _ = viewer
    return _show(visit, page, handle, Filled({}))


@router.post("/moderation/joining/{handle}", name="joining_request")
def answer(
    handle: str,
    form: AnswerFilled,
    session: InTransaction,
    viewer: SignedIn,
    visit: ThisVisit,
    desk: Desk,
    page: Page,
) -> Response:
    with form.checking():
        data = form.data
        given = (handle, data.turn, data.words)
        requests.answer(session, desk, visit.house.settings, viewer, given, data.as_of)
        said = "approved" if data.turn is Answer.APPROVE else "answered"
        return page.go("joining_requests", said=f"joining-{said}")
    return _show(visit, page, handle, form)


def _show(visit: Visit, page: PageMaker, handle: str, form: Filled[Any]) -> Response:
    found = requests.find(visit.session, visit.house.ring, visit.viewer, handle)
    other = form.outdated(found.mark)
    return page.show(
        "people/joining/request.html",
        status=409 if other else 422 if form.errors else 200,
        form=form,
        request=found,
        days=visit.house.settings.joining_days,
    )
