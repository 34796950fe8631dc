"""What speaks for each two of a cohort, and from that its matching with what explains it.

Pure but for `solve`, which says who is matched: the caller decides in which process it runs.
"""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from app.core.errors import Invalid
from app.core.languages import Sentence, several
from app.mentoring.matching import facts
from app.mentoring.matching.assigning import Problem, Solution
from app.mentoring.matching.facts import Facts, Reason
from app.mentoring.matching.tables import points_table
from app.mentoring.programmes import rules as ruling
from app.mentoring.programmes.contents import NAMED, Alone, Matched, Pair
from app.mentoring.programmes.rules import Person, Rules
from app.mentoring.programmes.sieve import Sieve

# What the same answer to a question that counts is worth.
ANSWER = 4
HIDDEN = Sentence("Something that both let count, and that stays with them.")
Solve = Callable[[Problem], Solution]


@dataclass(frozen=True)
class Gathered:
    """A cohort as it is matched. Who enrolled as both is among mentors and mentees."""

    rules: Rules
    mentors: Sequence[Person]
    mentees: Sequence[Person]
    pinned: frozenset[Pair] = frozenset()


def points(rules: Rules, mentor: Person, mentee: Person) -> int:
    shared = len(mentor.answers & mentee.answers)
    return facts.points(mentor.facts, mentee.facts, rules.at) + ANSWER * shared


def reasons(rules: Rules, mentor: Person, mentee: Person) -> list[Reason]:
    """As a coordinator may read them, in the words that the mentee is told: that a background
    counted is there, which one is not."""
    bare = [Facts(p.facts.topics, p.facts.times, p.facts.languages, frozenset(), p.facts.zone)
            for p in (mentor, mentee)]  # fmt: skip
    found = list(facts.reasons(bare[0], bare[1], rules.at))
    hidden = facts.points(mentor.facts, mentee.facts, rules.at) - sum(one.points for one in found)
    if hidden:
        found.append(Reason(hidden, HIDDEN))
    same = len(mentor.answers & mentee.answers)
    if same:
        said = several(
            "The same answer to one question of the programme.",
            "The same answer to {n} questions of the programme.",
            same,
        )
        found.append(Reason(ANSWER * same, said))
    return sorted(found, key=lambda one: -one.points)


def match(cohort: Gathered, solve: Solve) -> Matched:
    """Raises Invalid where pins cannot be kept, and whatever `solve` raises."""
    table = _table(cohort)
    at = _places(cohort)
    pinned = frozenset(at[pair] for pair in cohort.pinned if pair in at)
    _check_pins(cohort, table, pinned)
    capacities = [cohort.rules.places(mentor) for mentor in cohort.mentors]
    solution = solve(Problem(table, capacities, pinned))
    # Without those whom something between them keeps apart it is solved anew. What then holds all
    # rules is the best of all that do, since it was sought among more.
    while hidden := _hidden(cohort, solution):
        for i, j in hidden:
            table[i][j] = None
        solution = solve(Problem(table, capacities, pinned))
    pairs = tuple(
        (cohort.mentors[j].number, cohort.mentees[i].number, table[i][j] or 0)
        for i, j in solution.pairs
    )
    taken = {mentee for _, mentee, _ in pairs}
    alone = tuple(_alone(cohort, one) for one in cohort.mentees if one.number not in taken)
    return Matched(pairs, alone)


def _table(cohort: Gathered) -> list[list[int | None]]:
    rules, mentors = cohort.rules, cohort.mentors
    worth = points_table(
        [mentor.facts for mentor in mentors], [one.facts for one in cohort.mentees], rules.at
    )
    sieve, alike = Sieve(rules, mentors), _answered(mentors)
    return [
        _line(mentee, row, sieve.kept_from(mentee), alike)
        for mentee, row in zip(cohort.mentees, worth, strict=True)
    ]


Answer = tuple[int, str]


def _answered(mentors: Sequence[Person]) -> dict[Answer, list[int]]:
    """Where those mentors stand who have answered so."""
    found: dict[Answer, list[int]] = {}
    for j, mentor in enumerate(mentors):
        for answer in mentor.answers:
            found.setdefault(answer, []).append(j)
    return found


def _line(
    mentee: Person, row: list[int], kept: Collection[int], alike: Mapping[Answer, Sequence[int]]
) -> list[int | None]:
    for answer in mentee.answers:
        for j in alike.get(answer, ()):
            row[j] += ANSWER
    line: list[int | None] = [*row]
    for j in kept:
        line[j] = None
    return line


def _hidden(cohort: Gathered, solution: Solution) -> list[tuple[int, int]]:
    """Those of the pairs whom something between them keeps apart."""
    return [(i, j) for i, j in solution.pairs if _between(cohort, i, j)]


def _between(cohort: Gathered, i: int, j: int) -> bool:
    return (cohort.mentors[j].number, cohort.mentees[i].number) in cohort.rules.between


def _places(cohort: Gathered) -> dict[Pair, Pair]:
    """Of each pair of enrolments that is pinned and still there, where it stands in the table."""
    mentors = {one.number: j for j, one in enumerate(cohort.mentors)}
    mentees = {one.number: i for i, one in enumerate(cohort.mentees)}
    return {
        (mentor, mentee): (mentees[mentee], mentors[mentor])
        for mentor, mentee in cohort.pinned
        if mentor in mentors and mentee in mentees
    }


def _check_pins(cohort: Gathered, table: list[list[int | None]], pinned: frozenset[Pair]) -> None:
    if any(table[i][j] is None or _between(cohort, i, j) for i, j in pinned):
        raise Invalid("", "A pair that you pinned may not be matched any more. Take the pin back.")
    if len({i for i, _ in pinned}) < len(pinned):
        raise Invalid("", "A mentee is pinned to two mentors. Take one pin back.")
    for j, many in Counter(j for _, j in pinned).items():
        if many > cohort.rules.places(cohort.mentors[j]):
            raise Invalid("", "More mentees are pinned to a mentor than she has places.")


def _alone(cohort: Gathered, mentee: Person) -> Alone:
    """Where a mentor was allowed, others have her places: else the two would be matched."""
    said = [(mentor, ruling.against(cohort.rules, mentor, mentee)) for mentor in cohort.mentors]
    kept = Counter(rule.value for _, rule in said if rule)
    full = [mentor.number for mentor, rule in said if rule is None]
    return Alone(mentee.number, dict(kept), tuple(full[:NAMED]), len(full))
