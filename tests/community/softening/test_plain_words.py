"""The quick way to take words apart finds what the thorough one finds."""

from hypothesis import given
from hypothesis import strategies as st

from app.community.softening import hers

SIGNS = st.text() | st.text(alphabet="aBç7’“”–… ._-'\n\x1c")


@given(SIGNS)
def test_both_ways_find_the_same_words(said):
    thorough = [word.lower() for word in hers._LETTERS.findall(said)]
    assert hers._plain_words(said) == thorough
