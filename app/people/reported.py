"""A member's profile as a thing that can be reported: what she says of herself."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.core import text
from app.core.errors import NotFound
from app.core.events import publish
from app.core.languages import Sentence
from app.people.anonymity.bylines import named
from app.people.members import profiles, queries
from app.people.members.events import BylineChanged
from app.people.members.models import HiddenProfile, Member
from app.people.members.queries import tone_of
from app.people.subjects import Deed, Found, Given, Owner, Seen, SubjectRef, Words
from app.people.viewer import Viewer

# Where she can change it.
MEND = "/settings"


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
        said, hidden = profiles.present(session, member)
        byline = named(member.handle, member.name, tone_of(member.handle))
        html = text.trusted(text.rendered(f"{said.pronouns}\n\n{said.bio}"))
        words = Words(byline, html, member.joined)
        if hidden:
            words = replace(
                words, state="hidden", told=Sentence("Moderators have hidden this profile.")
            )
        mend = MEND if hidden else ""
        return Seen(_found(member), words, text=said.bio, heading=said.name, mend=mend)

    def known(self, session: Session, ids: Collection[str]) -> Mapping[str, Found]:
        members = session.scalars(select(Member).where(Member.id.in_(map(UUID, ids))))
        return {member.id.hex: _found(member) for member in members}

    def do(self, session: Session, id: str, deed: Deed, given: Given) -> str:
        """Other words about herself, or none; her name only where she is given another."""
        member = session.get_one(Member, UUID(id), with_for_update=True)
        if deed is Deed.HIDE:
            profiles.hide(session, member)
            return "hidden"
        said = session.get(HiddenProfile, member.id, with_for_update=True) or member
        said.bio, said.name = given.words, given.heading or said.name
        publish(session, BylineChanged(member_id=member.id))
        return ""

    def undo(self, session: Session, id: str, _deed: Deed, _before: str) -> None:
        """It stands again as she has mended it."""
        profiles.show(session, session.get_one(Member, UUID(id), with_for_update=True))

    def destroy(self, session: Session, ids: Collection[str]) -> None:
        gone = HiddenProfile.member_id.in_(map(UUID, ids))
        session.execute(delete(HiddenProfile).where(gone))


def _found(member: Member) -> Found:
    ref = SubjectRef("profile", member.id.hex)
    return Found(
        ref, Sentence("the profile"), member.name, f"/m/{member.handle}", None, Owner(member.id)
    )
