"""How her account is kept safe: password, second step, passkeys, and where she is signed in."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import StringConstraints
from starlette.responses import Response

from app.core import text
from app.core.errors import Invalid, NotFound
from app.core.languages import Sentence
from app.people.members import factors, passkeys, queries, sessions, totp
from app.people.members.accounts import Post
from app.people.members.factors import Factors
from app.people.members.models import Member
from app.people.viewer import Viewer
from app.web.kit import passkeys as asking
from app.web.kit.asking import InTransaction, SignedIn, ThisVisit
from app.web.kit.forms import Filled, filled
from app.web.kit.letters import Desk
from app.web.kit.page import Page, PageMaker
from app.web.kit.route import OneHop
from app.web.kit.templating import NEUTRAL_TITLE
from app.web.kit.visit import Visit
from app.web.people.confirming import Confirmed, Proven, ProvenPressed
from app.web.people.members import devices_of
from app.web.people.second_step import is_of_app, require_code

router = APIRouter(route_class=OneHop)

MOST_PASSKEYS = 10
WRONG = Sentence("This isn’t a code that fits now. Look at your app again.")
OLD = Sentence("This page was open for too long. Here is a new secret: please add it to your app.")


class CodeForm(Proven):
    """`aside` is the new secret, sealed."""

    aside: Annotated[str, StringConstraints(max_length=1000)]
    code: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]


class PasskeyForm(Proven):
    """`made` is what the browser says of the new one."""

    name: Annotated[text.ShortLine, StringConstraints(min_length=1, max_length=60)]
    made: Annotated[str, StringConstraints(max_length=8000)] = ""


CodeFilled = Annotated[Filled[CodeForm], Depends(filled(CodeForm))]
PasskeyFilled = Annotated[Filled[PasskeyForm], Depends(filled(PasskeyForm))]


@router.get("/settings/security", name="settings_security")
def show(session: InTransaction, viewer: SignedIn, visit: ThisVisit, page: Page) -> Response:
    hers = factors.of(session, visit.house.ring, viewer.id)
    return page.show(
        "people/members/security.html",
        hers=hers,
        sessions=devices_of(session, visit, viewer),
        can_have_passkeys=asking.place(visit).has_passkeys,
        needs_steps=viewer.powers_wait,
    )


@router.get("/settings/two-step", name="two_step")
def set_up(_session: InTransaction, viewer: Confirmed, visit: ThisVisit, page: Page) -> Response:
    return _app(page, visit, viewer, Filled({}), totp.new_secret())


@router.post("/settings/two-step", name="two_step")
def turn_on(
    viewer: Confirmed,
    form: CodeFilled,
    session: InTransaction,
    visit: ThisVisit,
    desk: Desk,
    page: Page,
) -> Response:
    ring = visit.house.ring
    secret = totp.taken_up(ring, viewer.id, form.value("aside"))
    if secret is None:
        form.errors["code"] = OLD
        return _app(page, visit, viewer, form, totp.new_secret())
    with form.checking():
        if not is_of_app(form.data.code):
            raise Invalid("code", WRONG)
        require_code(visit, viewer.id, secret, form.data.code, WRONG)
        return _changed(
            session, visit, desk, page, lambda had: factors.replaced(had, secret=secret)
        )
    return _app(page, visit, viewer, form, secret)


@router.post("/settings/two-step/off", name="two_step_off")
def turn_off(
    _viewer: Confirmed,
    _form: ProvenPressed,
    session: InTransaction,
    visit: ThisVisit,
    desk: Desk,
    page: Page,
) -> Response:
    return _changed(session, visit, desk, page, lambda had: factors.replaced(had, secret=""))


@router.post("/settings/recovery-codes", name="recovery_codes")
def new_codes(
    viewer: Confirmed, _form: ProvenPressed, session: InTransaction, visit: ThisVisit, page: Page
) -> Response:
    """The old ones work no more."""
    if not factors.of(session, visit.house.ring, viewer.id).any:
        raise NotFound
    return _codes(session, visit, page)


@router.get("/settings/passkeys/new", name="new_passkey")
def name_passkey(
    _session: InTransaction, viewer: Confirmed, visit: ThisVisit, page: Page
) -> Response:
    return _passkey(page, visit, viewer, Filled({}))


@router.post("/settings/passkeys/new", name="new_passkey")
def add_passkey(
    viewer: Confirmed,
    form: PasskeyFilled,
    session: InTransaction,
    visit: ThisVisit,
    desk: Desk,
    page: Page,
) -> Response:
    with form.checking():
        data = form.data
        if len(factors.of(session, visit.house.ring, viewer.id).passkeys) >= MOST_PASSKEYS:
            raise Invalid(
                "name", Sentence("You have {n}, which is as many as we keep.", n=MOST_PASSKEYS)
            )
        proof = asking.proof(visit, asking.NEW, data.made)
        made = passkeys.learn(asking.place(visit), proof, data.name)
        return _changed(session, visit, desk, page, lambda had: factors.added(had, made))
    return _passkey(page, visit, viewer, form)


@router.post("/settings/passkeys/{passkey_id:number}/remove", name="remove_passkey")
def remove_passkey(
    passkey_id: int,
    viewer: Confirmed,
    _form: ProvenPressed,
    session: InTransaction,
    visit: ThisVisit,
    desk: Desk,
    page: Page,
) -> Response:
    had = factors.of(session, visit.house.ring, viewer.id)
    if passkey_id not in {one.n for one in had.passkeys}:
        raise NotFound
    return _changed(session, visit, desk, page, lambda had: factors.without(had, passkey_id))


def _changed(
    session: InTransaction, visit: Visit, desk: Post, page: PageMaker, how: factors.Change
) -> Response:
    """Another way in from now on: every other device is signed out, and she is told by mail. With
    the first step of her second way the recovery codes come."""
    ring, viewer = visit.house.ring, visit.viewer
    member = queries.by_id(session, viewer.id)
    before = factors.of(session, ring, viewer.id)
    after = factors.change(session, ring, viewer.id, how)
    _begin_anew(session, visit, member, strong=after.any)
    desk.send(session, "steps_changed", member)
    if after.any and not before.any:
        return _codes(session, visit, page)
    return page.go("settings_security", said=_said(before, after))


def _said(before: Factors, after: Factors) -> str:
    if len(after.passkeys) != len(before.passkeys):
        if len(after.passkeys) > len(before.passkeys):
            return "passkey-added"
        return "passkey-removed" if after.any else "passkey-last"
    if after.secret:
        return "steps-on"
    return "steps-off" if after.any else "steps-last"


def _begin_anew(session: InTransaction, visit: Visit, member: Member, *, strong: bool) -> None:
    sessions.end(session, visit.viewer.session_h)
    sessions.end_all(member)
    visit.goes_on_with(sessions.start(session, visit.house.ring, member, strong=strong))


def _codes(session: InTransaction, visit: Visit, page: PageMaker) -> Response:
    """Ten new recovery codes, shown this once."""
    shown, kept = factors.fresh_codes(visit.house.ring, visit.viewer.id)
    factors.change(
        session, visit.house.ring, visit.viewer.id, lambda had: factors.replaced(had, codes=kept)
    )
    return page.show("people/members/recovery_codes.html", codes=shown)


def _app(page: PageMaker, visit: Visit, viewer: Viewer, form: Filled[Any], secret: str) -> Response:
    # Apps show it in a list, which others may see.
    site = NEUTRAL_TITLE if viewer.discretion.is_neutral else visit.house.settings.site_name
    address = totp.address(secret, viewer.handle, site)
    return page.show(
        "people/members/two_step.html",
        status=422 if form.errors else 200,
        form=form,
        aside=totp.put_aside(visit.house.ring, viewer.id, secret),
        picture=text.trusted(totp.picture(address)),
        secret=" ".join(secret[n : n + 4] for n in range(0, len(secret), 4)),
        address=address,
    )


def _passkey(page: PageMaker, visit: Visit, viewer: Viewer, form: Filled[Any]) -> Response:
    ring = visit.house.ring
    hers = factors.of(visit.session, ring, viewer.id)
    return page.show(
        "people/members/new_passkey.html",
        status=422 if form.errors else 200,
        form=form,
        passkey=asking.creation(visit, factors.owner(ring, viewer.id), hers.passkeys),
    )
