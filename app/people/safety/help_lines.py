"""Help lines by country, read once from the file beside this one, which says what they mean."""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from enum import StrEnum
from functools import cache, partial
from pathlib import Path
from typing import Any

from app.core.lands import Land
from app.core.languages import Sentence, words

OURS = Path(__file__).with_name("help_lines.toml")
# As it is dialled: short codes, and stars where a country has them.
_DIALLED = re.compile(r"[*+]?\d[\d ()-]*")
_CODE = re.compile(r"[A-Z]{2}")
# Of what something is said, in a sentence of its own.
Called = Callable[[Sentence], Sentence]


class BadHelpLines(Exception):
    """An entry of the file is not as it has to be: which, and why."""


class Kind(StrEnum):
    CRISIS = "crisis"
    VIOLENCE = "violence"


@dataclass(frozen=True)
class HelpLine:
    """One line. `phone` may be empty where there is a text or a page; `word` is what to write to
    the number `text`; `source` the page that says all this, on the day `checked`."""

    kind: Kind
    name: str
    hours: str
    whom: str
    web: str
    source: str
    checked: date
    phone: str = ""
    text: str = ""
    word: str = ""

    @property
    def host(self) -> str:
        """What its page is called."""
        return self.web.split("/")[2].removeprefix("www.")

    @property
    def message(self) -> str:
        """The address that writes to it, RFC 5724."""
        body = f"?body={self.word}" if self.word else ""
        return f"sms:{_digits(self.text)}{body}"


WITH_ARTICLE = {"Netherlands", "United Kingdom", "United States"}


@dataclass(frozen=True)
class Country:
    """`code` is that of ISO 3166-1, of two letters."""

    code: str
    name: str
    emergency: tuple[str, ...]
    lines: tuple[HelpLine, ...]
    source: str
    checked: date
    emergency_note: str = ""

    @property
    def key(self) -> str:
        """As it stands in addresses."""
        return self.code.lower()

    @property
    def spoken(self) -> str:
        """As it stands in a sentence."""
        if self.name in WITH_ARTICLE:
            return Sentence("the {country}", country=self.land)
        return Sentence("{country}", country=self.land)

    @property
    def land(self) -> Land:
        return Land(self.code, self.name)


@cache
def ours() -> Mapping[str, Country]:
    """By code, in the order of their names, with what is said of them as messages. Raises
    BadHelpLines."""
    return {code: _said(country) for code, country in read(OURS.read_text()).items()}


def messages() -> Iterator[Sentence]:
    """All that is said of ours."""
    for country in ours().values():
        for entry in (country, *country.lines):
            said = vars(entry).values()
            yield from (one for one in said if isinstance(one, Sentence) and one)


def read(text: str) -> Mapping[str, Country]:
    """Raises BadHelpLines, naming the country and the line."""
    try:
        told = tomllib.loads(text)["country"]
    except (tomllib.TOMLDecodeError, KeyError) as problem:
        raise BadHelpLines(
            Sentence("The help lines cannot be read: {problem}.", problem=problem)
        ) from None
    found = sorted((_country(one) for one in told), key=lambda country: country.name)
    if len({country.code for country in found}) < len(found):
        raise BadHelpLines(Sentence("A country stands among the help lines twice."))
    return {country.code: country for country in found}


def dialled(phone: str) -> str:
    """The address that rings this number, RFC 3966. A star is written as it is pressed."""
    return f"tel:{_digits(phone)}"


def country_of(told: Mapping[str, Any]) -> Country:
    """One country, as an entry of the file tells of it. Raises BadHelpLines."""
    return _country(told)


def named_in(accepted: str, known: Mapping[str, Country] | None = None) -> Country | None:
    """The first country among those `known`, or ours, that a browser names beside a language in
    its Accept-Language (RFC 9110, section 12.5.4; RFC 5646, section 2.2.4), by its order."""
    known = ours() if known is None else known
    for wanted in accepted.split(","):
        tags = wanted.partition(";")[0].strip().split("-")
        found = next((known[tag.upper()] for tag in tags[1:] if tag.upper() in known), None)
        if found is not None:
            return found
    return None


def _said(country: Country) -> Country:
    """Names, numbers and addresses are the same in every language."""
    lines = (
        replace(line, hours=words(line.hours), whom=words(line.whom)) for line in country.lines
    )
    return replace(country, lines=tuple(lines), emergency_note=words(country.emergency_note))


def _country(told: Mapping[str, Any]) -> Country:
    named = told.get("name", told.get("code", Sentence("a country")))
    called = partial(_of_country, named)
    values = {name: value for name, value in told.items() if name != "line"}
    lines = tuple(_line(one, named) for one in told.get("line", ()))
    values["emergency"] = tuple(told.get("emergency", ()))
    country: Country = _made(Country, {**values, "lines": lines}, called)
    _require(_CODE.fullmatch(country.code), called, Sentence("the code has two capital letters"))
    _require(country.emergency, called, Sentence("the emergency number is missing"))
    _require(all(map(_DIALLED.fullmatch, country.emergency)), called, Sentence("a number is none"))
    _require(country.lines, called, Sentence("there is no line"))
    return country


def _line(told: Mapping[str, Any], country: str) -> HelpLine:
    called = partial(_of_line, told.get("name", Sentence("a line")), country)
    kind = told.get("kind")
    _require(kind in set(Kind), called, Sentence("the kind is “crisis” or “violence”"))
    line: HelpLine = _made(HelpLine, {**told, "kind": Kind(str(kind))}, called)
    for number in filter(None, (line.phone, line.text)):
        _require(
            _DIALLED.fullmatch(number),
            called,
            Sentence("“{number}” cannot be dialled", number=number),
        )
    _require(line.web.startswith("https://"), called, Sentence("the page begins with https://"))
    return line


def _made(of: Any, values: Mapping[str, Any], called: Called) -> Any:
    """A value of this class. Each has its type, and what the file may not leave out is there."""
    known = {field.name: field for field in fields(of)}
    _require(values.keys() <= known.keys(), called, Sentence("it has a word that we don’t know"))
    try:
        made = of(**values)
    except TypeError:
        raise BadHelpLines(called(Sentence("something is missing"))) from None
    for name in known:
        wanted = date if name == "checked" else (str, tuple)
        _require(
            isinstance(getattr(made, name), wanted),
            called,
            Sentence("{name} is no text", name=name),
        )
    _require(
        made.source.startswith("https://"), called, Sentence("the source begins with https://")
    )
    return made


def _require(holds: object, called: Called, why: Sentence) -> None:
    if not holds:
        raise BadHelpLines(called(why))


def _of_country(country: str, why: Sentence) -> Sentence:
    return Sentence("Look at the help lines of {country}: {why}.", country=country, why=why)


def _of_line(line: str, country: str, why: Sentence) -> Sentence:
    return Sentence(
        "Look at “{line}”, of the help lines of {country}: {why}.",
        line=line,
        country=country,
        why=why,
    )


def _digits(number: str) -> str:
    return re.sub(r"[^\d*+]", "", number)
