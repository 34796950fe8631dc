"""Opening, changing, joining and leaving circles."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from app.core import clock
from app.core.errors import Invalid, NotAllowed, NotFound
from app.core.events import StaffActed, publish
from app.core.languages import Sentence
from app.core.verdict import require
from app.people.circles import policy, queries
from app.people.circles.models import Anonymity, Circle, CircleRole, Membership, Visibility
from app.people.members.events import BylineChanged
from app.people.members.models import Member, Standing
from app.people.noted.events import Kind, Noted
from app.people.viewer import Viewer

MONTH = timedelta(days=30)


@dataclass(frozen=True)
class CircleWords:
    """What a circle says of itself, and to whom it is open."""

    name: str
    summary: str
    about: str
    guidelines: str
    visibility: Visibility
    anonymity: Anonymity


def create(session: Session, viewer: Viewer, slug: str, words: CircleWords) -> Circle:
    """Open a circle; who opens it is its first host. Raises Invalid on a taken address."""
    require(policy.may_create(viewer))
    if queries.slug_taken(session, slug):
        raise Invalid("slug", "Another circle has this address. Please choose another.")
    circle = Circle(slug=slug, **vars(words))
    session.add(circle)
    session.flush()
    add(session, circle, viewer.id, CircleRole.HOST)
    _tell(session, viewer, "open", circle)
    return circle


def create_bound(
    session: Session, viewer: Viewer, slug: str, name: str, summary: str, about: str
) -> Circle:
    """A private circle in which everybody writes under her name, and who is in it follows from
    whatever calls this. She hosts it."""
    circle = Circle(slug=slug, name=name, summary=summary, about=about, bound=True)
    circle.visibility, circle.anonymity = Visibility.PRIVATE, Anonymity.NEVER
    session.add(circle)
    session.flush()
    add(session, circle, viewer.id, CircleRole.HOST)
    return circle


def change(session: Session, viewer: Viewer, circle: Circle, words: CircleWords) -> None:
    """Raises Invalid where a circle that is bound would be open to others."""
    require(policy.may_manage(viewer, circle.id))
    kept = (circle.visibility, circle.anonymity)
    if circle.bound and (words.visibility, words.anonymity) != kept:
        raise Invalid("visibility", policy.STAYS_PRIVATE)
    if circle.bump and policy.opens(circle.visibility, words.visibility):
        raise Invalid("visibility", policy.WRITTEN_FOR_FEWER)
    for name, value in vars(words).items():
        setattr(circle, name, value)
    _tell(session, viewer, "change", circle)


def join(session: Session, viewer: Viewer, circle: Circle) -> None:
    """Joining twice is joining once."""
    require(policy.may_join(viewer, circle.visibility, closed=circle.closed is not None))
    add(session, circle, viewer.id)


def leave(session: Session, viewer: Viewer, circle: Circle) -> None:
    if circle.bound and viewer.belongs_to(circle.id):
        raise NotAllowed(policy.BY_THE_GROUP)
    take_from(session, circle, viewer.id)
    if viewer.hosts(circle.id):
        publish(session, BylineChanged(member_id=viewer.id))


def add_member(session: Session, viewer: Viewer, circle: Circle, member: Member) -> None:
    """A host brings somebody in: the way into a private circle."""
    require(policy.may_manage(viewer, circle.id))
    if circle.bound:
        raise Invalid("handle", policy.BY_THE_GROUP)
    if not add(session, circle, member.id):
        raise Invalid("handle", Sentence("{name} is in this circle already.", name=member.name))
    welcome = Noted(
        member_id=member.id, kind=Kind.WELCOME, thing=("circle", circle.slug), circle_id=circle.id
    )
    publish(session, welcome)


def change_member(
    session: Session, viewer: Viewer, circle: Circle, member: Member, change: str
) -> None:
    """Make her a host, a moderator or a plain member, or take her out: `change` is one of these
    words, or remove.

    Raises NotFound for somebody who is not in the circle.
    """
    require(policy.may_manage(viewer, circle.id))
    membership = session.get(Membership, (circle.id, member.id))
    if membership is None:
        raise NotFound
    if circle.bound:
        raise NotAllowed(policy.BY_THE_GROUP)
    if change == "remove":
        take_from(session, circle, member.id)
    else:
        give_role(session, viewer, membership, circle, CircleRole(change))
    # Her posts in this circle name her as its host, or no longer.
    publish(session, BylineChanged(member_id=member.id))
    _tell(session, viewer, change, circle)


def give_role(
    session: Session, viewer: Viewer, membership: Membership, circle: Circle, role: CircleRole
) -> None:
    """By whoever's right. She is told, unless it is herself who does it, or has it already."""
    told = membership.role is not role and membership.member_id != viewer.id
    membership.role = role
    if told:
        place = f"circle-{role.value}", circle.slug
        news = Noted(
            member_id=membership.member_id, kind=Kind.ACCOUNT, thing=place, circle_id=circle.id
        )
        publish(session, news)


def add(
    session: Session,
    circle: Circle,
    member_id: UUID,
    role: CircleRole = CircleRole.MEMBER,
    joined: date | None = None,
) -> bool:
    """Put a member into a circle, by whoever's right; False when she was there already."""
    if session.get(Membership, (circle.id, member_id)):
        return False
    session.add(
        Membership(
            circle_id=circle.id, member_id=member_id, role=role, joined=joined or clock.today()
        )
    )
    circle.members += 1
    return True


def take_from(session: Session, circle: Circle, member_id: UUID) -> None:
    """Take a member out of a circle, by whoever's right."""
    membership = session.get(Membership, (circle.id, member_id))
    if membership:
        session.delete(membership)
        circle.members -= 1


def take_out(session: Session, member_id: UUID) -> list[tuple[int, str, str]]:
    """Take her out of every circle. Returns which they were, with her place and day in each."""
    left = session.execute(
        delete(Membership)
        .where(Membership.member_id == member_id)
        .returning(Membership.circle_id, Membership.role, Membership.joined)
    ).all()
    session.execute(
        update(Circle)
        .where(Circle.id.in_([place.circle_id for place in left]))
        .values(members=Circle.members - 1),
        execution_options={"synchronize_session": False},
    )
    return sorted((p.circle_id, p.role.value, p.joined.isoformat()) for p in left)


def put_back(session: Session, member_id: UUID, places: Iterable[tuple[int, str, str]]) -> None:
    """Put her where `take_out` found her, as far as the circles are still there."""
    for circle_id, role, joined in places:
        circle = session.get(Circle, circle_id, with_for_update=True)
        if circle is not None:
            add(session, circle, member_id, CircleRole(role), date.fromisoformat(joined))


def count_crowds(session: Session) -> None:
    """Count anew, for every circle, who has been in it for a month and may post; once a day."""
    settled = (
        select(func.count())
        .select_from(Membership)
        .join(Member, Member.id == Membership.member_id)
        .where(Membership.circle_id == Circle.id, Membership.joined <= clock.today() - MONTH)
        .where(Member.standing == Standing.GOOD)
        .scalar_subquery()
    )
    session.execute(
        update(Circle).values(crowd=settled), execution_options={"synchronize_session": False}
    )


def _tell(session: Session, viewer: Viewer, verb: str, circle: Circle) -> None:
    publish(
        session,
        StaffActed(actor_id=viewer.id, verb=verb, subject_kind="circle", subject_id=circle.slug),
    )
