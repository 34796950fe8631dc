"""The algorithm of `linear_sum_assignment`, step by step in whole numbers without a limit, to see
which numbers it meets on its way (Crouse 2016; no fewer columns than rows)."""

from dataclasses import dataclass, field

FAR = 10**30


def walked(weights: list[list[int]]) -> tuple[int, int]:
    """What the heaviest assignment weighs, and the largest number, whatever its sign, that was met
    while it was looked for."""
    walk = _Walk([[-weight for weight in row] for row in weights])
    for start in range(len(weights)):
        walk.take(start)
    return sum(weights[row][j] for j, row in walk.row_of.items()), walk.met


@dataclass
class _Walk:
    costs: list[list[int]]
    met: int = 0
    row_of: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.columns = range(len(self.costs[0]))
        self.u, self.v = [0] * len(self.costs), [0] * len(self.columns)

    def take(self, start: int) -> None:
        """Give this row a column by the shortest path, which others may have to move along."""
        self.shortest = dict.fromkeys(self.columns, FAR)
        self.came = dict.fromkeys(self.columns, start)
        done, row, least = [], start, 0
        while True:
            left = [j for j in self.columns if j not in done]
            self._look(row, left, least)
            sink = min(left, key=lambda j: (self.shortest[j], j in self.row_of))
            least = self.shortest[sink]
            done.append(sink)
            if sink not in self.row_of:
                break
            row = self.row_of[sink]
        self._price(start, done, least)
        self._move(start, sink)

    def _look(self, row: int, left: list[int], least: int) -> None:
        for j in left:
            begun = least + self.costs[row][j]
            step = begun - self.u[row] - self.v[j]
            self._meet(begun, begun - self.u[row], step)
            if step < self.shortest[j]:
                self.shortest[j], self.came[j] = step, row

    def _price(self, start: int, done: list[int], least: int) -> None:
        self.u[start] += least
        for j in done:
            if j in self.row_of:
                self.u[self.row_of[j]] += least - self.shortest[j]
            self.v[j] -= least - self.shortest[j]
        self._meet(*self.u, *self.v)

    def _move(self, start: int, sink: int) -> None:
        row = -1
        while row != start:
            row = self.came[sink]
            before = next((j for j, taken in self.row_of.items() if taken == row), sink)
            self.row_of[sink] = row
            sink = before

    def _meet(self, *numbers: int) -> None:
        self.met = max(self.met, *map(abs, numbers))
