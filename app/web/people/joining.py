"""Joining, and proving an address by the mailed link."""

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import AfterValidator, EmailStr, Field, StringConstraints
from starlette.responses import Response

from app.core.errors import NotAllowed
from app.core.limits import Limit
from app.people.members import accounts, links
from app.people.members.models import Purpose
from app.people.members.passwords import LONGEST
from app.web.kit.addresses import url
from app.web.kit.asking import Anyone, InTransaction, ThisHouse, ThisVisit
from app.web.kit.forms import Filled, Form, Pressed, filled
from app.web.kit.letters import Desk
from app.web.kit.page import Page
from app.web.kit.route import OneHop

router = APIRouter(route_class=OneHop)

Handle = Annotated[
    str,
    # The pattern sees the word before its letters are made small.
    StringConstraints(
        strip_whitespace=True, to_lower=True, pattern=r"^[A-Za-z][A-Za-z0-9-]{2,29}$", max_length=30
    ),
]
Password = Annotated[str, StringConstraints(min_length=1, max_length=4 * LONGEST)]


def _agreed(ticked: str) -> str:
    if ticked != "on":
        raise ValueError("To join, tick the box: you need to agree to the community agreement.")
    return ticked


class JoinForm(Form):
    handle: Handle
    email: EmailStr
    password: Password
    # A box without a tick is not sent at all.
    accept_guidelines: Annotated[str, AfterValidator(_agreed)] = Field("", validate_default=True)


JoinFilled = Annotated[Filled[JoinForm], Depends(filled(JoinForm))]


@router.get("/join", name="join")
def ask(viewer: Anyone, house: ThisHouse, page: Page) -> Response:
    if viewer.signed_in:
        return page.go("home")
    return page.show(
        "people/members/join.html", form=Filled({}), open=house.settings.joining == "open"
    )


@router.post("/join", name="join")
def join(
    form: JoinFilled, session: InTransaction, visit: ThisVisit, desk: Desk, page: Page
) -> Response:
    house = visit.house
    if house.settings.joining != "open":
        raise NotAllowed("This community takes no new members at the moment.")
    with form.checking():
        data = form.data
        house.limiter.hit(Limit.JOINS, visit.network)
        accounts.join(session, desk, handle=data.handle, email=data.email, password=data.password)
        return page.go("join_done")
    return page.show("people/members/join.html", status=422, form=form, open=True)


@router.get("/join/done", name="join_done")
def done(house: ThisHouse, page: Page, _viewer: Anyone) -> Response:
    local = (
        "" if house.settings.smtp_url.get_secret_value() else str(house.settings.data_dir / "mail")
    )
    return page.show("people/members/join_done.html", mail_hint=local)


@router.get("/verify-email/{token}", name="verify_email")
def look_verify(
    token: str, session: InTransaction, house: ThisHouse, page: Page, _viewer: Anyone
) -> Response:
    try:
        links.look(session, house.ring, token, Purpose.VERIFY)
    except links.DeadLink:
        return page.show("people/members/token_dead.html", status=404, again=url("join"))
    return page.show("people/members/verify_email.html", token=token)


@router.post("/verify-email/{token}", name="verify_email")
def verify(
    token: str,
    _form: Pressed,
    session: InTransaction,
    house: ThisHouse,
    page: Page,
    _viewer: Anyone,
) -> Response:
    try:
        accounts.verify(session, house.ring, token)
    except links.DeadLink:
        return page.show("people/members/token_dead.html", status=404, again=url("join"))
    return page.go("sign_in", said="verified")


@router.get("/confirm-email/{token}", name="confirm_email")
def look_confirm(
    token: str, session: InTransaction, house: ThisHouse, page: Page, _viewer: Anyone
) -> Response:
    try:
        links.look(session, house.ring, token, Purpose.EMAIL)
    except links.DeadLink:
        return page.show("people/members/token_dead.html", status=404, again=url("settings_email"))
    return page.show("people/members/verify_email.html", token=token)


@router.post("/confirm-email/{token}", name="confirm_email")
def confirm(
    token: str,
    _form: Pressed,
    session: InTransaction,
    desk: Desk,
    page: Page,
    _viewer: Anyone,
) -> Response:
    try:
        accounts.change_email(session, desk, token)
    except links.DeadLink:
        return page.show("people/members/token_dead.html", status=404, again=url("settings_email"))
    return page.go("home", said="email-changed")
