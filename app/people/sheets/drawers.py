"""A drawer: where the sheets of one member lie, and what closes and opens them.

A sheet is sealed twice. Inside by a key that comes from her seed: without it nobody reads a
word. Around that by a key of the application's alone: it lets all sheets be sealed anew at once
without being read, which hides whose were emptied.
"""

import json
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from app.core import keys
from app.core.keys import Broken, Keyring, Seal

# Python 3.11 has no syntax for generics of its own.
W = TypeVar("W")

MOST = 2000
SMALLEST = 1024


@dataclass(frozen=True)
class Entry(Generic[W]):
    """Words on the sheet of this number. `number` counts as they were kept, `kept` is the day; of
    a `mark` there is one entry at most."""

    id: int
    number: int
    kept: date
    mark: str
    words: W


@dataclass(frozen=True)
class Drawer(Generic[W]):
    """`_make` makes the words of an entry anew from the values of their fields."""

    _places: bytes
    _own: Seal
    _wrap: Seal
    _make: Callable[..., W]

    def numbers(self, start: int, many: int) -> list[int]:
        """Those of so many sheets of hers, as they are filled one after the other."""
        return list(_numbers(self._places, range(start, start + many)))

    def closed(self, sheet_id: int, entry: Entry[W] | None, size: int = 0) -> bytes:
        """For the row of this number, blank without an entry. Of a length that doubles and never
        gets shorter than `size`: it says little, and not that anything was taken out."""
        text = json.dumps(entry and _packed(entry), ensure_ascii=False).encode()
        about = keys.number(sheet_id)
        inner = self._own.close(_filled_up(text, size), about)
        return self._wrap.close(inner, about)

    def opened(self, sheet_id: int, sealed: bytes) -> tuple[Entry[W] | None, int]:
        """The entry, if it is not blank, and its size. Raises Broken for a sheet of another's."""
        about = keys.number(sheet_id)
        text = self._own.open(self._wrap.open(sealed, about), about)
        said = json.loads(text)
        return (self._entry(sheet_id, said) if said else None), len(text)

    def _entry(self, sheet_id: int, said: dict[str, Any]) -> Entry[W]:
        number, kept, mark = said.pop("number"), said.pop("kept"), said.pop("mark")
        return Entry(sheet_id, number, date.fromisoformat(kept), mark, self._make(**said))


def drawer(ring: Keyring, places: bytes, own: Seal, make: Callable[..., W]) -> Drawer[W]:
    """The one with these `places`, whose words are of the kind that `make` makes."""
    return Drawer(places, own, _wrap(ring), make)


def emptied(ring: Keyring, places: Collection[bytes], sheets: dict[int, bytes]) -> dict[int, bytes]:
    """All these sheets, by their numbers, as they are to be written instead: each sealed anew, and
    in those of the drawers with these `places` noise of the same length."""
    wrap = _wrap(ring)
    hers = {number for each in places for number in _numbers(each, range(MOST))}
    anew = {}
    for sheet_id, sealed in sheets.items():
        about = keys.number(sheet_id)
        try:
            inner = wrap.open(sealed, about)
        except Broken:
            # Whatever it is, it is nothing that anybody could open.
            continue
        words = keys.random_bytes(len(inner)) if sheet_id in hers else inner
        anew[sheet_id] = wrap.close(words, about)
    return anew


def _numbers(places: bytes, which: range) -> Iterator[int]:
    for n in which:
        yield int.from_bytes(keys.blind(places, keys.number(n))[:8], "big") >> 1


def _filled_up(text: bytes, size: int) -> bytes:
    wanted = max(size, SMALLEST)
    while wanted < len(text):
        wanted *= 2
    return text.ljust(wanted)


def _packed(entry: Entry[Any]) -> dict[str, Any]:
    return {
        "number": entry.number,
        "kept": entry.kept.isoformat(),
        "mark": entry.mark,
        **vars(entry.words),
    }


def _wrap(ring: Keyring) -> Seal:
    # The name that it had when there were evidence files alone: what was sealed then still opens.
    return ring.seal("evidence-wrap/v1")
