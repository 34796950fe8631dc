"""Opportunities as a viewer may see them."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.community.opportunities import policy, saying
from app.community.opportunities.models import Opportunity, State
from app.community.opportunities.words import Hours, Kind, Way
from app.core import clock, db, text
from app.core.errors import NotFound
from app.people.members.models import Member
from app.people.members.queries import tone_of
from app.people.organisations.models import Affiliation, Organisation, Place
from app.people.viewer import Viewer

MOST_WORDS = 6
EXCERPT = 220
Put = Callable[[str, Any], Any]


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
    organisation_slug: str = ""

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
        return saying.pay_of(self.row)


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
    return there(now, viewer.shield.quiet, to_all=not viewer.signed_in)


def there(now: Any, quiet: Collection[Any], *, to_all: bool) -> ColumnElement[bool]:
    """The same as `listed`, of values or of parameters: without those of `quiet`, and `to_all`
    only what everybody may see."""
    found = [
        Opportunity.state == State.SHOWN,
        Opportunity.closes > now,
        or_(*(Member.standing == standing for standing in policy.ANSWERING)),
    ]
    if to_all:
        found.append(Opportunity.public.is_(True))
    if quiet:
        found.append(Opportunity.poster_id.not_in(quiet))
    return and_(*found)


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


def conditions(wanted: Wanted, put: Put = lambda _name, value: value) -> list[ColumnElement[bool]]:
    """What a row has to say to be what somebody looks for; `put` makes of each value, which has a
    name, what stands in the statement."""
    found: list[ColumnElement[bool]] = []
    for name, value in values_of(wanted).items():
        column = _LOOKED_AT[name.rstrip("0123456789")]
        placed = put(name, value)
        found.append(column == placed if name in _LOOKED_AT else db.holds(column, placed))
    if wanted.paid:
        found.append(or_(Opportunity.pay_from.is_not(None), Opportunity.unpaid))
    return found


def values_of(wanted: Wanted) -> dict[str, Any]:
    """What is looked for, each with a name."""
    exact = {"kind": wanted.kind, "hours": wanted.hours, "way": wanted.way}
    found: dict[str, Any] = {name: value for name, value in exact.items() if value is not None}
    for name, typed in (("place", wanted.place), ("text", wanted.text)):
        found |= {f"{name}{n}": word for n, word in enumerate(words(typed))}
    return found


def words(typed: str) -> list[str]:
    """Those that are looked for, as the columns spell theirs."""
    return text.plain(typed).split()[:MOST_WORDS]


_LOOKED_AT: dict[str, InstrumentedAttribute[Any]] = {
    "kind": Opportunity.kind,
    "hours": Opportunity.hours,
    "way": Opportunity.way,
    "place": Opportunity.place_key,
    "text": Opportunity.folded,
}
WITH_POSTER: Select[*tuple[Any, ...]] = (
    select(
        Opportunity,
        Member.handle,
        Member.name,
        Member.standing,
        Organisation.name.label("organisation"),
        Organisation.slug.label("organisation_slug"),
    )
    .join(Member, Member.id == Opportunity.poster_id)
    .outerjoin(Organisation, Organisation.id == Opportunity.organisation_id)
)


def _poster(row: Any) -> Poster:
    return Poster(row.handle, row.name, row.organisation or "", row.organisation_slug or "")


def _card(viewer: Viewer, found: Any) -> Card:
    row: Opportunity = found.Opportunity
    return card_of(row, _poster(found), is_hers=viewer.member_id == row.poster_id)


def card_of(row: saying.Telling, poster: Poster, *, is_hers: bool) -> Card:
    return Card(
        row.id,
        row.kind,
        row.title,
        text.excerpt(row.body, EXCERPT),
        row.giver,
        saying.pay_of(row),
        saying.where(row),
        saying.tags(row),
        poster,
        row.closes,
        row.deadline,
        row.state,
        is_hers,
        row.checked,
        row.example,
    )
