"""The drawer of an evidence file, and what she writes on its sheets."""

from dataclasses import dataclass

from app.core.keys import Keyring
from app.people.evidence import days
from app.people.sheets import drawers as sheets
from app.people.viewer import Viewer


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


Entry = sheets.Entry[Words]
Drawer = sheets.Drawer[Words]


def drawer(viewer: Viewer, ring: Keyring) -> Drawer:
    """Hers. Raises SignInFirst for a visitor."""
    return sheets.drawer(ring, viewer.me.evidence_key(), viewer.me.evidence_seal(), Words)


def place(entry: Entry) -> tuple[str, int]:
    """What orders a file: by the day, by that of keeping where none is said."""
    return entry.words.day or entry.kept.isoformat(), entry.number
