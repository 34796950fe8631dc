"""What can be searched for, behind one adapter for each kind.

Search knows things only by these; the rooms that own them know nothing of search. A new kind is
one adapter and one line in `wiring.py`.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple, Protocol

from sqlalchemy.orm import Session

from app.core.events import Event
from app.people.anonymity.bylines import Byline
from app.people.viewer import Viewer

# Of what is on no day, and before every other.
NO_DAY = date(1970, 1, 1)


@dataclass(frozen=True)
class Entry:
    """What is looked for in one thing. `id` is its number in base 32, or other letters and digits;
    `marks` are what it can be chosen by, letters and digits too. `day` orders it, and is no finer.
    """

    id: str
    day: date
    title: str
    body: str
    marks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Filters:
    """How a search is narrowed down. `circle` is the address of one, `intent` a word of the
    product, `kind` what sort of thing; days are inclusive."""

    circle: str = ""
    intent: str = ""
    kind: str = ""
    since: date | None = None
    until: date | None = None
    hers: bool = False

    def __bool__(self) -> bool:
        return self != Filters()


@dataclass(frozen=True)
class Scope:
    """Where a viewer may look, by marks: one of `any_of` (where there are any), all of `all_of`,
    none of `none_of`."""

    any_of: tuple[str, ...] = ()
    all_of: tuple[str, ...] = ()
    none_of: tuple[str, ...] = ()

    def holds(self, marks: Collection[str]) -> bool:
        """Whether a thing with these marks is within it."""
        if self.any_of and not any(each in marks for each in self.any_of):
            return False
        return all(e in marks for e in self.all_of) and not any(e in marks for e in self.none_of)


@dataclass(frozen=True)
class Shown:
    """A thing that the viewer may see, as a list of results says it.

    It bears its entry's `marks` and stands on its `day`; `at` is the finest time that may be said
    of it, None where none is. Its `title` is looked for too where it is `titled`, and is else only
    what it stands under. Where it is `folded`, its words are not quoted beside it.
    """

    id: str
    title: str
    body: str
    path: str
    day: date
    marks: tuple[str, ...]
    at: datetime | date | None = None
    byline: Byline | None = None
    where: str = ""
    titled: bool = True
    content_note: str = ""
    folded: bool = False


class Touched(NamedTuple):
    """Things that an event is about; `new`: they were not there before it."""

    ids: Collection[str]
    new: bool = False


class Searchable(Protocol):
    """One kind of things. Whatever asks the index must show what it finds with `shown` alone."""

    @property
    def kind(self) -> str:
        """A word of small letters."""

    @property
    def for_members(self) -> bool:
        """Whether visitors find none of them."""

    @property
    def events(self) -> Collection[type[Event]]:
        """What is heard, so that the index follows."""

    @property
    def sorts(self) -> Mapping[str, str]:
        """The words for `Filters.kind` that lead here, with what a page calls them."""

    def touched(self, session: Session, event: Event, /) -> Touched:
        """Whose entries may read differently after the event."""

    def entries(self, session: Session, ids: Collection[str], /) -> list[Entry]:
        """Those of the things that anybody may find at all, as they are now."""

    def all(self, session: Session, /) -> Iterator[list[Entry]]:
        """Everything that anybody may find, in portions."""

    def scope(self, session: Session, viewer: Viewer, filters: Filters, /) -> Scope | None:
        """Where she may look; None where there is nothing for her."""

    def shown(
        self, session: Session, viewer: Viewer, ids: Collection[str], /, *, widely: bool
    ) -> dict[str, Shown]:
        """Those of the things that she may see now, by their ids: this is what decides. `widely`,
        where she has chosen no circle, leaves out the circles that she has muted."""

    def hers(self, session: Session, viewer: Viewer, /) -> Iterator[Collection[str]]:
        """The ids of what she has made, in portions, so many at most: found in her own request."""
