"""What is found in a draft, and how it reads with the softer words in it."""

import time
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.community.softening import details, seasons
from app.community.softening.hers import Hers
from app.community.softening.kinds import Kind
from tests.community.softening.measure import HERS, SENTENCES, TODAY

NOBODY = Hers()


def kinds(text, hers=NOBODY):
    return [(one.kind.value, text[one.start : one.end]) for one in details.found(text, hers, TODAY)]


def softer(text, hers=NOBODY):
    return details.softened(text, details.found(text, hers, TODAY))


@pytest.mark.parametrize(
    ("said", "softly"),
    [
        ("I work at Siemens.", "I work at a large company."),
        ("Siemens fired me.", "A large company fired me."),
        ("The Pryce & Sons Ltd canteen is cold.", "A company canteen is cold."),
        ("at the University of Leeds", "at a university"),
        ("Our head of HR left.", "Our senior manager left."),
        ("As CEO I sign it.", "As a senior manager I sign it."),
        ("My sister, Priya, called.", "My sister called."),
        ("Dr Patel said so.", "A doctor said so."),
        ("On 14 March 2024 I left.", "In spring two years ago I left."),
        ("since 14 March 2024", "since spring two years ago"),
        ("on 3 May", "in spring"),
        ("by the first of January", "by winter"),
        ("I was born on 2 July 1988.", "I was born in the 1980s."),
        ("our team of six", "our small team"),
        ("a company of 30 people", "a medium-sized company"),
        ("I’m the only woman of 7.", "I’m one of few women."),
        ("I moved to Leeds.", "I moved to a city."),
        ("The Leeds office closed.", "The local office closed."),
        ("after 11 years and 3 months", "after more than ten years"),
        ("I'm 43, she is not.", "I'm in my forties, she is not."),
        ("my 7-year-old daughter", "my young daughter"),
        ("see [my page](https://x.com/anna)", "see my page"),
        ("https://e.org/a?b=1&fbclid=2", "https://e.org/a?b=1"),
        ("Write to anna@posteo.net!", "Write to an email address!"),
    ],
)
def test_the_softer_words_fit_where_they_are_put(said, softly):
    assert softer(said) == softly


@pytest.mark.parametrize(
    ("year", "month", "said"),
    [
        (2026, 4, "this spring"),
        (2026, 6, "this summer"),
        (2026, 1, "this winter"),
        (2025, 12, "this winter"),
        (2025, 8, "last summer"),
        (2025, 4, "spring last year"),
        (2024, 12, "winter last year"),
        (2023, 10, "autumn three years ago"),
        (2009, 1, "many years ago"),
        (2026, 11, "later this year"),
        (2028, 1, "another year"),
    ],
)
def test_a_day_is_remembered_by_its_season(year, month, said):
    assert seasons.since(year, month, date(2026, 6, 15), is_south=False)[0] == said


def test_a_winter_that_has_ended_is_last_winter():
    words, _ = seasons.since(2025, 1, date(2026, 1, 20), is_south=False)

    assert words == "last winter"


def test_spring_is_in_september_where_she_lives():
    here, there = Hers(time_zone="Europe/Lisbon"), Hers(time_zone="Pacific/Auckland")

    assert softer("on 9 March", here) == "in spring"
    assert softer("on 9 March", there) == "in autumn"
    assert softer("on 2 January 2026", there) == "last summer"


def test_her_profile_is_the_graver_reason_and_the_words_are_those_of_the_place():
    hers = Hers(bio="I live in Leeds.", name="Grace Adu", email="ga.adu@hallampryce.co.uk")

    assert kinds("I moved to Leeds for Hallam Pryce.", hers) == [
        ("hers", "Leeds"),
        ("hers", "Hallam Pryce"),
    ]
    assert softer("I moved to Leeds for Hallam Pryce.", hers) == "I moved to a city for a company."


def test_a_name_that_is_a_word_is_hers_only_where_it_is_written_as_a_name():
    hers = Hers(name="Grace", handle="grace")

    assert kinds("With grace. Grace is a gift.", hers) == []
    assert kinds("They said Grace did it.", hers) == [("hers", "Grace")]


def test_mail_that_everybody_has_says_nothing():
    assert kinds("I cannot find it in Gmail", Hers(email="someone@gmail.com")) == []


