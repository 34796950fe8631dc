"""Which numbers of a programme may be published, so that no group of fewer than five can be
computed from any number of reports.

A figure is what a set of *shares* adds up to, each of one person or one mentorship. Once published
it only grows, by whole *steps*: at least five have a share in each, or the figure stays as it was.
Every published value is then a sum of steps, and so is whatever is computed from several.

Two figures about the same people (who enrolled, who is matched) can also be subtracted from each
other. Take the steps of both as nodes, with everybody who is in none of a figure's as one more, and
each person as an edge between her step in the one and her step in the other. Whatever is computed
gives each node a number and isolates those whose two ends differ: at least all who cross some cut.
So no cut may be crossed by one to four.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

LEAST = 5
# Of one person or mentorship; the second number tells several shares of the same one apart.
Share = tuple[int, int]
Shares = frozenset[Share]
NONE: Shares = frozenset()
OUTSIDE = -1
Edges = Counter[frozenset[int]]


def grown(before: Shares, now: Collection[Share]) -> Shares:
    """What would be published next: nothing is ever taken back, since taking back would show."""
    return before | frozenset(now)


def may_publish(new: Shares, own: Sequence[Shares], beside: Sequence[Shares] = ()) -> bool:
    """Whether `new` may follow what was published of the same figure (`own`, in its order), while
    `beside` was published of a figure about the same people."""
    mine = list(steps([*own, new]))
    if any(len({who for who, _ in step}) < LEAST for step in mine):
        return False
    theirs = list(steps(beside))
    return not theirs or least_cut(_edges(mine, theirs)) >= LEAST


def steps(chain: Sequence[Shares]) -> Iterator[Shares]:
    """By what a figure grew, each time that it did."""
    for early, late in zip((NONE, *chain), chain, strict=False):
        if late != early:
            yield late - early


def least_cut(edges: Edges) -> int:
    """The fewest people across a cut that anybody crosses; many where there is no cut. By the
    algorithm of Stoer and Wagner (A Simple Min-Cut Algorithm, 1997) for each connected part."""
    return min((_least_cut(part) for part in _parts(edges)), default=LEAST)


def _edges(mine: Sequence[Shares], theirs: Sequence[Shares]) -> Edges:
    """Nodes are the steps of both, numbered one after the other."""
    first = {share: n for n, step in enumerate(mine) for share in step}
    second = {share: n for n, step in enumerate(theirs, len(mine)) for share in step}
    ends = (
        frozenset({first.get(share, OUTSIDE), second.get(share, OUTSIDE)})
        for share in first.keys() | second.keys()
    )
    return Counter(ends)


def _parts(edges: Edges) -> Iterator[Edges]:
    left = {node for edge in edges for node in edge}
    while left:
        part, fresh = set[int](), {min(left)}
        while fresh:
            part |= fresh
            fresh = {n for edge in edges if edge & fresh for n in edge} - part
        left -= part
        yield Counter({edge: many for edge, many in edges.items() if edge <= part})


def _least_cut(edges: Edges) -> int:
    least = LEAST
    while edges:
        order = _by_closeness(edges)
        last, before = order[-1], order[-2]
        least = min(least, sum(many for edge, many in edges.items() if last in edge))
        edges = _merged(edges, last, before)
    return least


def _by_closeness(edges: Edges) -> list[int]:
    """All nodes, each the one that most edges join to those before it."""
    left = {node for edge in edges for node in edge}
    order = [min(left)]
    left -= {*order}
    while left:
        close = Counter(dict.fromkeys(left, 0))
        for edge, many in edges.items():
            (out,) = edge - {*order} if len(edge - {*order}) == 1 else (None,)
            if out is not None:
                close[out] += many
        order.append(max(sorted(left), key=lambda node: close[node]))
        left -= {order[-1]}
    return order


def _merged(edges: Edges, node: int, into: int) -> Edges:
    found: Edges = Counter()
    for edge, many in edges.items():
        moved = frozenset(into if end == node else end for end in edge)
        if len(moved) > 1:
            found[moved] += many
    return found
