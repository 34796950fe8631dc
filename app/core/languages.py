"""The languages in which the site speaks.

A *message* is a sentence of ours as it stands in English, in which the names of what is put into it
stand in braces. A *catalogue* (GNU gettext's PO files, in `app/languages`) says it in another
language; what it lacks stays English.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from gettext import c2py
from pathlib import Path
from typing import Any, TypeVar

from app.core.days import SaidDay
from app.core.lands import Land

# A message, or its two for what is counted; and what is said for it, in as many forms as a language
# has for numbers.
Key = str | tuple[str, str]
Forms = tuple[str, ...]
K = TypeVar("K")
FOLDER = Path(__file__).parents[1] / "languages"


@dataclass(frozen=True)
class Language:
    """`name` as those call it who speak it; `direction` is `ltr` or `rtl`, as in HTML."""

    code: str
    name: str
    direction: str = "ltr"

    @property
    def is_english(self) -> bool:
        return self.code == "en"


ENGLISH = Language("en", "English")
KNOWN = {
    each.code: each
    for each in (ENGLISH, Language("es", "Español"), Language("ar", "العربية", "rtl"))
}


def full_date(day: date) -> str:
    """As in 31 March 2028."""
    return f"{day.day} {day:%B %Y}"


class Sentence(str):
    """A message with its values. It is the English sentence, and remembers of what it was made, so
    that it can be said in the language of whoever reads it; a day among the values in full, and a
    number with what stands between its thousands."""

    message: str
    many: str
    values: Mapping[str, object]

    def __new__(cls, message: str, **values: object) -> "Sentence":
        made = super().__new__(cls, _filled(message, values, full_date, "{:,}".format))
        made.message, made.many, made.values = message, "", values
        return made


def several(one: str, many: str, n: int, **values: object) -> Sentence:
    """The message for so many, in which the number stands as `{n}`."""
    made = Sentence(one if n == 1 else many, n=n, **values)
    made.message, made.many = one, many
    return made


def words(said: str) -> Sentence:
    """Words of ours as a message; a message as it is."""
    return said if isinstance(said, Sentence) else Sentence(said)


def phrases(table: Mapping[K, str]) -> dict[K, Sentence]:
    """A table of words of ours, each of them a message."""
    return {key: words(said) for key, said in table.items()}


class Catalogue:
    """What is said in one language."""

    def __init__(self, language: Language, po: Path) -> None:
        """Raises OSError, ValueError."""
        # Its library takes memory of which a site in English has no need.
        from babel.messages.pofile import PoFileError, read_po  # noqa: PLC0415

        try:
            with po.open("rb") as file:
                read = read_po(file, locale=language.code, abort_invalid=True)
        except PoFileError as problem:
            raise ValueError(f"{po.name}: {problem}") from problem
        self.language = language
        self._plural = c2py(read.plural_expr)
        self._said: dict[Key, Forms] = {
            _key(message.id): _forms(message.string)
            for message in read
            if message.id and not message.fuzzy and _is_whole(message.string)
        }

    @cached_property
    def messages(self) -> frozenset[Key]:
        """All that it can say."""
        return frozenset(self._said)

    def say(self, message: str) -> str:
        return self._said.get(message, (message,))[0]

    def counted(self, n: int, one: str, many: str) -> str:
        """The form for this number, in which it stands as `{n}` where it is to be said."""
        forms = self._said.get((one, many))
        if forms is None:
            return one if n == 1 else many
        return forms[min(self._plural(n), len(forms) - 1)]

    def forms(self, one: str, many: str, numbers: Iterable[int]) -> dict[str, str]:
        """The form for each of these numbers, by what Unicode calls such a number (UTS 35)."""
        from babel import Locale  # noqa: PLC0415  # as above

        called = Locale.parse(self.language.code).plural_form
        return {called(n): self.counted(n, one, many) for n in numbers}

    def in_words(self, words: Sentence) -> str:
        """What is said instead, with the same values, which may be words themselves."""
        values = {name: self._value(value) for name, value in words.values.items()}
        said = self.say(words.message)
        if words.many:
            n = values.get("n")
            assert isinstance(n, int)
            said = self.counted(n, words.message, words.many)
        return _filled(said, values, self.full_date, self.number)

    def _value(self, value: object) -> object:
        if isinstance(value, SaidDay):
            return self.day(value.on, value.pattern)
        if isinstance(value, Land):
            return self.land(value)
        return self.in_words(value) if isinstance(value, Sentence) else value

    def full_date(self, day: date) -> str:
        return self.day(day, "long")

    def day(self, day: date, pattern: str) -> str:
        """By a pattern of Unicode's (UTS 35): a name such as `long`, or fields such as `MMMMd`."""
        from babel.dates import format_date, format_skeleton  # noqa: PLC0415  # as above

        if pattern in {"short", "medium", "long", "full"}:
            return format_date(day, pattern, self.language.code)
        return format_skeleton(pattern, day, locale=self.language.code)

    def land(self, land: Land) -> str:
        """What a country is called."""
        from babel import Locale  # noqa: PLC0415  # as above

        return str(Locale.parse(self.language.code).territories.get(land.code, land.name))

    def number(self, n: int) -> str:
        from babel.numbers import format_decimal  # noqa: PLC0415  # as above

        return format_decimal(n, locale=self.language.code)


