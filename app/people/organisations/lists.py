"""Lists: of organisations, and of who is in one, as far as the viewer may know."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, select, tuple_
from sqlalchemy.orm import Session

from app.people.members import queries as members
from app.people.members.models import NO_PROFILE, Member
from app.people.members.queries import MemberCard
from app.people.organisations import policy, queries
from app.people.organisations.models import Affiliation, Invitation, Organisation, Place
from app.people.organisations.queries import OPEN, Found, OrganisationCard
from app.people.viewer import Viewer

PAGE = 50


@dataclass(frozen=True)
class HerOrganisation:
    """One that the viewer belongs to, with her `place`, or has been `invited` to."""

    slug: str
    name: str
    place: Place | None
    invited: Place | None


def hers_named(session: Session, viewer: Viewer) -> list[HerOrganisation]:
    """Those that she belongs to, or is invited to; by name."""
    wanted = queries.with_hers(viewer, Organisation.slug, Organisation.name).where(
        Affiliation.place.is_not(None) | Invitation.place.is_not(None), OPEN
    )
    rows = session.execute(wanted.order_by(Organisation.name, Organisation.slug))
    return [HerOrganisation(row.slug, row.name, row.place, row.invited) for row in rows]


def listed(session: Session, after: str = "") -> tuple[list[OrganisationCard], str]:
    """A page of all of them by name, and the address after which the next page begins."""
    wanted, key = queries.cards().where(OPEN), (Organisation.name, Organisation.slug)
    if last := _at(session, key, after):
        wanted = wanted.where(tuple_(*key) > tuple_(*last))
    rows = session.execute(wanted.order_by(*key).limit(PAGE + 1)).all()
    more = rows[PAGE - 1].slug if len(rows) > PAGE else ""
    return [OrganisationCard(*row) for row in rows[:PAGE]], more


def closed(session: Session) -> Sequence[tuple[str, str, date]]:
    """Address, name and day of those that are closed, by name: for administrators."""
    rows = session.execute(
        select(Organisation.slug, Organisation.name, Organisation.closed)
        .where(Organisation.closed.is_not(None))
        .order_by(Organisation.name, Organisation.slug)
    )
    return [(slug, name, day) for slug, name, day in rows if day]


def showing(
    session: Session, viewer: Viewer, organisation_id: int, after: str = ""
) -> tuple[list[MemberCard], str]:
    """A page of those who show that they belong, by name, and the handle after which the next
    begins. Nobody whom the viewer has blocked."""
    return _page(session, _showing(viewer, organisation_id), after)


def who_shows(session: Session, viewer: Viewer, organisation_id: int, handle: str) -> Member | None:
    """The one with this handle, if `showing` has her at this moment."""
    return session.scalar(_showing(viewer, organisation_id).where(Member.handle == handle))


def members_of(session: Session, found: Found, after: str = "") -> tuple[list[MemberCard], str]:
    """A page of its plain members, for coordinators alone, as `showing` has it."""
    if not found.is_coordinated:
        return [], ""
    return _page(session, _people(found.row.id).where(Affiliation.place == Place.MEMBER), after)


def coordinators(session: Session, viewer: Viewer, found: Found) -> list[MemberCard]:
    """By name; nobody who is leaving."""
    if not policy.may_see_coordinators(viewer, found.place, found.invited):
        return []
    wanted = _people(found.row.id).where(Affiliation.place == Place.COORDINATOR)
    rows = session.scalars(wanted.order_by(Member.name, Member.handle))
    return [members.card(member) for member in rows]


def invited(
    session: Session, viewer: Viewer, found: Found, after: str = ""
) -> tuple[list[tuple[MemberCard, Place]], str]:
    """A page of whom it has invited, as far as the viewer may know, as `showing` has it: who has
    said no as well as who has said nothing."""
    seen = [place for place in Place if policy.sees_invitation(viewer, found.place, place)]
    wanted = (
        select(Member, Invitation.place)
        .join(Invitation, Invitation.member_id == Member.id)
        .where(Invitation.organisation_id == found.row.id, Invitation.since.is_not(None))
        .where(Invitation.place.in_(seen), Member.standing.not_in(NO_PROFILE))
    )
    rows, more = _stretch(session, wanted, after)
    return [(members.card(member), place) for member, place in rows], more


def _showing(viewer: Viewer, organisation_id: int) -> Select[Member]:
    there = _people(organisation_id).where(Affiliation.shown)
    return there.where(Member.id.not_in(viewer.shield.blocked))


def _people(organisation_id: int) -> Select[Member]:
    """Nobody who is leaving."""
    return (
        select(Member)
        .join(Affiliation, Affiliation.member_id == Member.id)
        .where(Affiliation.organisation_id == organisation_id, Member.standing.not_in(NO_PROFILE))
    )


def _page(session: Session, wanted: Select[Member], after: str) -> tuple[list[MemberCard], str]:
    rows, more = _stretch(session, wanted, after)
    return [members.card(member) for (member,) in rows], more


def _stretch(
    session: Session, wanted: Select[*tuple[Any, ...]], after: str
) -> tuple[Sequence[Any], str]:
    """So many of the members asked for, who stand first in a row, by name."""
    key = (Member.name, Member.handle)
    if last := _at(session, key, after):
        wanted = wanted.where(tuple_(*key) > tuple_(*last))
    rows = session.execute(wanted.order_by(*key).limit(PAGE + 1)).all()
    more = rows[PAGE - 1][0].handle if len(rows) > PAGE else ""
    return rows[:PAGE], more


def _at(session: Session, key: tuple[Any, Any], after: str) -> Any:
    """The name and the address with which a page ended, or None for what is no such address."""
    if not (after and after.isascii() and after.isprintable()):
        return None
    return session.execute(select(*key).where(key[1] == after)).first()
