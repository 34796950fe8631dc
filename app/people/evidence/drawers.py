"""A drawer: where the sheets of one member lie, and what closes and opens them.

A sheet is sealed twice. Inside by a key that comes from her seed: without it nobody reads a
word. Around that by a key of the application's alone: it lets all sheets be sealed anew at once
without being read, which hides whose were emptied.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.core import keys
from app.core.keys import Broken, Keyring, Seal
from app.people.evidence import days
from app.people.viewer import Viewer

MOST = 2000
SMALLEST = 1024


@dataclass(frozen=True)
class Words:
    """What she writes on a sheet. `day` is an ISO date, an ISO month where that is enough, or
    nothing."""

    what: str
    who: str = ""
    change: str = ""
    day: str = ""

    @property
    def when(self) -> str:
        return days.spoken(self.day)


@dataclass(frozen=True)
class Entry:
    """Words on the sheet of this number. `number` counts as they were kept, `kept` is the day;
    `mark` makes a form sent twice one entry."""

    id: int
    number: int
    kept: date
    mark: str
    words: Words

    @property
    def place(self) -> tuple[str, int]:
        """What orders a file: by the day, by that of keeping where none is said."""
        return self.words.day or self.kept.isoformat(), self.number


@dataclass(frozen=True)
class Drawer:
    _places: bytes
    _own: Seal
    _wrap: Seal

    def numbers(self, start: int, many: int) -> list[int]:
        """Those of so many sheets of hers, as they are filled one after the other."""
        return list(_numbers(self._places, range(start, start + many)))

    def closed(self, sheet_id: int, entry: Entry | None, size: int = 0) -> bytes:
        """For the row of this number, blank without an entry. Of a length that doubles and never
        gets shorter than `size`: it says little, and not that anything was taken out."""
        text = json.dumps(entry and _packed(entry), ensure_ascii=False).encode()
        about = keys.number(sheet_id)
        inner = self._own.close(_filled_up(text, size), about)
        return self._wrap.close(inner, about)

    def opened(self, sheet_id: int, sealed: bytes) -> tuple[Entry | None, int]:
        """The entry, if it is not blank, and its size. Raises Broken for a sheet of another's."""
        about = keys.number(sheet_id)
        text = self._own.open(self._wrap.open(sealed, about), about)
        said = json.loads(text)
        return (_entry(sheet_id, said) if said else None), len(text)


def drawer(viewer: Viewer, ring: Keyring) -> Drawer:
    """Hers. Raises SignInFirst for a visitor."""
    return Drawer(viewer.me.evidence_key(), viewer.me.evidence_seal(), _wrap(ring))


def emptied(ring: Keyring, places: bytes, sheets: dict[int, bytes]) -> dict[int, bytes]:
    """All these sheets, by their numbers, as they are to be written instead: each sealed anew, and
    in those of the drawer with these `places` noise of the same length."""
    wrap = _wrap(ring)
    hers = set(_numbers(places, range(MOST)))
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


def _packed(entry: Entry) -> dict[str, Any]:
    return {
        "number": entry.number,
        "kept": entry.kept.isoformat(),
        "mark": entry.mark,
        **vars(entry.words),
    }


def _entry(sheet_id: int, said: dict[str, Any]) -> Entry:
    number, kept, mark = said.pop("number"), said.pop("kept"), said.pop("mark")
    return Entry(sheet_id, number, date.fromisoformat(kept), mark, Words(**said))


def _wrap(ring: Keyring) -> Seal:
    return ring.seal("evidence-wrap/v1")
