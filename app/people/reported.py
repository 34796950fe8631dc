"""A member's profile as a thing that can be reported: what she says of herself."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import text
from app.core.errors import NotFound
from app.core.events import publish
from app.people.anonymity.bylines import named
from app.people.members import queries
from app.people.members.events import BylineChanged
from app.people.members.models import Member
from app.people.members.queries import tone_of
from app.people.subjects import Deed, Found, Given, Owner, Seen, SubjectRef, Words
from app.people.viewer import Viewer


@dataclass(frozen=True)
class Profiles:
    """The id in an address is her handle; a case keeps her number, since a handle may change."""

    kind: str = "profile"
    can: Collection[Deed] = (Deed.REDACT, Deed.HIDE)

    def find(self, session: Session, viewer: Viewer, id: str) -> Found:
        if not viewer.signed_in:
            raise NotFound
        return _found(queries.by_handle(session, id))

    def look(self, session: Session, id: str) -> Seen | None:
        member = session.get(Member, UUID(id))
        if member is None:
            return None
        byline = named(member.handle, member.name, tone_of(member.handle))
        words = Words(byline, text.trusted(text.rendered(member.bio)), member.joined)
        return Seen(_found(member), words, text=member.bio, heading=member.name)

    def known(self, session: Session, ids: Collection[str]) -> Mapping[str, Found]:
        members = session.scalars(select(Member).where(Member.id.in_(map(UUID, ids))))
        return {member.id.hex: _found(member) for member in members}

    def do(self, session: Session, id: str, deed: Deed, given: Given) -> str:
        """Other words about herself, or none; her name only where she is given another."""
        member = session.get_one(Member, UUID(id), with_for_update=True)
        before = json.dumps([member.name, member.pronouns, member.bio])
        if deed is Deed.REDACT:
            member.bio, member.name = given.words, given.heading or member.name
            before = ""  # the words are to be gone
        else:
            member.bio = member.pronouns = ""
            member.name = member.handle
        publish(session, BylineChanged(member_id=member.id))
        return before

    def undo(self, session: Session, id: str, _deed: Deed, before: str) -> None:
        member = session.get_one(Member, UUID(id), with_for_update=True)
        member.name, member.pronouns, member.bio = json.loads(before)
        publish(session, BylineChanged(member_id=member.id))

    def destroy(self, session: Session, ids: Collection[str]) -> None:
        """What she said is in the decision alone, which forgets it."""


def _found(member: Member) -> Found:
    ref = SubjectRef("profile", member.id.hex)
    return Found(ref, "the profile", member.name, f"/m/{member.handle}", None, Owner(member.id))
