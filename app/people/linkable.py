"""What can be linked from where somebody puts things together, behind one adapter for each kind.

Whoever links knows things only by these, and the rooms that own them know nothing of it. A new
kind is one adapter and one line in `wiring.py`.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy.orm import Session

from app.people.viewer import Viewer

Link = tuple[str, str]


@dataclass(frozen=True)
class Linked:
    """A thing as whoever looks may see it: what it is called, its address, and a line beside it.
    It never names an author."""

    title: str
    path: str
    beside: str = ""


class Linkable(Protocol):
    """One kind of things. What is shown is decided by `shown` alone, for each who looks."""

    @property
    def kind(self) -> str:
        """A word of small letters."""

    @property
    def label(self) -> str:
        """What one of them is called, with its article."""

    @property
    def is_member(self) -> bool:
        """Whether it is a member, who has to agree first; its number is then hers in hexadecimal
        digits."""

    def number(self, session: Session, viewer: Viewer, path: str, /) -> str | None:
        """Which of them this address of ours leads to, if she may see it; None for any other."""

    def shown(
        self, session: Session, viewer: Viewer, numbers: Collection[str], /
    ) -> Mapping[str, Linked]:
        """Those that the viewer may see now, by their numbers."""


@dataclass(frozen=True)
class Linkables:
    """All kinds there are."""

    by_kind: Mapping[str, Linkable]

    @staticmethod
    def of(kinds: Iterable[Linkable]) -> "Linkables":
        return Linkables({each.kind: each for each in kinds})

    def find(self, session: Session, viewer: Viewer, path: str) -> tuple[Linkable, str] | None:
        """What an address of ours leads to, as far as she may see it."""
        for each in self.by_kind.values():
            number = each.number(session, viewer, path)
            if number is not None:
                return each, number
        return None

    def shown(
        self, session: Session, viewer: Viewer, links: Collection[Link]
    ) -> dict[Link, Linked]:
        """Those that she may see, in a question or a few for each kind that is among them."""
        found: dict[Link, Linked] = {}
        for kind, each in self.by_kind.items():
            numbers = {number for of, number in links if of == kind}
            if numbers:
                shown = each.shown(session, viewer, numbers)
                found |= {(kind, number): one for number, one in shown.items()}
        return found
