"""Signing in and out, and choosing a new password by a mailed link."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import EmailStr, StringConstraints
from starlette.responses import Response

from app.core.errors import Invalid
from app.core.languages import Sentence
from app.core.limits import Limit
from app.people.joining import admission
from app.people.members import accounts, factors, links, sessions
from app.people.members.models import Member, Purpose, Standing
from app.people.safety import sanctions
from app.web.kit import addresses, passkeys
from app.web.kit.addresses import url
from app.web.kit.asking import Anyone, InTransaction, ThisHouse, ThisVisit
from app.web.kit.forms import Filled, Form, Pressed, filled
from app.web.kit.letters import Desk
from app.web.kit.page import Page, PageMaker
from app.web.kit.route import OneHop
from app.web.kit.visit import Visit
from app.web.people import arriving
from app.web.people.confirming import Answer
from app.web.people.joining import Password

router = APIRouter(route_class=OneHop)

_WRONG = Sentence(
    "That name and password don’t go together. Look at both again, or ask for a new password."
)


class SignInForm(Form):
    login: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
    password: Password
    next: str = "/"


class PasskeyForm(Form):
    passkey: Answer
    next: str = "/"


class ForgotForm(Form):
    email: EmailStr


class ResetForm(Form):
    password: Password


SignInFilled = Annotated[Filled[SignInForm], Depends(filled(SignInForm))]
PasskeyFilled = Annotated[Filled[PasskeyForm], Depends(filled(PasskeyForm))]
ForgotFilled = Annotated[Filled[ForgotForm], Depends(filled(ForgotForm))]
ResetFilled = Annotated[Filled[ResetForm], Depends(filled(ResetForm))]


@router.get("/sign-in", name="sign_in")
def ask(viewer: Anyone, page: Page, next: str = "/") -> Response:
    path = addresses.own_path(next)
    if viewer.signed_in:
        return page.go_to(path)
    return _form(page, Filled({"next": path}))


@router.post("/sign-in", name="sign_in")
def sign_in(
    form: SignInFilled, session: InTransaction, visit: ThisVisit, desk: Desk, page: Page
) -> Response:
    with form.checking():
        data = form.data
        member = _member(visit, data.login, data.password)
        if member.standing is Standing.UNVERIFIED:
            desk.send_link(session, "verify", member, Purpose.VERIFY, member.email)
            return page.go("join_done")
        if member.standing is Standing.WAITING:
            return page.go("joining_wait", token=admission.key(visit.house.ring, member))
        path = addresses.own_path(data.next)
        if factors.of(session, visit.house.ring, member.id).any:
            return arriving.half_way(visit, page, member, path)
        return arriving.let_in(visit, desk, page, member, path)
    return _form(page, form, 422)


@router.post("/sign-in/passkey", name="sign_in_by_passkey")
def sign_in_by_passkey(
    form: PasskeyFilled, session: InTransaction, visit: ThisVisit, desk: Desk, page: Page
) -> Response:
    """By a passkey alone: it is on a device of hers, and that has asked her who she is."""
    with form.checking():
        data = form.data
        with arriving.few_failures(visit, f"from {visit.network}"):
            member, used = arriving.known_by_passkey(visit, data.passkey)
            refuse_suspended(visit, member)
        factors.change(session, visit.house.ring, member.id, factors.noting(used))
        path = addresses.own_path(data.next)
        return arriving.let_in(visit, desk, page, member, path, strong=True)
    return _form(page, form, 422)


@router.post("/sign-out", name="sign_out")
def sign_out(
    _form: Pressed, session: InTransaction, viewer: Anyone, visit: ThisVisit, page: Page
) -> Response:
    if viewer.signed_in:
        sessions.end(session, viewer.session_h)
    visit.forget()
    answer = page.go("home", said="signed-out")
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@router.get("/forgot-password", name="forgot_password")
def forgot(page: Page, _viewer: Anyone) -> Response:
    return page.show("people/members/forgot_password.html", form=Filled({}))


@router.post("/forgot-password", name="forgot_password")
def ask_reset(
    form: ForgotFilled, session: InTransaction, visit: ThisVisit, desk: Desk, page: Page
) -> Response:
    with form.checking():
        email = form.data.email
        visit.house.limiter.hit(Limit.RESETS, email.lower())
        accounts.ask_reset(session, desk, email)
        return page.show("people/members/forgot_password_done.html")
    return page.show("people/members/forgot_password.html", status=422, form=form)


@router.get("/reset-password/{token}", name="reset_password")
def look_reset(
    token: str, session: InTransaction, house: ThisHouse, page: Page, _viewer: Anyone
) -> Response:
    try:
        links.look(session, house.ring, token, Purpose.RESET)
    except links.DeadLink:
        return page.show("people/members/token_dead.html", status=404, again=url("forgot_password"))
    return page.show("people/members/reset_password.html", form=Filled({}), token=token)


@router.post("/reset-password/{token}", name="reset_password")
def reset(
    token: str, form: ResetFilled, session: InTransaction, visit: ThisVisit, desk: Desk, page: Page
) -> Response:
    with form.checking():
        try:
            member = accounts.reset(session, desk, token, form.data.password)
            admission.let_in(session, visit.house.ring, visit.house.settings, member)
        except links.DeadLink:
            again = url("forgot_password")
            return page.show("people/members/token_dead.html", status=404, again=again)
        visit.forget()
        return page.go("sign_in", said="password-changed")
    return page.show("people/members/reset_password.html", status=422, form=form, token=token)


def _form(page: PageMaker, form: Filled[Any], status: int = 200) -> Response:
    asked = passkeys.request(page.visit)
    return page.show("people/members/sign_in.html", status=status, form=form, passkey=asked)


def _member(visit: Visit, login: str, password: str) -> Member:
    """Whose name and password these are. Raises Invalid, also for who is suspended, or TooOften
    after ten failures."""
    limiter, ways = visit.house.limiter, (f"login {login.lower()}", f"from {visit.network}")
    for way in ways:
        limiter.check(Limit.SIGN_IN_FAILURES, way)
    member = accounts.check_password(visit.session, login, password)
    if member is None:
        for way in ways:
            limiter.hit(Limit.SIGN_IN_FAILURES, way)
        raise Invalid("", _WRONG)
    refuse_suspended(visit, member)
    return member


def refuse_suspended(visit: Visit, member: Member) -> None:
    """Said to her who has shown that it is she, and to nobody else. Raises Invalid."""
    if member.standing is Standing.SUSPENDED:
        raise Invalid("", _suspended(visit, member))


def _suspended(visit: Visit, member: Member) -> str:
    until = sanctions.suspended_until(visit.session, member.id)
    lasting = until is not None and until != sanctions.FOR_EVER
    to = visit.house.settings.sender
    if until and lasting:
        return Sentence(
            "Moderators have suspended your account until {day} is over. If you think that this is "
            "wrong, write to {address} within six months: somebody who did not decide it will hear "
            "you.",
            day=until,
            address=to,
        )
    return Sentence(
        "Moderators have suspended your account. If you think that this is wrong, write to "
        "{address} within six months: somebody who did not decide it will hear you.",
        address=to,
    )
