"""Small numbers on a page: shown so that none can be reckoned from all that is shown."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.oversight.moderation.veil import FEW, Veil, veiled

MOST = 9
# Beyond what is counted here: a number that is kept back has no end.
BEYOND = 3 * MOST + 4


@st.composite
def counted_twice(draw):
    """Up to seven or so things, each with two properties, and so two tables of one total."""
    rooms = draw(st.integers(1, 4)), draw(st.integers(1, 3))
    things = draw(
        st.lists(st.tuples(*(st.integers(0, n - 1) for n in rooms)), min_size=0, max_size=MOST)
    )
    return [
        {str(k): sum(thing[at] == k for thing in things) for k in range(n)}
        for at, n in enumerate(rooms)
    ]


def possible(shown):
    if shown is Veil.FEWER:
        return range(FEW)
    return range(FEW, BEYOND) if shown is Veil.KEPT else [shown]


def fits(table, totals):
    """By trying all: for each key what it can be, for each total with which the table fits."""
    found = {}
    for guess in product(*(possible(shown) for shown in table.values())):
        if sum(guess) in totals:
            found.setdefault(sum(guess), []).append(guess)
    return found


def told(group):
    """What a reader can reckon of what is hidden, by trying every possibility."""
    totals = set(possible(group.total))
    each = [fits(table, totals) for table in group.tables]
    common = set.intersection(totals, *(set(found) for found in each))
    assert common
    out = []
    if isinstance(group.total, Veil) and len(common) == 1:
        out.append("total")
    for table, found in zip(group.tables, each, strict=True):
        guesses = [guess for total in common for guess in found[total]]
        for at, (key, shown) in enumerate(table.items()):
            if isinstance(shown, Veil) and len({guess[at] for guess in guesses}) == 1:
                out.append(key)
    return out


@given(counted_twice())
def test_nothing_hidden_can_be_reckoned(tables):
    group = veiled(tables)

    assert told(group) == []


@given(counted_twice())
def test_what_is_shown_is_true_and_nothing_small_is(tables):
    group = veiled(tables)

    for table, shown in zip(tables, group.tables, strict=True):
        for key, n in table.items():
            assert shown[key] in {n, Veil.FEWER if n < FEW else Veil.KEPT}
            assert not (0 < n < FEW and shown[key] == n)
    assert group.total in {sum(tables[0].values()), Veil.FEWER, Veil.KEPT}


def test_a_veil_alone_would_be_seen_through():
    """The test itself sees what a total tells when nothing further is kept back."""
    from app.oversight.moderation.veil import Group

    assert told(Group(9, ({"a": 6, "b": Veil.FEWER},))) == ["b"]
    assert told(Group(8, ({"a": Veil.FEWER, "b": Veil.FEWER},))) == ["a", "b"]
    assert told(Group(9, ({"a": Veil.KEPT, "b": Veil.FEWER},))) == []


@pytest.mark.parametrize(
    ("tables", "shown"),
    [
        ([{"a": 12, "b": 7}], (19, [{"a": 12, "b": 7}])),
        ([{"a": 0, "b": 0}], (0, [{"a": 0, "b": 0}])),
        ([{"a": 12, "b": 0}], (12, [{"a": 12, "b": 0}])),
        ([{"a": 12, "b": 3, "c": 9}], (24, [{"a": 12, "b": Veil.FEWER, "c": Veil.KEPT}])),
        (
            [{"a": 12, "b": 3, "c": 1}],
            (16, [{"a": 12, "b": Veil.FEWER, "c": Veil.FEWER}]),
        ),
        ([{"a": 2, "b": 0}], (Veil.FEWER, [{"a": Veil.FEWER, "b": Veil.FEWER}])),
        (
            [{"a": 6, "b": 6}, {"x": 4, "y": 8}],
            (12, [{"a": 6, "b": 6}, {"x": Veil.FEWER, "y": Veil.KEPT}]),
        ),
    ],
)
def test_what_is_hidden(tables, shown):
    group = veiled(tables)

    assert (group.total, list(group.tables)) == shown


def test_where_all_that_could_be_hidden_still_tells_nothing_is_shown():
    """Four times five can only be reckoned from five times four, and the other way round."""
    group = veiled([dict.fromkeys("abcde", 4), dict.fromkeys("wxyz", 5)])

    assert group.total is Veil.KEPT
    assert {shown for table in group.tables for shown in table.values()} == {Veil.KEPT}
