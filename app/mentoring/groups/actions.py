"""Opening a group, asking somebody into it, saying yes or no, leaving, and closing it."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from app.core import clock, keys
from app.core.errors import Invalid, NotFound
from app.core.events import publish
from app.core.keys import Keyring
from app.core.languages import Sentence
from app.core.repeats import again
from app.core.verdict import require
from app.mentoring.groups import endings, policy, queries
from app.mentoring.groups.models import Group, Seat, SeatState
from app.mentoring.mentorships import beginnings
from app.people.circles import actions as circles
from app.people.circles.models import Circle
from app.people.members import queries as members
from app.people.members.models import Member, Standing
from app.people.noted.events import Kind, Noted
from app.people.safety import blocks
from app.people.viewer import Viewer

ABOUT = (
    "The private circle of a mentoring group: nobody else reads it. Everybody writes under her "
    "name, since among so few no pseudonym hides anybody."
)


@dataclass(frozen=True)
class GroupWords:
    """What a group is called, what it is for in one line, and how many members it takes."""

    name: str
    purpose: str
    places: int


def open_group(session: Session, viewer: Viewer, words: GroupWords, nonce: str) -> Group:
    """A group with its circle, which she hosts. The same form sent twice is one group. Raises
    Invalid on a number of places that there cannot be."""
    # The number is made of the form's own, so that the second finds the first.
    number = int.from_bytes(keys.blind(viewer.me.submit_key(nonce), b"mentoring-group")[:8]) >> 1
    if (opened := again(session, session.get(Group, number))) is not None:
        return opened
    # Held, so that two forms sent at once do not both find room for one more.
    session.get_one(Member, viewer.id, with_for_update=True)
    require(policy.may_open(viewer, queries.open_of(session, viewer)))
    if not policy.LEAST_PLACES <= words.places <= policy.MOST_PLACES:
        raise Invalid("places", "Choose from two to eight places.")
    slug = f"group-{keys.base32(keys.random_id())}"
    circle = circles.create_bound(session, viewer, slug, words.name, words.purpose, ABOUT)
    group = Group(id=number, mentor_id=viewer.id, circle_id=circle.id, places=words.places)
    session.add(group)
    session.flush()
    return group


def ask(session: Session, ring: Keyring, viewer: Viewer, group: Group, handle: str) -> None:
    """Invite somebody. Of a block against her she learns nothing: what does not arrive is to her
    an invitation that nobody has answered. Raises Invalid, NotAllowed."""
    waiting = queries.many(session, group.id, queries.WAITING)
    require(policy.may_ask(viewer, waiting, closed=group.closed is not None))
    member = _to_ask(session, viewer, group, handle)
    seat = Seat(group_id=group.id, member_id=member.id)
    session.add(seat)
    if blocks.is_blocked(session, ring, member.id, viewer.id):
        seat.state = SeatState.PASSED
    else:
        thing = ("mentoring-group", keys.base32(group.id))
        publish(session, Noted(member_id=member.id, kind=Kind.MENTORING, thing=thing))


def say_yes(session: Session, ring: Keyring, viewer: Viewer, group: Group) -> None:
    """She takes a place, joins the circle, and begins a mentorship with the mentor unless they
    have one. Raises NotFound where she is not asked, NotAllowed where there is no place."""
    seat = queries.seat(session, group.id, viewer.id, SeatState.ASKED, SeatState.TAKEN)
    if seat.state is SeatState.TAKEN:
        return
    mentor = session.get(Member, group.mentor_id) if group.mentor_id else None
    if mentor is None or blocks.between(session, ring, mentor.id, viewer.id):
        raise NotFound
    free = group.places - queries.many(session, group.id, (SeatState.TAKEN,))
    led = mentor.standing is Standing.GOOD
    require(policy.may_say_yes(viewer, free, closed=group.closed is not None, led=led))
    seat.state, seat.since = SeatState.TAKEN, clock.today()
    circles.add(session, _circle(session, group), viewer.id)
    seat.mentorship_id = _mentorship(session, mentor.id, viewer.id)


def say_no(session: Session, viewer: Viewer, group: Group) -> None:
    """Nobody is told. Raises NotFound where she is not asked."""
    seat = queries.seat(session, group.id, viewer.id, SeatState.ASKED)
    seat.state = SeatState.PASSED


def leave(session: Session, viewer: Viewer, group: Group) -> None:
    """Without a reason, at any time. Raises NotFound where she is not in it."""
    seat = queries.seat(session, group.id, viewer.id, SeatState.TAKEN)
    endings.end(session, group, seat)


def remove(session: Session, viewer: Viewer, group: Group, member_id: UUID) -> None:
    """The mentor takes somebody out, or takes an invitation back. Raises NotFound."""
    assert group.mentor_id == viewer.id
    endings.end(session, group, queries.seat(session, group.id, member_id, *SeatState))


def close(session: Session, viewer: Viewer, group: Group) -> None:
    """Nobody new joins; the circle and the mentorships stay as they are."""
    assert group.mentor_id == viewer.id
    if group.closed is None:
        group.closed = clock.today()
        endings.forget_asked(session, group)


def _to_ask(session: Session, viewer: Viewer, group: Group, handle: str) -> Member:
    try:
        member = members.by_handle(session, handle.removeprefix("@"))
    except NotFound:
        raise Invalid("handle", "Nobody here has that name.") from None
    if member.id == viewer.id:
        raise Invalid("handle", "This is you.")
    if member.id in viewer.shield.blocked:
        raise Invalid("handle", "You have blocked her. Unblock her first.")
    seat = session.get(Seat, (group.id, member.id))
    if seat is not None and seat.state is SeatState.TAKEN:
        raise Invalid("handle", Sentence("{name} is in this group already.", name=member.name))
    if seat is not None:
        raise Invalid("handle", Sentence("{name} has been asked already.", name=member.name))
    return member


def _circle(session: Session, group: Group) -> Circle:
    return session.get_one(Circle, group.circle_id, with_for_update=True, populate_existing=True)


def _mentorship(session: Session, mentor_id: UUID, mentee_id: UUID) -> int | None:
    """The one that begins, of which the mentor is told; None where they have one already."""
    if beginnings.live_between(session, mentor_id, mentee_id) is not None:
        return None
    begun = beginnings.begin(session, mentor_id, mentee_id, tell=[mentor_id], grouped=True)
    return begun.id
