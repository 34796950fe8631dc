"""Circles: finding, joining, leaving and following one."""

from fastapi import APIRouter

from app.people.anonymity.bundles import Bundle
from app.people.circles import actions, queries
from app.people.circles.models import Anonymity, Visibility
from app.people.circles.queries import CircleCard, CirclePage
from app.people.house import House
from app.people.viewer import Viewer
from app.web import news
from app.web.api.kit.asking import Doer, Reader
from app.web.api.kit.models import Answer, Listed, Word
from app.web.api.kit.route import Endpoint
from app.web.api.shown import Author
from app.web.kit.asking import InTransaction, ThisHouse
from app.web.people import following

router = APIRouter(route_class=Endpoint, tags=["circles"])


class Circle(Answer):
    """`new` counts posts since she last looked, of those in which she is."""

    slug: str
    name: str
    summary: str
    visibility: Visibility
    members: int
    joined: bool
    new: int

    @classmethod
    def of(cls, card: CircleCard) -> "Circle":
        return cls(
            slug=card.slug,
            name=card.name,
            summary=card.summary,
            visibility=card.visibility,
            members=card.members,
            joined=card.joined,
            new=card.new,
        )


class CircleInFull(Circle):
    about: str
    guidelines: list[str]
    anonymity: Anonymity
    hosts: list[Author]
    following: bool


@router.get("/api/v1/circles", name="api_circles")
def every(session: InTransaction, viewer: Reader, house: ThisHouse) -> Listed[Circle]:
    """All circles that she may know of, by name, in one stretch."""
    cards = queries.visible(session, viewer)
    hers = [card.id for card in cards if card.joined]
    bundles = news.bundles(house, session, viewer, hers)
    return Listed[Circle](data=[Circle.of(card) for card in news.with_news(cards, bundles)])


@router.get("/api/v1/circles/{circle:slug}", name="api_circle")
def one(circle: Word, session: InTransaction, viewer: Reader, house: ThisHouse) -> CircleInFull:
    return _shown(house, session, viewer, queries.page(session, viewer, circle))


@router.put("/api/v1/circles/{circle:slug}/membership", name="api_join_circle", status_code=204)
def join(circle: Word, session: InTransaction, viewer: Doer, house: ThisHouse) -> None:
    """Joining twice is joining once."""
    found = queries.circle_to_change(session, viewer, circle)
    if not viewer.belongs_to(found.id):
        actions.join(session, viewer, found)
        news.saw_circle(house, viewer, Bundle(), (found.id, found.bump))


@router.delete("/api/v1/circles/{circle:slug}/membership", name="api_leave_circle", status_code=204)
def leave(circle: Word, session: InTransaction, viewer: Doer) -> None:
    """What she has written stays."""
    found = queries.circle_to_change(session, viewer, circle)
    actions.leave(session, viewer, found)


@router.put("/api/v1/circles/{circle:slug}/follow", name="api_follow_circle", status_code=204)
def follow(circle: Word, session: InTransaction, viewer: Doer, house: ThisHouse) -> None:
    """From now on she is told of new threads there."""
    following.turn_circle(house, session, viewer, circle, on=True)


@router.delete("/api/v1/circles/{circle:slug}/follow", name="api_unfollow_circle", status_code=204)
def unfollow(circle: Word, session: InTransaction, viewer: Doer, house: ThisHouse) -> None:
    following.turn_circle(house, session, viewer, circle, on=False)


def _shown(house: House, session: InTransaction, viewer: Viewer, found: CirclePage) -> CircleInFull:
    bundles = news.bundles(house, session, viewer, [found.card.id])
    [card] = news.with_news([found.card], bundles if found.card.joined else {})
    return CircleInFull(
        **dict(Circle.of(card)),
        about=found.row.about,
        guidelines=found.row.guidelines.splitlines(),
        anonymity=found.row.anonymity,
        hosts=[Author(name=h.name, handle=h.handle, anonymous=False) for h in found.hosts],
        following=bundles[card.id].follows_circle,
    )
