"""Who may be matched with whom, whatever else speaks for it. Pure: no database, no clock."""

from collections.abc import Collection, Container
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import lru_cache

from app.core.languages import phrases
from app.mentoring.matching.facts import Facts, hours_apart
from app.mentoring.programmes.contents import Pair


class Rule(StrEnum):
    """What keeps two apart. What is BETWEEN two is theirs: that one has blocked the other, that
    they are mentor and mentee already, or that they are one person; it is never said which."""

    BETWEEN = "between"
    MANAGER = "manager"
    TEAM = "team"
    LANGUAGE = "language"
    HOURS = "hours"
    EXCLUDED = "excluded"


# As a coordinator may read why two can't be matched.
WHY = phrases(
    {
        # In the same words, so that neither is known for the other.
        Rule.BETWEEN: "something that one of them has told us keeps them apart",
        Rule.MANAGER: "something that one of them has told us keeps them apart",
        Rule.TEAM: "they are in the same team",
        Rule.LANGUAGE: "they share no language",
        Rule.HOURS: "their clocks are too far apart",
        Rule.EXCLUDED: "you have excluded the pair",
    }
)


@dataclass(frozen=True)
class Person:
    """Somebody of a cohort, by the number of her enrolment, as far as rules and points ask."""

    number: int
    handle: str
    facts: Facts
    manager: str = ""
    team: str = ""
    places: int = 1
    answers: frozenset[tuple[int, str]] = frozenset()


@dataclass(frozen=True)
class Rules:
    """Those of a programme; `between` and `excluded` are pairs of enrolments, mentor and mentee.
    `at` says how far apart clocks are."""

    at: datetime
    common_language: bool = True
    hours: int | None = None
    most: int = 1
    between: Container[Pair] = field(default=frozenset())
    excluded: Collection[Pair] = field(default=frozenset())

    def places(self, mentor: Person) -> int:
        """How many mentees she may have."""
        return max(0, min(mentor.places, self.most))


def against(rules: Rules, mentor: Person, mentee: Person) -> Rule | None:
    """The first rule that keeps the two apart, None where they may be matched."""
    if (mentor.number, mentee.number) in rules.between:
        return Rule.BETWEEN
    return against_at_once(rules, mentor, mentee)


def against_at_once(rules: Rules, mentor: Person, mentee: Person) -> Rule | None:
    """The same, but for what is between two people: that takes long to ask of millions."""
    if mentor.number == mentee.number:
        return Rule.BETWEEN
    # Asked both ways, since who manages whom is said by either.
    if mentee.manager == mentor.handle or mentor.manager == mentee.handle:
        return Rule.MANAGER
    if mentor.team and mentor.team == mentee.team:
        return Rule.TEAM
    if rules.excluded and (mentor.number, mentee.number) in rules.excluded:
        return Rule.EXCLUDED
    return _of_talking(rules, mentor.facts, mentee.facts)


def _of_talking(rules: Rules, one: Facts, other: Facts) -> Rule | None:
    if rules.common_language and one.languages.isdisjoint(other.languages):
        return Rule.LANGUAGE
    if rules.hours is not None and not _near(one.zone, other.zone, rules.at, rules.hours):
        return Rule.HOURS
    return None


@lru_cache(10_000)
def _near(one: str, other: str, at: datetime, hours: int) -> bool:
    """Of whom no zone is known, nobody can say that it is near."""
    return bool(one and other) and hours_apart(one, other, at) <= hours
