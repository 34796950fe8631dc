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

Row = tuple[str, ...]
MOST = 20  # looked at to say where a difference is


class Mark(str):
    """A random value, as text."""

    __slots__ = ()

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
    places: dict[Mark, list[Row]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        cells = (c for t in self.tables.values() for row in t.rows for c in row)
        self.colours = {cell: "" for cell in cells if isinstance(cell, Mark)}

    def row(self, row: tuple[object, ...]) -> Row:
        return tuple(
            f"*{self.colours[cell]}" if isinstance(cell, Mark) else repr(cell) for cell in row
        )

    def rows(self, name: str) -> Counter[Row]:
        return Counter(map(self.row, self.tables[name].rows))

    def refine(self) -> bool:
        """Tell marks by their places. False when that told no more of them apart."""
        self.places = defaultdict(list)
        for name, table in self.tables.items():
            for row in table.rows:
                shown = self.row(row)
                for column, cell in enumerate(row):
                    if isinstance(cell, Mark):
                        self.places[cell].append((name, str(column), *shown))
        before = len(set(self.colours.values()))
        self.colours = {
            mark: _short(*("\x01".join(place) for place in sorted(found)))
            for mark, found in self.places.items()
        }
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
    if said := _in_rows(one, other):
        return said
    while True:
        more = one.refine(), other.refine()
        if said := _in_places(one, other):
            return said
        if not any(more):
            one.number(), other.number()
            rest = list(one.alike())
            if not rest:
                return _in_rows(one, other)
            one.set_apart(rest[0])
            other.set_apart(rest[0])


def _in_rows(one: Names, other: Names) -> str:
    if missing := one.tables.keys() ^ other.tables.keys():
        return f"only one has {min(missing)}"
    for name in one.tables:
        left, right = one.rows(name), other.rows(name)
        if left != right:
            columns = one.tables[name].columns
            return name + _column(columns, list(left - right), list(right - left))
    return ""


def _in_places(one: Names, other: Names) -> str:
    """Two marks that were alike until now, and a place that only one of them has."""
    left, right = Counter(one.colours.values()), Counter(other.colours.values())
    if left == right:
        return ""
    mine = [Counter(one.places[m]) for m, c in one.colours.items() if c in left - right]
    others = [Counter(other.places[m]) for m, c in other.colours.items() if c in right - left]
    pairs = [(a, b) for a in mine[:MOST] for b in others[:MOST]]
    a, b = min(pairs, key=lambda pair: ((pair[0] - pair[1]) + (pair[1] - pair[0])).total())
    name = min((a - b) | (b - a))[0]
    rows = [[p[2:] for p in places if p[0] == name] for places in (a - b, b - a)]
    return name + _column(one.tables[name].columns, *rows)


def _column(columns: Row, left: list[Row], right: list[Row]) -> str:
    """The columns in which the two most similar rows differ."""
    if not (left and right):
        return f": one has the row {dict(zip(columns, (left or right)[0], strict=True))}"
    pairs = [(a, b) for a in left[:MOST] for b in right[:MOST]]
    a, b = min(pairs, key=lambda pair: sum(x != y for x, y in zip(*pair, strict=True)))
    differing = [c for c, x, y in zip(columns, a, b, strict=True) if x != y]
    return f".{'/'.join(differing)}:\n  {a}\n  {b}"


def _short(*parts: str) -> str:
    return blake2s("\x00".join(parts).encode(), digest_size=8).hexdigest()
