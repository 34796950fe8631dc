"""Blocking and muting: what a member does so that she need not read somebody, or something.

Nobody else is told, and nothing that others see is any different. Only she can read her list.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.core import text
from app.core.errors import Invalid, NotAllowed
from app.core.events import publish
from app.core.keys import Keyring
from app.people.members import queries as members
from app.people.members.models import Member
from app.people.safety import blocks, shields
from app.people.safety.events import ContactEnded
from app.people.safety.models import ShieldRow
from app.people.safety.shields import Shield
from app.people.viewer import Viewer

T = TypeVar("T")


def block(session: Session, ring: Keyring, viewer: Viewer, whom: UUID) -> None:
    """Nothing changes where she has blocked her already. Raises NotAllowed for herself, Invalid
    when her list is full."""
    refuse_herself(viewer, whom)
    _change(
        session,
        ring,
        viewer,
        lambda s: replace(s, blocked=_with(s.blocked, whom), followed=_without(s.followed, whom)),
    )
    blocks.add(session, blocks.pair(ring, viewer.id, whom))
    publish(session, ContactEnded(between=frozenset({viewer.id, whom})))


def unblock(session: Session, ring: Keyring, viewer: Viewer, whom: UUID) -> None:
    """Nothing that the block has ended begins again by itself."""
    _change(session, ring, viewer, lambda s: replace(s, blocked=_without(s.blocked, whom)))
    blocks.remove(session, [blocks.pair(ring, viewer.id, whom)])


def mute(session: Session, ring: Keyring, viewer: Viewer, whom: UUID, *, on: bool) -> None:
    """Raises NotAllowed for herself, Invalid when her list is full, as all of these do."""
    refuse_herself(viewer, whom)
    _change(session, ring, viewer, lambda s: replace(s, members=_put(s.members, whom, on=on)))


def follow(session: Session, ring: Keyring, viewer: Viewer, member: Member, *, on: bool) -> None:
    """What she opens under her name shows among what is new. Nobody is told. Raises NotAllowed
    where she wants no followers, or the viewer has blocked her."""
    refuse_herself(viewer, member.id)
    if on and member.id in viewer.shield.blocked:
        raise NotAllowed("You have blocked her. To follow her, unblock her first.")
    if on and not member.followers:
        raise NotAllowed("She would rather not be followed.")
    _change(
        session, ring, viewer, lambda s: replace(s, followed=_put(s.followed, member.id, on=on))
    )


def mute_voice(
    session: Session, ring: Keyring, viewer: Viewer, voice: tuple[int, str], *, on: bool
) -> None:
    """A voice by its thread and its pseudonym there, whoever it is."""
    _change(session, ring, viewer, lambda s: replace(s, voices=_put(s.voices, voice, on=on)))


def mute_thread(
    session: Session, ring: Keyring, viewer: Viewer, thread_id: int, *, on: bool
) -> None:
    _change(session, ring, viewer, lambda s: replace(s, threads=_put(s.threads, thread_id, on=on)))


def mute_circle(
    session: Session, ring: Keyring, viewer: Viewer, circle_id: int, *, on: bool
) -> None:
    _change(session, ring, viewer, lambda s: replace(s, circles=_put(s.circles, circle_id, on=on)))


def mute_phrase(session: Session, ring: Keyring, viewer: Viewer, phrase: str, *, on: bool) -> None:
    """Also raises Invalid for one in which no word could be found again."""
    if on and not text.plain(phrase):
        raise Invalid("phrase", "There are no words in this.")
    _change(session, ring, viewer, lambda s: replace(s, phrases=_put(s.phrases, phrase, on=on)))


def refuse_herself(viewer: Viewer, whom: UUID) -> None:
    if whom == viewer.id:
        raise NotAllowed("This is you.")


def erase(session: Session, ring: Keyring, member_id: UUID, owner: bytes) -> None:
    """Forget what she has blocked and muted, when her account goes. `owner` is that of her shield.

    Blocks of others against her stay until they next change their lists: from her id alone
    nobody finds them, and when it is gone they say nothing.
    """
    hers = shields.read(session, ring, owner)
    blocks.remove(session, [blocks.pair(ring, member_id, whom) for whom in hers.blocked])
    session.execute(delete(ShieldRow).where(ShieldRow.owner == owner))


def _change(
    session: Session, ring: Keyring, viewer: Viewer, how: Callable[[Shield], Shield]
) -> None:
    """Write it down, without those whose accounts are gone."""
    gone: list[UUID] = []

    def changed(before: Shield) -> Shield:
        known = members.with_ids(session, before.quiet | {*before.followed})
        here = {member.id for member in known}
        gone.extend(before.quiet - here)
        blocked = tuple(each for each in before.blocked if each in here)
        muted = tuple(each for each in before.members if each in here)
        followed = tuple(each for each in before.followed if each in here)
        return how(replace(before, blocked=blocked, members=muted, followed=followed))

    shields.change(session, ring, viewer.me.shield(), changed)
    blocks.remove(session, [blocks.pair(ring, viewer.id, whom) for whom in gone])


def _put(some: tuple[T, ...], one: T, *, on: bool) -> tuple[T, ...]:
    return _with(some, one) if on else _without(some, one)


def _with(some: tuple[T, ...], one: T) -> tuple[T, ...]:
    return some if one in some else (*some, one)


def _without(some: tuple[T, ...], one: T) -> tuple[T, ...]:
    return tuple(each for each in some if each != one)
