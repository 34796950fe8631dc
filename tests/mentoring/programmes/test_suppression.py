"""From any number of reports nobody computes a group of fewer than five."""

from collections import Counter
from itertools import combinations, product

from hypothesis import given
from hypothesis import strategies as st

from app.mentoring.programmes import suppression
from app.mentoring.programmes.suppression import NONE

FEW = range(1, 5)


def of(*people):
    return frozenset((one, 0) for one in people)


def test_fewer_than_five_are_not_published():
    assert not suppression.may_publish(of(1, 2, 3, 4), [], [])
    assert suppression.may_publish(of(1, 2, 3, 4, 5), [], [])
    assert suppression.may_publish(NONE, [], [])


def test_a_figure_grows_by_five_at_least():
    five = of(*range(5))

    assert not suppression.may_publish(of(*range(9)), [five], [])
    assert suppression.may_publish(of(*range(10)), [five], [])
    # Neither since the last report, nor since any before.
    assert not suppression.may_publish(of(*range(12)), [five, five, of(*range(10))], [])


def test_many_shares_of_few_are_of_few():
    many = frozenset((one, n) for one in range(4) for n in range(30))

    assert not suppression.may_publish(many, [], [])
    assert suppression.may_publish(many | {(4, 0)}, [], [])


def test_two_figures_about_the_same_people_are_not_told_apart_by_few():
    everybody = of(*range(20))

    assert not suppression.may_publish(of(*range(18)), [], [everybody])
    assert suppression.may_publish(of(*range(15)), [], [everybody])
    assert suppression.may_publish(everybody, [], [everybody])
    # The second step of the one, less that of the other, is two.
    assert not suppression.may_publish(of(*range(10, 18)), [], [of(*range(10)), everybody])


def published(moves):
    """The two figures' published values after each move: who enrols, and who of them is matched."""
    enrolled, matched = [], []
    seen_enrolled, seen_matched = set(), set()
    for comes, is_matched in moves:
        seen_enrolled |= {*comes}
        seen_matched |= {one for one in seen_enrolled if one in is_matched}
        for chain, seen, beside in (
            (enrolled, seen_enrolled, matched),
            (matched, seen_matched, enrolled),
        ):
            before = chain[-1] if chain else NONE
            new = suppression.grown(before, of(*seen))
            chain.append(new if suppression.may_publish(new, chain, beside) else before)
    return enrolled, matched


PEOPLE = st.frozensets(st.integers(0, 24), max_size=14)


@given(st.lists(st.tuples(PEOPLE, PEOPLE), max_size=5))
def test_whatever_is_computed_from_reports_is_about_five_or_more(moves):
    """Whole multiples of the steps of both figures, added up in every way, each give everybody a
    weight: those whose weight is not nought are never one to four."""
    enrolled, matched = published(moves)
    steps = [[*suppression.steps(chain)] for chain in (enrolled, matched)]
    weights = (-2, -1, 0, 1, 2) if sum(map(len, steps)) <= 4 else (-1, 0, 1)

    for given_to in product(weights, repeat=sum(map(len, steps))):
        total = Counter()
        for weight, step in zip(given_to, [*steps[0], *steps[1]], strict=True):
            for share in step:
                total[share] += weight
        assert sum(1 for weight in total.values() if weight) not in FEW


@given(st.lists(PEOPLE, max_size=8))
def test_no_two_reports_differ_by_few(comings):
    chain = []
    for comes in comings:
        before = chain[-1] if chain else NONE
        new = suppression.grown(before, of(*comes))
        chain.append(new if suppression.may_publish(new, chain) else before)

    for one, other in combinations([NONE, *chain], 2):
        assert len(one ^ other) not in FEW


@given(st.dictionaries(st.tuples(st.integers(0, 5), st.integers(0, 5)), st.integers(1, 3)))
def test_the_least_cut_is_that_of_trying_all(joined):
    edges = Counter()
    for (one, other), many in joined.items():
        if one != other:
            edges[frozenset({one, other})] += many
    nodes = sorted({node for edge in edges for node in edge})

    crossing = (
        sum(many for edge, many in edges.items() if len(edge & {*side}) == 1)
        for size in range(1, len(nodes))
        for side in combinations(nodes, size)
    )
    least = min((cut for cut in crossing if cut), default=suppression.LEAST)

    assert suppression.least_cut(edges) == min(least, suppression.LEAST)
