"""Circles as administrators look after them: all in one list, who hosts each, and the end of one.
Nothing that is written in a circle shows here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core import clock
from app.core.errors import Invalid, NotAllowed, NotFound
from app.core.events import StaffActed, publish
from app.core.languages import Sentence
from app.core.verdict import require
from app.people.circles import actions, policy
from app.people.circles.actions import CircleWords
from app.people.circles.models import Circle, CircleRole, Membership, Visibility
from app.people.circles.queries import Host
from app.people.members.events import BylineChanged
from app.people.members.models import Member
from app.people.noted.events import Kind, Noted
from app.people.viewer import Viewer

MOST = 500
FROM_WITHIN = Sentence(
    "She is not in this circle, and no administrator brings anybody into a private one. One of its "
    "hosts can bring her in."
)


@dataclass(frozen=True)
class Line:
    slug: str
    name: str
    visibility: Visibility
    members: int
    closed: date | None
    bound: bool
    hosts: tuple[Host, ...]


def every(session: Session, viewer: Viewer) -> list[Line]:
    """All circles by name, 500 at most, those that are closed last. Two questions."""
    require(policy.may_create(viewer))
    wanted = select(Circle).order_by(Circle.closed.is_not(None), func.lower(Circle.name), Circle.id)
    return _lines(session, session.scalars(wanted.limit(MOST)).all())


def one(session: Session, viewer: Viewer, circle: Circle) -> Line:
    require(policy.may_create(viewer))
    return _lines(session, [circle])[0]


def open_to(session: Session, viewer: Viewer, circle: Circle, visibility: Visibility) -> None:
    """Who can read it from now on. Raises NotAllowed, Invalid."""
    require(policy.may_create(viewer))
    kept = {name: getattr(circle, name) for name in CircleWords.__dataclass_fields__}
    actions.change(session, viewer, circle, CircleWords(**(kept | {"visibility": visibility})))


def close(session: Session, viewer: Viewer, circle: Circle, *, closed: bool) -> None:
    """From now on it can only be read; or, not `closed`, written in again."""
    require(policy.may_create(viewer))
    if circle.bound:
        raise NotAllowed(policy.BY_THE_GROUP)
    circle.closed = (circle.closed or clock.today()) if closed else None
    _tell(session, viewer, "close" if closed else "reopen", circle)


def appoint(session: Session, viewer: Viewer, circle: Circle, member: Member) -> None:
    """She hosts it, and is in it if she was not; then she is told. Raises NotAllowed; Invalid on
    `handle`."""
    _require_free(viewer, circle)
    if (
        circle.visibility is Visibility.PRIVATE
        and session.get(Membership, (circle.id, member.id)) is None
    ):
        raise Invalid("handle", FROM_WITHIN)
    came = actions.add(session, circle, member.id)
    session.flush()
    membership = session.get_one(Membership, (circle.id, member.id))
    if membership.role is CircleRole.HOST:
        raise Invalid("handle", Sentence("{name} hosts this circle already.", name=member.name))
    actions.give_role(session, viewer, membership, circle, CircleRole.HOST)
    if came:
        thing = ("circle", circle.slug)
        welcome = Noted(member_id=member.id, kind=Kind.WELCOME, thing=thing, circle_id=circle.id)
        publish(session, welcome)
    publish(session, BylineChanged(member_id=member.id))
    _tell(session, viewer, "host", circle)


def dismiss(session: Session, viewer: Viewer, circle: Circle, member: Member) -> None:
    """She is a plain member of it. Raises NotAllowed; NotFound for somebody who is no host."""
    _require_free(viewer, circle)
    membership = session.get(Membership, (circle.id, member.id))
    if membership is None or membership.role is not CircleRole.HOST:
        raise NotFound
    actions.give_role(session, viewer, membership, circle, CircleRole.MEMBER)
    publish(session, BylineChanged(member_id=member.id))
    _tell(session, viewer, "member", circle)


def _lines(session: Session, circles: Sequence[Circle]) -> list[Line]:
    hosts: dict[int, list[Host]] = {circle.id: [] for circle in circles}
    rows = session.execute(
        select(Membership.circle_id, Member.handle, Member.name)
        .join(Member, Member.id == Membership.member_id)
        .where(Membership.role == CircleRole.HOST, Membership.circle_id.in_(hosts))
        .order_by(Member.name, Member.handle)
    )
    for circle_id, handle, name in rows:
        hosts[circle_id].append(Host(handle, name))
    return [
        Line(c.slug, c.name, c.visibility, c.members, c.closed, c.bound, tuple(hosts[c.id]))
        for c in circles
    ]


def _require_free(viewer: Viewer, circle: Circle) -> None:
    require(policy.may_create(viewer))
    if circle.bound:
        raise NotAllowed(policy.BY_THE_GROUP)


def _tell(session: Session, viewer: Viewer, verb: str, circle: Circle) -> None:
    acted = StaffActed(actor_id=viewer.id, verb=verb, subject_kind="circle", subject_id=circle.slug)
    publish(session, acted)
