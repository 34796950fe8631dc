"""Days, and births."""

import re
from collections.abc import Iterator
from datetime import date

from app.community.softening import seasons
from app.community.softening.kinds import Detail, Kind
from app.community.softening.rules import Reading
from app.core.languages import Sentence

MONTHS = "january february march april may june july august september october november december"
_NUMBERS = {name[:3]: n for n, name in enumerate(MONTHS.split(), start=1)}
_FULL = "|".join(MONTHS.split())
_MONTH = f"(?P<month>{_FULL}|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)"
_CAPITAL = _MONTH.title().replace("(?P<Month>", "(?P<month>").replace("Sept?", "Sept?")
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_DAY = r"(?P<day>[12]?\d|3[01])"
_NTH = f"{_DAY}(?:st|nd|rd|th)?"
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth thirtieth"
)
_SPELLED = rf"(?:(?:twenty|thirty)-)?(?:{'|'.join(_ORDINALS.split())})"
_FIRST_WORDS = {*MONTHS.split(), *_NUMBERS, "sept", *_ORDINALS.split()} | {
    f"{tens}-{ordinal}" for tens in ("twenty", "thirty") for ordinal in _ORDINALS.split()[:9]
}
_NUMERIC = r"(?P<day>\d\d?)(?P<by>[./-])(?P<number>\d\d?)(?P=by)"
_DATES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?i)\b{_NTH}(?: of)? {_MONTH}\b(?:\.?,? {_YEAR}\b)?",
        rf"(?i)\b{_SPELLED} of {_MONTH}\b(?:,? {_YEAR}\b)?",
        rf"\b{_CAPITAL}\.? {_NTH}\b(?![\d:.,]\d|%)(?:,? {_YEAR}\b)?",
        rf"\b{_CAPITAL}\.?(?: of)? {_YEAR}\b",
        rf"(?<![\d./-]){_YEAR}-(?P<number>1[0-2]|0[1-9])-(?P<day>[0-3]\d)(?![\d-])",
        rf"(?<![\d./-]){_NUMERIC}(?P<short>(?:19|20)?\d\d)(?![\d./-]?\d)",
    )
)
# What stands before a date and belongs to it; what takes no "in" after it. A date in numbers is
# found in other languages, too.
_BEFORE = re.compile(r"(?i)(?:\b(?P<on>on|in|el|en|في|يوم) )?(?:the )?$")
_TAKES_BARE = re.compile(
    r"(?i)\b(?:since|until|till|from|by|before|after|of|to|and|between|desde|hasta|منذ|حتى|قبل|بعد)\s$"
)
_BIRTH = re.compile(r"(?i)\b(?:born|birthdays?|birth|birthdate|dob|d\.o\.b)\b\W*(?:\w+\W+){0,3}$")
_BORN = re.compile(rf"(?i)\bborn (?:[a-z]+ ){{0,2}}(?P<what>in {_YEAR})\b")
LOOK_BACK = 40
CENTURY, MONTHS_A_YEAR, LONGEST_MONTH = 100, 12, 31


def dates(reading: Reading) -> Iterator[Detail]:
    for word in reading.words:
        if word.low[0].isdecimal() or word.low in _FIRST_WORDS:
            found = next(filter(None, (p.match(reading.text, word.start) for p in _DATES)), None)
            if found and (said := _when(found, reading.today)):
                yield _dated(found, reading, *said)
    for found in _BORN.finditer(reading.text):
        yield Detail(*found.span("what"), Kind.BIRTH, _decade_of(int(found["year"])))


def _when(found: re.Match[str], today: date) -> tuple[int, int] | None:
    """The year, 0 where none is said, and the month; None for what is no date."""
    given = found.groupdict()
    year = int(given.get("year") or 0)
    if given.get("month"):
        return year, _NUMBERS[given["month"][:3].lower()]
    month, day = int(given["number"]), int(given["day"])
    if given.get("short"):
        year = int(given["short"])
        year += 0 if year >= CENTURY else CENTURY * (today.year // CENTURY)
        year -= CENTURY if year > today.year + 1 else 0
    if month > MONTHS_A_YEAR:
        month, day = day, month
    return (year, month) if 1 <= month <= MONTHS_A_YEAR and 1 <= day <= LONGEST_MONTH else None


def _dated(found: re.Match[str], reading: Reading, year: int, month: int) -> Detail:
    south = reading.is_south
    before = reading.text[max(0, found.start() - LOOK_BACK) : found.start()]
    place = _BEFORE.search(before)
    assert place is not None, "it fits nothing, too"
    start = found.start() - len(place[0])
    if _BIRTH.search(before):
        season = Sentence("in {when}", when=seasons.of(month, is_south=south))
        return Detail(start, found.end(), Kind.BIRTH, _decade_of(year) if year else season)
    words, needs_in = seasons.of(month, is_south=south), True
    if year:
        words, needs_in = seasons.since(year, month, reading.today, is_south=south)
    if needs_in and not _TAKES_BARE.search(before[: len(before) - len(place[0])]):
        words = Sentence("in {when}", when=words)
    return Detail(start, found.end(), Kind.DATE, words)


def _decade_of(year: int) -> Sentence:
    return Sentence("in the {decade}s", decade=f"{year // 10}0")
