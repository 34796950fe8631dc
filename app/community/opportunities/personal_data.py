"""What opportunities hold of a member: those that she has posted. They go with her account, since
nobody would answer for them."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.community.opportunities import queries, saying, tending
from app.community.opportunities.models import Opportunity
from app.people.subjects import SubjectRef


@dataclass(frozen=True)
class Posted:
    """One of hers, as its row says it; the three moments are in UTC."""

    title: str
    kind: str
    giver: str
    organisation: str
    where: str
    hours: str
    pay: str
    closes: datetime | None
    begins: datetime | None
    ends: datetime | None
    zone: str
    apply: str
    public: bool
    state: str
    posted: date
    text: str


def export(session: Session, member_id: UUID) -> list[Posted]:
    """In the order in which they close."""
    rows = session.execute(queries.WITH_POSTER.where(Opportunity.poster_id == member_id))
    found = sorted(rows, key=lambda found: (found.Opportunity.closes, found.Opportunity.id))
    return [_posted(one.Opportunity, one.organisation or "") for one in found]


def erase(session: Session, member_id: UUID) -> list[SubjectRef]:
    """Returns what moderators have not to look at any more."""
    hers = delete(Opportunity).where(Opportunity.poster_id == member_id).returning(Opportunity.id)
    return tending.gone_for_good(session, session.scalars(hers).all())


def _posted(row: Opportunity, organisation: str) -> Posted:
    return Posted(
        row.title,
        row.kind.label,
        row.giver,
        organisation,
        saying.where(row),
        row.hours.label,
        saying.pay_of(row),
        row.closes if row.deadline else None,
        row.begins,
        row.ends,
        row.zone,
        row.apply,
        row.public,
        row.state.value,
        row.posted,
        row.body,
    )
