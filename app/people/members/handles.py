"""Handles: whose they are, and that nobody gets one that another member had."""

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from app.core import keys
from app.core.keys import Keyring
from app.core.languages import Sentence
from app.people.members.models import Closure, FormerHandle, Member

FORMER_NAME = Sentence("A former member")
# No member can choose a handle that begins so, and no address of a profile can hold it.
FORMER = "~"
LONGEST = 30
# So many have the same one but for a number.
MOST_ALIKE = 1000
# Whoever has one of these seems to speak for the site.
RESERVED = frozenset(
    {
        *("admin", "administrator", "moderator", "staff", "support"),
        *("help", "root", "settings", "system"),
    }
)


def former() -> str:
    """What stands in place of the handle of somebody who leaves."""
    return FORMER + keys.base32(keys.random_id())


def is_former(handle: str | None) -> bool:
    return handle is not None and handle.startswith(FORMER)


def is_taken(session: Session, ring: Keyring, handle: str) -> bool:
    """Whether somebody has it, is leaving with it, or had it; or nobody is to have it."""
    handle = handle.lower()
    if handle in RESERVED:
        return True
    taken = or_(
        exists(select(Member.id).where(Member.handle == handle)),
        exists(select(Closure.member_id).where(Closure.handle == handle)),
        exists(select(FormerHandle.h).where(FormerHandle.h == _mark(ring, handle))),
    )
    return bool(session.scalar(select(taken)))


def free(session: Session, ring: Keyring, wanted: str) -> str:
    """The handle itself, or with the first number behind it that makes it nobody's. Empty where a
    member who has left had it: then she is not made anew."""
    for number in range(1, MOST_ALIKE):
        handle = wanted if number == 1 else f"{wanted[: LONGEST - 4]}-{number}"
        if session.get(FormerHandle, _mark(ring, handle)) is not None:
            return ""
        if not is_taken(session, ring, handle):
            return handle
    return f"{wanted[: LONGEST - 14]}-{keys.base32(keys.random_id())}"[:LONGEST]


def retire(session: Session, ring: Keyring, handle: str) -> None:
    """Let nobody have it again: old mentions would lead to her."""
    session.add(FormerHandle(h=_mark(ring, handle)))


def _mark(ring: Keyring, handle: str) -> bytes:
    # Keyed, since names are few enough to try them all.
    return keys.blind(ring.derive("handle/v1"), handle.encode())
