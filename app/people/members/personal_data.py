"""What an account holds of a member, as she may take it with her."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.keys import Keyring
from app.people.members import profiles, sessions
from app.people.members.models import AccountToken, Member


@dataclass(frozen=True)
class Mailed:
    """A link that was mailed to her and has not been used."""

    purpose: str
    address: str
    day: date


@dataclass(frozen=True)
class Account:
    """`hidden` says that moderators show nobody what she says of herself."""

    handle: str
    name: str
    email: str
    pronouns: str
    about: str
    hidden: bool
    time_zone: str
    discretion: str
    followers: bool
    findable: bool
    role: str
    standing: str
    joined: date
    signed_in_since: list[date]
    links: list[Mailed]


def export(session: Session, ring: Keyring, member: Member) -> Account:
    devices = [device.auth_day for device in sessions.of_member(session, ring, member)]
    sent = session.scalars(select(AccountToken).filter_by(member_id=member.id))
    said, hidden = profiles.present(session, member)
    return Account(
        member.handle,
        said.name,
        member.email,
        said.pronouns,
        said.bio,
        hidden,
        member.time_zone,
        member.discretion,
        member.followers,
        member.findable,
        member.role,
        member.standing,
        member.joined,
        devices,
        [Mailed(link.purpose, link.email, link.day) for link in sent],
    )
