"""What there is for her, and what she says she has seen."""

from fastapi import APIRouter

from app.oversight.notifications import queries
from app.web import told
from app.web.api import shown
from app.web.api.kit.asking import Doer, Reader
from app.web.api.kit.models import Answer, InAddress, Moment, Number
from app.web.api.kit.route import Endpoint
from app.web.api.shown import Author, ThreadLine
from app.web.kit.asking import InTransaction, ThisHouse
from app.web.people import notifications

router = APIRouter(route_class=Endpoint, tags=["notifications"])


class Item(Answer):
    """One thing that she is told. What was said about her without her name has no `id`: it is seen
    once she has read `path`, or everything."""

    id: Number | None
    by: Author | None
    said: str
    title: str
    circle: str
    path: str
    at: Moment
    new: bool


class Everything(Answer):
    """`threads` are those that she follows with something unread, `openings` new ones in circles
    that she follows; `messages` are conversations with something new."""

    items: list[Item]
    threads: list[ThreadLine]
    openings: list[ThreadLine]
    messages: int


@router.get("/api/v1/notifications", name="api_notifications")
def everything(session: InTransaction, viewer: Reader, house: ThisHouse) -> Everything:
    """The latest, as her page says them."""
    found = told.gather(house, session, viewer)
    slugs = shown.addresses(session, viewer)
    items = notifications.items(session, found)[: notifications.SHOWN]
    return Everything(
        items=[
            Item(
                id=one.number or None,
                by=Author.of(one.who) if one.by and one.who else None,
                said=", ".join(one.kind_words) or one.said,
                title=one.title,
                circle=one.beside,
                path=one.path,
                at=one.at,
                new=one.new,
            )
            for one in items
        ],
        threads=shown.lines(session, viewer, found.threads, found.bundles, slugs),
        openings=shown.lines(session, viewer, found.openings, found.bundles, slugs),
        messages=found.messages,
    )


@router.put("/api/v1/notifications/read", name="api_read_notifications", status_code=204)
def read_all(session: InTransaction, viewer: Doer, house: ThisHouse) -> None:
    """She has seen all of it, also what there is to read in the threads that she follows."""
    told.saw_all(house, session, viewer)


@router.put(
    "/api/v1/notifications/{notification_id:number}/read",
    name="api_read_notification",
    status_code=204,
)
def read_one(
    notification_id: InAddress, session: InTransaction, viewer: Doer, house: ThisHouse
) -> None:
    kept = queries.one(session, viewer.id, notification_id)
    told.note(house, session, viewer, lambda hers: told.saw(hers, kept.id, kept.n))
