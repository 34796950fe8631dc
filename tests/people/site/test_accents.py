"""Whatever colour somebody chooses, what is made of it can be read (WCAG 2.2, 1.4.3 and 1.4.11)."""

import re
from itertools import product

from hypothesis import example, given
from hypothesis import strategies as st

from app.core import colours
from app.core.colours import contrast
from app.core.settings import STATIC
from app.people.site import accents

CSS = (STATIC / "css" / "tokens.css").read_text()
TOKENS = {
    found[1]: (found[2], found[3])
    for found in re.finditer(r"(--[\w-]+): light-dark\((#\w{6}), (#\w{6})\)", CSS)
}
GROUNDS = (
    *("--canvas", "--surface", "--sunk"),
    *("--fern-tint", "--weld-tint", "--woad-tint", "--madder-tint"),
)
WORDS, CONTROLS = 4.5, 3
COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def test_the_grounds_are_those_of_the_stylesheet():
    for theme, grounds in enumerate((accents.LIGHT, accents.DARK)):
        assert grounds == tuple(TOKENS[name][theme] for name in GROUNDS)
    assert TOKENS["--plum"][0] == accents.USUAL


@given(COLOURS)
@example("#ffff00")
@example("#ffffff")
@example("#000000")
@example("#ff0000")
@example("#0000ff")
def test_every_colour_makes_words_that_can_be_read(chosen):
    made = accents.of(chosen)
    for theme, (fit, grounds) in enumerate(
        ((made.light, accents.LIGHT), (made.dark, accents.DARK))
    ):
        shades = fit.shades
        inks = (TOKENS["--ink"][theme], TOKENS["--ink-soft"][theme])
        pairs = [
            *product((shades.plain, shades.deep), (*grounds, shades.tint, shades.on)),
            *((ink, shades.tint) for ink in inks),
            *((words, shades.band) for words in (shades.on_band, shades.on_band_soft)),
        ]
        for one, other in pairs:
            assert contrast(one, other) >= WORDS, (one, other)
        # The stitch under the header, and the thread before the name.
        assert contrast("#f2a07f", shades.band) >= CONTROLS


@given(COLOURS)
def test_its_hue_stays_and_it_is_moved_only_where_it_must_be(chosen):
    made, hers = accents.of(chosen), colours.seen(chosen)
    for fit in (made.light, made.dark):
        used = colours.seen(fit.shades.plain)
        assert fit.is_hers is (fit.ratio >= WORDS) is (fit.shades.plain == chosen)
        # In what is nearly grey, or nearly black or white, eight bits leave no hue to compare.
        if used.chroma > 0.05:
            turned = abs(used.hue - hers.hue)
            assert min(turned, 6.2832 - turned) < 0.15


@given(COLOURS)
def test_a_colour_that_is_seen_and_shown_is_the_same(colour):
    assert colours.shown(colours.seen(colour)) == colour


def test_contrast_is_that_of_the_guidelines():
    assert contrast("#000000", "#ffffff") == contrast("#ffffff", "#000000") == 21
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48


def test_a_colour_is_read_as_people_write_it():
    assert colours.read(" #7A1F5C ") == colours.read("7a1f5c") == "#7a1f5c"
    assert colours.read("#fc0") == "#ffcc00"
    for typed in ("", "#", "plum", "#7a1f5", "#7a1f5cc", "#7a1f5g", "rgb(1,2,3)", "#١٢٣"):
        assert colours.read(typed) is None
