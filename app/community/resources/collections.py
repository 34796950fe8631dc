"""Collections: resources that hosts have put together under a title, in an order of theirs."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, or_, select, true
from sqlalchemy.orm import Session

from app.community.resources import policy, queries
from app.community.resources.models import Collected, Collection, Resource, State
from app.community.resources.queries import Card
from app.core import keys, text, versions
from app.core.errors import Invalid, NotFound
from app.core.events import StaffActed, publish
from app.core.languages import Sentence
from app.core.repeats import again
from app.core.verdict import require
from app.people.circles import queries as circles
from app.people.circles.models import Circle
from app.people.viewer import Viewer

# So many of one circle, and so many resources in one.
MOST = 50
MOST_IN_ONE = 60


@dataclass(frozen=True)
class Line:
    """A collection in a list; `number` is how many resources there are in it."""

    id: int
    title: str
    introduction: str
    circle: str
    number: int

    @property
    def excerpt(self) -> str:
        return text.beginning(self.introduction)


@dataclass(frozen=True)
class Page:
    """A collection with what of it she may read, in its order."""

    id: int
    title: str
    introduction: str
    circle: str
    circle_slug: str
    circle_id: int | None
    cards: Sequence[Card]
    tended: bool

    @property
    def paragraphs(self) -> list[str]:
        return [part for part in self.introduction.split("\n\n") if part]


_HEAD: Any = select(
    *(Collection.id, Collection.title, Collection.introduction, Collection.circle_id),
    *(Circle.name.label("circle"), Circle.slug, Circle.visibility),
).outerjoin(Circle, Circle.id == Collection.circle_id)


def of(session: Session, viewer: Viewer, circle: str) -> list[Line]:
    """Those of the circle with this address, or with '' all, where she may read; by title."""
    shown = (
        select(func.count())
        .select_from(Collected)
        .join(Resource, Resource.id == Collected.resource_id)
        .where(Collected.collection_id == Collection.id, Resource.state == State.SHOWN)
        .scalar_subquery()
        .label("number")
    )
    wanted = _HEAD.add_columns(shown).where(_readable(viewer))
    if circle:
        wanted = wanted.where(Circle.slug == circle)
    rows = session.execute(wanted.order_by(Collection.title, Collection.id).limit(MOST))
    return [Line(row.id, row.title, row.introduction, row.circle or "", row.number) for row in rows]


def page(session: Session, viewer: Viewer, collection_id: int) -> Page:
    """Raises NotFound where she may not read."""
    row = session.execute(_HEAD.where(Collection.id == collection_id)).first()
    if row is None or not policy.may_read(viewer, row.circle_id, row.visibility):
        raise NotFound
    order = select(Collected.resource_id).where(Collected.collection_id == collection_id)
    ids = session.scalars(order.order_by(Collected.place, Collected.resource_id)).all()
    found = queries.cards(session, viewer, ids)
    cards = [found[each] for each in ids if each in found]
    return Page(
        row.id,
        row.title,
        row.introduction,
        row.circle or "",
        row.slug or "",
        row.circle_id,
        [card for card in cards if not queries.is_minded(viewer, card)],
        policy.tends(viewer, row.circle_id),
    )


def fitting(session: Session, viewer: Viewer, circle_id: int | None) -> list[Line]:
    """Those that she looks after, into which a resource of this circle, or everybody's, fits."""
    wanted = _HEAD.where(_readable(viewer), _tended(viewer))
    if circle_id is not None:
        wanted = wanted.where(Collection.circle_id == circle_id)
    rows = session.execute(wanted.order_by(Collection.title, Collection.id).limit(MOST))
    return [Line(row.id, row.title, row.introduction, row.circle or "", 0) for row in rows]


def open_one(
    session: Session, viewer: Viewer, at: str, title: str, introduction: str, nonce: str
) -> int:
    """A collection in the circle with this address, or with '' for everybody; the same form sent
    twice is one. Returns its number. Raises NotFound and NotAllowed."""
    circle = circles.circle_to_write_in(session, viewer, at) if at else None
    circle_id = circle.id if circle else None
    require(policy.may_tend(viewer, circle_id))
    number = int.from_bytes(keys.blind(viewer.me.submit_key(nonce), b"collection")[:8]) >> 1
    if again(session, session.get(Collection, number)) is None:
        row = Collection(id=number, circle_id=circle_id, title=title, introduction=introduction)
        session.add(row)
        session.flush()
        _tell(session, viewer, "open", number)
    return number


