"""Addresses: numbers in base 32, and the way from a route's name back to its path."""

from collections.abc import Iterable
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

_routes: dict[str, APIRoute] = {}


def learn(routes: Iterable[APIRoute]) -> None:
    """Remember where each name leads."""
    # Of two routes with one name (a form's GET and POST) both have the same path.
    _routes.update({route.name: route for route in routes})


def url(name: str, /, *, said: str = "", at: str = "", **values: object) -> str:
    """The path of a route; values that are no part of it go into the query, unless empty."""
    route = _routes[name]
    path = route.path_format
    query = {"said": said} if said else {}
    for key, value in values.items():
        convertor = route.param_convertors.get(key)
        if convertor:
            path = path.replace(f"{{{key}}}", quote(convertor.to_string(value), safe=""))
        elif value not in {None, ""}:
            query[key] = str(value)
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
