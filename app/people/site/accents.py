"""The colour of a place: from one that an administrator chooses, those that pages use.

Their hue is hers. How light they are follows from what they stand on, so that words can be read and
controls be seen by everybody: 4.5 to 1 for words (WCAG 2.2, 1.4.3).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from app.core.colours import Oklch, contrast, seen, shown

# What stands in the place of a colour where none is chosen, on light pages.
USUAL = "#572863"
WORDS = 4.5
_STEP = 1 / 256
# Beyond these what is under a finger differs to the other side.
_DARKEST, _LIGHTEST = 0.2, 0.92
# The ground of pages on which links and buttons stand, as in `static/css/tokens.css`.
LIGHT = ("#f3f4ee", "#fefefb", "#e8eae1", "#deecdf", "#f9edc8", "#dfeaf1", "#f8e5de")
DARK = ("#17131a", "#211b25", "#2b2430", "#1d352a", "#3a3016", "#1b303e", "#43241d")


@dataclass(frozen=True)
class Shades:
    """Of one theme, each `#rrggbb`: `plain` for links, buttons and what is chosen, `deep` under a
    finger, words that stand `on` both, and a `tint` as a ground; the `band` of the header, with
    words on it."""

    plain: str
    deep: str
    on: str
    tint: str
    band: str
    on_band: str
    on_band_soft: str


@dataclass(frozen=True)
class Fit:
    """How the colour that was chosen does in one theme. `ratio` is its worst contrast with a
    ground there, `is_hers` whether it is used as it is."""

    shades: Shades
    ratio: float
    is_hers: bool


@dataclass(frozen=True)
class Accent:
    chosen: str
    light: Fit
    dark: Fit


def of(chosen: str) -> Accent:
    """What is made of a colour `#rrggbb`."""
    hers = seen(chosen)
    tint = shown(Oklch(0.94, min(hers.chroma, 0.02), hers.hue))
    light = replace(hers, lightness=_near(hers, (*LIGHT, tint), -_STEP))
    deep = light.lightness - 0.09 if light.lightness > _DARKEST else light.lightness + 0.12
    band = Oklch(0.27, min(hers.chroma, 0.07), hers.hue)
    shades = Shades(
        plain=_plain(chosen, hers, light),
        deep=shown(replace(light, lightness=deep)),
        on="#ffffff",
        tint=tint,
        band=shown(band),
        on_band=_pale(hers, 0.96, 0.01),
        on_band_soft=_pale(hers, 0.85, 0.03),
    )
    return Accent(chosen, _fit(chosen, shades, LIGHT), _fit(chosen, _dark(chosen, hers), DARK))


def _dark(chosen: str, hers: Oklch) -> Shades:
    tint = shown(Oklch(0.28, min(hers.chroma, 0.05), hers.hue))
    plain = replace(hers, lightness=_near(hers, (*DARK, tint), _STEP))
    deep = plain.lightness + 0.07 if plain.lightness < _LIGHTEST else plain.lightness - 0.08
    return Shades(
        plain=_plain(chosen, hers, plain),
        deep=shown(replace(plain, lightness=deep)),
        on=shown(Oklch(0.2, min(hers.chroma, 0.04), hers.hue)),
        tint=tint,
        band=shown(Oklch(0.15, min(hers.chroma, 0.02), hers.hue)),
        on_band=_pale(hers, 0.94, 0.01),
        on_band_soft=_pale(hers, 0.79, 0.03),
    )


def _near(hers: Oklch, grounds: tuple[str, ...], step: float) -> float:
    """The lightness nearest to hers at which words stand out from each of the grounds."""
    for lightness in _from(hers.lightness, step):
        if worst(shown(replace(hers, lightness=lightness)), grounds) >= WORDS:
            return lightness
    return 0.0 if step < 0 else 1.0


def _from(lightness: float, step: float) -> Iterator[float]:
    while 0 <= lightness <= 1:
        yield lightness
        lightness += step


def worst(colour: str, grounds: tuple[str, ...]) -> float:
    """The lowest contrast of a colour with any of the grounds."""
    return min(contrast(colour, ground) for ground in grounds)


def _plain(chosen: str, hers: Oklch, moved: Oklch) -> str:
    return chosen if moved == hers else shown(moved)


def _pale(hers: Oklch, lightness: float, chroma: float) -> str:
    return shown(Oklch(lightness, min(hers.chroma, chroma), hers.hue))


def _fit(chosen: str, shades: Shades, grounds: tuple[str, ...]) -> Fit:
    ratio = worst(chosen, (*grounds, shades.tint))
    return Fit(shades, ratio, is_hers=shades.plain == chosen)
