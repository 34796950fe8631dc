"""Whether two copies of a database say the same once every random value has lost its name.

Ids, tokens and whatever is drawn from them are *marks*: they mean only where else they stand. A
mark is given a colour made of its places, the places' rows are told by the colours of the marks
in them, and so on until nothing changes (colour refinement). Marks that are still alike then and
stand alone in their rows can change places; of others one is set apart, and it goes on. Equal
rows under the names so found are an isomorphism: what differs is never overlooked.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import blake2s


@dataclass(frozen=True)
class Mark:
    """A random value, as text."""

    value: str

    def __repr__(self) -> str:
        return "*"


@dataclass(frozen=True)
class Table:
    """Columns by name; cells are marks or plain values. Where the order of rows can be seen in
    a copy, it is a column."""

    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]


@dataclass
class Names:
    """The colours of one copy's marks, finer with every step."""

    tables: Mapping[str, Table]
    colours: dict[Mark, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        cells = (c for t in self.tables.values() for row in t.rows for c in row)
        self.colours = {cell: "" for cell in cells if isinstance(cell, Mark)}

    def row(self, row: tuple[object, ...]) -> tuple[str, ...]:
        return tuple(
            f"*{self.colours[cell]}" if isinstance(cell, Mark) else repr(cell) for cell in row
        )

    def rows(self, name: str) -> Counter[tuple[str, ...]]:
        return Counter(map(self.row, self.tables[name].rows))

    def refine(self) -> bool:
        """Tell marks by their places. False when that told no more of them apart."""
        places: dict[Mark, list[str]] = defaultdict(list)
        for name, table in self.tables.items():
            for row in table.rows:
                shown = _short(name, *self.row(row))
                for column, cell in enumerate(row):
                    if isinstance(cell, Mark):
                        places[cell].append(f"{column} {shown}")
        before = len(set(self.colours.values()))
        self.colours = {mark: _short(*sorted(found)) for mark, found in places.items()}
        return len(set(self.colours.values())) > before

    def alike(self) -> dict[str, list[Mark]]:
        """The marks that are not told apart, by colour."""
        classes: dict[str, list[Mark]] = defaultdict(list)
        for mark, colour in self.colours.items():
            classes[colour].append(mark)
        return {colour: marks for colour, marks in sorted(classes.items()) if len(marks) > 1}

    def number(self) -> None:
        """Tell apart those that can change places: no other mark without a name is beside them."""
        alike = {mark: colour for colour, marks in self.alike().items() for mark in marks}
        entangled = set()
        for table in self.tables.values():
            for row in table.rows:
                beside = {alike[cell] for cell in row if isinstance(cell, Mark) and cell in alike}
                marks = {cell for cell in row if isinstance(cell, Mark) and cell in alike}
                if len(marks) > 1:
                    entangled |= beside
        for colour, marks in self.alike().items():
            if colour not in entangled:
                self.colours |= {mark: f"{colour}.{n}" for n, mark in enumerate(marks)}

    def set_apart(self, colour: str) -> None:
        mark = self.alike()[colour][0]
        self.colours[mark] = f"{colour}.first"


def difference(one: Names, other: Names) -> str:
    """The first table and column in which they differ, with a row of each; empty if none."""
    if said := _differing(one, other):
        return said
    while True:
        more = one.refine(), other.refine()
        if said := _differing(one, other):
            return said
        if any(more):
            continue
        one.number(), other.number()
        rest = list(one.alike())
        if not rest:
            return _differing(one, other)
        one.set_apart(rest[0])
        other.set_apart(rest[0])


def _differing(one: Names, other: Names) -> str:
    if missing := one.tables.keys() ^ other.tables.keys():
        return f"only one has {sorted(missing)[0]}"
    for name in one.tables:
        left, right = one.rows(name), other.rows(name)
        if left != right:
            columns = one.tables[name].columns
            return f"{name}{_column(columns, list(left - right), list(right - left))}"
    return ""


def _column(
    columns: tuple[str, ...], left: list[tuple[str, ...]], right: list[tuple[str, ...]]
) -> str:
    """The columns in which the two most similar rows differ."""
    if not (left and right):
        return f": one has the row {dict(zip(columns, (left or right)[0], strict=True))}"
    pairs = [(a, b) for a in left[:20] for b in right[:20]]
    a, b = min(pairs, key=lambda pair: sum(x != y for x, y in zip(*pair, strict=True)))
    differing = [c for c, x, y in zip(columns, a, b, strict=True) if x != y]
    return f".{'/'.join(differing)}:\n  {a}\n  {b}"


def _short(*parts: str) -> str:
    return blake2s("\x00".join(parts).encode(), digest_size=8).hexdigest()
