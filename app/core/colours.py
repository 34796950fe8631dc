"""Colours as people see them: how light one is, and how well it stands out from another.

OKLCH is Björn Ottosson's (https://bottosson.github.io/posts/oklab/), contrast is that of WCAG 2.2.
"""

import math
import re
from dataclasses import dataclass

_SHORT = 3
_HEX = re.compile(rf"#?([0-9a-f]{{{_SHORT}}}|[0-9a-f]{{{2 * _SHORT}}})")
# Where sRGB is no longer a straight line (IEC 61966-2-1): as it is written, and as light.
_BEND, _BEND_OF_LIGHT = 0.04045, 0.0031308
_HALVINGS = 12
_IN_GAMUT = 1e-4


@dataclass(frozen=True)
class Oklch:
    """`lightness` from 0 to 1, `chroma` from 0 (grey) to about 0.4, `hue` in radians."""

    lightness: float
    chroma: float
    hue: float


def read(typed: str) -> str | None:
    """`#rrggbb` for a colour written with three or six hexadecimal digits; None for anything
    else."""
    found = _HEX.fullmatch(typed.strip().lower())
    if found is None:
        return None
    twice = 2 if len(found[1]) == _SHORT else 1
    return "#" + "".join(twice * digit for digit in found[1])


def contrast(one: str, other: str) -> float:
    """From 1 to 21, of two colours `#rrggbb` (WCAG 2.2, contrast ratio)."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """From 0 to 1 (WCAG 2.2, relative luminance)."""
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def seen(colour: str) -> Oklch:
    red, green, blue = _linear(colour)
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    middle = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    lightness = 0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short
    return Oklch(lightness, math.hypot(a, b), math.atan2(b, a))


def shown(colour: Oklch) -> str:
    """As `#rrggbb`; with less chroma where no screen shows as much at this lightness and hue."""
    if _fits(colour):
        return _written(colour)
    least, most = 0.0, colour.chroma
    for _ in range(_HALVINGS):
        middle = (least + most) / 2
        if _fits(Oklch(colour.lightness, middle, colour.hue)):
            least = middle
        else:
            most = middle
    return _written(Oklch(colour.lightness, least, colour.hue))


def _linear(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return _bent(red), _bent(green), _bent(blue)


def _bent(part: float) -> float:
    return part / 12.92 if part <= _BEND else ((part + 0.055) / 1.055) ** 2.4


def _parts(colour: Oklch) -> tuple[float, float, float]:
    """Red, green and blue of light; outside of 0 to 1 for what no screen shows."""
    a, b = colour.chroma * math.cos(colour.hue), colour.chroma * math.sin(colour.hue)
    long = (colour.lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (colour.lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (colour.lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )


def _fits(colour: Oklch) -> bool:
    return all(-_IN_GAMUT <= part <= 1 + _IN_GAMUT for part in _parts(colour))


def _written(colour: Oklch) -> str:
    return "#" + "".join(f"{_byte(part):02x}" for part in _parts(colour))


def _byte(part: float) -> int:
    part = min(1.0, max(0.0, part))
    straight = 12.92 * part if part <= _BEND_OF_LIGHT else 1.055 * part ** (1 / 2.4) - 0.055
    return round(255 * straight)
