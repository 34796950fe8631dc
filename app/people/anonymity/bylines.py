"""Bylines: all that a reader, and therefore a template, ever learns of an author."""

from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2s
from itertools import pairwise

from markupsafe import Markup

# Two tones for each patch of cloth, legible on light and on dark ground.
_TONES = (
    *(("#637", "#cad"), ("#275", "#adb"), ("#268", "#ace")),
    *(("#943", "#eba"), ("#751", "#ec6")),
)
# A quarter disc, a triangle, a petal and a half disc, each on a patch of one by one; a filled
# shape closes itself, and after an arc's two flags nothing is needed before what follows. After the
# points come the straight lines from each of them to the next.
_SHAPES: tuple[tuple[str, tuple[tuple[int, int], ...]], ...] = (
    ("M{0}{3}A1 1 0 01{2}", ((0, 0), (1, 0), (0, 1))),
    ("M{0}{3}{4}", ((1, 0), (0, 0), (0, 1))),
    ("M{0}A1 1 0 01{1}A1 1 0 01{0}", ((0, 1), (1, 0))),
    ("M{0}A.5.5 0 00{1}", ((0, 0), (1, 0))),
)
_NONE = Markup("")


@dataclass(frozen=True)
class Byline:
    """Who wrote it: a name with a profile, or a pseudonym with a quilt block."""

    name: str
    handle: str = ""
    tone: str = ""
    tag: str = ""
    quilt: Markup = _NONE

    @property
    def anonymous(self) -> bool:
        return bool(self.quilt)

    @property
    def initial(self) -> str:
        return self.name[:1].upper()


def named(handle: str, name: str, tone: str, tag: str = "") -> Byline:
    return Byline(name, handle, tone, tag)


def pseudonym(label: str, thread_id: int) -> Byline:
    return Byline(label, quilt=quilt(f"{thread_id}:{label}"))


@lru_cache(4096)
def quilt(seed: str) -> Markup:
    """A quilt block drawn from the seed: four patches of at most two cloths on one that lies
    under all of them, the colour of the drawing itself."""
    h = blake2s(seed.encode(), digest_size=16).digest()
    dark, light = _TONES[h[0] % len(_TONES)]
    other = _TONES[(h[0] + 1 + h[1] % (len(_TONES) - 1)) % len(_TONES)][1]
    cloth: dict[str, str] = {}
    for i in range(4):
        tone = light if h[6 + i] % 3 else other
        corner = (i % 2, i // 2)
        cloth[tone] = cloth.get(tone, "") + _patch(h[10 + i] % 4, h[2 + i] % 4, corner)
    paths = "".join(f'<path fill={tone} d="{path}"/>' for tone, path in cloth.items())
    return Markup(  # noqa: S704  # drawn here, from numbers
        f'<svg class=anon color={dark} viewBox="0 0 2 2" aria-hidden=true>{paths}</svg>'
    )


def _patch(shape: int, turns: int, corner: tuple[int, int]) -> str:
    """The path of a shape after some quarter turns about the middle of its patch."""
    form, points = _SHAPES[shape]
    for _ in range(turns):
        points = tuple((1 - y, x) for x, y in points)
    points = tuple((x + corner[0], y + corner[1]) for x, y in points)
    lines = (_line(*ends) for ends in pairwise(points))
    return form.format(*(f"{x} {y}" for x, y in points), *lines)


def _line(start: tuple[int, int], end: tuple[int, int]) -> str:
    """Across or down: where two points of a shape are not in line, it draws none."""
    return f"H{end[0]}" if start[1] == end[1] else f"V{end[1]}"
