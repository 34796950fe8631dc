"""Bringing somebody in: she is asked, and belongs once she has said yes, or joins by herself.

To coordinators an invitation stands until it has run out, whoever has said no to it and whomever a
block has kept it from; so none of that can be told from silence, nor by asking again.
"""

from datetime import timedelta

from sqlalchemy import and_, delete, or_, update
from sqlalchemy.orm import Session

from app.core import clock
from app.core.errors import Invalid, NotFound
from app.core.events import publish
from app.core.keys import Keyring
from app.core.languages import Sentence
from app.core.verdict import require
from app.people.members.models import Member
from app.people.noted.events import Kind, Noted
from app.people.organisations import actions, policy, queries
from app.people.organisations.models import (
    Affiliation,
    Asking,
    Invitation,
    Organisation,
    Place,
)
from app.people.organisations.queries import Found
from app.people.safety import blocks
from app.people.viewer import Viewer

STANDS = timedelta(days=30)
# So long is whoever has said no not asked again.
RESTS = timedelta(days=30)


def invite(session: Session, ring: Keyring, viewer: Viewer, found: Found, member: Member) -> None:
    """A coordinator asks somebody to belong. Of a block against her she learns nothing: what does
    not arrive is to her an invitation that nobody has answered. Raises Invalid on `handle`."""
    require(policy.may_coordinate(found.place))
    if member.id in viewer.shield.blocked:
        raise Invalid("handle", "You have blocked her. Unblock her first.")
    if session.get(Affiliation, (found.row.id, member.id)):
        raise Invalid("handle", Sentence("{name} belongs to it already.", name=member.name))
    row = _known(session, found, member)
    if row is not None and row.since is not None:
        raise Invalid("handle", Sentence("{name} has been invited already.", name=member.name))
    arrives = not blocks.is_blocked(session, ring, member.id, viewer.id)
    _ask(session, found, member, Place.MEMBER, arrives=arrives)


def appoint(session: Session, viewer: Viewer, found: Found, member: Member) -> bool:
    """Whoever belongs coordinates it from now on; somebody else is asked to, and then this is
    False. Raises Invalid on `coordinator` for whom that was said already."""
    require(policy.may_open(viewer))
    row = session.get(Affiliation, (found.row.id, member.id))
    if row is not None and row.place is Place.COORDINATOR:
        raise Invalid("coordinator", Sentence("{name} coordinates it already.", name=member.name))
    if row is not None:
        row.place = Place.COORDINATOR
        _note(session, found.row, member)
    else:
        _ask_to_coordinate(session, found, member)
    actions.tell(session, viewer, "appoint", found.row)
    return row is not None


def take_back(session: Session, viewer: Viewer, found: Found, member: Member) -> None:
    """It stands no more, and she is told nothing. Raises NotFound where there is none that the
    viewer may know of."""
    row = _known(session, found, member)
    if row is None or row.since is None:
        raise NotFound
    if not policy.sees_invitation(viewer, found.place, row.place):
        raise NotFound
    if row.state is Asking.ASKED:
        session.delete(row)
    else:
        row.since = None
    if not found.is_coordinated:
        actions.tell(session, viewer, "take-back", found.row)


def say_yes(session: Session, viewer: Viewer, found: Found) -> None:
    """She belongs from now on. Raises NotFound where she is not asked."""
    if found.place is not None:
        return
    if found.invited is None:
        raise NotFound
    _let_in(session, viewer, found, found.invited)


def say_no(session: Session, viewer: Viewer, found: Found) -> None:
    """Nobody is told, and she is not asked again for thirty days. Where she is not asked, nothing
    changes."""
    row = session.get(Invitation, (found.row.id, viewer.id))
    if row is not None and row.state is Asking.ASKED:
        row.state, row.rests = Asking.PASSED, clock.today() + RESTS


def join(session: Session, viewer: Viewer, found: Found) -> None:
    """By herself, since her address is at one of its domains. Of the address nothing is kept, so
    that she stays when it changes. Raises NotAllowed."""
    if found.place is not None:
        return
    fits = queries.has_address(session, viewer, found)
    out = fits and queries.is_taken_out(session, viewer, found)
    require(policy.may_join(viewer, has_address=fits, taken_out=out))
    _let_in(session, viewer, found, Place.MEMBER)


def sweep(session: Session) -> None:
    """Once a day: invitations run out; of who has said no it is remembered as long as she rests, of
    who was taken out until she is invited."""
    today = clock.today()
    ran_out = or_(Invitation.since.is_(None), Invitation.since < today - STANDS)
    rested = or_(Invitation.rests.is_(None), Invitation.rests < today)
    how = {"synchronize_session": False}
    goes = and_(ran_out, rested, Invitation.state != Asking.TAKEN_OUT)
    session.execute(delete(Invitation).where(goes), execution_options=how)
    session.execute(update(Invitation).where(ran_out).values(since=None), execution_options=how)


def _ask_to_coordinate(session: Session, found: Found, member: Member) -> None:
    row = _known(session, found, member)
    if row is None or row.since is None:
        # It is an administrator's duty, and the organisation's question: a block between the two
        # keeps nothing from her.
        _ask(session, found, member, Place.COORDINATOR, arrives=True)
    elif row.place is Place.COORDINATOR:
        raise Invalid("coordinator", Sentence("{name} has been asked already.", name=member.name))
    else:
        row.place = Place.COORDINATOR
        _note_asked(session, found.row, member, row)


def _ask(session: Session, found: Found, member: Member, place: Place, *, arrives: bool) -> None:
    row = _known(session, found, member)
    if row is None:
        row = Invitation(organisation_id=found.row.id, member_id=member.id)
        session.add(row)
        if not arrives:
            row.state, row.rests = Asking.PASSED, clock.today() + RESTS
    row.place, row.since = place, clock.today()
    _note_asked(session, found.row, member, row)


def _known(session: Session, found: Found, member: Member) -> Invitation | None:
    """Her invitation, also one that is only remembered; not one whose time is over, nor that she
    was taken out, which ends where she is asked anew."""
    row = session.get(Invitation, (found.row.id, member.id), populate_existing=True)
    if row is None:
        return None
    today = clock.today()
    if row.since is not None and row.since < today - STANDS:
        row.since = None
    if row.since is None and (row.rests is None or row.rests < today):
        session.delete(row)
        session.flush()
        return None
    return row


def _let_in(session: Session, viewer: Viewer, found: Found, place: Place) -> None:
    session.execute(
        delete(Invitation).where(
            Invitation.organisation_id == found.row.id, Invitation.member_id == viewer.id
        )
    )
    session.add(Affiliation(organisation_id=found.row.id, member_id=viewer.id, place=place))
    session.flush()


def _note_asked(session: Session, row: Organisation, member: Member, asked: Invitation) -> None:
    if asked.state is Asking.ASKED:
        _note(session, row, member)


def _note(session: Session, row: Organisation, member: Member) -> None:
    thing = ("organisation", row.slug)
    publish(session, Noted(member_id=member.id, kind=Kind.MENTORING, thing=thing))
