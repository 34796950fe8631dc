"""That it is she: asked again, by her password or a passkey, before what nobody else may do on a
device that she left open. It holds for ten minutes of the same session."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from pydantic import StringConstraints
from starlette.responses import Response

from app.core.errors import ConfirmFirst, Invalid
from app.core.languages import Sentence
from app.people.members import accounts, factors, queries, sessions
from app.people.members.factors import Factors, Passkey
from app.people.members.passkeys import check
from app.people.members.passwords import LONGEST
from app.people.viewer import Viewer
from app.web.kit import addresses, passkeys
from app.web.kit.asking import InTransaction, SignedIn, ThisVisit
from app.web.kit.forms import Filled, Form, filled, read
from app.web.kit.page import Page
from app.web.kit.route import OneHop
from app.web.kit.visit import Visit
from app.web.people.password import few_guesses

router = APIRouter(route_class=OneHop)

PASSKEY_LENGTH = 8000
Answer = Annotated[str, StringConstraints(max_length=PASSKEY_LENGTH)]


class Proven(Form):
    """A deed for which she shows that it is she; with it, or up to ten minutes before."""

    password: Annotated[str, StringConstraints(max_length=4 * LONGEST)] = ""
    passkey: Answer = ""


class ConfirmForm(Proven):
    next: str = "/"


ConfirmFilled = Annotated[Filled[ConfirmForm], Depends(filled(ConfirmForm))]


def _pressed(request: Request) -> None:
    _ = read(Proven, request.scope["visit"].typed).data


# A form that is only a button, of such a deed.
ProvenPressed = Annotated[None, Depends(_pressed)]


def _confirmed(request: Request) -> Viewer:
    """Raises SignInFirst, ConfirmFirst."""
    visit: Visit = request.scope["visit"]
    hers = factors.of(visit.session, visit.house.ring, visit.viewer.id)
    password, passkey = (
        _typed(visit, "password", 4 * LONGEST),
        _typed(visit, "passkey", PASSKEY_LENGTH),
    )
    if not (password or passkey or "password" in visit.typed) and visit.is_fresh:
        return visit.viewer
    errors: dict[str, str] = {}
    if password or passkey:
        try:
            _prove(visit, hers, password, passkey)
        except Invalid as refused:
            errors = {refused.field: refused.message}
        else:
            return visit.viewer
    elif "password" in visit.typed:
        errors = {"password": Sentence("Please fill this in.")}
    raise ConfirmFirst(errors, has_passkey=bool(hers.passkeys))


Confirmed = Annotated[Viewer, Depends(_confirmed)]


@router.get("/confirm", name="confirm")
def ask(
    session: InTransaction, viewer: SignedIn, visit: ThisVisit, page: Page, next: str = "/"
) -> Response:
    hers = factors.of(session, visit.house.ring, viewer.id)
    return page.show(
        "people/members/confirm.html",
        form=Filled({}),
        action=page.visit.path,
        kept=[("next", addresses.own_path(next))],
        passkey=passkeys.request(visit) if hers.passkeys else "",
    )


@router.post("/confirm", name="confirm")
def confirm(_viewer: Confirmed, form: ConfirmFilled, page: Page) -> Response:
    return page.go_to(addresses.own_path(form.data.next))


def _typed(visit: Visit, name: str, most: int) -> str:
    """What is longer than it can be is cut: it then is no proof of anything."""
    return str(visit.typed.get(name, "")).replace("\0", "")[: most + 1]


def _prove(visit: Visit, hers: Factors, password: str, passkey: str) -> None:
    """The session goes on under another token. That counts whatever becomes of the deed, which
    may be refused: so it has a transaction of its own. Raises Invalid, TooOften."""
    viewer, house = visit.viewer, visit.house
    used: Passkey | None = None
    with few_guesses(house.limiter, viewer.me.limit_key()):
        if passkey:
            used = used_here(visit, passkey, hers)
        else:
            accounts.require_password(queries.by_id(visit.session, viewer.id), password)
    with house.database.changing() as apart:
        member = queries.by_id(apart, viewer.id)
        if used:
            factors.change(apart, house.ring, viewer.id, factors.noting(used))
        sessions.end(apart, viewer.session_h)
        strong = viewer.strong or used is not None
        token = sessions.start(apart, house.ring, member, strong=strong)
    visit.goes_on_with(token)


def used_here(visit: Visit, answer: str, hers: Factors) -> Passkey:
    """Her passkey by which the browser has answered, as it is to be kept. Raises Invalid."""
    proof = passkeys.proof(visit, passkeys.KNOWN, answer)
    return check(passkeys.place(visit), proof, hers.passkeys)
