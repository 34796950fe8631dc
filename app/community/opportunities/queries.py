"""Opportunities as a viewer may see them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from app.community.opportunities import closing, pay, policy
from app.community.opportunities.models import Opportunity, State
from app.community.opportunities.words import HOURS, WAYS, Hours, Kind, Travel, Way
from app.core import clock, text
from app.core.errors import NotFound
from app.people.members.models import Member
from app.people.members.queries import tone_of
from app.people.organisations.models import Affiliation, Organisation, Place
from app.people.viewer import Viewer

PAGE = 20
MOST_WORDS = 6
EXCERPT = 220


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for; all of it counts. `place` and `text` are words as she typed them."""

    kind: Kind | None = None
    hours: Hours | None = None
    way: Way | None = None
    place: str = ""
    text: str = ""
    paid: bool = False

    def __bool__(self) -> bool:
        return self != Wanted()


@dataclass(frozen=True)
class Poster:
    """Who has posted it, and the organisation of ours in whose name; '' where in her own."""

    handle: str
    name: str
    organisation: str = ""

    @property
    def initial(self) -> str:
        return self.name[:1].upper()

    @property
    def tone(self) -> str:
        return tone_of(self.handle)


@dataclass(frozen=True)
class Card:
    """An opportunity in a list."""

    id: int
    kind: Kind
    title: str
    excerpt: str
    giver: str
    pay: str
    place: str
    tags: tuple[str, ...]
    poster: Poster
    closes: datetime
    deadline: bool
    state: State
    is_hers: bool
    checked: date | None
    example: bool


@dataclass(frozen=True)
class Found:
    """One that the viewer may see, with who has posted it."""

    row: Opportunity
    poster: Poster
    is_hers: bool

    @property
    def is_open(self) -> bool:
        return policy.is_open(self.row, clock.now())

    @property
    def pay(self) -> str:
        return pay_of(self.row)


def find(session: Session, viewer: Viewer, id: int, *, lock: bool = False) -> Found:
    """Raises NotFound for what the viewer may not see, and for what is over for long."""
    wanted = WITH_POSTER.where(Opportunity.id == id)
    found = session.execute(wanted.with_for_update(of=Opportunity) if lock else wanted).first()
    if found is None or not policy.may_see(viewer, found.Opportunity, found.standing):
        raise NotFound
    row: Opportunity = found.Opportunity
    if clock.now() >= row.closes + policy.READ_FOR:
        raise NotFound
    return Found(row, _poster(found), viewer.member_id == row.poster_id)


def listed(viewer: Viewer, now: datetime) -> ColumnElement[bool]:
    """Of an opportunity and its poster in the statement: that it is in this viewer's lists now."""
    there = [
        Opportunity.state == State.SHOWN,
        Opportunity.closes > now,
        Member.standing.in_(policy.ANSWERING),
    ]
    if not viewer.signed_in:
        there.append(Opportunity.public.is_(True))
    if viewer.shield.quiet:
        there.append(Opportunity.poster_id.not_in(viewer.shield.quiet))
    return and_(*there)


def shown(
    session: Session, viewer: Viewer, wanted: Wanted, after: str = ""
) -> tuple[list[Card], str]:
    """A page of those that are open, soonest to close first, and where the next one begins; '' at
    the end."""
    page = WITH_POSTER.where(listed(viewer, clock.minute()), *conditions(wanted))
    if (start := closing.read_spot(after)) is not None:
        at, number = start
        later = and_(Opportunity.closes == at, Opportunity.id > number)
        page = page.where(or_(Opportunity.closes > at, later))
    order = page.order_by(Opportunity.closes, Opportunity.id)
    rows = session.execute(order.limit(PAGE + 1)).all()
    last = rows[PAGE - 1].Opportunity if len(rows) > PAGE else None
    more = closing.spot(last.closes, last.id) if last else ""
    return [_card(viewer, row) for row in rows[:PAGE]], more