def mark(one: Page | Collection) -> str:
    """Of its words, for a form that changes them."""
    return versions.mark(one.title, one.introduction)


def edit(
    session: Session, viewer: Viewer, collection_id: int, words: tuple[str, str], as_of: str = ""
) -> None:
    """Another title and introduction. Raises NotFound, NotAllowed, and Changed where they are no
    longer those marked `as_of`."""
    row = _to_change(session, viewer, collection_id)
    if (row.title, row.introduction) != words:
        versions.require_same(as_of, mark(row))
    row.title, row.introduction = words


def delete(session: Session, viewer: Viewer, collection_id: int) -> None:
    """The resources in it stay. Raises NotFound and NotAllowed."""
    session.delete(_to_change(session, viewer, collection_id))
    session.flush()
    _tell(session, viewer, "delete", collection_id)


def put_in(session: Session, viewer: Viewer, collection_id: int, resource_id: int) -> None:
    """At its end; where it is already, nothing changes. What is a circle's goes into one of the
    same circle alone. Raises NotFound, NotAllowed, and Invalid on `collection`."""
    row = _to_change(session, viewer, collection_id)
    resource = queries.to_change(session, viewer, resource_id)
    if resource.state is not State.SHOWN or resource.circle_id not in {None, row.circle_id}:
        raise Invalid("collection", "This resource does not fit there.")
    stands = _order(session, collection_id)
    if resource_id in stands:
        return
    if len(stands) >= MOST_IN_ONE:
        raise Invalid(
            "collection", Sentence("A collection has room for {n} resources.", n=MOST_IN_ONE)
        )
    _arrange(session, collection_id, [*stands, resource_id])


def take_out(session: Session, viewer: Viewer, collection_id: int, resource_id: int) -> None:
    _to_change(session, viewer, collection_id)
    row = session.get(Collected, (collection_id, resource_id))
    if row is None:
        raise NotFound
    session.delete(row)
    session.flush()


def move(
    session: Session, viewer: Viewer, collection_id: int, resource_id: int, *, up: bool
) -> None:
    """Before the one above it, or after the one below; at an end it stays. What is no more shown
    is passed over, since nobody sees it there. Raises NotFound and NotAllowed."""
    _to_change(session, viewer, collection_id)
    stands = _order(session, collection_id)
    if resource_id not in stands:
        raise NotFound
    shown = queries.cards(session, viewer, stands)
    seen = [each for each in stands if each in shown]
    if resource_id not in seen:
        raise NotFound
    at = seen.index(resource_id) + (-1 if up else 1)
    if 0 <= at < len(seen):
        one, other = stands.index(resource_id), stands.index(seen[at])
        stands[one], stands[other] = stands[other], stands[one]
        _arrange(session, collection_id, stands)


def _order(session: Session, collection_id: int) -> list[int]:
    order = select(Collected.resource_id).where(Collected.collection_id == collection_id)
    return [*session.scalars(order.order_by(Collected.place, Collected.resource_id))]


def _arrange(session: Session, collection_id: int, order: Sequence[int]) -> None:
    for place, resource_id in enumerate(order, 1):
        row = session.get(Collected, (collection_id, resource_id))
        if row is None:
            session.add(
                Collected(collection_id=collection_id, resource_id=resource_id, place=place)
            )
        elif row.place != place:
            row.place = place
    session.flush()


def _to_change(session: Session, viewer: Viewer, collection_id: int) -> Collection:
    """Its row, locked."""
    row = session.get(Collection, collection_id, with_for_update=True, populate_existing=True)
    visible = queries.visibility(session, row.circle_id) if row else None
    if row is None or not policy.may_read(viewer, row.circle_id, visible):
        raise NotFound
    require(policy.may_tend(viewer, row.circle_id))
    return row


def _readable(viewer: Viewer) -> Any:
    return or_(Collection.circle_id.is_(None), circles.readable(viewer))


def _tended(viewer: Viewer) -> Any:
    everybodys = policy.tends(viewer, None)
    if viewer.is_administrator:
        return true()
    hosted = Collection.circle_id.in_(viewer.hosted)
    return or_(hosted, Collection.circle_id.is_(None)) if everybodys else hosted


def _tell(session: Session, viewer: Viewer, verb: str, collection_id: int) -> None:
    publish(
        session,
        StaffActed(
            actor_id=viewer.id,
            verb=verb,
            subject_kind="collection",
            subject_id=keys.base32(collection_id),
        ),
    )
