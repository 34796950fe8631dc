"""Opening organisations, appointing coordinators, and bringing people in."""

from sqlalchemy.orm import Session

from app.core.errors import Invalid, NotAllowed, NotFound
from app.core.events import StaffActed, publish
from app.core.verdict import require
from app.people.members.models import Member
from app.people.noted.events import Kind, Noted
from app.people.organisations import policy, queries
from app.people.organisations.models import Affiliation, Organisation, Place
from app.people.organisations.queries import Found
from app.people.viewer import Viewer


def create(session: Session, viewer: Viewer, slug: str, name: str, about: str) -> Organisation:
    """Open one, in which nobody is yet. Raises Invalid on a taken address."""
    require(policy.may_open(viewer))
    if queries.slug_taken(session, slug):
        raise Invalid("slug", "Another organisation has this address. Please choose another.")
    row = Organisation(slug=slug, name=name, about=about)
    session.add(row)
    session.flush()
    _tell(session, viewer, "open", row)
    return row


def appoint(session: Session, viewer: Viewer, found: Found, member: Member) -> None:
    """Make her a coordinator, whether or not she belonged to it before."""
    require(policy.may_open(viewer))
    _place(session, found.row, member, Place.COORDINATOR)
    _tell(session, viewer, "appoint", found.row)


def dismiss(session: Session, viewer: Viewer, found: Found, member: Member) -> None:
    """She is a plain member of it again. Raises NotFound for who coordinates nothing there."""
    require(policy.may_open(viewer))
    row = session.get(Affiliation, (found.row.id, member.id))
    if row is None or row.place is not Place.COORDINATOR:
        raise NotFound
    row.place = Place.MEMBER
    _tell(session, viewer, "dismiss", found.row)


def add(session: Session, found: Found, member: Member) -> None:
    """A coordinator brings somebody in. Raises Invalid for who is there."""
    require(policy.may_coordinate(found.place))
    if session.get(Affiliation, (found.row.id, member.id)):
        raise Invalid("handle", f"{member.name} belongs to it already.")
    _place(session, found.row, member, Place.MEMBER)


def remove(session: Session, found: Found, member: Member) -> None:
    """Take a plain member out. Raises NotFound for who is none."""
    require(policy.may_coordinate(found.place))
    row = session.get(Affiliation, (found.row.id, member.id))
    if row is None or row.place is not Place.MEMBER:
        raise NotFound
    session.delete(row)


def leave(session: Session, viewer: Viewer, found: Found) -> None:
    """Whoever belongs to it may go; a coordinator only once another one is left."""
    row = session.get(Affiliation, (found.row.id, viewer.id))
    if row is None:
        raise NotFound
    if row.place is Place.COORDINATOR and not _others(session, viewer, found):
        raise NotAllowed(
            "You are its only coordinator. An administrator can appoint another one before you go."
        )
    session.delete(row)


def _others(session: Session, viewer: Viewer, found: Found) -> bool:
    coordinators = queries.people(session, found, Place.COORDINATOR)
    return any(one.handle != viewer.handle for one in coordinators)


def _place(session: Session, organisation: Organisation, member: Member, place: Place) -> None:
    row = session.get(Affiliation, (organisation.id, member.id))
    if row is None:
        row = Affiliation(organisation_id=organisation.id, member_id=member.id)
        session.add(row)
    row.place = place
    # She may not have asked for it, and can leave.
    thing = ("organisation", organisation.slug)
    publish(session, Noted(member_id=member.id, kind=Kind.MENTORING, thing=thing))


def _tell(session: Session, viewer: Viewer, verb: str, row: Organisation) -> None:
    publish(
        session,
        StaffActed(actor_id=viewer.id, verb=verb, subject_kind="organisation", subject_id=row.slug),
    )
