"""Recognising who asks: from a session's token to the viewer of one request.

This is the only place that reads a member's seed and builds her `Me`.
"""

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app.core.keys import Keyring
from app.core.questions import Question
from app.people.anonymity.vault import Me
from app.people.circles.models import CircleRole, Membership
from app.people.members import sessions
from app.people.members.models import Member, MemberSecret, Role, Standing
from app.people.viewer import VISITOR, Viewer


class _Row(NamedTuple):
    """The member, once for each circle that she belongs to."""

    id: UUID
    handle: str
    name: str
    role: Role
    standing: Standing
    session_epoch: int
    seed: bytes
    circle_id: int | None
    place: CircleRole | None


_WHO = Question(
    select(
        Member.id,
        Member.handle,
        Member.name,
        Member.role,
        Member.standing,
        Member.session_epoch,
        MemberSecret.seed,
        Membership.circle_id,
        Membership.role,
    )
    .join(MemberSecret, MemberSecret.member_id == Member.id)
    .outerjoin(Membership, Membership.member_id == Member.id)
    .where(Member.id == bindparam("member")),
    _Row,
)


def recognise(session: Session, ring: Keyring, token: str) -> Viewer:
    """The member whose session this is, or the visitor when it is nobody's any more."""
    signed_in = sessions.find(session, ring, token)
    if signed_in is None:
        return VISITOR
    rows = _WHO.all(session, member=signed_in.member_id)
    if not rows or rows[0].session_epoch != signed_in.epoch:
        return VISITOR
    her = rows[0]
    if her.standing in {Standing.UNVERIFIED, Standing.SUSPENDED, Standing.CLOSED}:
        return VISITOR
    places = {row.circle_id: row.place for row in rows if row.circle_id is not None}
    return Viewer(
        her.id,
        her.handle,
        her.name,
        her.role,
        her.standing,
        frozenset(places),
        frozenset(circle for circle, role in places.items() if role is CircleRole.HOST),
        signed_in.h,
        Me(ring, her.seed),
    )
