"""What a member says of herself, and how much her own pages show."""

from dataclasses import dataclass, fields

from sqlalchemy.orm import Session

from app.core.events import publish
from app.people.members.events import BylineChanged, FindingChosen, ProfileMended
from app.people.members.models import Discretion, HiddenProfile, Member


@dataclass(frozen=True)
class Profile:
    name: str
    pronouns: str
    bio: str
    time_zone: str
    language: str


FIELDS = tuple(f.name for f in fields(Profile))


def present(session: Session, member: Member) -> tuple[Profile, bool]:
    """What she says of herself, and whether a moderator has hidden it from others."""
    hidden = session.get(HiddenProfile, member.id)
    said = hidden or member
    own = (member.time_zone, member.language)
    return Profile(said.name, said.pronouns, said.bio, *own), hidden is not None


def change(session: Session, member: Member, profile: Profile) -> bool:
    """What is hidden stays so, until a moderator has read it: then this is False."""
    hidden = session.get(HiddenProfile, member.id, with_for_update=True, populate_existing=True)
    if hidden is not None:
        _mend(session, hidden, profile)
        member.time_zone, member.language = profile.time_zone, profile.language
        return False
    renamed = member.name != profile.name
    for name in FIELDS:
        setattr(member, name, getattr(profile, name))
    if renamed:
        publish(session, BylineChanged(member_id=member.id))
    return True


def let_find(session: Session, member: Member, *, on: bool) -> None:
    """Whether who is signed in may find her by her name."""
    if member.findable is not on:
        member.findable = on
        publish(session, FindingChosen(member_id=member.id))


def choose(member: Member, discretion: Discretion) -> None:
    """From her next page and letter on. Nothing is told: it is nobody else's business."""
    member.discretion = discretion


def let_follow(member: Member, *, on: bool) -> None:
    """Whether others may follow her from now on. Who does already keeps it and sees nothing."""
    member.followers = on


def hide(session: Session, member: Member) -> None:
    """Put it where only she and moderators read it. The member's row is locked."""
    if session.get(HiddenProfile, member.id, with_for_update=True) is None:
        said = HiddenProfile(
            member_id=member.id, name=member.name, pronouns=member.pronouns, bio=member.bio
        )
        session.add(said)
        member.name, member.pronouns, member.bio = member.handle, "", ""
        publish(session, BylineChanged(member_id=member.id))


def show(session: Session, member: Member) -> None:
    """Put it back as it is now. The member's row is locked."""
    hidden = session.get(HiddenProfile, member.id, with_for_update=True)
    if hidden is not None:
        member.name, member.pronouns, member.bio = hidden.name, hidden.pronouns, hidden.bio
        session.delete(hidden)
        publish(session, BylineChanged(member_id=member.id))


def _mend(session: Session, hidden: HiddenProfile, profile: Profile) -> None:
    words = (profile.name, profile.pronouns, profile.bio)
    if words != (hidden.name, hidden.pronouns, hidden.bio):
        hidden.name, hidden.pronouns, hidden.bio = words
        publish(session, ProfileMended(member_id=hidden.member_id))
