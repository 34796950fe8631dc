"""Joining, and proving an address by the mailed link."""

from collections.abc import Callable
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends
from pydantic import AfterValidator, EmailStr, Field, StringConstraints
from starlette.responses import Response

from app.core import text
from app.core.languages import Sentence
from app.oversight.notifications import bounces
from app.people.joining import admission
from app.people.members import accounts, links
from app.people.members.links import Link
from app.people.members.models import Purpose
from app.people.members.passwords import LONGEST
from app.web.kit import devices
from app.web.kit.addresses import url
from app.web.kit.asking import Anyone, InTransaction, ThisHouse, ThisVisit
from app.web.kit.forms import Filled, Form, filled
from app.web.kit.letters import Desk
from app.web.kit.page import Page, PageMaker
from app.web.kit.route import OneHop
from app.web.kit.visit import Visit
from app.web.people.door import Door
from app.web.people.password import few_guesses

router = APIRouter(route_class=OneHop)

Handle = Annotated[
    str,
    # The pattern sees the word before its letters are made small.
    StringConstraints(
        strip_whitespace=True, to_lower=True, pattern=r"^[A-Za-z][A-Za-z0-9-]{2,29}$", max_length=30
    ),
]
Password = Annotated[str, StringConstraints(min_length=1, max_length=4 * LONGEST)]
Words = Annotated[text.Words, StringConstraints(max_length=2000)]
Short = Annotated[text.Paragraphs, StringConstraints(max_length=300)]


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
    # What is asked as well depends on how this community is joined, and may have been otherwise
    # when the form was opened: so each of these may be missing, and may be there in vain.
    answer_1: Words = ""
    answer_2: Words = ""
    answer_3: Words = ""
    invitation: Short = ""
    challenge: Short = ""
    challenge_answer: Short = ""


class ConfirmForm(Form):
    """`mine` is sent by the button of her who did not ask for the letter."""

    password: Annotated[str, StringConstraints(max_length=4 * LONGEST)] = ""
    mine: Literal["", "no"] = ""


JoinFilled = Annotated[Filled[JoinForm], Depends(filled(JoinForm))]
ConfirmFilled = Annotated[Filled[ConfirmForm], Depends(filled(ConfirmForm))]

_ANOTHER = Sentence(
    "This account has another password. If you didn’t ask for it, press “It wasn’t me”."
)


@router.get("/join", name="join")
def ask(viewer: Anyone, session: InTransaction, visit: ThisVisit, page: Page) -> Response:
    if viewer.signed_in:
        return page.go("home")
    return Door(session, visit).show(page, Filled({}))


@router.get("/join/with/{code}", name="join_with")
def ask_invited(
    code: str, viewer: Anyone, session: InTransaction, visit: ThisVisit, page: Page
) -> Response:
    if viewer.signed_in:
        return page.go("home")
    return Door(session, visit).show_invited(page, code)


@router.post("/join", name="join")
def join(
    form: JoinFilled, session: InTransaction, visit: ThisVisit, desk: Desk, page: Page
) -> Response:
    door = Door(session, visit)
    door.require_open()
    with form.checking():
        data = form.data
        account = admission.Account(data.handle, data.email, data.password)
        answers = (data.answer_1, data.answer_2, data.answer_3)
        brought = admission.Application(answers, data.invitation)
        door.join(desk, account, brought, (data.challenge, data.challenge_answer))
        return page.go("join_done")
    return door.show(page, form)


@router.get("/join/done", name="join_done")
def done(house: ThisHouse, page: Page, _viewer: Anyone) -> Response:
    local = (
        "" if house.settings.smtp_url.get_secret_value() else str(house.settings.data_dir / "mail")
    )
    by_request = house.settings.joining == "request"
    return page.show("people/members/join_done.html", mail_hint=local, by_request=by_request)


@router.get("/verify-email/{token}", name="verify_email")
def look_verify(token: str, visit: ThisVisit, page: Page, _viewer: Anyone) -> Response:
    return _look(visit, page, token, Purpose.VERIFY)


@router.post("/verify-email/{token}", name="verify_email")
def verify(
    token: str,
    form: ConfirmFilled,
    session: InTransaction,
    visit: ThisVisit,
    page: Page,
    _viewer: Anyone,
) -> Response:
    def deed() -> Response:
        member = accounts.verify(session, visit.house.ring, token)
        bounces.resume(session, visit.house.ring, member.email)
        if not admission.let_in(session, visit.house.ring, visit.house.settings, member):
            return page.go("joining_wait", token=admission.key(visit.house.ring, member))
        answer = page.go("sign_in", said="verified")
        # Her first sign-in is no news to her.
        devices.remember(visit, answer, member.id)
        return answer

    return _confirm(visit, page, form, (token, Purpose.VERIFY), deed)


@router.get("/confirm-email/{token}", name="confirm_email")
def look_confirm(token: str, visit: ThisVisit, page: Page, _viewer: Anyone) -> Response:
    return _look(visit, page, token, Purpose.EMAIL)


@router.post("/confirm-email/{token}", name="confirm_email")
def confirm(
    token: str,
    form: ConfirmFilled,
    session: InTransaction,
    visit: ThisVisit,
    desk: Desk,
    page: Page,
    _viewer: Anyone,
) -> Response:
    def deed() -> Response:
        accounts.change_email(session, desk, token)
        return page.go("home", said="email-changed")

    return _confirm(visit, page, form, (token, Purpose.EMAIL), deed)


def _look(visit: Visit, page: PageMaker, token: str, purpose: Purpose) -> Response:
    try:
        link = links.look(visit.session, visit.house.ring, token, purpose)
    except links.DeadLink:
        return _dead(page, purpose)
    return _ask(visit, page, Filled({}), link, purpose)


def _confirm(
    visit: Visit,
    page: PageMaker,
    form: Filled[ConfirmForm],
    mailed: tuple[str, Purpose],
    deed: Callable[[], Response],
) -> Response:
    """The deed of a link, for her whose account it is: reading the mailbox is not enough.

    Else somebody could open an account with another's address and wait for her to confirm it.
    """
    session, ring, limiter = visit.session, visit.house.ring, visit.house.limiter
    try:
        link = links.look(session, ring, *mailed)
        with form.checking():
            data = form.data
            if data.mine == "no":
                accounts.disown(session, ring, *mailed)
                return page.go("home", said="not-mine")
            if not _is_hers(visit, link):
                with few_guesses(limiter, f"login {link.member.handle}"):
                    accounts.require_password(link.member, data.password, _ANOTHER)
            return deed()
    except links.DeadLink:
        return _dead(page, mailed[1])
    return _ask(visit, page, form, link, mailed[1])


def _is_hers(visit: Visit, link: Link) -> bool:
    """Whether it was asked for in this browser, or she is signed in here."""
    return visit.viewer.member_id == link.member.id or visit.browser == link.browser


def _ask(
    visit: Visit, page: PageMaker, form: Filled[Any], link: Link, purpose: Purpose
) -> Response:
    return page.show(
        "people/members/verify_email.html",
        status=422 if form.errors else 200,
        form=form,
        asks=not _is_hers(visit, link),
        is_new=purpose is Purpose.VERIFY,
    )


def _dead(page: PageMaker, purpose: Purpose) -> Response:
    again = url("join" if purpose is Purpose.VERIFY else "settings_email")
    return page.show("people/members/token_dead.html", status=404, again=again)
