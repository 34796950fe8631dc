"""What moderation does when something happens on another floor."""

from typing import Protocol

from sqlalchemy.orm import Session

from app.oversight.moderation import cases, mending
from app.people.members.events import ProfileMended
from app.people.subjects import SubjectRef


class Mended(Protocol):
    """Whatever tells that its author has changed what a moderator had hidden."""

    @property
    def ref(self) -> SubjectRef: ...


class Moved(Protocol):
    """Whatever tells that a thread stands in another circle."""

    @property
    def thread_id(self) -> int: ...

    @property
    def circle_id(self) -> int: ...


def follow(session: Session, event: Moved) -> None:
    cases.move(session, event.thread_id, event.circle_id)


def look_again(session: Session, event: Mended) -> None:
    mending.reopen(session, event.ref)


def look_again_at_profile(session: Session, event: ProfileMended) -> None:
    mending.reopen(session, SubjectRef("profile", event.member_id.hex))
