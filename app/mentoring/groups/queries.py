"""Groups as their mentor, their members and those who are asked may see them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from app.core.errors import NotFound
from app.mentoring.groups.models import Group, Seat, SeatState
from app.people.circles.models import Circle
from app.people.members import queries as members
from app.people.members.models import NO_PROFILE, Member
from app.people.members.queries import MemberCard
from app.people.viewer import Viewer

WAITING = (SeatState.ASKED, SeatState.PASSED)


class Part(StrEnum):
    """What somebody is in a group."""

    MENTOR = "mentor"
    MEMBER = "member"
    ASKED = "asked"


@dataclass(frozen=True)
class GroupCard:
    """A group in a list. `mentor` is None once she has left."""

    id: int
    name: str
    purpose: str
    circle_id: int
    circle: str
    mentor: MemberCard | None
    places: int
    taken: int
    closed: date | None
    part: Part

    @property
    def free(self) -> int:
        return max(0, self.places - self.taken)


@dataclass(frozen=True)
class GroupPage:
    """`members` are seen by those who are in it, `waiting` by its mentor: whom she has asked and
    who has not said yes."""

    card: GroupCard
    members: tuple[MemberCard, ...]
    waiting: tuple[MemberCard, ...]


def hers(session: Session, viewer: Viewer) -> list[GroupCard]:
    """Those that she leads, is in, or is asked into, by name; those that are over last."""
    return _cards(session, viewer)


def page(session: Session, viewer: Viewer, group_id: int) -> GroupPage:
    """Raises NotFound for everybody who has no part in it."""
    found = _cards(session, viewer, Group.id == group_id)
    if not found:
        raise NotFound
    card = found[0]
    inside = card.part is not Part.ASKED
    leads = card.part is Part.MENTOR
    return GroupPage(
        card,
        _people(session, group_id, (SeatState.TAKEN,)) if inside else (),
        _people(session, group_id, WAITING) if leads else (),
    )


def led(session: Session, viewer: Viewer, group_id: int) -> Group:
    """The row of a group of hers, locked. Raises NotFound."""
    found = to_change(session, group_id)
    if found.mentor_id != viewer.id:
        raise NotFound
    return found


def to_change(session: Session, group_id: int) -> Group:
    """The row, locked, so that places are counted by one at a time. Raises NotFound."""
    found = session.get(Group, group_id, with_for_update=True, populate_existing=True)
    if found is None:
        raise NotFound
    return found


def seat(session: Session, group_id: int, member_id: UUID, *states: SeatState) -> Seat:
    """Her seat, if it is in one of these states. Raises NotFound."""
    found = session.get(Seat, (group_id, member_id), populate_existing=True)
    if found is None or found.state not in states:
        raise NotFound
    return found


def many(session: Session, group_id: int, states: Collection[SeatState]) -> int:
    """How many seats of the group are in one of these states."""
    seats = select(func.count()).where(Seat.group_id == group_id, Seat.state.in_(states))
    return session.scalar(seats) or 0


def open_of(session: Session, viewer: Viewer) -> int:
    """How many open groups she leads."""
    hers = select(func.count()).where(Group.mentor_id == viewer.id, Group.closed.is_(None))
    return session.scalar(hers) or 0


_TAKEN = (
    select(func.count())
    .select_from(Seat)
    .where(Seat.group_id == Group.id, Seat.state == SeatState.TAKEN)
    .correlate(Group)
    .scalar_subquery()
)


def _cards(session: Session, viewer: Viewer, *which: ColumnElement[bool]) -> list[GroupCard]:
    mine = aliased(Seat)
    asked = and_(
        mine.state == SeatState.ASKED,
        Group.closed.is_(None),
        # Whom she has blocked asks her nothing, and who is leaving is shown nowhere.
        Group.mentor_id.not_in(viewer.shield.blocked),
        Member.standing.not_in(NO_PROFILE),
    )
    rows = session.execute(
        select(Group, Circle, Member, mine.state, _TAKEN)
        .join(Circle, Circle.id == Group.circle_id)
        .outerjoin(Member, Member.id == Group.mentor_id)
        .outerjoin(mine, and_(mine.group_id == Group.id, mine.member_id == viewer.id))
        .where(or_(Group.mentor_id == viewer.id, mine.state == SeatState.TAKEN, asked), *which)
        .order_by(Group.closed.is_not(None), Circle.name, Group.id)
    )
    return [_card(viewer, *row) for row in rows]


def _card(
    viewer: Viewer,
    group: Group,
    circle: Circle,
    mentor: Member | None,
    state: SeatState | None,
    taken: int,
) -> GroupCard:
    part = Part.MEMBER if state is SeatState.TAKEN else Part.ASKED
    return GroupCard(
        id=group.id,
        name=circle.name,
        purpose=circle.summary,
        circle_id=circle.id,
        circle=circle.slug,
        mentor=None if mentor is None or members.is_gone(mentor) else members.card(mentor),
        places=group.places,
        taken=taken,
        closed=group.closed,
        part=Part.MENTOR if group.mentor_id == viewer.id else part,
    )


def _people(
    session: Session, group_id: int, states: Collection[SeatState]
) -> tuple[MemberCard, ...]:
    rows = session.scalars(
        select(Member)
        .join(Seat, Seat.member_id == Member.id)
        .where(Seat.group_id == group_id, Seat.state.in_(states))
        .where(Member.standing.not_in(NO_PROFILE))
        .order_by(Member.name, Member.handle)
    )
    return tuple(members.card(member) for member in rows)
