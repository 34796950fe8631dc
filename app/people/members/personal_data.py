"""What an account holds of a member, as she may take it with her."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.keys import Keyring
from app.people.members import factors, profiles, sessions, tokens
from app.people.members.models import AccountToken, Member


@dataclass(frozen=True)
class Mailed:
    """A link that was mailed to her and has not been used."""

    purpose: str
    address: str
    day: date


@dataclass(frozen=True)
class KeptPasskey:
    """What it is called, and the months in which it was made and last used."""

    name: str
    since: str
    used: str


@dataclass(frozen=True)
class SecondSteps:
    """What she has beside her password. The secrets themselves are in no copy of her data."""

    app: bool
    recovery_codes_left: int
    passkeys: list[KeptPasskey]


@dataclass(frozen=True)
class KeptToken:
    """A token for programs: what it is called and may do, since which day and until which."""

    name: str
    scopes: list[str]
    since: date
    until: date


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
    language: str
    discretion: str
    followers: bool
    findable: bool
    role: str
    standing: str
    joined: date
    signed_in_since: list[date]
    links: list[Mailed]
    second_steps: SecondSteps
    tokens: list[KeptToken]


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
        member.language,
        member.discretion,
        member.followers,
        member.findable,
        member.role,
        member.standing,
        member.joined,
        devices,
        [Mailed(link.purpose, link.email, link.day) for link in sent],
        _second_steps(session, ring, member.id),
        [
            KeptToken(one.name, sorted(one.scopes), one.signed_in.auth_day, one.until)
            for one in tokens.of_member(session, ring, member)
        ],
    )


def erase(session: Session, ring: Keyring, member_id: UUID) -> None:
    """What no row of hers leads to."""
    factors.erase(session, ring, member_id)
    tokens.erase(session, ring, member_id)


def _second_steps(session: Session, ring: Keyring, member_id: UUID) -> SecondSteps:
    hers = factors.of(session, ring, member_id)
    passkeys = [KeptPasskey(one.name, one.since, one.used) for one in hers.passkeys]
    return SecondSteps(bool(hers.secret), len(hers.codes), passkeys)
