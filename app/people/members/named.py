"""Members as they are named beside what they did, also those who are leaving or have left."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.people.anonymity.bylines import Byline, named
from app.people.members import handles
from app.people.members.models import NO_PROFILE, Member
from app.people.members.queries import tone_of

NOBODY = named("", handles.FORMER_NAME, "")


def bylines(session: Session, member_ids: Collection[UUID]) -> dict[UUID, Byline]:
    """Who they are, in one question; whoever is leaving has no page to lead to, and of who has left
    nothing is found."""
    if not member_ids:
        return {}
    wanted = select(Member.id, Member.handle, Member.name, Member.standing)
    rows = session.execute(wanted.where(Member.id.in_(member_ids)))
    return {
        row.id: NOBODY
        if row.standing in NO_PROFILE
        else named(row.handle, row.name, tone_of(row.handle))
        for row in rows
    }
