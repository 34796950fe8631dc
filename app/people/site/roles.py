"""Who has power over others on the whole site: found by her handle, one at a time. There is no list
of members here, but of those who have such a role."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.errors import Invalid, NotFound
from app.core.events import StaffActed, publish
from app.core.languages import Sentence
from app.core.verdict import require
from app.people.members import queries
from app.people.members.events import BylineChanged
from app.people.members.models import Member, Role, Standing
from app.people.members.queries import MemberCard
from app.people.noted.events import Kind, Noted
from app.people.site import policy
from app.people.viewer import Viewer

THING = ("your-role", "")
LAST = Sentence(
    "She is the only administrator who can sign in. Appoint another one first, so that somebody "
    "can look after this place."
)
AWAY = Sentence("Her account is paused or suspended, so she can’t be given power over others now.")


def staff(session: Session, viewer: Viewer) -> list[tuple[MemberCard, Role]]:
    """Administrators first, then by name."""
    require(policy.may_administer(viewer))
    rows = session.scalars(
        select(Member)
        .where(Member.role != Role.MEMBER, Member.standing != Standing.CLOSED)
        .order_by(Member.role, Member.name, Member.handle)
    )
    return [(queries.card(member), member.role) for member in rows]


def find(session: Session, viewer: Viewer, typed: str) -> Member:
    """Raises NotAllowed; Invalid on `handle`."""
    require(policy.may_administer(viewer))
    return queries.by_typed_handle(session, typed)


def appoint(session: Session, viewer: Viewer, handle: str, role: Role) -> None:
    """She has this role from now on, and is told. Raises NotAllowed, NotFound, Invalid."""
    require(policy.may_administer(viewer))
    # One at a time: else two could dismiss each other, and nobody would be left.
    active = session.scalars(
        select(Member.id)
        .where(Member.role == Role.ADMINISTRATOR, Member.standing == Standing.GOOD)
        .order_by(Member.id)
        .with_for_update()
    ).all()
    member = session.scalar(select(Member).where(Member.handle == handle).with_for_update())
    if member is None or queries.is_gone(member):
        raise NotFound
    if member.role is role:
        return
    if role is not Role.MEMBER and member.standing is not Standing.GOOD:
        raise Invalid("role", AWAY)
    if role is not Role.ADMINISTRATOR and list(active) == [member.id]:
        raise Invalid("role", LAST)
    member.role = role
    # What she wrote says that she moderates, or no longer.
    publish(session, BylineChanged(member_id=member.id))
    publish(session, Noted(member_id=member.id, kind=Kind.ACCOUNT, thing=THING))
    publish(
        session,
        StaffActed(
            actor_id=viewer.id,
            verb=f"make-{role.value}",
            subject_kind="member",
            subject_id=str(member.id),
        ),
    )
