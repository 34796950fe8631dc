"""The page of whoever has asked to join and waits: what she said, what was said, the way back."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends
from pydantic import StringConstraints
from starlette.responses import Response

from app.core import text
from app.core.errors import Invalid
from app.core.limits import Limit
from app.people.joining import admission, requests
from app.people.members.links import DeadLink
from app.web.kit.asking import Anyone, InTransaction, ThisVisit
from app.web.kit.forms import Filled, Form, filled
from app.web.kit.letters import Desk
from app.web.kit.page import Page, PageMaker
from app.web.kit.route import OneHop
from app.web.kit.visit import Visit

router = APIRouter(route_class=OneHop)


class TurnForm(Form):
    turn: Literal["reply", "invitation", "withdraw"]
    words: Annotated[text.Words, StringConstraints(max_length=2000)] = ""
    invitation: Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)] = ""


TurnFilled = Annotated[Filled[TurnForm], Depends(filled(TurnForm))]


@router.get("/join/waiting/{token}", name="joining_wait")
def look(token: str, visit: ThisVisit, page: Page, _viewer: Anyone) -> Response:
    return _show(visit, page, token, Filled({}))


@router.post("/join/waiting/{token}", name="joining_wait")
def turn(
    token: str,
    form: TurnFilled,
    session: InTransaction,
    visit: ThisVisit,
    desk: Desk,
    page: Page,
    _viewer: Anyone,
) -> Response:
    try:
        with form.checking():
            data, settings = form.data, visit.house.settings
            visit.house.limiter.hit(Limit.JOINING_ANSWERS, visit.network)
            if data.turn == "withdraw":
                requests.withdraw(session, desk, token)
                return page.go("home", said="joining-withdrawn")
            if data.turn == "invitation":
                requests.bring(session, desk, settings, token, data.invitation)
                return page.go("sign_in", said="let-in")
            if not data.words:
                raise Invalid("words", "Please fill this in.")
            requests.reply(session, desk, token, data.words)
            return page.go("joining_wait", token=token, said="joining-replied")
    except DeadLink:
        return page.go("sign_in", said="too-late")
    return _show(visit, page, token, form)


def _show(visit: Visit, page: PageMaker, token: str, form: Filled[Any]) -> Response:
    ring = visit.house.ring
    try:
        member, row = admission.waiting(visit.session, ring, token)
    except DeadLink:
        return page.go("sign_in", said="too-late")
    answer = page.show(
        "people/joining/wait.html",
        status=422 if form.errors else 200,
        form=form,
        token=token,
        request=requests.shown(ring, member, row),
        takes_invitations=visit.house.settings.joining in {"request", "invitation"},
    )
    # She is not signed in, and yet this is hers.
    answer.headers["Cache-Control"] = "no-store"
    return answer
