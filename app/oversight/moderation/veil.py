"""Small numbers, shown in such a way that none of them can be reckoned from the others.

A number from 1 to 4 may point at one person. It is shown as “fewer than 5”, and so is every 0 in
its table. Since parts add up to a total, that alone does not hide them: further numbers are kept
back until, from all that is shown, each hidden one can be at least two things (complementary cell
suppression; L. Willenborg and T. de Waal, “Elements of Statistical Disclosure Control”, 2001).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.core.languages import phrases

FEW = 5


class Veil(StrEnum):
    """What stands in the place of a number: it is below `FEW`, or it would tell one that is."""

    FEWER = "fewer than 5"
    KEPT = "not shown"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = phrases({Veil.FEWER: "fewer than 5", Veil.KEPT: "not shown"})

Shown = int | Veil


@dataclass(frozen=True)
class Group:
    """One total, and the tables whose numbers each add up to it, as they may be shown."""

    total: Shown
    tables: tuple[dict[str, Shown], ...]


def veiled(tables: Sequence[Mapping[str, int]]) -> Group:
    """Each of the tables counts the same things, by another of their properties."""
    work = _Work([dict(table) for table in tables])
    while work.tells():
        if not work.hide_more():
            kept: tuple[dict[str, Shown], ...] = tuple(dict.fromkeys(t, Veil.KEPT) for t in tables)
            return Group(Veil.KEPT, kept)
    return work.group()


Range = tuple[int, int]
ENDLESS = 10**9


class _Work:
    """The numbers, and which of them are hidden so far."""

    def __init__(self, tables: list[dict[str, int]]) -> None:
        self.tables = tables
        self.total = sum(tables[0].values())
        self.hides_total = 0 < self.total < FEW
        self.hidden = [
            {key for key, n in table.items() if n < FEW and _has_few(table)} for table in tables
        ]
        self._at = 0

    def tells(self) -> bool:
        """Whether something hidden can be reckoned; notes in which table to hide more."""
        low, high = self._total_range()
        if self.hides_total and low == high:
            fixed = [at for at, each in enumerate(self._sums()) if each[0] == each[1]]
            self._at = fixed[0] if fixed else 0
            return True
        for at, table in enumerate(self.hidden):
            if any(one == other for one, other in self._ranges(at, table, (low, high))):
                self._at = at
                return True
        return False

    def hide_more(self) -> bool:
        """The smallest number that is shown there, else the total, else one elsewhere."""
        if self._hide_in(self._at):
            return True
        if not self.hides_total:
            self.hides_total = True
            return True
        return any(self._hide_in(at) for at in range(len(self.tables)))

    def group(self) -> Group:
        return Group(
            _veil(self.total) if self.hides_total else self.total,
            tuple(
                {key: _veil(n) if key in hidden else n for key, n in table.items()}
                for table, hidden in zip(self.tables, self.hidden, strict=True)
            ),
        )

    def _hide_in(self, at: int) -> bool:
        shown = [(n, key) for key, n in self.tables[at].items() if key not in self.hidden[at]]
        if not shown:
            return False
        # A number that is more than nothing: nothing beside what is hidden tells nothing.
        self.hidden[at].add(min([one for one in shown if one[0]] or shown)[1])
        return True

    def _total_range(self) -> Range:
        sums = self._sums()
        own = _range(self.total) if self.hides_total else (self.total, self.total)
        return max(own[0], *(s[0] for s in sums)), min(own[1], *(s[1] for s in sums))

    def _sums(self) -> list[Range]:
        """Between what each table's numbers add up to, for all that it shows."""
        return [
            _added(_range(n) if key in hidden else (n, n) for key, n in table.items())
            for table, hidden in zip(self.tables, self.hidden, strict=True)
        ]

    def _ranges(self, at: int, hidden: set[str], total: Range) -> Iterator[Range]:
        """Between what each hidden number of a table must lie."""
        low, high = self._sums()[at]
        for key in hidden:
            own = _range(self.tables[at][key])
            others = low - own[0], high - own[1]
            yield max(own[0], total[0] - others[1]), min(own[1], total[1] - others[0])


def _has_few(table: Mapping[str, int]) -> bool:
    return any(0 < n < FEW for n in table.values())


def _veil(n: int) -> Veil:
    return Veil.FEWER if n < FEW else Veil.KEPT


def _range(n: int) -> Range:
    """What a reader knows of a hidden number."""
    return (0, FEW - 1) if n < FEW else (FEW, ENDLESS)


def _added(ranges: Iterator[Range]) -> Range:
    found = list(ranges)
    return sum(one for one, _ in found), sum(other for _, other in found)
