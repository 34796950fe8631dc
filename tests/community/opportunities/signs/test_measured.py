"""The labelled sentences: the numbers in the README of the signs are those of today."""

import time

import pytest

from app.community.opportunities.signs import rules
from app.community.opportunities.signs.rules import Sign
from tests.community.opportunities.signs import measure

README = rules.HERE / "README.md"


def test_the_readme_has_the_numbers_that_are_measured():
    table = measure.table()

    print(table)
    assert table in README.read_text()


def test_there_are_enough_sentences_and_none_twice():
    every = [one for told in measure.SENTENCES.values() for label in told.values() for one in label]
    assert set(measure.SENTENCES) == set(Sign)
    assert len(every) == len(set(every)) >= 60


@pytest.mark.parametrize("sign", Sign)
def test_most_are_found_and_few_are_false(sign):
    print(*measure.misses(sign), *measure.hits(sign, "not_there"), sep="\n")
    assert len(measure.misses(sign)) <= 1
    assert len(measure.hits(sign, "not_there")) <= 1


def test_every_sign_says_why():
    assert all(sign.why.endswith(".") for sign in Sign)


def test_the_longest_text_takes_no_longer_than_its_length():
    text = "send us the pay a fee no experience needed " * 190
    begun = time.process_time()
    rules.found(text[:8000])
    assert time.process_time() - begun < 2