def catalogue(code: str) -> Catalogue | None:
    """That of a `KNOWN` language; None for English, and where there is none."""
    po = FOLDER / f"{code}.po"
    return _read(code, po) if code != ENGLISH.code and po.is_file() else None


@lru_cache
def _read(code: str, po: Path) -> Catalogue:
    return Catalogue(KNOWN[code], po)


def spoken() -> tuple[Language, ...]:
    """English, and what there is a catalogue for."""
    return _spoken(FOLDER)


@lru_cache
def _spoken(folder: Path) -> tuple[Language, ...]:
    return tuple(
        each for each in KNOWN.values() if each.is_english or (folder / f"{each.code}.po").is_file()
    )


def chosen(code: str) -> Language | None:
    """The one of this code, if it is spoken."""
    return next((each for each in spoken() if each.code == code), None)


def everywhere(words: Sentence) -> Iterable[str]:
    """As it is said in each language that is spoken."""
    yield words
    for each in spoken():
        if other := catalogue(each.code):
            yield other.in_words(words)


def preferred(accepted: str, instead: Language) -> Language:
    """Of those that are spoken, the one that a browser would like best by its `Accept-Language`
    (RFC 9110, 12.5.4); `instead` where it would like none of them."""
    by_code = {each.code: each for each in spoken()}
    return next((by_code[code] for code in _in_order(accepted) if code in by_code), instead)


@lru_cache(256)
def _in_order(accepted: str) -> tuple[str, ...]:
    wanted: list[tuple[float, str]] = []
    for part in accepted[:200].split(","):
        tag, _, weight = part.partition(";")
        try:
            quality = float(weight.strip().removeprefix("q=") or 1)
        except ValueError:
            continue
        if quality > 0:
            wanted.append((-quality, tag.strip().lower().partition("-")[0]))
    return tuple(code for _quality, code in sorted(wanted, key=lambda one: one[0]))


def _filled(
    said: str,
    values: Mapping[str, object],
    day: Callable[[date], str],
    number: Callable[[int], str],
) -> str:
    if not values:
        return said
    shown: dict[str, object] = {}
    for name, value in values.items():
        if isinstance(value, date):
            shown[name] = day(value)
        else:
            shown[name] = number(value) if isinstance(value, int) else value
    return said.format_map(shown)


def _forms(said: Any) -> Forms:
    return (said,) if isinstance(said, str) else tuple(said)


def _key(message: Any) -> Key:
    return message if isinstance(message, str) else (message[0], message[1])


def _is_whole(said: Any) -> bool:
    return bool(said) and (isinstance(said, str) or all(said))
