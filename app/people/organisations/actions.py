"""What administrators and coordinators do with an organisation, and leaving it."""

from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.core import clock
from app.core.errors import Invalid, NotAllowed, NotFound
from app.core.events import StaffActed, publish
from app.core.languages import Sentence
from app.core.verdict import require
from app.people.members import handles
from app.people.members.models import NO_PROFILE, Member
from app.people.organisations import domains, policy, queries
from app.people.organisations.models import (
    Affiliation,
    Asking,
    Domain,
    Invitation,
    Organisation,
    Place,
)
from app.people.organisations.queries import Found
from app.people.viewer import Viewer

# Addresses that would seem to be pages of the site.
RESERVED = handles.RESERVED | {"new", "edit"}
REOPENED_WITHIN = timedelta(days=30)


def create(session: Session, viewer: Viewer, slug: str, name: str, about: str) -> Organisation:
    """Open one, in which nobody is yet. Raises Invalid on a taken address."""
    require(policy.may_open(viewer))
    if slug in RESERVED or queries.slug_taken(session, slug):
        raise Invalid("slug", "Another organisation has this address. Please choose another.")
    row = Organisation(slug=slug, name=name, about=about)
    session.add(row)
    session.flush()
    tell(session, viewer, "open", row)
    return row


def describe(session: Session, viewer: Viewer, found: Found, about: str, website: str) -> None:
    """What it says of itself, by a coordinator or an administrator."""
    require(policy.may_describe(viewer, found.place))
    found.row.about, found.row.website = about, website
    tell(session, viewer, "change", found.row)


def rename(session: Session, viewer: Viewer, found: Found, name: str) -> None:
    """Its address stays, so that old links hold."""
    require(policy.may_open(viewer))
    before, found.row.name = found.row.name, name
    if before != name:
        tell(session, viewer, "rename", found.row, f"{before} → {name}")


def keep_domains(session: Session, viewer: Viewer, found: Found, typed: str) -> None:
    """From now on whoever has an address at one of these may join, and at no other; who belongs
    stays. Raises Invalid on `domains`."""
    require(policy.may_open(viewer))
    wanted = domains.read(typed)
    if wanted == list(queries.domains_of(session, found)):
        return
    session.execute(delete(Domain).where(Domain.organisation_id == found.row.id))
    session.add_all(Domain(organisation_id=found.row.id, domain=domain) for domain in wanted)
    session.flush()
    tell(session, viewer, "set-domains", found.row, ", ".join(wanted) or "none")


def dismiss(session: Session, viewer: Viewer, found: Found, member: Member) -> bool:
    """She is a plain member of it again. False for who coordinates nothing there, as after a second
    press."""
    require(policy.may_open(viewer))
    row = session.get(Affiliation, (found.row.id, member.id))
    if row is None or row.place is not Place.COORDINATOR:
        return False
    row.place = Place.MEMBER
    tell(session, viewer, "dismiss", found.row)
    return True


def remove(session: Session, found: Found, member: Member) -> bool:
    """Take a plain member out: she comes back by an invitation alone. False for who doesn't belong
    to it, as after a second press. Raises NotFound for a coordinator."""
    require(policy.may_coordinate(found.place))
    row = session.get(Affiliation, (found.row.id, member.id))
    if row is None:
        return False
    if row.place is not Place.MEMBER:
        raise NotFound
    session.delete(row)
    out = Invitation(organisation_id=found.row.id, member_id=member.id, state=Asking.TAKEN_OUT)
    session.merge(out)
    return True


def show(session: Session, viewer: Viewer, found: Found, *, on: bool) -> None:
    """Whether others may know that she belongs to it. Raises NotFound where she doesn't."""
    row = session.get(Affiliation, (found.row.id, viewer.id))
    if row is None:
        raise NotFound
    row.shown = on


def leave(session: Session, viewer: Viewer, found: Found) -> None:
    """Whoever belongs to it may go; a coordinator only once another one is left."""
    row = session.get(Affiliation, (found.row.id, viewer.id))
    if row is None:
        raise NotFound
    if row.place is Place.COORDINATOR and not _has_others(session, viewer, found):
        raise NotAllowed(
            "You are its only coordinator. An administrator can appoint another one before you go."
        )
    session.delete(row)


def close(session: Session, viewer: Viewer, found: Found, typed: str, under_way: list[str]) -> None:
    """From now on it is nowhere, and nobody belongs to it; what it was is kept for as long as it
    can be opened again. `typed` is its name, `under_way` what has to be over first. Raises
    NotAllowed, and Invalid on `name`."""
    require(policy.may_open(viewer))
    require(policy.may_close(under_way))
    if typed.casefold() != found.row.name.casefold():
        raise Invalid("name", Sentence("Type its name to close it: {name}", name=found.row.name))
    found.row.closed = clock.today()
    tell(session, viewer, "close", found.row)


def reopen(session: Session, viewer: Viewer, slug: str) -> Organisation:
    """All is as it was; where it is open, nothing changes. Raises NotFound where there is none, or
    it is no longer kept."""
    require(policy.may_open(viewer))
    row = session.scalar(select(Organisation).where(Organisation.slug == slug).with_for_update())
    if row is None or (row.closed and row.closed < clock.today() - REOPENED_WITHIN):
        raise NotFound
    if row.closed:
        row.closed = None
        tell(session, viewer, "reopen", row)
    return row


def sweep(session: Session) -> None:
    """Once a day: let go of what was closed too long ago to be opened again, with its programmes.
    Mentorships that began there are the two's own, and stay."""
    old = clock.today() - REOPENED_WITHIN
    session.execute(delete(Organisation).where(Organisation.closed < old))


def tell(session: Session, viewer: Viewer, verb: str, row: Organisation, reason: str = "") -> None:
    """For the log of what staff did."""
    publish(
        session,
        StaffActed(
            actor_id=viewer.id,
            verb=verb,
            subject_kind="organisation",
            subject_id=row.slug,
            reason=reason,
        ),
    )


def _has_others(session: Session, viewer: Viewer, found: Found) -> bool:
    others = (
        select(Affiliation.member_id)
        .join(Member, Member.id == Affiliation.member_id)
        .where(Affiliation.organisation_id == found.row.id, Affiliation.member_id != viewer.id)
        .where(Affiliation.place == Place.COORDINATOR, Member.standing.not_in(NO_PROFILE))
    )
    return session.scalar(others.limit(1)) is not None
