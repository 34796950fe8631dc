"""What a page says above itself, by a word in its address; and how sentences end."""

import pytest

from app.web.kit import filters, notices


def test_no_word_says_two_things():
    assert not notices._WITH_HELP.keys() & notices._SENTENCES.keys()


def test_each_word_that_offers_help_says_what_another_one_says():
    assert set(notices._WITH_HELP.values()) <= notices._SENTENCES.keys()


@pytest.mark.parametrize(
    ("words", "end"), [("Dina", "."), ("Dina R.", ""), ("Ready?", ""), ("“Begin.”", ""), ("", ".")]
)
def test_a_sentence_has_one_stop(words, end):
    assert filters.stop(words) == end
