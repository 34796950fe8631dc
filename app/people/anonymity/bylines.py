"""Bylines: all that a reader, and therefore a template, ever learns of an author."""

from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2s

from markupsafe import Markup

# Two tones for each patch of cloth, legible on light and on dark ground.
_TONES = (
    *(("#6a3a78", "#cfa9db"), ("#2c6f55", "#a9d8bf"), ("#2f6388", "#abd0e8")),
    *(("#9a4a35", "#efb9a6"), ("#7d5c10", "#ecc766")),
)
_SHAPES = (
    *("M0 0H20A20 20 0 0 1 0 20Z", "M0 0H20L0 20Z"),
    *("M0 20A20 20 0 0 1 20 0A20 20 0 0 1 0 20Z", "M0 0A10 10 0 0 0 20 0Z"),
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
    """A quilt block drawn from the seed: four patches, each a shape, turned."""
    h = blake2s(seed.encode(), digest_size=16).digest()
    dark, light = _TONES[h[0] % len(_TONES)]
    other = _TONES[(h[0] + 1 + h[1] % (len(_TONES) - 1)) % len(_TONES)][1]
    patches = [
        f'<path d="{_SHAPES[h[10 + i] % 4]}" fill="{light if h[6 + i] % 3 else other}" '
        f'transform="translate({i % 2 * 20} {i // 2 * 20}) rotate({h[2 + i] % 4 * 90} 10 10)"/>'
        for i in range(4)
    ]
    return Markup(  # noqa: S704  # drawn here, from numbers
        '<svg class="avatar anon" viewBox="0 0 40 40" aria-hidden="true">'
        f'<rect width="40" height="40" fill="{dark}"/>{"".join(patches)}</svg>'
    )
