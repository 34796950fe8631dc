"""Organisations as a viewer may see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.errors import NotFound
from app.people.members import queries as members
from app.people.members.models import Member, Standing
from app.people.members.queries import MemberCard
from app.people.organisations import policy
from app.people.organisations.models import Affiliation, Organisation, Place
from app.people.viewer import Viewer


@dataclass(frozen=True)
class Found:
    """An organisation and the viewer's place in it, if she has one."""

    row: Organisation
    place: Place | None

    @property
    def is_coordinated(self) -> bool:
        return bool(policy.may_coordinate(self.place))


def find(session: Session, viewer: Viewer, slug: str, *, lock: bool = False) -> Found:
    """Raises NotFound for whoever may not know of it. With `lock`, to change who belongs to it."""
    wanted = select(Organisation).where(Organisation.slug == slug)
    row = session.scalar(wanted.with_for_update() if lock else wanted)
    place = place_of(session, viewer.id, row.id) if row else None
    if row is None or not policy.may_find(viewer, place):
        raise NotFound
    return Found(row, place)


def place_of(session: Session, member_id: UUID, organisation_id: int) -> Place | None:
    row = session.get(Affiliation, (organisation_id, member_id))
    return row.place if row else None


def hers(session: Session, viewer: Viewer) -> dict[int, Place]:
    """The organisations that she belongs to, by their numbers."""
    rows = session.execute(
        select(Affiliation.organisation_id, Affiliation.place).where(
            Affiliation.member_id == viewer.id
        )
    )
    return {row.organisation_id: row.place for row in rows}


def named(session: Session, viewer: Viewer) -> Sequence[Organisation]:
    """Those that she belongs to, and to an administrator all of them; by name."""
    wanted = select(Organisation).order_by(Organisation.name, Organisation.slug)
    if not viewer.is_administrator:
        wanted = wanted.where(Organisation.id.in_(hers(session, viewer)))
    return session.scalars(wanted).all()


def people(session: Session, found: Found, place: Place) -> list[MemberCard]:
    """Who has this place there, by name; nobody who is leaving. Its members are for coordinators
    alone."""
    if place is Place.MEMBER and not found.is_coordinated:
        return []
    rows = session.scalars(
        select(Member)
        .join(Affiliation, Affiliation.member_id == Member.id)
        .where(Affiliation.organisation_id == found.row.id, Affiliation.place == place)
        .where(Member.standing != Standing.CLOSED)
        .order_by(Member.name, Member.handle)
    )
    return [members.card(member) for member in rows]


def slug_taken(session: Session, slug: str) -> bool:
    return session.scalar(select(Organisation.id).where(Organisation.slug == slug)) is not None
