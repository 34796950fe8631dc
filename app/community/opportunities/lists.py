"""The list of those that are open: its pages, and how long it is."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, Uuid, and_, bindparam, func, literal_column, or_, select
from sqlalchemy.orm import Session

from app.community.opportunities import closing, queries
from app.community.opportunities.models import Opportunity, State
from app.community.opportunities.queries import Card, Poster, Wanted
from app.community.opportunities.words import Hours, Kind, Per, Travel, Way
from app.core import clock
from app.core.columns import BIG
from app.core.questions import Question, places, spread
from app.people.members.models import Member
from app.people.organisations.models import Organisation
from app.people.viewer import Viewer

PAGE = 20
# So many are counted; of more it is said that there are more.
COUNTED = 200
KEPT = 2000
# Of the words, what can be in an excerpt.
BEGINNING = 1000
_NOBODY = UUID(int=0)


class _Row(NamedTuple):
    """What the list says of one, by the names of its columns."""

    id: int
    poster_id: UUID
    kind: Kind
    title: str
    giver: str
    place: str
    way: Way
    hours: Hours
    unpaid: bool
    pay_from: int | None
    pay_to: int | None
    currency: str
    per: Per
    travel: Travel
    closes: datetime
    deadline: bool
    state: State
    checked: date | None
    example: bool
    body: str
    handle: str
    name: str
    organisation: str | None


class Shape(NamedTuple):
    """What of a question is not a value in it: its filters, for how many members it has places
    whose opportunities are left out, and whether it is a visitor's or begins further on."""

    wanted: Wanted
    quiet: int
    to_all: bool
    later: bool = False


@dataclass(frozen=True)
class Shown:
    """A page of those that are open, soonest to close first. `more` is where the next one begins,
    '' at the end; `count` how many there are in all, but no more than one more than `COUNTED`."""

    cards: list[Card]
    more: str
    count: int


def shown(session: Session, viewer: Viewer, wanted: Wanted, after: str = "") -> Shown:
    shape, values = _shape(viewer, wanted), _values(viewer, wanted)
    start = closing.read_spot(after)
    at = {"at": start[0], "number": start[1]} if start else {}
    question = _page(shape._replace(later=start is not None))
    found = question.all(session, **at, **values)
    cards = [
        replace(card, is_hers=True) if poster_id == viewer.member_id else card
        for card, poster_id in found[:PAGE]
    ]
    more = closing.spot(cards[-1].closes, cards[-1].id) if len(found) > PAGE else ""
    # Where all of them stand on the page nobody has to look for them once more.
    if not (start or more):
        return Shown(cards, more, len(cards))
    return Shown(cards, more, _count(shape).first(session, **values) or 0)


@lru_cache(500)
def _page(shape: Shape) -> Question[tuple[Card, UUID]]:
    columns = [getattr(Opportunity, name) for name in _Row._fields[: -len(_OF_OTHERS)]]
    chosen = (
        select(*columns, *_OF_OTHERS)
        .join(Member, Member.id == Opportunity.poster_id)
        .outerjoin(Organisation, Organisation.id == Opportunity.organisation_id)
        .where(*_conditions(shape))
    )
    if shape.later:
        at = bindparam("at", type_=Opportunity.closes.type)
        after = and_(Opportunity.closes == at, Opportunity.id > bindparam("number", type_=BIG))
        chosen = chosen.where(or_(Opportunity.closes > at, after))
    chosen = chosen.order_by(Opportunity.closes, Opportunity.id).limit(PAGE + 1)
    return Question(chosen, _card, keep=KEPT)


@lru_cache(500)
def _count(shape: Shape) -> Question[int]:
    some: Select[Any] = (
        select(literal_column("1"))
        .select_from(Opportunity)
        .join(Member, Member.id == Opportunity.poster_id)
        .where(*_conditions(shape))
        .limit(COUNTED + 1)
    )
    return Question(select(func.count()).select_from(some.subquery()), int)


def _conditions(shape: Shape) -> list[Any]:
    now = bindparam("now", type_=Opportunity.closes.type)
    quiet = [bindparam(f"quiet{n}", type_=Uuid()) for n in range(shape.quiet)]
    there = queries.there(now, quiet, to_all=shape.to_all)
    return [there, *queries.conditions(shape.wanted, lambda name, _value: bindparam(name))]


def _shape(viewer: Viewer, wanted: Wanted) -> Shape:
    """With any value where there is one, and any word for each."""
    alike = Wanted(
        kind=wanted.kind and Kind.JOB,
        hours=wanted.hours and Hours.ANY,
        way=wanted.way and Way.HOME,
        place=" ".join("w" for _ in queries.words(wanted.place)),
        text=" ".join("w" for _ in queries.words(wanted.text)),
        paid=wanted.paid,
    )
    return Shape(alike, places(viewer.shield.quiet), not viewer.signed_in)


def _values(viewer: Viewer, wanted: Wanted) -> dict[str, Any]:
    apart = spread("quiet", viewer.shield.quiet, _NOBODY)
    return {"now": clock.minute(), **queries.values_of(wanted), **apart}


def _card(*columns: Any) -> tuple[Card, UUID]:
    """As to somebody who has not posted it; and who has."""
    row = _Row(*columns)
    poster = Poster(row.handle, row.name, row.organisation or "")
    return queries.card_of(row, poster, is_hers=False), row.poster_id


_OF_OTHERS = (
    func.substr(Opportunity.body, 1, BEGINNING).label("body"),
    Member.handle,
    Member.name,
    Organisation.name.label("organisation"),
)
