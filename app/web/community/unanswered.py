"""Threads that wait for an answer, in every circle that she may read."""

from collections.abc import Sequence

from fastapi import APIRouter
from starlette.responses import Response

from app.community.threads import places, unanswered
from app.community.threads.models import Intent
from app.people.circles import queries as circles
from app.people.circles.queries import CircleCard
from app.people.viewer import Viewer
from app.web.community.rows import rows
from app.web.kit.addresses import url
from app.web.kit.asking import InTransaction, SignedIn
from app.web.kit.kept import joined
from app.web.kit.page import Page
from app.web.kit.route import OneHop

router = APIRouter(route_class=OneHop)


@router.get("/unanswered", name="unanswered")
def show(
    session: InTransaction,
    viewer: SignedIn,
    page: Page,
    circle: str = "",
    intent: str = "",
    after: str = "",
) -> Response:
    rooms = circles.visible(session, viewer)
    names = {card.id: card.name for card in rooms}
    chosen = next((card for card in rooms if card.slug == circle), None)
    wish = Intent(intent) if intent in set(Intent) else None
    place = places.read(after)
    wanted = looked_in(viewer, rooms, chosen)
    found = unanswered.waiting(session, viewer, wanted, wish, place)
    here = {"circle": chosen.slug if chosen else "", "intent": wish.value if wish else ""}
    return page.show(
        "community/threads/unanswered.html",
        threads=joined(rows(session, page, found.lines, {}, names, waiting=True).values()),
        circles=rooms,
        intents=list(Intent),
        circle=here["circle"],
        intent=here["intent"],
        older=url("unanswered", **here, after=found.older) if found.older else "",
        newer=url("unanswered", **here) if place else "",
    )


def looked_in(viewer: Viewer, rooms: Sequence[CircleCard], chosen: CircleCard | None) -> list[int]:
    """The circle that she has chosen; else all that she has not muted, hers first."""
    if chosen:
        return [chosen.id]
    others = [card for card in rooms if card.id not in viewer.shield.circles]
    return [card.id for card in sorted(others, key=lambda card: not card.joined)]
