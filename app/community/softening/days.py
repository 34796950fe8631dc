"""Days, births, ages, and lengths of time."""

import re
from collections.abc import Iterator
from datetime import date

from app.community.softening import seasons
from app.community.softening.kinds import Detail, Kind
from app.community.softening.rules import COUNT, NUMBER, TENS, Reading, listed, number, rule

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
# What stands before a date and belongs to it; what takes no "in" after it
_BEFORE = re.compile(r"(?i)(?:\b(?P<on>on|in) )?(?:the )?$")
_TAKES_BARE = re.compile(r"(?i)\b(?:since|until|till|from|by|before|after|of|to|and|between)\s$")
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
        yield Detail(*found.span("what"), Kind.BIRTH, f"in the {found['year'][:3]}0s")


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
        season = f"in {seasons.of(month, is_south=south)}"
        return Detail(start, found.end(), Kind.BIRTH, f"in the {year // 10}0s" if year else season)
    words, needs_in = seasons.of(month, is_south=south), True
    if year:
        words, needs_in = seasons.since(year, month, reading.today, is_south=south)
    if needs_in and not _TAKES_BARE.search(before[: len(before) - len(place[0])]):
        words = f"in {words}"
    return Detail(start, found.end(), Kind.DATE, words)


# What follows an age that has been said, and no unit
_AGE_ENDS = (
    r"(?=[,;!?)\n]|\.(?!\d)|$| (?:and|but|now|with|so|or|today|this|when|because|too|–|-) ?)"
)
_OLD = r"[- ](?:year|yr)s?[- ]old"
_CHILD = (
    "sons?|daughters?|child|children|boys?|girls?|kids?|nieces?|nephews?|brothers?|sisters?|twins?"
)
CHILD, ADULT, HOURS = 13, 20, 24


def _decade(age: int) -> str:
    return f"{TENS[min(age, 99) // 10 - 2]}".replace("y", "ies")


def _mine(found: re.Match[str], _reading: Reading) -> str | None:
    age = number(found["n"])
    if age < CHILD:
        return None
    return "in my teens" if age < ADULT else f"in my {_decade(age)}"


def _at(found: re.Match[str], _reading: Reading) -> str | None:
    """At 41; below this it is rather an hour."""
    age = number(found["n"])
    return f"at about {TENS[round(age / 10) - 2]}" if HOURS < age < CENTURY - 5 else None


def _theirs(found: re.Match[str], _reading: Reading) -> str:
    age = number(found["n"])
    if age < CHILD:
        return "quite young"
    return "in their teens" if age < ADULT else f"in their {_decade(age)}"


def _old(found: re.Match[str], _reading: Reading) -> str:
    """A 7-year-old daughter, a 58 year old woman; or nobody behind it."""
    age, alone = number(found["n"]), not found["follows"]
    if age < CHILD:
        return "young child" if alone else "young"
    said = "teenage" if age < ADULT else f"{TENS[min(age, 99) // 10 - 2]}-something"
    return said.replace("teenage", "teenager") if alone else said


def _letter(found: re.Match[str], _reading: Reading) -> str:
    who = "woman" if found["sex"] in "Ff" else "man"
    age = number(found["n"])
    return f"{who} in her {_decade(age)}" if age >= ADULT else f"young {who}"


def _about(found: re.Match[str], _reading: Reading) -> str | None:
    age = number(found["n"])
    if CHILD <= age < ADULT:
        return "old enough"
    return f"about {TENS[round(age / 10) - 2]}" if ADULT <= age < CENTURY - 5 else None


def _over(found: re.Match[str], _reading: Reading) -> str:
    age = number(found["n"])
    return f"over {TENS[min(age, 99) // 10 - 2]}" if age >= ADULT else "still young"


_N = f"(?P<n>{NUMBER})"
MANY_YEARS = 10


def _length(found: re.Match[str], _reading: Reading) -> str:
    years = number(found["n"]) if found["unit"].startswith("year") else 0
    if years > MANY_YEARS:
        return "more than ten years"
    if years > 1:
        return "some years"
    return "a long time"


RULES = (
    rule(
        Kind.AGE,
        "i i'm i’m im",
        rf"(?i:i['’]?m|i am|i was) (?P<what>{_N}(?: years? old| yo)?){_AGE_ENDS}",
        _mine,
    ),
    rule(
        Kind.AGE, "turned turn turning", rf"(?i:turn(?:ed|ing)?) (?P<what>{_N}){_AGE_ENDS}", _about
    ),
    rule(Kind.AGE, "aged age", rf"(?i:aged?) (?P<what>{_N})\b(?! (?:year|week|month))", _over),
    rule(
        Kind.AGE,
        "my our her his their",
        rf"(?i:my|our|her|his|their) (?:[a-z]+ )?(?:{_CHILD}|{listed('names', 'relations')}) "
        rf"(?:is|are|was|were) (?P<what>{_N}(?:(?:, | and ){NUMBER}){{0,3}}){_AGE_ENDS}",
        _theirs,
    ),
    rule(
        Kind.AGE,
        COUNT,
        rf"(?P<what>{_N}{_OLD})\b(?P<follows> (?!and|but|who|is|was|has|with|in|at|to|or)[a-z])?",
        _old,
    ),
    rule(Kind.AGE, COUNT, r"(?P<what>(?P<n>[1-7]\d)(?P<sex>[FfM]))\b(?=[\s,.;)\]]|$)", _letter),
    rule(
        Kind.AGE,
        "at",
        rf"(?i:(?P<what>at {_N}))(?=[,.;](?!\d)|$| (?:I|my|it|she|and|when)\b)",
        _at,
    ),
    rule(
        Kind.DURATION,
        f"{COUNT} exactly",
        rf"(?P<what>(?:exactly )?{_N} (?P<unit>years?|months?)(?:,? and |, | )"
        rf"{NUMBER} (?:months?|weeks?|days?))\b",
        _length,
    ),
    rule(
        Kind.DURATION,
        "exactly precisely",
        rf"(?P<what>(?:exactly|precisely) {_N} (?P<unit>years?|months?|weeks?|days?))\b",
        _length,
    ),
    rule(
        Kind.DURATION,
        COUNT,
        r"(?P<what>(?P<n>[1-9]\d{2,3}) (?P<unit>days?|weeks?|months?))\b",
        _length,
    ),
)
