"""Organisations as a viewer may see them. One that is closed is seen by nobody here."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, select, true
from sqlalchemy.orm import Session

from app.core.errors import NotFound
from app.people.members.models import NO_PROFILE, Member
from app.people.organisations import domains, policy
from app.people.organisations.models import (
    Affiliation,
    Asking,
    Domain,
    Invitation,
    Organisation,
    Place,
)
from app.people.viewer import Viewer

OPEN = Organisation.closed.is_(None)


@dataclass(frozen=True)
class OrganisationCard:
    """An organisation where it is named."""

    id: int
    slug: str
    name: str


@dataclass(frozen=True)
class Found:
    """An organisation, the viewer's place in it if she has one, whether others may know of that,
    and as what it has invited her."""

    row: Organisation
    place: Place | None
    shown: bool = False
    invited: Place | None = None

    @property
    def is_coordinated(self) -> bool:
        return bool(policy.may_coordinate(self.place))


def find(session: Session, viewer: Viewer, slug: str, *, lock: bool = False) -> Found:
    """Raises NotFound. With `lock`, to change it or who belongs to it."""
    if lock:
        # Before what is read of her: whoever held it may have changed that.
        wanted = select(Organisation.id).where(Organisation.slug == slug)
        session.execute(wanted.with_for_update())
    row = session.execute(
        with_hers(viewer, Organisation).where(Organisation.slug == slug, OPEN),
        execution_options={"populate_existing": True},
    ).first()
    if row is None:
        raise NotFound
    return Found(row.Organisation, row.place, bool(row.shown), row.invited)


def by_number(session: Session, organisation_id: int) -> OrganisationCard | None:
    """None where it is closed, or not there any more."""
    row = session.execute(cards().where(Organisation.id == organisation_id, OPEN)).first()
    return row and OrganisationCard(*row)


def place_of(session: Session, member_id: UUID, organisation_id: int) -> Place | None:
    return session.scalar(
        select(Affiliation.place)
        .join(Organisation, Organisation.id == Affiliation.organisation_id)
        .where(Affiliation.organisation_id == organisation_id)
        .where(Affiliation.member_id == member_id, OPEN)
    )


def hers(session: Session, viewer: Viewer) -> dict[int, Place]:
    """The organisations that she belongs to, by their numbers."""
    rows = session.execute(
        select(Affiliation.organisation_id, Affiliation.place)
        .join(Organisation, Organisation.id == Affiliation.organisation_id)
        .where(Affiliation.member_id == viewer.id, OPEN)
    )
    return {row.organisation_id: row.place for row in rows}


def of_coordinator(session: Session, viewer: Viewer) -> list[OrganisationCard]:
    """Those in whose name she may speak; by name."""
    rows = session.execute(
        cards()
        .join(Affiliation, Affiliation.organisation_id == Organisation.id)
        .where(Affiliation.member_id == viewer.id, Affiliation.place == Place.COORDINATOR, OPEN)
        .order_by(Organisation.name, Organisation.slug)
    )
    return [OrganisationCard(*row) for row in rows]


def shown_of(session: Session, member_ids: Collection[UUID]) -> dict[UUID, list[OrganisationCard]]:
    """To which organisations these members show that they belong, by name; whoever shows none has
    no entry. Never for what somebody wrote without her name, nor beside what she wrote with it."""
    if not member_ids:
        return {}
    rows = session.execute(
        cards()
        .add_columns(Affiliation.member_id)
        .join(Affiliation, Affiliation.organisation_id == Organisation.id)
        .join(Member, Member.id == Affiliation.member_id)
        .where(Affiliation.member_id.in_(member_ids), Affiliation.shown, OPEN)
        .where(Member.standing.not_in(NO_PROFILE))
        .order_by(Organisation.name, Organisation.slug)
    )
    found: dict[UUID, list[OrganisationCard]] = {}
    for number, slug, name, member_id in rows:
        found.setdefault(member_id, []).append(OrganisationCard(number, slug, name))
    return found


def domains_of(session: Session, found: Found) -> Sequence[str]:
    """In the order of their letters."""
    mine = select(Domain.domain).where(Domain.organisation_id == found.row.id)
    return session.scalars(mine.order_by(Domain.domain)).all()


def has_address(session: Session, viewer: Viewer, found: Found) -> bool:
    """Whether the viewer's own address is at one of its domains. Whoever is signed in has confirmed
    hers. The two are compared here, so that no question names where she has it."""
    rows = session.execute(
        select(Member.email, Domain.domain)
        .join(Domain, true())
        .where(Member.id == viewer.id, Domain.organisation_id == found.row.id)
    )
    return any(domains.of_address(row.email) == row.domain for row in rows)


def is_closed(session: Session, slug: str) -> bool:
    """Whether it is, and is still kept."""
    closed = select(Organisation.id).where(Organisation.slug == slug, ~OPEN)
    return session.scalar(closed) is not None


def is_taken_out(session: Session, viewer: Viewer, found: Found) -> bool:
    """Whether a coordinator has taken her out, and nobody has invited her since."""
    row = session.get(Invitation, (found.row.id, viewer.id))
    return row is not None and row.state is Asking.TAKEN_OUT


def slug_taken(session: Session, slug: str) -> bool:
    """Also by one that is closed and may come back."""
    return session.scalar(select(Organisation.id).where(Organisation.slug == slug)) is not None


def cards() -> Select[int, str, str]:
    return select(Organisation.id, Organisation.slug, Organisation.name)


def with_hers(viewer: Viewer, *columns: Any) -> Select[*tuple[Any, ...]]:
    """What is asked of organisations, with the viewer's place and her invitation beside it."""
    hers = and_(Affiliation.organisation_id == Organisation.id, Affiliation.member_id == viewer.id)
    asked = and_(
        Invitation.organisation_id == Organisation.id,
        Invitation.member_id == viewer.id,
        Invitation.state == Asking.ASKED,
    )
    return (
        select(*columns, Affiliation.place, Affiliation.shown, Invitation.place.label("invited"))
        .select_from(Organisation)
        .outerjoin(Affiliation, hers)
        .outerjoin(Invitation, asked)
    )
