"""Circles as a viewer may see them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import (
    ColumnElement,
    bindparam,
    literal_column,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import Session

from app.core import clock
from app.core.errors import NotFound
from app.core.questions import Question
from app.people.circles import policy
from app.people.circles.models import (
    Anonymity,
    Circle,
    CircleRole,
    Greeter,
    Membership,
    Visibility,
)
from app.people.members import queries as members
from app.people.members.models import Member, Standing
from app.people.members.queries import MemberCard
from app.people.viewer import Viewer

HOOPS = 6


@dataclass(frozen=True)
class CircleCard:
    """A circle in a list. `new`: posts since she last looked; `hoop`: its cloth, 1 to 6.

    Cards that show the same are equal: nobody is shown the counter `bump`.
    """

    id: int
    slug: str
    name: str
    summary: str
    visibility: Visibility
    members: int
    bump: int = field(compare=False)
    joined: bool
    is_host: bool
    new: int = 0

    @property
    def hoop(self) -> int:
        return self.id % HOOPS + 1


class Host(NamedTuple):
    handle: str
    name: str


class CircleRow(NamedTuple):
    """All that is kept of a circle, to show."""

    id: int
    slug: str
    name: str
    summary: str
    about: str
    guidelines: str
    visibility: Visibility
    anonymity: Anonymity
    bump: int
    members: int
    crowd: int
    greets: bool
    closed: date | None


@dataclass(frozen=True)
class CirclePage:
    """A circle with all that its own page says of it. `greeters` are those of a week, for who
    belongs to it."""

    card: CircleCard
    row: CircleRow
    hosts: tuple[Host, ...]
    greeters: tuple[Host, ...] = ()


# Those who look after it, and those who greet in the week that begins on `monday`.
_this = select(Circle.id).where(Circle.slug == bindparam("slug")).scalar_subquery()
_care = union_all(
    select(Membership.member_id, literal_column("1").label("hosts")).where(
        Membership.circle_id == _this, Membership.role == CircleRole.HOST
    ),
    select(Greeter.member_id, literal_column("0"))
    .join(Member, (Member.id == Greeter.member_id) & (Member.standing == Standing.GOOD))
    .where(Greeter.circle_id == _this, Greeter.week == bindparam("monday")),
).subquery()
_PAGE = Question(
    select(
        *(getattr(Circle, name) for name in CircleRow._fields),
        *(Member.handle, Member.name, _care.c.hosts),
    )
    .select_from(Circle)
    .outerjoin(_care, true())
    .outerjoin(Member, Member.id == _care.c.member_id)
    .where(Circle.slug == bindparam("slug"))
    .order_by(Member.name, Member.handle),
    lambda *columns: (CircleRow(*columns[:-3]), Host(*columns[-3:-1]), columns[-1]),
)
_JOINED = Question(
    select(
        Circle.id,
        Circle.slug,
        Circle.name,
        Circle.summary,
        Circle.visibility,
        Circle.members,
        Circle.bump,
        true(),
        Membership.role == CircleRole.HOST,
    )
    .join(Membership, Membership.circle_id == Circle.id)
    .where(Membership.member_id == bindparam("member"))
    .order_by(Circle.name),
    CircleCard,
)


def readable(viewer: Viewer) -> ColumnElement[bool]:
    """That she may read what is said in a circle: the policy's answer, for many at once."""
    visible = [Visibility.PUBLIC, *([Visibility.MEMBERS] if viewer.signed_in else [])]
    return Circle.visibility.in_(visible) | Circle.id.in_(viewer.circles)


def card(viewer: Viewer, circle: Circle | CircleRow) -> CircleCard:
    return CircleCard(
        circle.id,
        circle.slug,
        circle.name,
        circle.summary,
        circle.visibility,
        circle.members,
        circle.bump,
        viewer.belongs_to(circle.id),
        viewer.hosts(circle.id),
    )


def visible(session: Session, viewer: Viewer) -> list[CircleCard]:
    """All circles she may know of, by name."""
    open_to_her = [Visibility.PUBLIC, *([Visibility.MEMBERS] if viewer.signed_in else [])]
    circles = session.scalars(
        select(Circle)
        .where(or_(Circle.visibility.in_(open_to_her), Circle.id.in_(viewer.circles)))
        .order_by(Circle.name)
    )
    return [card(viewer, circle) for circle in circles]


def joined(session: Session, viewer: Viewer) -> list[CircleCard]:
    """The circles that she belongs to, by name."""
    return _JOINED.all(session, member=viewer.id)


def names(session: Session, circle_ids: Collection[int]) -> dict[int, str]:
    """What these circles are called."""
    found = session.execute(select(Circle.id, Circle.name).where(Circle.id.in_(circle_ids)))
    return {row.id: row.name for row in found}


def page(session: Session, viewer: Viewer, slug: str) -> CirclePage:
    """The circle, its hosts and who greets this week, in one question. Raises NotFound also when it
    is not for her."""
    today = clock.today()
    rows = _PAGE.all(session, slug=slug, monday=today - timedelta(days=today.weekday()))
    if not rows or not policy.may_read(viewer, rows[0][0].id, rows[0][0].visibility):
        raise NotFound
    circle = rows[0][0]
    hosts = tuple(who for _, who, is_host in rows if is_host)
    greeters = tuple(who for _, who, is_host in rows if is_host == 0)
    shown = greeters if circle.greets and viewer.belongs_to(circle.id) else ()
    return CirclePage(card(viewer, circle), circle, hosts, shown)


def circle_to_manage(session: Session, viewer: Viewer, slug: str) -> Circle:
    """The row of a circle she may know of, to show. Raises NotFound."""
    return _to_be_found(viewer, session.scalar(select(Circle).where(Circle.slug == slug)))


def circle_to_change(session: Session, viewer: Viewer, slug: str) -> Circle:
    """The row of a circle she may know of, locked. Raises NotFound."""
    locked = select(Circle).where(Circle.slug == slug).with_for_update()
    return _to_be_found(viewer, session.scalar(locked))


def circle_to_write_in(session: Session, viewer: Viewer, slug: str) -> Circle:
    """The row of a circle she may read, locked. Raises NotFound."""
    found = circle_to_change(session, viewer, slug)
    if not policy.may_read(viewer, found.id, found.visibility):
        raise NotFound
    return found


def slug_taken(session: Session, slug: str) -> bool:
    return session.scalar(select(Circle.id).where(Circle.slug == slug)) is not None


def people(session: Session, circle: Circle) -> Sequence[MemberCard]:
    """Its members, those who look after it first, then by name."""
    rows = session.execute(
        select(Member, Membership.role)
        .join(Membership, Membership.member_id == Member.id)
        .where(Membership.circle_id == circle.id)
        .order_by(Membership.role == CircleRole.MEMBER, Member.name)
    )
    return [
        members.card(m, is_host=role is CircleRole.HOST, is_moderator=role is CircleRole.MODERATOR)
        for m, role in rows
    ]


def shared(session: Session, viewer: Viewer, member: Member) -> list[CircleCard]:
    """The circles in which both are."""
    circles = session.scalars(
        select(Circle)
        .join(Membership, Membership.circle_id == Circle.id)
        .where(Membership.member_id == member.id, Circle.id.in_(viewer.circles))
        .order_by(Circle.name)
    )
    return [card(viewer, circle) for circle in circles]


def _to_be_found(viewer: Viewer, circle: Circle | None) -> Circle:
    if circle is None or not policy.may_find(viewer, circle):
        raise NotFound
    return circle
