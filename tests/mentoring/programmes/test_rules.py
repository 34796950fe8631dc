"""Who may be matched with whom: each rule in a table, and all of them in whatever is found."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import Invalid
from app.mentoring.matching.assigning import Problem, solve
from app.mentoring.matching.facts import Facts
from app.mentoring.programmes import rules, weighing
from app.mentoring.programmes.contents import NAMED
from app.mentoring.programmes.rules import Person, Rule, Rules
from app.mentoring.programmes.sieve import Sieve
from app.mentoring.programmes.weighing import Gathered
from tests.mentoring.programmes.scenes import best

WINTER = datetime(2027, 1, 15, 12, tzinfo=UTC)
SUMMER = datetime(2027, 7, 15, 12, tzinfo=UTC)
EN = Facts(topics=frozenset({"money"}), languages=frozenset({"en"}), zone="Europe/London")
PLAIN = Rules(WINTER)
ANN, BEN = Person(1, "ann", EN), Person(2, "ben", EN)


def speaking(person, *languages):
    return replace(person, facts=replace(person.facts, languages=frozenset(languages)))


def living(person, zone):
    return replace(person, facts=replace(person.facts, zone=zone))


@pytest.mark.parametrize(
    ("ruling", "mentor", "mentee", "expected"),
    [
        (PLAIN, ANN, BEN, None),
        (PLAIN, ANN, replace(ANN), Rule.BETWEEN),
        (replace(PLAIN, between={(1, 2)}), ANN, BEN, Rule.BETWEEN),
        (replace(PLAIN, between={(2, 1)}), ANN, BEN, None),
        (replace(PLAIN, excluded={(1, 2)}), ANN, BEN, Rule.EXCLUDED),
        (PLAIN, ANN, replace(BEN, manager="ann"), Rule.MANAGER),
        (PLAIN, replace(ANN, manager="ben"), BEN, Rule.MANAGER),
        (PLAIN, ANN, replace(BEN, manager="somebody"), None),
        (PLAIN, replace(ANN, team="accounts"), replace(BEN, team="accounts"), Rule.TEAM),
        (PLAIN, replace(ANN, team="accounts"), replace(BEN, team="yard"), None),
        (PLAIN, ANN, speaking(BEN, "cy"), Rule.LANGUAGE),
        (PLAIN, ANN, speaking(BEN, "cy", "en"), None),
        (replace(PLAIN, common_language=False), ANN, speaking(BEN, "cy"), None),
        (replace(PLAIN, hours=3), ANN, living(BEN, "Europe/Athens"), None),
        (replace(PLAIN, hours=1), ANN, living(BEN, "Europe/Athens"), Rule.HOURS),
        (replace(PLAIN, hours=3), ANN, living(BEN, ""), Rule.HOURS),
        (PLAIN, ANN, living(BEN, ""), None),
        # One hour apart in winter, and none in summer.
        (replace(PLAIN, hours=0), ANN, living(BEN, "Africa/Lagos"), Rule.HOURS),
        (Rules(SUMMER, hours=0), ANN, living(BEN, "Africa/Lagos"), None),
    ],
)
def test_what_keeps_two_apart(ruling, mentor, mentee, expected):
    assert rules.against(ruling, mentor, mentee) is expected


def test_a_mentor_has_as_many_as_she_says_and_the_programme_allows():
    assert replace(PLAIN, most=2).places(replace(ANN, places=5)) == 2
    assert replace(PLAIN, most=5).places(replace(ANN, places=2)) == 2
    assert PLAIN.places(replace(ANN, places=-1)) == 0


FEW = st.integers(0, 2)
HANDLES = [f"m{n}" for n in range(6)]
FACTS = st.builds(
    Facts,
    topics=st.frozensets(st.sampled_from(["money", "study", "caring"])),
    languages=st.frozensets(st.sampled_from(["en", "cy"]), min_size=1),
    zone=st.sampled_from(["", "Europe/London", "Asia/Tokyo"]),
)


@st.composite
def cohorts(draw):
    """Up to five who may each be mentor, mentee or both, with whatever rules."""
    people = [
        Person(
            n,
            HANDLES[n],
            draw(FACTS),
            draw(st.sampled_from(["", *HANDLES])),
            draw(st.sampled_from(["", "yard", "accounts"])),
            draw(FEW),
            draw(st.frozensets(st.tuples(st.integers(1, 2), st.sampled_from(["Yes", "No"])))),
        )
        for n in range(draw(st.integers(1, 5)))
    ]
    pairs = st.frozensets(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=3)
    ruling = Rules(
        WINTER, draw(st.booleans()), draw(st.sampled_from([None, 0, 3])), draw(st.integers(1, 2)),
        draw(pairs), draw(pairs),
    )  # fmt: skip
    mentors = [one for one in people if draw(st.booleans())]
    mentees = [one for one in people if one not in mentors or draw(st.booleans())]
    return Gathered(
        ruling,
        mentors,
        mentees,
        draw(
            st.frozensets(
                st.sampled_from(
                    [(a.number, b.number) for a in mentors for b in mentees] or [(9, 9)]
                ),
                max_size=1,
            )
        ),
    )


@given(cohorts())
def test_every_hard_rule_holds_in_whatever_is_found(cohort):
    mentors = {one.number: one for one in cohort.mentors}
    mentees = {one.number: one for one in cohort.mentees}
    there = {(a, b) for a, b in cohort.pinned if a in mentors and b in mentees}
    try:
        found = weighing.match(cohort, best)
    except Invalid:
        # Only a pin that cannot be kept: it is against a rule, or she has no place.
        assert any(
            rules.against(cohort.rules, mentors[a], mentees[b])
            or not cohort.rules.places(mentors[a])
            for a, b in there
        )
        return

    for mentor, mentee, points in found.pairs:
        one, other = mentors[mentor], mentees[mentee]
        assert rules.against(cohort.rules, one, other) is None
        assert one.handle != other.manager
        assert other.handle != one.manager
        assert not one.team or one.team != other.team
        assert (mentor, mentee) not in {*cohort.rules.between, *cohort.rules.excluded}
        assert points == weighing.points(cohort.rules, one, other)
        assert points == sum(r.points for r in weighing.reasons(cohort.rules, one, other))
    taken = Counter(mentor for mentor, _, _ in found.pairs)
    assert all(many <= cohort.rules.places(mentors[m]) for m, many in taken.items())
    served = [mentee for _, mentee, _ in found.pairs]
    assert len(served) == len({*served})
    assert there <= {(mentor, mentee) for mentor, mentee, _ in found.pairs}
    assert {*served} | {one.mentee for one in found.alone} == {*mentees}


def all_at_once(cohort):
    """The problem with every rule in its table from the start."""
    at = {one.number: j for j, one in enumerate(cohort.mentors)}
    table = [
        [
            None
            if rules.against(cohort.rules, mentor, mentee)
            else weighing.points(cohort.rules, mentor, mentee)
            for mentor in cohort.mentors
        ]
        for mentee in cohort.mentees
    ]
    pinned = frozenset(
        (i, at[mentor])
        for mentor, mentee in cohort.pinned
        for i, one in enumerate(cohort.mentees)
        if one.number == mentee and mentor in at
    )
    return Problem(table, [cohort.rules.places(one) for one in cohort.mentors], pinned)


@given(cohorts())
def test_what_is_found_is_as_good_as_trying_everything(cohort):
    try:
        found = weighing.match(cohort, solve)
    except Invalid:
        return

    by_hand = best(all_at_once(cohort))

    assert (len(found.pairs), found.total) == (len(by_hand.pairs), by_hand.total)


@given(cohorts())
def test_who_is_alone_is_told_why(cohort):
    try:
        found = weighing.match(cohort, best)
    except Invalid:
        return
    places = {one.number: cohort.rules.places(one) for one in cohort.mentors}
    taken = Counter(mentor for mentor, _, _ in found.pairs)

    for one in found.alone:
        assert sum(one.kept.values()) + one.filled == len(cohort.mentors)
        assert len(one.full) == min(one.filled, NAMED)
        assert all(taken[mentor] == places[mentor] for mentor in one.full)


@given(cohorts())
def test_the_table_of_a_cohort_says_what_the_rules_say_of_each_two(cohort):
    sieve = Sieve(cohort.rules, cohort.mentors)

    for mentee in cohort.mentees:
        one_by_one = {
            j
            for j, mentor in enumerate(cohort.mentors)
            if rules.against_at_once(cohort.rules, mentor, mentee)
        }
        assert sieve.kept_from(mentee) == one_by_one


def test_a_coordinator_is_not_told_which_background_counted():
    knows = Facts(languages=frozenset({"en"}), backgrounds=frozenset({"carer", "faith"}))
    one, other = Person(1, "ann", knows), Person(2, "ben", knows)

    said = weighing.reasons(PLAIN, one, other)

    assert sum(reason.points for reason in said) == weighing.points(PLAIN, one, other)
    assert [r.words for r in said if r.points == 16] == [
        "Something that both let count, and that stays with them."
    ]
    assert not any("care" in r.words.lower() or "faith" in r.words.lower() for r in said)
