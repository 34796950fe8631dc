"""What safety keeps of a member: what moderators have asked of her by her name."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.people.safety.models import MemberSanction


@dataclass(frozen=True)
class Imposed:
    """`until` is the last day."""

    kind: str
    until: date


def export(session: Session, member_id: UUID) -> list[Imposed]:
    """What holds now; it goes with her account."""
    rows = session.execute(
        select(MemberSanction.kind, MemberSanction.until)
        .where(MemberSanction.member_id == member_id)
        .order_by(MemberSanction.until, MemberSanction.decision_id)
    )
    return [Imposed(row.kind.value, row.until) for row in rows]
