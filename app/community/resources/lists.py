"""Lists of resources: what is shown, what waits for a host, and what a member has suggested."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Select, func, literal, select, tuple_
from sqlalchemy.orm import Session

from app.community.resources import queries
from app.community.resources.models import Resource, ResourceForm, State
from app.community.resources.queries import Card
from app.core import keys, text
from app.people.circles.models import Circle
from app.people.viewer import Viewer

PAGE = 20
# So many links of theirs hosts have looked at together.
LINKS = 1000


class Place(NamedTuple):
    """Where a list goes on: after the resource of this day and number."""

    day: date
    id: int

    def __str__(self) -> str:
        """As an address says it."""
        return f"{self.day.isoformat()}.{keys.base32(self.id)}"

    @classmethod
    def read(cls, said: str) -> "Place | None":
        """None, which is the beginning, where it says nothing that fits."""
        day, _, number = said.partition(".")
        try:
            return cls(date.fromisoformat(day), keys.from_base32(number))
        except ValueError:
            return None


@dataclass(frozen=True)
class Wanted:
    """How a list is narrowed down; `circle` is the address of one, words are as they were typed."""

    topic: str = ""
    circle: str = ""
    language: str = ""
    form: ResourceForm | None = None
    words: str = ""

    def __bool__(self) -> bool:
        return self != Wanted()


@dataclass(frozen=True)
class Listed:
    """A page of a list; `older` is where it goes on. `number` is how many there are altogether, and
    `waiting` how many suggestions wait for her, who looks after them."""

    cards: Sequence[Card]
    older: Place | None = None
    number: int = 0
    waiting: int = 0


def shown(session: Session, viewer: Viewer, wanted: Wanted, after: Place | None) -> Listed:
    """What is shown where she may read, the newest first; in two questions."""
    there = _narrowed(queries.CARDS, viewer, wanted)
    found, older = _page(session, viewer, there, after)
    numbers = select(
        _narrowed(_bare(func.count()), viewer, wanted).scalar_subquery(),
        _waiting(_bare(func.count()), viewer).scalar_subquery(),
    )
    number, waits = session.execute(numbers).one()
    return Listed(found, older, number, waits)


def waiting(session: Session, viewer: Viewer, after: Place | None) -> Listed:
    """What waits for her, who looks after it."""
    return Listed(*_page(session, viewer, _waiting(queries.CARDS, viewer), after))


def waits(session: Session, viewer: Viewer) -> bool:
    """Whether anything waits for her."""
    return session.scalar(_waiting(_bare(Resource.id), viewer).limit(1)) is not None


def number_for_staff(session: Session) -> int:
    """How many suggestions wait for the moderators of the site: those of no circle."""
    there = select(func.count()).select_from(Resource)
    there = there.where(Resource.state == State.SUGGESTED, Resource.circle_id.is_(None))
    return session.scalar(there) or 0


def declined(session: Session, viewer: Viewer) -> list[Card]:
    """The latest that were declined, where she could show them after all."""
    there = queries.CARDS.where(Resource.state == State.DECLINED)
    there = there.where(queries.readable(viewer), queries.tended(viewer))
    return _page(session, viewer, there, None)[0]


def hers(session: Session, viewer: Viewer, after: Place | None) -> Listed:
    """What she has suggested, wherever she may still read it."""
    there = queries.CARDS.where(Resource.member_id == viewer.id, queries.readable(viewer))
    return Listed(*_page(session, viewer, there, after))


def linked(session: Session, viewer: Viewer) -> list[tuple[Card, date | None]]:
    """What is shown with a link, where it is hers to look after: with the day on which a host has
    found the link good."""
    there = queries.CARDS.where(Resource.state == State.SHOWN, Resource.link != "")
    there = there.where(queries.readable(viewer), queries.tended(viewer))
    rows = session.execute(there.order_by(Resource.day.desc(), Resource.id.desc()).limit(LINKS))
    return [(queries.card(viewer, row), row.link_kept) for row in rows]


def _bare(*columns: Any) -> Select[Any]:
    """A question about resources with their circles, as `CARDS` is one."""
    return select(*columns).select_from(Resource).outerjoin(Circle, Circle.id == Resource.circle_id)


def _narrowed(question: Select[Any], viewer: Viewer, wanted: Wanted) -> Select[Any]:
    there = question.where(Resource.state == State.SHOWN, queries.readable(viewer))
    there = there.where(queries.not_quiet(viewer))
    if wanted.topic:
        there = there.where(Resource.topic == wanted.topic)
    if wanted.circle:
        there = there.where(Circle.slug == wanted.circle)
    if wanted.language:
        there = there.where(Resource.language == wanted.language)
    if wanted.form:
        there = there.where(Resource.form == wanted.form)
    for word in text.plain(wanted.words).split():
        there = there.where(Resource.spoken.contains(word, autoescape=True))
    return there


def _waiting(question: Select[Any], viewer: Viewer) -> Select[Any]:
    there = question.where(Resource.state == State.SUGGESTED)
    return there.where(queries.readable(viewer), queries.tended(viewer))


def _page(
    session: Session, viewer: Viewer, there: Select[Any], after: Place | None
) -> tuple[list[Card], Place | None]:
    if after is not None:
        place = tuple_(literal(after.day), literal(after.id))
        there = there.where(tuple_(Resource.day, Resource.id) < place)
    order = (Resource.day.desc(), Resource.id.desc())
    rows = session.execute(there.order_by(*order).limit(PAGE + 1)).all()
    found = [queries.card(viewer, row) for row in rows[:PAGE]]
    older = Place(rows[PAGE - 1].day, rows[PAGE - 1].id) if len(rows) > PAGE else None
    return [card for card in found if not queries.is_minded(viewer, card)], older
