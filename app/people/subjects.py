"""Subjects: whatever can be reported and decided about, behind one adapter for each kind.

Oversight knows subjects only by these; the rooms that own the things know nothing of oversight.
A new kind is one adapter and one line in `wiring.py`.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple, Protocol
from uuid import UUID

from markupsafe import Markup
from sqlalchemy.orm import Session

from app.core.errors import NotFound
from app.people.anonymity.bylines import Byline
from app.people.safety.board import ToAsker, ToVoice, Unnamed
from app.people.viewer import Viewer


class SubjectRef(NamedTuple):
    """`id` is the thing's number in base 32, or a member's id as 32 hexadecimal digits."""

    kind: str
    id: str


@dataclass(frozen=True)
class Owner:
    """Whose the thing is: a member's; a voice's, with its thread and the epoch of that thread's
    key; that of whoever asked a mentor without her name, with her request and its epoch; or
    nobody's."""

    member_id: UUID | None = None
    thread_id: int = 0
    voice: bytes | None = None
    epoch: str = ""
    request_id: int = 0

    @property
    def unnamed(self) -> Unnamed | None:
        """Where she is told, who alone can find out that it is she."""
        if self.voice is None:
            return None
        if self.request_id:
            return ToAsker(self.request_id, self.voice, self.epoch)
        return ToVoice(self.thread_id, self.voice, self.epoch)

    @property
    def anonymous(self) -> bool:
        return self.member_id is None

    def is_me(self, viewer: Viewer) -> bool:
        """Asked in her own request, and nowhere else."""
        if not viewer.signed_in:
            return False
        if self.unnamed is not None:
            return self.unnamed.is_for(viewer.id, viewer.me)
        return self.member_id == viewer.member_id


NOBODY = Owner()


class Deed(StrEnum):
    """What can be done to a thing itself. A thing that can be *kept* stands only when it is."""

    KEEP = "keep"
    NOTE = "note"
    REDACT = "redact"
    HIDE = "hide"
    REMOVE = "remove"
    LOCK = "lock"
    MOVE = "move"


@dataclass(frozen=True)
class Given:
    """What a deed needs: a content note; other words, with a heading where there is one; the
    address of a circle."""

    content_note: str = ""
    words: str = ""
    heading: str = ""
    circle: str = ""


@dataclass(frozen=True)
class Words:
    """Something that was written, by whom and when, as far as a reader may know.

    `state` is “shown”, “hidden”, “removed”, or what its author made of it (“deleted”, “ended”);
    `told` is what readers are told where it is not shown. `advice`: its author calls it that.
    """

    byline: Byline
    html: Markup
    day: date
    content_note: str = ""
    state: str = "shown"
    told: str = ""
    advice: bool = False


@dataclass(frozen=True)
class Found:
    """A thing with its owner, for whoever may know of it. `name` says what it is within `title`:
    “reply 3” in “The nights”; `wide` says that many are likely to read it, `open` that whoever may
    read its circle can open the `path`. None of those `between` whom it is works a case about it.
    A thing of two is nobody's alone: it has `seats`, and each of the two is told on her own.
    What is `veiled` can be reported by nobody but a pseudonym: nothing may say who has done so.
    """

    ref: SubjectRef
    name: str
    title: str
    path: str
    circle_id: int | None
    owner: Owner
    wide: bool = False
    open: bool = True
    between: tuple[UUID, ...] = ()
    veiled: bool = False
    seats: tuple[UUID | None, ...] = ()

    def seat_of(self, viewer: Viewer) -> int | None:
        """In which talk about it she is spoken to: 0 as its owner, 1 or 2 as one of two whose it
        is; None where it is not hers."""
        if viewer.signed_in and viewer.member_id in self.seats:
            return 1 + self.seats.index(viewer.member_id)
        return 0 if self.owner.is_me(viewer) else None

    def owner_at(self, seat: int) -> Owner:
        """Who is told there; nobody where she has left."""
        if not self.seats:
            return self.owner
        taken = self.seats[seat - 1] if 0 < seat <= len(self.seats) else None
        return Owner(taken) if taken else NOBODY


@dataclass(frozen=True)
class Seen:
    """A thing as the case page shows it, in its context. `text` and `heading` are the words as
    they were typed, to edit details out and for her to copy; `mend` is where its author can change
    what a moderator has hidden."""

    found: Found
    words: Words
    before: tuple[Words, ...] = ()
    after: tuple[Words, ...] = ()
    text: str = ""
    heading: str = ""
    locked: bool = False
    mend: str = ""


class Subject(Protocol):
    """One kind, and what can be done to it. A policy has been asked before."""

    @property
    def kind(self) -> str: ...
    @property
    def can(self) -> Collection[Deed]: ...
    def find(self, session: Session, viewer: Viewer, id: str) -> Found:
        """Raises NotFound for what the viewer may not see."""

    def look(self, session: Session, id: str) -> Seen | None:
        """For those who work a case; None for what is no longer there at all."""

    def known(self, session: Session, ids: Collection[str]) -> Mapping[str, Found]:
        """Those of them that are there, for those who work cases; one question."""

    def do(self, session: Session, id: str, deed: Deed, given: Given, /) -> str:
        """Do one of `can`, and return what takes it back. Raises Invalid on what does not fit."""

    def undo(self, session: Session, id: str, deed: Deed, before: str, /) -> None:
        """Take a deed back; `before` is what `do` returned."""

    def destroy(self, session: Session, ids: Collection[str], /) -> None:
        """Destroy the words of what is still hidden or removed: nobody can put it back any more."""


@dataclass(frozen=True)
class Subjects:
    """The adapters of this installation, by kind."""

    kinds: Mapping[str, Subject]

    @classmethod
    def of(cls, adapters: Iterable[Subject]) -> "Subjects":
        return cls({adapter.kind: adapter for adapter in adapters})

    def find(self, session: Session, viewer: Viewer, ref: SubjectRef) -> Found:
        """Raises NotFound, also for a kind that there is not."""
        if ref.kind not in self.kinds:
            raise NotFound
        return self.kinds[ref.kind].find(session, viewer, ref.id)

    def of_kind(self, kind: str) -> Subject:
        return self.kinds[kind]

    def owner(self, session: Session, ref: SubjectRef, seat: int = 0) -> Owner:
        """Whose it is; of a thing of two, who has this seat."""
        found = self.known(session, [ref]).get(ref)
        return found.owner_at(seat) if found else NOBODY

    def seats(self, session: Session, ref: SubjectRef) -> Sequence[int]:
        """The talks in which those whose it is are told of a decision: its author's, or those with
        the two."""
        found = self.known(session, [ref]).get(ref)
        if found is None or not found.seats:
            return [0]
        return [n for n, taken in enumerate(found.seats, 1) if taken is not None]

    def known(self, session: Session, refs: Iterable[SubjectRef]) -> dict[SubjectRef, Found]:
        """Those that are there; one question for each kind."""
        by_kind: dict[str, list[str]] = {}
        for ref in refs:
            by_kind.setdefault(ref.kind, []).append(ref.id)
        return {
            found.ref: found
            for kind, ids in by_kind.items()
            for found in self.kinds[kind].known(session, ids).values()
        }
