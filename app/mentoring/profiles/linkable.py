"""Mentors as things that can be linked: whoever stands in the list of mentors, for who reads it."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.languages import Sentence
from app.mentoring.profiles.models import MentorProfile
from app.mentoring.profiles.queries import is_there
from app.people.linkable import Linked
from app.people.members.models import Member
from app.people.viewer import Viewer

_PATH = re.compile(r"/mentors/([a-z][a-z0-9-]{2,59})/?")


@dataclass(frozen=True)
class Mentors:
    kind: str = "mentor"
    label: str = Sentence("A mentor")
    is_member: bool = True

    def number(self, session: Session, viewer: Viewer, path: str) -> str | None:
        found = _PATH.fullmatch(path)
        if found is None:
            return None
        member_id = session.scalar(select(Member.id).where(Member.handle == found[1]))
        number = member_id.hex if member_id else ""
        return number if number and self.shown(session, viewer, [number]) else None

    def shown(
        self, session: Session, viewer: Viewer, numbers: Collection[str]
    ) -> Mapping[str, Linked]:
        if not viewer.signed_in:
            return {}
        rows = session.execute(
            select(Member.id, Member.handle, Member.name, MentorProfile.headline)
            .join(MentorProfile, MentorProfile.member_id == Member.id)
            .where(Member.id.in_([UUID(number) for number in numbers]))
            .where(~MentorProfile.paused, is_there())
        )
        return {
            row.id.hex: Linked(row.name, f"/mentors/{row.handle}", row.headline)
            for row in rows
            if row.id not in viewer.shield.blocked
        }
