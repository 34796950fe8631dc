"""What safety keeps of a member: what moderators have asked of her by her name, and what she has
blocked and muted. The latter goes with her account in `people/blocking.py`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.keys import Keyring, base32
from app.people.members import queries as members
from app.people.safety import shields
from app.people.safety.models import MemberSanction


@dataclass(frozen=True)
class Imposed:
    """`until` is the last day."""

    kind: str
    until: date


def export(session: Session, member_id: UUID) -> list[Imposed]:
    """What holds now; it goes with her account."""
    rows = session.execute(
        select(MemberSanction.kind, MemberSanction.until)
        .where(MemberSanction.member_id == member_id)
        .order_by(MemberSanction.until, MemberSanction.decision_id)
    )
    return [Imposed(row.kind.value, row.until) for row in rows]


@dataclass(frozen=True)
class Kept:
    """What she has blocked and muted, and whom she follows: members by their handles, threads by
    their addresses, a pseudonym with that of its thread, circles by their names."""

    blocked: tuple[str, ...] = ()
    muted: tuple[str, ...] = ()
    pseudonyms: tuple[str, ...] = ()
    threads: tuple[str, ...] = ()
    circles: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    followed: tuple[str, ...] = ()


def kept(session: Session, ring: Keyring, owner: bytes, circles: Mapping[int, str]) -> Kept:
    """By the owner of her shield, in her own request; `circles` are the names of those she may
    find."""
    hers = shields.read(session, ring, owner)
    known = members.with_ids(session, hers.quiet | {*hers.followed})
    handles = {member.id: member.handle for member in known}
    return Kept(
        tuple(handles[each] for each in hers.blocked if each in handles),
        tuple(handles[each] for each in hers.members if each in handles),
        tuple(f"{label}, /t/{base32(where)}" for where, label in hers.voices),
        tuple(f"/t/{base32(each)}" for each in hers.threads),
        tuple(circles[each] for each in hers.circles if each in circles),
        hers.phrases,
        tuple(handles[each] for each in hers.followed if each in handles),
    )
