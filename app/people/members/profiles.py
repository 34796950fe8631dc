"""What a member says of herself."""

from dataclasses import dataclass, fields

from sqlalchemy.orm import Session

from app.core.events import publish
from app.people.members.events import BylineChanged
from app.people.members.models import Member


@dataclass(frozen=True)
class Profile:
    name: str
    pronouns: str
    bio: str
    time_zone: str


FIELDS = tuple(f.name for f in fields(Profile))


def change(session: Session, member: Member, profile: Profile) -> None:
    renamed = member.name != profile.name
    for name in FIELDS:
        setattr(member, name, getattr(profile, name))
    if renamed:
        publish(session, BylineChanged(member_id=member.id))