def test_words_that_she_has_said_under_her_name_are_found_as_one_run():
    hers = Hers(said=["What helped most was a list of three things I had finished, she said."])
    draft = "It was a *list of three things I had finished* – and tea. A list of three things."
    seven = "It was: list of three things I had"

    assert kinds(draft.replace("It was", "Most was"), hers) == [
        ("said", "Most was a *list of three things I had finished")
    ]
    assert kinds(seven, hers) == []
    assert softer(draft, hers) == draft


def test_what_she_quotes_is_left_alone():
    assert kinds("> I work at Siemens\n\nSo did I.") == []
    assert kinds("1 > 0, and I work at Siemens.") == [("employer", "Siemens")]


def test_a_title_in_capitals_says_nothing_by_them():
    assert kinds("How I Left My Boss And Found Peace At Last") == []


def test_somebody_who_is_spoken_to_is_no_detail():
    assert kinds("Hannah, you are right. Well done, Hannah!") == []
    assert kinds("I told Hannah everything.") == [("name", "Hannah")]


def test_numbers_of_help_lines_are_everybodys():
    assert kinds("Ring 0800 055 6112, or 1-800-273-8255.") == []
    assert kinds("Ring 07700 900461.") == [("phone", "07700 900461")]


@pytest.mark.parametrize("kind", Kind)
def test_each_kind_says_what_it_is_and_what_could_come_of_it(kind):
    assert kind.says.startswith(("It ", "You "))
    assert kind.risk.endswith(".")


WORDS = st.sampled_from([w for s in SENTENCES for w in s["text"].split()])
DRAFTS = st.one_of(
    st.text(max_size=300),
    st.lists(WORDS, max_size=60).map(" ".join),
    st.text(alphabet="aA1 .,@/:[]()<>'-\n", max_size=200),
)


@given(DRAFTS)
def test_any_draft_can_be_looked_at_and_softened(text):
    found = details.found(text, HERS, TODAY)

    offered = [one for one in found if one.softer is not None]
    assert all(0 <= one.start < one.end <= len(text) for one in found)
    assert all(a.end <= b.start for a, b in pairwise(offered))
    details.softened(text, found)


@pytest.mark.parametrize("sentence", [s["text"] for s in SENTENCES])
def test_softer_words_are_no_details_themselves(sentence):
    found = details.found(softer(sentence, HERS), HERS, TODAY)

    # A help page stays a link when only what says who shared it is gone.
    assert [one for one in found if one.softer is not None and one.kind is not Kind.LINK] == []


PIECES = (
    *("a", "a ", "A ", "Aa ", "Aa-", "Aa & ", "Aa of ", "1", "1 ", "1/", "1-", "+1 (", "twenty-"),
    *("@", "a@", "a.", "a_", "[", "[a](", "http://", ".com/", " dot a", "a at a dot ", ">", "\n> "),
    *("my sister ", "my name is ", "at At ", "work a a a ", "the only Black ", "team of ", "six "),
    *("University of ", "I am Ann ", "'", "( ", "Love, ", "March 1 ", "St. ", "amina", "Dr ", "é"),
)


@pytest.fixture(scope="module")
def patterns():
    """All of them; each is made when it is first needed."""
    return [one.pattern for one in details._RULES.all]


def test_each_rule_says_which_passage_it_is_about(patterns):
    assert patterns
    assert all("what" in pattern.groupindex for pattern in patterns)


@pytest.mark.usefixtures("patterns")
@pytest.mark.parametrize("piece", PIECES)
def test_a_hostile_draft_takes_no_longer_than_a_page(piece):
    text = (piece * 8000)[:8000]
    start = time.process_time()

    details.softened(text, details.found(text, HERS, TODAY))

    assert time.process_time() - start < 0.4


def test_a_long_draft_is_looked_at_in_a_few_milliseconds():
    text = " ".join(s["text"] for s in SENTENCES)
    text = (text * (8000 // len(text) + 1))[:8000]
    took = []
    for _ in range(10):
        start = time.process_time()
        details.found(text, HERS, TODAY)
        took.append(time.process_time() - start)

    # 200 sentences with a detail in most of them; ordinary words take a third of this.
    assert min(took) < 0.04
