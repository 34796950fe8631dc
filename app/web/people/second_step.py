"""The second step of signing in: a code of her app, a recovery code, or a passkey."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import StringConstraints
from starlette.responses import Response

from app.core.errors import Invalid, TooOften
from app.core.languages import Sentence
from app.core.limits import Limit
from app.people.members import factors, totp
from app.people.members.factors import Factors
from app.people.members.models import Member
from app.web.kit import addresses, passkeys
from app.web.kit.asking import Anyone, InTransaction, ThisVisit
from app.web.kit.forms import Filled, Form, filled
from app.web.kit.letters import Desk
from app.web.kit.page import Page, PageMaker
from app.web.kit.route import OneHop
from app.web.kit.visit import Visit
from app.web.people import arriving
from app.web.people.confirming import Answer, used_here
from app.web.people.signing_in import refuse_suspended

router = APIRouter(route_class=OneHop)

TEMPLATE = "people/members/second_step.html"
DIGITS = 6
WRONG = Sentence("This isn’t a code that fits now. Look at your app again, or use a recovery code.")
USED = Sentence("This code was used already. Wait until your app shows the next one.")


class StepForm(Form):
    code: Annotated[str, StringConstraints(strip_whitespace=True, max_length=40)] = ""
    passkey: Answer = ""
    next: str = "/"


StepFilled = Annotated[Filled[StepForm], Depends(filled(StepForm))]


@router.get("/sign-in/second-step", name="second_step")
def ask(
    session: InTransaction, _viewer: Anyone, visit: ThisVisit, page: Page, next: str = "/"
) -> Response:
    member = arriving.who_is_half_way(visit)
    if member is None:
        return page.go("sign_in", said="half-over")
    hers = factors.of(session, visit.house.ring, member.id)
    return _form(page, Filled({"next": addresses.own_path(next)}), hers)


@router.post("/sign-in/second-step", name="second_step")
def answer(
    form: StepFilled,
    session: InTransaction,
    _viewer: Anyone,
    visit: ThisVisit,
    desk: Desk,
    page: Page,
) -> Response:
    member = arriving.who_is_half_way(visit)
    if member is None:
        _ = form.data
        return page.go("sign_in", said="half-over")
    hers = factors.of(session, visit.house.ring, member.id)
    with form.checking():
        data = form.data
        refuse_suspended(visit, member)
        _require(visit, member, hers, data)
        path = addresses.own_path(data.next)
        return arriving.let_in(visit, desk, page, member, path, strong=True)
    return _form(page, form, hers, 422)


def _require(visit: Visit, member: Member, hers: Factors, data: StepForm) -> None:
    """Raises Invalid, or TooOften after five failures."""
    limiter, who = visit.house.limiter, member.id.bytes
    limiter.check(Limit.CODE_FAILURES, who)
    try:
        if data.passkey:
            used = used_here(visit, data.passkey, hers)
            factors.change(visit.session, visit.house.ring, member.id, factors.noting(used))
        else:
            spend_code(visit, member.id, hers.secret, data.code)
    except Invalid:
        limiter.hit(Limit.CODE_FAILURES, who)
        raise


def spend_code(visit: Visit, member_id: Any, secret: str, code: str) -> None:
    """Use up a code of her app, or a recovery code. Raises Invalid on `code`."""
    if not code:
        raise Invalid("code", "Please fill this in.")
    if is_of_app(code):
        require_code(visit, member_id, secret, code)
    elif not factors.spend(visit.session, visit.house.ring, member_id, code):
        raise Invalid("code", "This isn’t a recovery code that is left. Each works once.")


def is_of_app(code: str) -> bool:
    plain = "".join(code.split())
    return plain.isascii() and plain.isdecimal() and len(plain) == DIGITS


def require_code(visit: Visit, member_id: Any, secret: str, code: str, wrong: str = WRONG) -> None:
    """A code that the app with this secret shows now, and that nobody has used. Raises Invalid,
    saying `wrong` of one that does not fit.

    Which were used is in memory alone: in a row it would say on which days she comes.
    """
    step = totp.step(secret, code) if secret else None
    if step is None:
        raise Invalid("code", wrong)
    try:
        visit.house.limiter.hit(Limit.CODES, f"{member_id} {step}")
    except TooOften:
        raise Invalid("code", USED) from None


def _form(page: PageMaker, form: Filled[Any], hers: Factors, status: int = 200) -> Response:
    asked = passkeys.request(page.visit) if hers.passkeys else ""
    return page.show(TEMPLATE, status=status, form=form, passkey=asked, has_app=bool(hers.secret))
