"""How few there are of somebody: a team of six, the only woman, four of us."""

import re

from app.community.softening import lexicon
from app.community.softening.kinds import Kind
from app.community.softening.rules import COUNT, NUMBER, Reading, listed, number, rule
from app.core.languages import Sentence, phrases

# Who somebody can be the only one of, and how several of them are called
_PEOPLE = phrases(
    {
        "woman": "women",
        "female": "women",
        "girl": "girls",
        "mother": "mothers",
        "mum": "mothers",
        "parent": "parents",
        "nurse": "nurses",
        "midwife": "midwives",
        "doctor": "doctors",
        "surgeon": "surgeons",
        "engineer": "engineers",
        "developer": "developers",
        "programmer": "programmers",
        "teacher": "teachers",
        "lecturer": "lecturers",
        "lawyer": "lawyers",
        "solicitor": "solicitors",
        "designer": "designers",
        "manager": "managers",
        "scientist": "scientists",
        "researcher": "researchers",
        "student": "students",
        "apprentice": "apprentices",
        "colleague": "colleagues",
        "employee": "employees",
        "muslim": "Muslims",
        "lesbian": "lesbians",
    }
)
_MANY = frozenset(_PEOPLE.values()) | {"people", "men", "staff"}
_GROUP = f"(?P<group>{listed('teams', 'groups')})"
_N = f"(?P<n>{NUMBER})"
_KINDS = f"(?:(?i:{listed('teams', 'kinds')}) ){{0,2}}"
SMALL, MIDDLING, YEARS = 16, 80, 1900
US_LEAST = 3


def _sized(n: int, group: str) -> Sentence:
    if n < SMALL:
        return Sentence("small {group}", group=group)
    return Sentence("medium-sized {group}" if n < MIDDLING else "large {group}", group=group)


def _group(found: re.Match[str], _reading: Reading) -> str | None:
    """A team of six: a small team. The class of 1999 is not so many."""
    n, who = number(found["n"]), (found.groupdict().get("who") or "").strip()
    if n <= 1 or n >= YEARS or (who and who not in _MANY):
        return None
    rest = f" of {who}" if who and who not in {"people", "staff", "employees"} else ""
    return _sized(n, f"{found['group']}{rest}")


def _us(found: re.Match[str], _reading: Reading) -> str | None:
    return Sentence("a few of us") if number(found["n"]) >= US_LEAST else None


def _few(found: re.Match[str], _reading: Reading) -> str:
    """The only Black woman: one of few Black women."""
    *kinds, last = found["whom"].split()
    people = _PEOPLE[last.lower()]
    if kinds:
        people = Sentence("{kind} {people}", kind=" ".join(kinds), people=people)
    return Sentence("one of few {people}", people=people)


def _one_of(found: re.Match[str], _reading: Reading) -> str:
    return Sentence("one of few {people}", people=found["who"])


def _several(found: re.Match[str], _reading: Reading) -> str:
    return Sentence("a few {people}", people=found["who"])


_WHO = lexicon.either(_MANY)
_WHOM = f"(?P<whom>{_KINDS}(?i:{lexicon.either(_PEOPLE)}))"
_NOBODY = (
    "years|months|weeks|days|hours|minutes|times|lives|things|projects|meetings|questions|teams"
)
RULES = (
    rule(
        Kind.TEAM,
        " ".join(lexicon.words("teams", "groups")),
        rf"(?i:(?P<what>{_GROUP} of (?:only |just |about |around )?{_N}(?! (?:per|%))\b"
        rf"(?P<who> [a-z]+s\b| people\b| women\b| men\b| staff\b)?))(?![\d,.%]*\d)",
        _group,
    ),
    rule(
        Kind.TEAM,
        COUNT,
        rf"(?P<what>{_N}[- ](?:person|people|strong|member|woman|man) {_GROUP})\b",
        _group,
    ),
    rule(
        Kind.TEAM,
        "there there’re we only just",
        rf"(?i:there are|there were|we are|we were|we[’']re|only|just)(?: only| just)? "
        rf"(?P<what>{_N} of us)\b",
        _us,
    ),
    rule(
        Kind.TEAM,
        "the first",
        rf"(?i:(?P<what>(?:the )?first (?-i:{_WHOM})))(?= (?:to|at|in|on|here)\b)",
        _few,
    ),
    rule(
        Kind.TEAM,
        "the only sole",
        rf"(?i:(?P<what>(?:the )?(?:only|sole) (?-i:{_WHOM})"
        rf"(?: (?:of|among|out of) (?:the )?{NUMBER}\b)?))\b(?! (?:he|she|I|for)\b)",
        _few,
    ),
    rule(
        Kind.TEAM,
        "one",
        rf"(?i:(?P<what>one of (?:only |just |the |the only )?{NUMBER} "
        rf"(?P<who>(?:{_KINDS})(?:{_WHO}))))\b",
        _one_of,
    ),
    rule(
        Kind.TEAM,
        "manage manages managed managing supervise supervised lead led leading line-manage",
        rf"(?i:\S+) (?P<what>{NUMBER} (?!{_NOBODY})(?P<who>{_WHO}|[a-z]+s))\b",
        _several,
    ),
)
