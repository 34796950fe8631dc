"""Whom the rules keep from each other in a whole cohort: the same as `rules.against_at_once`, two
by two, but for millions of pairs, and therefore by groups of those of whom the same is true."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TypeVar

from app.mentoring.matching import facts
from app.mentoring.programmes.rules import Person, Rules

Places = frozenset[int]
Key = TypeVar("Key", bound=Hashable)
NOBODY: Places = frozenset()


class Sieve:
    """Mentors are known by where they stand in the list given."""

    def __init__(self, rules: Rules, mentors: Sequence[Person]) -> None:
        self._rules = rules
        self._all = frozenset(range(len(mentors)))
        self._numbers = _by(mentors, lambda one: [one.number])
        self._handles = _by(mentors, lambda one: [one.handle])
        self._managed = _by(mentors, lambda one: [one.manager])
        self._teams = _by(mentors, lambda one: [one.team] if one.team else [])
        self._speakers = _by(mentors, lambda one: one.facts.languages)
        self._clocks = _by(mentors, lambda one: [self._clock(one)])
        self._excluded = _excluded(rules, self._numbers)
        self._silent: dict[frozenset[str], Places] = {}
        self._far: dict[float | None, Places] = {}

    def kept_from(self, mentee: Person) -> set[int]:
        """Those who may not be her mentor, whatever is between the two."""
        return {
            *self._numbers.get(mentee.number, NOBODY),
            *self._handles.get(mentee.manager, NOBODY),
            *self._managed.get(mentee.handle, NOBODY),
            *self._teams.get(mentee.team, NOBODY),
            *self._excluded.get(mentee.number, NOBODY),
            *self._without_a_language(mentee.facts.languages),
            *self._too_far(self._clock(mentee)),
        }

    def _clock(self, one: Person) -> float | None:
        """None where no zone is known, or none matters."""
        asked = one.facts.zone and self._rules.hours is not None
        return facts.offset(one.facts.zone, self._rules.at) if asked else None

    def _without_a_language(self, languages: frozenset[str]) -> Places:
        if not self._rules.common_language:
            return NOBODY
        if languages not in self._silent:
            heard = (self._speakers.get(one, NOBODY) for one in languages)
            self._silent[languages] = self._all.difference(*heard)
        return self._silent[languages]

    def _too_far(self, clock: float | None) -> Places:
        hours = self._rules.hours
        if hours is None:
            return NOBODY
        if clock not in self._far:
            near = (
                places
                for other, places in self._clocks.items()
                if clock is not None and other is not None and facts.apart(clock, other) <= hours
            )
            self._far[clock] = self._all.difference(*near)
        return self._far[clock]


def _by(mentors: Sequence[Person], keys_of: Callable[[Person], Iterable[Key]]) -> dict[Key, Places]:
    """Where those stand of whom each is true."""
    found = defaultdict(set)
    for place, one in enumerate(mentors):
        for key in keys_of(one):
            found[key].add(place)
    return {key: frozenset(places) for key, places in found.items()}


def _excluded(rules: Rules, numbers: dict[int, Places]) -> dict[int, Places]:
    """By the mentee, who may be there for several pairs."""
    found: dict[int, Places] = defaultdict(frozenset)
    for mentor, mentee in rules.excluded:
        found[mentee] |= numbers.get(mentor, NOBODY)
    return found
