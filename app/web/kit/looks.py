"""How this place looks where that is not as usual: a stylesheet after ours, and a logo. Both are
served under a name that holds their hash, so that a browser may keep them for a year; where all is
as usual, no page speaks of either."""

import struct
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import blake2s

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from app.people.house import House
from app.people.site import accents
from app.people.site.accents import Accent, Shades
from app.people.site.brand import Brand

_FOREVER = {"Cache-Control": "public, max-age=31536000, immutable"}
# What each shade is called in `static/css/tokens.css`.
_CALLED = {
    "plain": "--plum",
    "deep": "--plum-deep",
    "on": "--on-plum",
    "tint": "--plum-tint",
    "band": "--band",
    "on_band": "--on-band",
    "on_band_soft": "--on-band-soft",
}
_OF_LOGO = (
    ".brand img{block-size:2.25rem;inline-size:auto;max-inline-size:7rem;"
    "object-fit:contain;flex:none}"
    "@media(max-width:30rem){.brand img{block-size:1.75rem;max-inline-size:4.5rem}}"
)
_TRIAL = (
    ".trial{padding:1rem;border:1px solid var(--line-strong);border-radius:var(--r2);"
    "background:var(--canvas);color:var(--ink)}"
    ".trial .band{background:var(--band);color:var(--on-band);padding:.5rem .75rem;"
    "font:600 1.3125rem/1.3 var(--serif);overflow-wrap:anywhere}"
)


@dataclass(frozen=True)
class Look:
    sheet: bytes = b""
    logo: bytes = b""

    @cached_property
    def address(self) -> str:
        """Of the stylesheet; empty where there is none."""
        return f"/look/{_mark(self.sheet)}.css" if self.sheet else ""

    @cached_property
    def logo_address(self) -> str:
        return f"/look/{_mark(self.logo)}.png" if self.logo else ""

    @cached_property
    def logo_size(self) -> tuple[int, int]:
        """How wide and how high it is, in points, as its first chunk says."""
        width, height = struct.unpack_from(">II", self.logo, 16)
        return width, height

    def at(self, path: str) -> Response | None:
        """What is served there."""
        if path and path == self.address:
            return Response(self.sheet, 200, _FOREVER, "text/css")
        if path and path == self.logo_address:
            named = {"Content-Disposition": 'inline; filename="logo.png"'}
            return Response(self.logo, 200, _FOREVER | named, "image/png")
        return None


@lru_cache(maxsize=4)
def of(brand: Brand) -> Look:
    sheet = _sheet(accents.of(brand.colour)) if brand.colour else ""
    return Look((sheet + (_OF_LOGO if brand.logo else "")).encode(), brand.logo)


def trial(accent: Accent) -> str:
    """A stylesheet that shows it in two boxes of one page, `trial light` and `trial dark`."""
    light, dark = _pairs(accent.light.shades), _pairs(accent.dark.shades)
    return (
        f"{_TRIAL}.trial.light{{color-scheme:light;{_said(light)}}}"
        f".trial.dark{{color-scheme:dark;{_said(dark)}}}"
    )


class Serving:
    """The ASGI application below /look. It asks for no session, so that what everybody may keep
    comes with nobody's cookie."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        house = scope["app"].state.house
        answer = _found(house, scope["path"])
        if answer is None:
            # Another process may have shown a page that is newer than what this one knows.
            await run_in_threadpool(house.site.listen, house.database)
            answer = _found(house, scope["path"])
        answer = answer or Response("There is no such file.\n", 404, media_type="text/plain")
        await answer(scope, receive, send)


def _found(house: House, path: str) -> Response | None:
    # A logo that was taken away is gone at once.
    before = Look(of(house.site.brand_before).sheet)
    return of(house.site.now.brand).at(path) or before.at(path)


def _mark(content: bytes) -> str:
    return blake2s(content, digest_size=6).hexdigest()


def _sheet(accent: Accent) -> str:
    """Outside of any layer, so that it counts more than ours."""
    light, dark = _pairs(accent.light.shades), _pairs(accent.dark.shades)
    both = {name: f"light-dark({value},{dark[name]})" for name, value in light.items()}
    return (
        f":root{{{_said(light)}}}@supports(color:light-dark(#000,#fff)){{:root{{{_said(both)}}}}}"
    )


def _pairs(shades: Shades) -> dict[str, str]:
    return {name: getattr(shades, field) for field, name in _CALLED.items()}


def _said(values: dict[str, str]) -> str:
    return ";".join(f"{name}:{value}" for name, value in values.items())
