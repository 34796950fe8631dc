"""To which organisations a member belongs and which have invited her, to take with her. All of it
goes with her account."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.languages import phrases
from app.people.organisations.models import Affiliation, Asking, Invitation, Organisation


@dataclass(frozen=True)
class Belonging:
    """`shown`: others may know of it. `closed` since that day, after which it may come back."""

    organisation: str
    place: str
    shown: bool
    closed: date | None


@dataclass(frozen=True)
class Invited:
    """`answer` is waiting, or not accepted: whether she said no or never saw it is not kept. That
    she was taken out stands here too."""

    organisation: str
    place: str
    answer: str
    since: date | None
    not_asked_until: date | None


def export(session: Session, member_id: UUID) -> list[Belonging]:
    """By name."""
    rows = session.execute(
        select(Organisation.name, Affiliation.place, Affiliation.shown, Organisation.closed)
        .join(Affiliation, Affiliation.organisation_id == Organisation.id)
        .where(Affiliation.member_id == member_id)
        .order_by(Organisation.name, Organisation.id)
    )
    return [Belonging(name, place.value, shown, closed) for name, place, shown, closed in rows]


def invitations(session: Session, member_id: UUID) -> list[Invited]:
    """By name."""
    rows = session.execute(
        select(Invitation, Organisation.name)
        .join(Organisation, Organisation.id == Invitation.organisation_id)
        .where(Invitation.member_id == member_id)
        .order_by(Organisation.name, Organisation.id)
    )
    return [_invited(row, name) for row, name in rows]


def _invited(row: Invitation, name: str) -> Invited:
    return Invited(name, row.place.value, _ANSWERS[row.state], row.since, row.rests)


_ANSWERS = phrases(
    {
        Asking.ASKED: "waiting",
        Asking.PASSED: "not accepted",
        Asking.TAKEN_OUT: "a coordinator has taken you out, until you are invited again",
    }
)
