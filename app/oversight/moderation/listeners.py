"""What moderation does when something happens on another floor."""

from typing import Protocol

from sqlalchemy.orm import Session

from app.oversight.moderation import mending
from app.people.members.events import ProfileMended
from app.people.subjects import SubjectRef


class Mended(Protocol):
    """Whatever tells that its author has changed what a moderator had hidden."""

    @property
    def ref(self) -> SubjectRef: ...


def look_again(session: Session, event: Mended) -> None:
    mending.reopen(session, event.ref)


def look_again_at_profile(session: Session, event: ProfileMended) -> None:
    mending.reopen(session, SubjectRef("profile", event.member_id.hex))
