"""Personal tokens: made for a program of hers, shown once, and ended."""

from typing import Annotated, Any, Literal, get_args

from fastapi import APIRouter, Depends
from pydantic import Field, StringConstraints
from starlette.responses import Response

from app.core import text
from app.core.errors import Invalid
from app.core.limits import Limit
from app.people.members import queries, tokens
from app.people.members.tokens import Scope
from app.people.viewer import Viewer
from app.web.kit.asking import InTransaction, SignedIn, ThisVisit
from app.web.kit.forms import ONE_OF_THESE, Filled, Pressed, filled
from app.web.kit.letters import Desk
from app.web.kit.page import Page, PageMaker
from app.web.kit.route import OneHop
from app.web.kit.visit import Visit
from app.web.people.confirming import Confirmed, Proven

router = APIRouter(route_class=OneHop)

USUAL = {"days": "30", "scopes": (Scope.READ.value,)}


class TokenForm(Proven):
    name: Annotated[text.ShortLine, StringConstraints(min_length=1, max_length=60)]
    scopes: Annotated[tuple[Scope, ...], Field(max_length=len(Scope))] = ()
    days: Literal["7", "30", "90", "365"]


TokenFilled = Annotated[Filled[TokenForm], Depends(filled(TokenForm))]


@router.get("/settings/tokens", name="settings_tokens")
def look(_viewer: SignedIn, visit: ThisVisit, page: Page) -> Response:
    return _show(visit, page, Filled(USUAL))


@router.post("/settings/tokens", name="settings_tokens")
def make(
    viewer: Confirmed,
    form: TokenFilled,
    session: InTransaction,
    visit: ThisVisit,
    desk: Desk,
    page: Page,
) -> Response:
    made = ""
    with form.checking():
        data = form.data
        _require_fitting(viewer, data.scopes)
        visit.house.limiter.hit(Limit.SMALL_DEEDS, viewer.me.limit_key())
        member = queries.by_id(session, viewer.id)
        wanted = (data.name, frozenset(data.scopes), int(data.days))
        made = tokens.make(
            *(session, visit.house.ring, member, wanted),
            strong=viewer.strong,
            nonce=data.form_nonce,
        )
        desk.send(session, "token_made", member)
        session.flush()
        form = Filled(USUAL)
    return _show(visit, page, form, made)


@router.post("/settings/tokens/{token_id:number}/end", name="end_token")
def end(
    token_id: int,
    _form: Pressed,
    session: InTransaction,
    viewer: SignedIn,
    visit: ThisVisit,
    page: Page,
) -> Response:
    member = queries.by_id(session, viewer.id)
    tokens.end(session, visit.house.ring, member, token_id)
    return page.go("settings_tokens", said="token-ended")


def _require_fitting(viewer: Viewer, scopes: tuple[Scope, ...]) -> None:
    """Raises Invalid on `scopes`."""
    if not scopes:
        raise Invalid("scopes", "Choose at least one.")
    if Scope.MODERATE in scopes and not _looks_after(viewer):
        raise Invalid("scopes", ONE_OF_THESE)


def _looks_after(viewer: Viewer) -> bool:
    return viewer.works_cases or bool(viewer.hosted)


def _show(visit: Visit, page: PageMaker, form: Filled[Any], made: str = "") -> Response:
    house, viewer = visit.house, visit.viewer
    member = queries.by_id(visit.session, viewer.id)
    return page.show(
        "people/members/tokens.html",
        status=422 if form.errors else 200,
        form=form,
        made=made,
        tokens=tokens.of_member(visit.session, house.ring, member),
        chosen=form.typed.get("scopes", ()),
        looks_after=_looks_after(viewer),
        needs_steps=viewer.powers_wait,
        days=get_args(TokenForm.model_fields["days"].annotation),
    )
