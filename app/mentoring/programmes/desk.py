"""A coordinator's desk as she sees it: what was found for a cohort, in words."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from app.core.keys import Keyring
from app.core.languages import Sentence, several, words
from app.mentoring.matching.facts import Reason
from app.mentoring.programmes import fairness, firewall, gathering, queries, weighing
from app.mentoring.programmes.contents import Alone, Desk, Fallen, Matched, Pair
from app.mentoring.programmes.fairness import Group
from app.mentoring.programmes.firewall import Card
from app.mentoring.programmes.models import Stage
from app.mentoring.programmes.queries import Found
from app.mentoring.programmes.rules import Person, Rule
from app.mentoring.programmes.weighing import Gathered

AT_ONCE = 50


def _told(n: int) -> Sentence:
    """Of who manages whom, of blocks and of mentorships that there are: in the same words, so that
    none of them is known for the others."""
    return several(
        "{n} mentor is kept apart from her by something that one of the two has told us",
        "{n} mentors are kept apart from her by something that one of the two has told us",
        n,
    )


def _excluded(n: int) -> Sentence:
    return several("{n} mentor you have excluded", "{n} mentors you have excluded", n)


def _in_team(n: int) -> Sentence:
    return several("{n} mentor is in her team", "{n} mentors are in her team", n)


def _no_language(n: int) -> Sentence:
    return several(
        "{n} mentor shares no language with her", "{n} mentors share no language with her", n
    )


def _far(n: int) -> Sentence:
    return several(
        "{n} mentor has a clock too far from hers", "{n} mentors have clocks too far from hers", n
    )


# Why so many mentors are none for somebody.
KEPT: Mapping[Rule, Callable[[int], Sentence]] = {
    Rule.MANAGER: _told,
    Rule.TEAM: _in_team,
    Rule.LANGUAGE: _no_language,
    Rule.HOURS: _far,
    Rule.EXCLUDED: _excluded,
    Rule.BETWEEN: _told,
}


@dataclass(frozen=True)
class PairCard:
    """Two who were found for each other; `reasons` are in the words that the mentee is told."""

    mentor: Card
    mentee: Card
    points: int
    reasons: Sequence[Reason]
    pinned: bool


@dataclass(frozen=True)
class AloneCard:
    """Somebody for whom nobody was found: why, how many would be allowed but are full, and some
    of these."""

    mentee: Card
    why: Sequence[str]
    full: Sequence[Card]
    filled: int


@dataclass(frozen=True)
class FallenCard:
    """A pair that could not begin any more; whoever has left is not there."""

    mentor: Card | None
    mentee: Card | None
    why: str


@dataclass(frozen=True)
class Wished:
    mentor: Card
    mentee: Card


@dataclass(frozen=True)
class View:
    """What the page of a cohort's matching shows; pairs with the fewest points stand first, and
    of a long list `pairs` are those of one page of `pages`. While it is confirmed, `done` of
    `asked` pairs have had their turn."""

    stage: Stage
    trouble: str
    left_out: int
    mentors: Sequence[Card]
    mentees: Sequence[Card]
    pinned: Sequence[Wished]
    excluded: Sequence[Wished]
    number: int = 0
    total: int = 0
    worst: PairCard | None = None
    pairs: Sequence[PairCard] = ()
    alone: Sequence[AloneCard] = ()
    groups: Sequence[Group] = ()
    page: int = 1
    pages: int = 1
    fits: bool = True
    fallen: Sequence[FallenCard] = ()
    done: int = 0
    asked: int = 0

    @property
    def has_result(self) -> bool:
        return self.stage in {Stage.MATCHED, Stage.CONFIRMED}


def look(session: Session, ring: Keyring, found: Found, page: int) -> View:
    questions = queries.questions(session, found.row.id)
    everyone = gathering.everyone(session, ring, found.cohort)
    cards = {one.number: firewall.card(one, questions) for one in everyone}
    desk = queries.desk(ring, found.cohort)
    view = View(
        found.cohort.stage,
        words(desk.trouble),
        desk.left_out,
        [cards[one.number] for one in everyone if one.told.part.mentors],
        [cards[one.number] for one in everyone if one.told.part.learns],
        _wished(desk.pinned, cards),
        _wished(desk.excluded, cards),
    )
    if desk.found is None or not view.has_result:
        asked = len(desk.found.pairs) if desk.found else 0
        return replace(view, done=desk.done, asked=asked)
    shown = _Shown(gathering.gather(session, ring, found.cohort, everyone), cards, desk)
    return shown.on(view, desk.found, fairness.groups(desk.found, everyone), page)


@dataclass(frozen=True)
class _Shown:
    """The result among those who are still there."""

    cohort: Gathered
    cards: Mapping[int, Card]
    desk: Desk

    def on(self, view: View, found: Matched, groups: Sequence[Group], page: int) -> View:
        there = [p for p in found.pairs if p[0] in self.cards and p[1] in self.cards]
        there.sort(key=lambda p: (p[2], self.cards[p[1]].name))
        people = {one.number: one for one in (*self.cohort.mentors, *self.cohort.mentees)}
        pages = max(1, -(-len(there) // AT_ONCE))
        page = min(max(page, 1), pages)
        start = (page - 1) * AT_ONCE
        pairs = [self._pair(p, people) for p in there[start : start + AT_ONCE]]
        return View(
            **vars(view)
            | {
                "number": len(there),
                "total": sum(points for _, _, points in there),
                "worst": self._pair(there[0], people) if there else None,
                "pairs": pairs,
                "alone": [self._alone(one) for one in found.alone if one.mentee in self.cards],
                "groups": groups,
                "page": page,
                "pages": pages,
                "fits": self.desk.fits,
                "fallen": [self._fallen(one) for one in self.desk.fallen],
            }
        )

    def _pair(self, pair: tuple[int, int, int], people: Mapping[int, Person]) -> PairCard:
        mentor, mentee, points = pair
        why: Sequence[Reason] = ()
        if mentor in people and mentee in people:
            why = weighing.reasons(self.cohort.rules, people[mentor], people[mentee])
        pinned = (mentor, mentee) in self.desk.pinned
        return PairCard(self.cards[mentor], self.cards[mentee], points, why, pinned)

    def _alone(self, one: Alone) -> AloneCard:
        counted: Counter[Callable[[int], Sentence]] = Counter()
        for rule in Rule:
            counted[KEPT[rule]] += one.kept.get(rule.value, 0)
        why = [said(many) for said, many in counted.items() if many]
        full = [self.cards[number] for number in one.full if number in self.cards]
        return AloneCard(self.cards[one.mentee], why, full, one.filled)

    def _fallen(self, one: Fallen) -> FallenCard:
        return FallenCard(self.cards.get(one.mentor), self.cards.get(one.mentee), words(one.why))


def _wished(pairs: frozenset[Pair], cards: Mapping[int, Card]) -> list[Wished]:
    """Those who are still there, by name."""
    there = [Wished(cards[a], cards[b]) for a, b in pairs if a in cards and b in cards]
    return sorted(there, key=lambda one: (one.mentee.name, one.mentor.name))
