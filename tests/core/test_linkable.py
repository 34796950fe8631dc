"""A quick look before the slow one never hides a link."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from linkify_it import LinkifyIt

from app.core.linkable import Links

ALL, OURS = LinkifyIt(), Links()
PIECES = ["example", "münchen", "org", "co.uk", "中国", "xn--p1ai", "a", "1", "-", "\U0001f33b"]
HOSTS = ["http", "https", "mailto", "//", "www.", "localhost", "127.0.0.1"]
MARKS = [*".:/@?#()[]<>_*\"'’, \n", *HOSTS]


@given(st.lists(st.sampled_from([*PIECES, *MARKS]), max_size=12).map("".join))
@example("www.example.org")
@example("see example.org.")
@example("//example.org")
@example("me@example.org")
@example("http://localhost:8000")
@example("пример.рф")
def test_every_link_is_seen(text):
    assert OURS.pretest(text) or not ALL.test(text)


@pytest.mark.parametrize("text", ["Nothing. At all", "It *was hard.* And then.", "he said “no.”"])
def test_sentences_are_not_searched(text):
    assert not OURS.pretest(text)
