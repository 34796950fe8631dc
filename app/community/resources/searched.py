"""Resources as things that can be searched for. What decides is `shown`, which asks what the lists
ask; the index only proposes."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from app.community.resources import queries
from app.community.resources.events import ResourceChanged
from app.community.resources.models import Resource, State
from app.community.resources.queries import Card
from app.core import keys
from app.core.events import Event
from app.core.languages import Sentence
from app.people.circles import policy as circles
from app.people.circles.models import Circle
from app.people.searchable import Entry, Filters, Scope, Shown, Touched
from app.people.viewer import Viewer

PORTION = 500
SORT = "resources"
# The mark of what is in no circle.
EVERYBODYS = "ceverybody"


@dataclass(frozen=True)
class Resources:
    kind: str = "resource"
    for_members: bool = False
    events: Collection[type[Event]] = (ResourceChanged,)

    @property
    def sorts(self) -> dict[str, str]:
        return {SORT: Sentence("Resources")}

    def touched(self, _session: Session, event: Event) -> Touched:
        assert isinstance(event, ResourceChanged)
        return Touched([keys.base32(event.resource_id)])

    def entries(self, session: Session, ids: Collection[str]) -> list[Entry]:
        return _entries(session, Resource.id.in_(map(keys.from_base32, ids)))

    def all(self, session: Session) -> Iterator[list[Entry]]:
        after = -1
        following = select(Resource.id).order_by(Resource.id).limit(PORTION)
        while found := session.scalars(following.where(Resource.id > after)).all():
            after = found[-1]
            yield _entries(session, Resource.id.in_(found))

    def scope(self, session: Session, viewer: Viewer, filters: Filters) -> Scope | None:
        if filters.intent or filters.kind not in {"", SORT}:
            return None
        rows = session.execute(select(Circle.id, Circle.slug, Circle.visibility))
        rooms = [row for row in rows if circles.may_read(viewer, row.id, row.visibility)]
        if filters.circle:
            rooms = [row for row in rooms if row.slug == filters.circle]
            return Scope(any_of=tuple(_mark(row.id) for row in rooms)) if rooms else None
        return Scope(any_of=(EVERYBODYS, *(_mark(row.id) for row in rooms)))

    def shown(
        self, session: Session, viewer: Viewer, ids: Collection[str], *, widely: bool
    ) -> dict[str, Shown]:
        found = queries.rows(session, viewer, [*map(keys.from_base32, ids)])
        away = viewer.shield.circles if widely else ()
        there = [(row, queries.card(viewer, row)) for row in found if row.circle_id not in away]
        return {
            keys.base32(card.id): _card(row, card)
            for row, card in there
            if not queries.is_minded(viewer, card)
        }

    def hers(self, session: Session, viewer: Viewer) -> Iterator[Collection[str]]:
        mine = select(Resource.id).where(Resource.member_id == viewer.id)
        newest = session.scalars(mine.order_by(Resource.day.desc(), Resource.id).limit(PORTION))
        yield [*map(keys.base32, newest)]


def _entries(session: Session, which: ColumnElement[bool]) -> list[Entry]:
    rows = session.scalars(select(Resource).where(which, Resource.state == State.SHOWN))
    return [
        Entry(
            keys.base32(row.id),
            row.day,
            row.title,
            f"{row.about}\n\n{row.body}",
            (_mark(row.circle_id),),
        )
        for row in rows
    ]


def _card(row: Any, card: Card) -> Shown:
    number = keys.base32(card.id)
    return Shown(
        number,
        card.title,
        f"{card.about}\n\n{row.body}",
        f"/resources/{number}",
        card.day,
        (_mark(row.circle_id),),
        card.day,
        card.by,
        card.circle,
    )


def _mark(circle_id: int | None) -> str:
    return EVERYBODYS if circle_id is None else f"c{keys.base32(circle_id)}"
