"""Following circles and members, and whether one lets others follow."""

from fastapi import APIRouter
from starlette.responses import Response

from app.core.errors import NotAllowed
from app.core.limits import Limit
from app.people import blocking
from app.people.anonymity.bundles import CIRCLE
from app.people.circles import queries as circles
from app.people.house import House
from app.people.members import profiles
from app.people.members import queries as members
from app.people.viewer import Viewer
from app.web import news
from app.web.kit.asking import InTransaction, SignedIn, ThisHouse
from app.web.kit.forms import Switch
from app.web.kit.page import Page
from app.web.kit.route import OneHop

router = APIRouter(route_class=OneHop)


@router.post("/c/{circle:slug}/follow", name="follow_circle")
def follow_circle(
    circle: str,
    form: Switch,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    on = form.data.on == "yes"
    turn_circle(house, session, viewer, circle, on=on)
    said = "circle-followed" if on else "circle-unfollowed"
    return page.go("circle", circle=circle, said=said)


def turn_circle(
    house: House, session: InTransaction, viewer: Viewer, slug: str, *, on: bool
) -> None:
    """She follows the circle with this address, or not any more. Noted where her reading of it is:
    no row says whom it interests. Raises NotFound, NotAllowed."""
    found = circles.page(session, viewer, slug).card
    if on and not viewer.belongs_to(found.id):
        raise NotAllowed("Join the circle first. You can leave it again at any time.")
    bundle = news.bundles(house, session, viewer, [found.id])[found.id]
    news.follow(house, viewer, bundle, (CIRCLE, found.id), on=on)


@router.post("/m/{handle:slug}/follow", name="follow_member")
def follow_member(
    handle: str,
    form: Switch,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    member = members.by_handle(session, handle)
    on = form.data.on == "yes"
    house.limiter.hit(Limit.SMALL_DEEDS, viewer.me.limit_key())
    blocking.follow(session, house.ring, viewer, member, on=on)
    return page.go("member", handle=handle, said="followed" if on else "unfollowed")


@router.post("/settings/followers", name="settings_followers")
def let_follow(form: Switch, session: InTransaction, viewer: SignedIn, page: Page) -> Response:
    profiles.let_follow(members.by_id(session, viewer.id), on=form.data.on == "yes")
    return page.go("settings", said="saved")
