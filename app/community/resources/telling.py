"""What is said when a resource changes: to those who look for things, to those who look after
links, to who suggested it and to its hosts. Only a link that is shown is looked after."""

from uuid import UUID

from sqlalchemy import Select, select, union_all
from sqlalchemy.orm import Session

from app.community.resources.events import ResourceChanged
from app.community.resources.models import Resource, State
from app.core import keys
from app.core.events import publish
from app.core.links import LinkShown, LinkTaken
from app.people.circles.models import Circle, CircleRole, Membership, Visibility
from app.people.members.models import Member, Role, Standing
from app.people.noted.events import Kind, Noted

KIND = "resource"
# What members are told of: what somebody has suggested herself, and all that waits for her.
HERS, WAITING = "my-resource", "waiting-resources"
HERE = (Standing.GOOD, Standing.PAUSED)


def changed(session: Session, row: Resource, *, other_link: bool = False) -> None:
    """It says something else, or is shown to others; `other_link`, that it had another one."""
    thing = (KIND, row.id)
    publish(session, ResourceChanged(resource_id=row.id))
    shows = row.state is State.SHOWN and bool(row.link)
    if other_link or not shows:
        publish(session, LinkTaken(thing=thing))
    if shows:
        publish(session, LinkShown(thing=thing, url=row.link))


def gone(session: Session, resource_id: int) -> None:
    """It is there no more."""
    publish(session, ResourceChanged(resource_id=resource_id))
    publish(session, LinkTaken(thing=(KIND, resource_id)))


def waits(session: Session, row: Resource) -> None:
    """Those who look after it have something to look at. However much waits for one of them, it is
    one thing in her list, which says neither what nor where."""
    for host in session.scalars(_hosts(row).where(Member.id != row.member_id)):
        said = Noted(member_id=host, kind=Kind.OPPORTUNITY, thing=(WAITING, ""))
        publish(session, said)


def decided(session: Session, row: Resource, by: UUID) -> None:
    """A host has shown it or said no. Whoever suggested it finds there what was said; one who may
    not read its circle any more is told nothing of it."""
    hers = row.member_id
    if hers is None or hers == by or not _may_read(session, row.circle_id, hers):
        return
    thing = (HERS, keys.base32(row.id))
    told = Noted(member_id=hers, kind=Kind.OPPORTUNITY, thing=thing, circle_id=row.circle_id)
    publish(session, told)


def _hosts(row: Resource) -> Select[UUID]:
    """A circle's hosts, and of what is everybody's the moderators of the site; in one order for all
    who tell them at the same moment."""
    there = select(Member.id).where(Member.standing.in_(HERE)).order_by(Member.id)
    if row.circle_id is None:
        return there.where(Member.role.in_((Role.MODERATOR, Role.ADMINISTRATOR)))
    here = Membership.circle_id == row.circle_id, Membership.role == CircleRole.HOST
    return there.join(Membership, Membership.member_id == Member.id).where(*here)


def _may_read(session: Session, circle_id: int | None, member_id: UUID) -> bool:
    """Likewise the policy's answer, for a member who is not here."""
    if circle_id is None:
        return True
    is_open = select(Circle.id).where(
        Circle.id == circle_id, Circle.visibility != Visibility.PRIVATE
    )
    belongs = select(Membership.circle_id).where(
        Membership.circle_id == circle_id, Membership.member_id == member_id
    )
    return session.scalar(union_all(is_open, belongs).limit(1)) is not None
