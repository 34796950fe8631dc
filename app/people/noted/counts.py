"""Numbering what members are told: by its latest number a process knows whether it knows all."""

from uuid import UUID

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import Session

from app.core.questions import Change
from app.people.members.models import Member
from app.people.noted.models import NotedCount

_NEXT = Change(
    update(NotedCount)
    .where(NotedCount.member_id == bindparam("member"))
    .values(n=NotedCount.n + 1)
    .returning(NotedCount.n)
)


def next_for(session: Session, member_id: UUID) -> int:
    """The number of the next thing she is told. Whoever tells her at the same moment waits here."""
    counted = _counted(session, member_id)
    if counted is not None:
        return counted
    # Two who are the first at the same moment: the second waits for her row, and finds the first's.
    session.execute(select(Member.id).where(Member.id == member_id).with_for_update())
    counted = _counted(session, member_id)
    if counted is not None:
        return counted
    session.execute(insert(NotedCount).values(member_id=member_id, n=1))
    return 1


def _counted(session: Session, member_id: UUID) -> int | None:
    counted: int | None = _NEXT.make(session, member=member_id)
    return counted
