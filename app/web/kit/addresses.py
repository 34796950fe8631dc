"""Addresses: numbers in base 32, and the way from a route's name back to its path."""

import re
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import quote, urlencode

from fastapi.routing import APIRoute
from starlette.convertors import Convertor, register_url_convertor

from app.core import keys


class NumberConvertor(Convertor[int]):
    """A random id as `{thread_id:number}`; what is none becomes 0, which nothing has."""

    regex = "[0-9A-Za-z]{1,13}"

    def convert(self, value: str) -> int:
        return keys.from_base32(value)

    def to_string(self, value: int) -> str:
        return keys.base32(value)


class SlugConvertor(Convertor[str]):
    regex = "[a-z0-9-]{1,80}"

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


register_url_convertor("number", NumberConvertor())
register_url_convertor("slug", SlugConvertor())

LONGEST_NUMBER = 15

Part = tuple[str, Callable[[Any], str], str]
_ways: dict[str, tuple[str, tuple[Part, ...]]] = {}


def learn(routes: Iterable[APIRoute]) -> None:
    """Remember where each name leads."""
    # Of two routes with one name (a form's GET and POST) both have the same path.
    _ways.update({route.name: _way(route) for route in routes})


def _way(route: APIRoute) -> tuple[str, tuple[Part, ...]]:
    """The path up to its first value; then each value's name, what spells it, and the text after
    it."""
    start, *rest = re.split(r"[{}]", route.path_format)
    kinds = route.param_convertors
    named = zip(rest[::2], rest[1::2], strict=True)
    return start, tuple((name, _speller(kinds[name]), text) for name, text in named)


def _speller(kind: Convertor[Any]) -> Callable[[Any], str]:
    # In base 32 there is nothing to quote.
    if isinstance(kind, NumberConvertor):
        return keys.base32
    return lambda value: quote(kind.to_string(value), safe="")


def url(name: str, /, *, said: str = "", at: str = "", **values: object) -> str:
    """The path of a route; values that are no part of it go into the query, unless empty."""
    path, parts = _ways[name]
    for key, spell, text in parts:
        path += spell(values.pop(key)) + text
    query = {key: str(value) for key, value in values.items() if value not in {None, ""}}
    if said:
        query = {"said": said} | query
    path += f"?{urlencode(query)}" if query else ""
    return f"{path}#{at}" if at else path


def number_in(text: str) -> int | None:
    """The number that a query says, or None for what is none."""
    fits = text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER
    return int(text) if fits else None


def own_path(given: str) -> str:
    """The path if it is one of this site, else `/`: nobody is sent elsewhere by a link to us."""
    fits = given.startswith("/") and not given.startswith("//") and "\\" not in given
    return given if fits and all(" " < sign < "\x7f" for sign in given) else "/"
