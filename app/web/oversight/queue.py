"""The queue of cases, and having a rest from it."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from app.core import clock, keys
from app.oversight.moderation import cases, queue
from app.oversight.moderation.care import Care
from app.oversight.moderation.models import Reason
from app.oversight.moderation.queue import Filter, Shelf
from app.web.kit.addresses import url
from app.web.kit.asking import InTransaction, SignedIn, ThisHouse
from app.web.kit.forms import Pressed
from app.web.kit.page import Page
from app.web.kit.route import OneHop

router = APIRouter(route_class=OneHop)


def _care(request: Request) -> Care:
    care: Care = request.app.state.care
    return care


ThisCare = Annotated[Care, Depends(_care)]


@router.get("/moderation", name="moderation")
def index(
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    care: ThisCare,
    page: Page,
    shelf: str = "",
    circle: str = "",
    reason: str = "",
    after: str = "",
) -> Response:
    queue.require_staff(viewer)
    names = queue.circles(session, viewer)
    wanted = _filter(shelf, circle, reason)
    found = queue.stretch(session, viewer, house.subjects, wanted, after)
    today = care.today(viewer.id)
    lighter = wanted.shelf is Shelf.WAITING and not after and today.last_was_heavy
    return page.show(
        "oversight/moderation/queue.html",
        shelf=wanted.shelf,
        counts=found.counts,
        cards=queue.lighter_first(found.cards) if lighter else found.cards,
        lighter=lighter,
        not_hers=found.not_hers,
        names=names,
        reasons=list(Reason),
        care=today,
        keeps_templates=viewer.is_moderator,
        day=clock.today(),
        **_addresses(wanted, names, after, found.older),
    )


@router.post("/moderation/rest", name="rest")
def rest(_form: Pressed, session: InTransaction, viewer: SignedIn, page: Page) -> Response:
    queue.require_staff(viewer)
    cases.give_all_back(session, viewer)
    return page.go("moderation", said="rest")


def _addresses(wanted: Filter, names: Mapping[int, str], after: str, older: str) -> dict[str, Any]:
    """Where the page leads, with what she has chosen to see."""
    circle = keys.base32(wanted.circle_id) if wanted.circle_id in names else ""
    chosen = {"circle": circle, "reason": wanted.reason or ""}

    def address(shelf: Shelf, after: str = "") -> str:
        return url("moderation", shelf=shelf.value, after=after, **chosen)

    return {
        "chosen": chosen,
        "circles": {keys.base32(n): names[n] for n in sorted(names, key=names.__getitem__)},
        "shelves": {shelf: address(shelf) for shelf in Shelf},
        "this": address(wanted.shelf, after),
        "older": address(wanted.shelf, older) if older else "",
        "newer": address(wanted.shelf) if after else "",
    }


def _filter(shelf: str, circle: str, reason: str) -> Filter:
    """What does not fit is left out, as if it had not been asked for."""
    return Filter(
        Shelf(shelf) if shelf in set(Shelf) else Shelf.WAITING,
        keys.from_base32(circle),
        Reason(reason) if reason in set(Reason) else None,
    )
