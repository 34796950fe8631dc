"""Members who come from elsewhere, with the words that they wrote there.

None of them has been here herself: she has no password, and no letter goes to her by itself. She is
in as soon as she has chosen one by the letter for a forgotten password.
"""

from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from functools import cache
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from app.core import keys
from app.core.keys import Keyring
from app.people.members import handles, passwords, queries
from app.people.members.models import Member, MemberSecret, Standing

# No address that somebody can type begins so.
NO_ADDRESS = "~"


class Came(Enum):
    """NEW: she is in the table now. HERE: she has arrived before. SAME: somebody who is here has
    the address, so that it is she. LEFT: she was here and has left, which holds."""

    NEW = auto()
    HERE = auto()
    SAME = auto()
    LEFT = auto()


@dataclass(frozen=True)
class ArrivedMember:
    """`id` is what makes her the same member when she arrives again; `email` may be empty."""

    id: UUID
    handle: str
    name: str
    email: str = ""
    pronouns: str = ""
    bio: str = ""
    joined: date | None = None


@dataclass(frozen=True)
class Arrival:
    """Who she is here, unless she has left."""

    came: Came
    member_id: UUID | None = None
    handle: str = ""


def take_in(session: Session, ring: Keyring, arrived: ArrivedMember, today: date) -> Arrival:
    """Add her, unless she is here. She gets the next free handle where hers is another's."""
    known = session.execute(select(Member.handle).where(Member.id == arrived.id)).first()
    if known is not None:
        return Arrival(Came.HERE, arrived.id, known.handle)
    same = queries.by_email(session, arrived.email) if arrived.email else None
    if same is not None and same.standing is not Standing.UNVERIFIED:
        return Arrival(Came.SAME, same.id, same.handle)
    handle = handles.free(session, ring, arrived.handle)
    if not handle:
        return Arrival(Came.LEFT)
    if same is not None:
        # Nobody has proved it. Whoever asked for that account can prove it by the same mailbox.
        session.delete(same)
        session.flush()
    _add(session, arrived, handle, today)
    return Arrival(Came.NEW, arrived.id, handle)


def _add(session: Session, arrived: ArrivedMember, handle: str, today: date) -> None:
    member = Member(
        handle=handle,
        name=arrived.name or handle,
        email=arrived.email or NO_ADDRESS + keys.base32(keys.random_id()),
        password=_nobodys(),
        pronouns=arrived.pronouns,
        bio=arrived.bio,
        standing=Standing.ARRIVED,
        joined=arrived.joined or today,
    )
    member.id = arrived.id
    session.add(member)
    session.flush()
    session.execute(
        insert(MemberSecret), [{"member_id": arrived.id, "seed": keys.random_bytes(keys.KEY)}]
    )


@cache
def _nobodys() -> str:
    """A hash of a password that nobody knows; one for all, since making one is slow on purpose."""
    return passwords.hashed(keys.token())
