"""Blocking and muting: what a member does so that she need not read somebody, or something."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar
from uuid import UUID

from sqlalchemy.orm import Session

from app.core.errors import Invalid
from app.core.events import publish
from app.core.keys import Keyring
from app.people.safety import blocks, shields
from app.people.safety.events import ContactEnded
from app.people.safety.shields import Shield
from app.people.viewer import Viewer

T = TypeVar("T")


def block(session: Session, ring: Keyring, viewer: Viewer, whom: UUID) -> None:
    """Nothing changes where she has blocked her already. Raises Invalid for herself, or when her
    list is full."""
    _refuse_herself(viewer, whom)
    _change(session, ring, viewer, lambda s: replace(s, blocked=_with(s.blocked, whom)))
    blocks.add(session, blocks.pair(ring, viewer.id, whom))
    publish(session, ContactEnded(between=frozenset({viewer.id, whom})))


def unblock(session: Session, ring: Keyring, viewer: Viewer, whom: UUID) -> None:
    _change(session, ring, viewer, lambda s: replace(s, blocked=_without(s.blocked, whom)))
    blocks.remove(session, [blocks.pair(ring, viewer.id, whom)])


def _refuse_herself(viewer: Viewer, whom: UUID) -> None:
    if whom == viewer.id:
        raise Invalid("", "This is you.")


def _change(
    session: Session, ring: Keyring, viewer: Viewer, how: Callable[[Shield], Shield]
) -> Shield:
    return shields.change(session, ring, viewer.me.shield(), how)


def _with(some: tuple[T, ...], one: T) -> tuple[T, ...]:
    return some if one in some else (*some, one)


def _without(some: tuple[T, ...], one: T) -> tuple[T, ...]:
    return tuple(each for each in some if each != one)
