"""Pathways as things that can be searched for, by what they and their steps say themselves: what a
step leads to is found where it is. What decides is `shown`, which asks what the page asks."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from app.community.pathways import queries
from app.community.pathways.events import PathwayChanged
from app.community.pathways.models import Audience, Begun, Pathway, PathwayState, Step
from app.core import keys
from app.core.events import Event
from app.core.languages import Sentence
from app.people.circles import policy as circles
from app.people.circles.models import Circle
from app.people.searchable import NO_DAY, Entry, Filters, Scope, Shown, Touched
from app.people.viewer import Viewer

PORTION = 500
SORT = "pathways"
# The mark of what is for everybody.
EVERYBODYS = "peverybody"


@dataclass(frozen=True)
class Pathways:
    kind: str = "pathway"
    for_members: bool = False
    events: Collection[type[Event]] = (PathwayChanged,)

    @property
    def sorts(self) -> dict[str, str]:
        return {SORT: Sentence("Pathways")}

    def touched(self, _session: Session, event: Event) -> Touched:
        assert isinstance(event, PathwayChanged)
        return Touched([keys.base32(event.pathway_id)])

    def entries(self, session: Session, ids: Collection[str]) -> list[Entry]:
        return _entries(session, Pathway.id.in_(map(keys.from_base32, ids)))

    def all(self, session: Session) -> Iterator[list[Entry]]:
        after = -1
        following = select(Pathway.id).order_by(Pathway.id).limit(PORTION)
        while found := session.scalars(following.where(Pathway.id > after)).all():
            after = found[-1]
            yield _entries(session, Pathway.id.in_(found))

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
        rows = queries.public(session, viewer, [*map(keys.from_base32, ids)])
        away = viewer.shield.circles if widely else ()
        there = {row.Pathway.id: row for row in rows if row.circle_id not in away}
        said = _said(session, [row.Pathway for row in there.values()])
        return {
            keys.base32(number): _shown(row.Pathway, said[number], queries.circle_for(viewer, row))
            for number, row in there.items()
        }

    def hers(self, session: Session, viewer: Viewer) -> Iterator[Collection[str]]:
        mine = select(Begun.pathway_id).where(Begun.member_id == viewer.id)
        yield [*map(keys.base32, session.scalars(mine.order_by(Begun.pathway_id).limit(PORTION)))]


def _entries(session: Session, which: ColumnElement[bool]) -> list[Entry]:
    stands = Pathway.state == PathwayState.STANDS
    rows = session.scalars(select(Pathway).where(which, Pathway.shown, stands)).all()
    said = _said(session, rows)
    return [
        Entry(keys.base32(row.id), NO_DAY, row.title, said[row.id], _marks(row)) for row in rows
    ]


def _said(session: Session, rows: Collection[Pathway]) -> Mapping[int, str]:
    """What each says beside its title, with its steps in their order."""
    parts = {row.id: [row.intro] for row in rows}
    steps = select(Step.pathway_id, Step.heading, Step.words).where(Step.pathway_id.in_(parts))
    for step in session.execute(steps.order_by(Step.place, Step.id)) if parts else ():
        parts[step.pathway_id] += [step.heading, step.words]
    return {number: "\n\n".join(filter(None, said)) for number, said in parts.items()}


def _shown(row: Pathway, said: str, circle: str) -> Shown:
    path, number = f"/pathways/{row.slug}", keys.base32(row.id)
    return Shown(number, row.title, said, path, NO_DAY, _marks(row), where=circle)


def _marks(row: Pathway) -> tuple[str, ...]:
    everybodys = (EVERYBODYS,) if row.audience is Audience.EVERYBODY else ()
    return (_mark(row.circle_id), *everybodys)


def _mark(circle_id: int) -> str:
    return f"c{keys.base32(circle_id)}"