def count(session: Session, viewer: Viewer, wanted: Wanted) -> int:
    """How many of them there are."""
    of = select(func.count()).select_from(Opportunity)
    of = of.join(Member, Member.id == Opportunity.poster_id)
    return session.scalar(of.where(listed(viewer, clock.minute()), *conditions(wanted))) or 0


def cards(session: Session, viewer: Viewer, ids: Collection[int]) -> Mapping[int, Card]:
    """Those of them that the viewer may still see, open or not, by their numbers; none of whom she
    keeps away from herself."""
    if not ids:
        return {}
    theirs = Opportunity.poster_id.not_in(viewer.shield.quiet)
    rows = session.execute(WITH_POSTER.where(Opportunity.id.in_(ids), theirs)).all()
    fresh = clock.now() - policy.READ_FOR
    return {
        row.Opportunity.id: _card(viewer, row)
        for row in rows
        if policy.may_see(viewer, row.Opportunity, row.standing) and row.Opportunity.closes > fresh
    }


def hers(session: Session, viewer: Viewer) -> Sequence[Card]:
    """All that she has posted and that is still kept, soonest to close first."""
    mine = WITH_POSTER.where(Opportunity.poster_id == viewer.id)
    rows = session.execute(mine.order_by(Opportunity.closes, Opportunity.id))
    return [_card(viewer, row) for row in rows]


def spoken_for(session: Session, viewer: Viewer) -> Sequence[Organisation]:
    """The organisations in whose name she may post, by name."""
    hers = select(Organisation).join(Affiliation, Affiliation.organisation_id == Organisation.id)
    hers = hers.where(Affiliation.member_id == viewer.id, Affiliation.place == Place.COORDINATOR)
    return session.scalars(hers.order_by(Organisation.name, Organisation.slug)).all()


def conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    """What a row has to say to be what somebody looks for."""
    found: list[ColumnElement[bool]] = []
    exact = {
        Opportunity.kind: wanted.kind,
        Opportunity.hours: wanted.hours,
        Opportunity.way: wanted.way,
    }
    found += [column == value for column, value in exact.items() if value is not None]
    if wanted.paid:
        found.append(or_(Opportunity.pay_from.is_not(None), Opportunity.unpaid))
    for column, typed in ((Opportunity.place_key, wanted.place), (Opportunity.folded, wanted.text)):
        for word in text.plain(typed).split()[:MOST_WORDS]:
            found.append(column.contains(word, autoescape=True))
    return found


def pay_of(row: Opportunity) -> str:
    """As in: £150 and travel."""
    words = pay.said(row.pay_from, row.pay_to, row.currency, row.per, unpaid=row.unpaid)
    if row.travel is not Travel.PAID:
        return words
    return (
        f"{words} and travel" if words and not row.unpaid else f"{words}, travel paid".strip(", ")
    )


WITH_POSTER: Select[*tuple[Any, ...]] = (
    select(
        Opportunity,
        Member.handle,
        Member.name,
        Member.standing,
        Organisation.name.label("organisation"),
    )
    .join(Member, Member.id == Opportunity.poster_id)
    .outerjoin(Organisation, Organisation.id == Opportunity.organisation_id)
)


def _poster(row: Any) -> Poster:
    return Poster(row.handle, row.name, row.organisation or "")


def _card(viewer: Viewer, found: Any) -> Card:
    row: Opportunity = found.Opportunity
    return Card(
        row.id,
        row.kind,
        row.title,
        text.excerpt(row.body, EXCERPT),
        row.giver,
        pay_of(row),
        where(row),
        tags(row),
        _poster(found),
        row.closes,
        row.deadline,
        row.state,
        viewer.member_id == row.poster_id,
        row.checked,
        row.example,
    )


def where(row: Opportunity) -> str:
    """As in: Leeds, partly from home."""
    if not row.place:
        return WAYS[row.way]
    return row.place if row.way is Way.ON_SITE else f"{row.place}, {WAYS[row.way].lower()}"


def tags(row: Opportunity) -> tuple[str, ...]:
    """What else a list says of it in a word or two."""
    hours = () if row.hours is Hours.ANY else (HOURS[row.hours],)
    return (row.kind.label, *hours)
