"""Recognising who asks: from a session's token to the viewer of one request.

This is the only place that reads a member's seed and builds her `Me`.
"""

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app.core.keys import Keyring
from app.people.anonymity.vault import Me
from app.people.circles.models import CircleRole, Membership
from app.people.members import sessions
from app.people.members.models import Member, MemberSecret, Standing
from app.people.viewer import VISITOR, Viewer

# Columns of tables: as attributes of their classes they cost twice as much to ask for.
_member, _secret, _place = Member.__table__, MemberSecret.__table__, Membership.__table__
_WHO = (
    select(
        _member.c.id,
        _member.c.handle,
        _member.c.name,
        _member.c.role,
        _member.c.standing,
        _member.c.session_epoch,
        _secret.c.seed,
        _place.c.circle_id,
        _place.c.role.label("place"),
    )
    .select_from(_member)
    .join(_secret, _secret.c.member_id == _member.c.id)
    .outerjoin(_place, _place.c.member_id == _member.c.id)
    .where(_member.c.id == bindparam("member"))
)


def recognise(session: Session, ring: Keyring, token: str) -> Viewer:
    """The member whose session this is, or the visitor when it is nobody's any more."""
    signed_in = sessions.find(session, ring, token)
    if signed_in is None:
        return VISITOR
    rows = session.execute(_WHO, {"member": signed_in.member_id}).all()
    if not rows or rows[0].session_epoch != signed_in.epoch:
        return VISITOR
    her = rows[0]
    if her.standing in {Standing.UNVERIFIED, Standing.SUSPENDED}:
        return VISITOR
    return Viewer(
        her.id,
        her.handle,
        her.name,
        her.role,
        her.standing,
        frozenset(row.circle_id for row in rows if row.circle_id is not None),
        frozenset(row.circle_id for row in rows if row.place is CircleRole.HOST),
        signed_in.h,
        Me(ring, her.seed),
    )
