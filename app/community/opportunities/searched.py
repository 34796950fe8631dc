"""Opportunities as things that can be searched for. What has closed is not shown: whoever asks is
asked anew each time, by the minute."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from app.community.opportunities import queries
from app.community.opportunities.events import OpportunitiesChanged
from app.community.opportunities.models import Opportunity, State
from app.core import clock, keys
from app.core.events import Event
from app.core.languages import Sentence
from app.people.anonymity.bylines import named
from app.people.members.queries import tone_of
from app.people.safety import muted_phrases
from app.people.searchable import Entry, Filters, Scope, Shown, Touched
from app.people.viewer import Viewer

PORTION = 500
SORT = "opportunities"
# Of what visitors may find, too.
PUBLIC = "opportunitypublic"


@dataclass(frozen=True)
class Opportunities:
    kind: str = "opportunity"
    for_members: bool = False
    events: Collection[type[Event]] = (OpportunitiesChanged,)

    @property
    def sorts(self) -> dict[str, str]:
        return {SORT: Sentence("Opportunities")}

    def touched(self, _session: Session, event: Event) -> Touched:
        assert isinstance(event, OpportunitiesChanged)
        return Touched([*map(keys.base32, event.numbers)])

    def entries(self, session: Session, ids: Collection[str]) -> list[Entry]:
        return _entries(session, Opportunity.id.in_(map(keys.from_base32, ids)))

    def all(self, session: Session) -> Iterator[list[Entry]]:
        there = select(Opportunity.id).where(Opportunity.state == State.SHOWN)
        numbers = session.scalars(there.order_by(Opportunity.id)).all()
        for at in range(0, len(numbers), PORTION):
            yield _entries(session, Opportunity.id.in_(numbers[at : at + PORTION]))

    def scope(self, _session: Session, viewer: Viewer, filters: Filters) -> Scope | None:
        elsewhere = filters.circle or filters.intent or filters.kind not in {"", SORT}
        if elsewhere:
            return None
        return Scope() if viewer.signed_in else Scope(all_of=(PUBLIC,))

    def shown(
        self,
        session: Session,
        viewer: Viewer,
        ids: Collection[str],
        *,
        widely: bool,  # noqa: ARG002  # a circle does not matter
    ) -> dict[str, Shown]:
        numbers = [*map(keys.from_base32, ids)]
        there = queries.WITH_POSTER.where(Opportunity.id.in_(numbers))
        rows = session.execute(there.where(queries.listed(viewer, clock.minute())))
        cards = (_card(row.Opportunity, row.handle, row.name) for row in rows)
        return {card.id: card for card in cards if not _is_muted(viewer, card)}

    def hers(self, session: Session, viewer: Viewer) -> Iterator[Collection[str]]:
        mine = select(Opportunity.id).where(Opportunity.poster_id == viewer.id)
        yield [*map(keys.base32, session.scalars(mine))]


def _entries(session: Session, which: ColumnElement[bool]) -> list[Entry]:
    rows = session.scalars(select(Opportunity).where(which, Opportunity.state == State.SHOWN))
    return [Entry(keys.base32(r.id), r.posted, r.title, _words(r), _marks(r)) for r in rows]


def _words(row: Opportunity) -> str:
    return "\n".join(filter(None, (row.giver, row.place, row.body)))


def _marks(row: Opportunity) -> tuple[str, ...]:
    return (PUBLIC,) if row.public else ()


def _card(row: Opportunity, handle: str, name: str) -> Shown:
    number = keys.base32(row.id)
    path, byline = f"/opportunities/{number}", named(handle, name, tone_of(handle))
    said = (number, row.title, _words(row), path, row.posted, _marks(row))
    return Shown(*said, at=row.posted, byline=byline, where=row.giver)


def _is_muted(viewer: Viewer, card: Shown) -> bool:
    return viewer.shield.minds(muted_phrases.spoken(f"{card.title} {card.body}"))
