"""Ages, and lengths of time."""

import re

from app.community.softening.days import CENTURY
from app.community.softening.kinds import Kind
from app.community.softening.rules import COUNT, NUMBER, Reading, listed, number, rule
from app.core.languages import Sentence, phrases

TENS = phrases(
    {
        2: "twenty",
        3: "thirty",
        4: "forty",
        5: "fifty",
        6: "sixty",
        7: "seventy",
        8: "eighty",
        9: "ninety",
    }
)
DECADES = phrases(
    {
        2: "twenties",
        3: "thirties",
        4: "forties",
        5: "fifties",
        6: "sixties",
        7: "seventies",
        8: "eighties",
        9: "nineties",
    }
)
# What follows an age that has been said, and no unit
_AGE_ENDS = (
    r"(?=[,;!?)\n]|\.(?!\d)|$| (?:and|but|now|with|so|or|today|this|when|because|too|–|-) ?)"
)
_OLD = r"[- ](?:year|yr)s?[- ]old"
_CHILD = (
    "sons?|daughters?|child|children|boys?|girls?|kids?|nieces?|nephews?|brothers?|sisters?|twins?"
)
CHILD, ADULT, HOURS = 13, 20, 24


def _decade(age: int) -> Sentence:
    return DECADES[min(age, 99) // 10]


def _about_ten(age: int) -> Sentence:
    return TENS[round(age / 10)]


def _tens(age: int) -> Sentence:
    return TENS[min(age, 99) // 10]


def _mine(found: re.Match[str], _reading: Reading) -> str | None:
    age = number(found["n"])
    if age < CHILD:
        return None
    if age < ADULT:
        return Sentence("in my teens")
    return Sentence("in my {decade}", decade=_decade(age))


def _at(found: re.Match[str], _reading: Reading) -> str | None:
    """At 41; below this it is rather an hour."""
    age = number(found["n"])
    if not HOURS < age < CENTURY - 5:
        return None
    return Sentence("at about {age}", age=_about_ten(age))


def _theirs(found: re.Match[str], _reading: Reading) -> str:
    age = number(found["n"])
    if age < CHILD:
        return Sentence("quite young")
    if age < ADULT:
        return Sentence("in their teens")
    return Sentence("in their {decade}", decade=_decade(age))


def _old(found: re.Match[str], _reading: Reading) -> str:
    """A 7-year-old daughter, a 58 year old woman; or nobody behind it."""
    age, alone = number(found["n"]), not found["follows"]
    if age < CHILD:
        return Sentence("young child" if alone else "young")
    if age < ADULT:
        return Sentence("teenager" if alone else "teenage")
    return Sentence("{age}-something", age=_tens(age))


def _letter(found: re.Match[str], _reading: Reading) -> str:
    is_woman, age = found["sex"] in "Ff", number(found["n"])
    if age < ADULT:
        return Sentence("young woman" if is_woman else "young man")
    return Sentence(
        "woman in her {decade}" if is_woman else "man in her {decade}", decade=_decade(age)
    )


def _about(found: re.Match[str], _reading: Reading) -> str | None:
    age = number(found["n"])
    if CHILD <= age < ADULT:
        return Sentence("old enough")
    return Sentence("about {age}", age=_about_ten(age)) if ADULT <= age < CENTURY - 5 else None


def _over(found: re.Match[str], _reading: Reading) -> str:
    age = number(found["n"])
    return Sentence("over {age}", age=_tens(age)) if age >= ADULT else Sentence("still young")


_N = f"(?P<n>{NUMBER})"
MANY_YEARS = 10


def _length(found: re.Match[str], _reading: Reading) -> str:
    years = number(found["n"]) if found["unit"].startswith("year") else 0
    if years > MANY_YEARS:
        return Sentence("more than ten years")
    if years > 1:
        return Sentence("some years")
    return Sentence("a long time")


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
