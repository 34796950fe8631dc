"""A coordinator's desk: have a cohort matched, pin and exclude pairs, and confirm what was found.

The matching itself is work for whoever does the chores (`work`): a page only asks for it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.errors import Invalid, NotFound
from app.core.events import publish
from app.core.keys import Keyring
from app.core.verdict import require
from app.mentoring.mentorships import beginnings
from app.mentoring.programmes import gathering, policy, queries, rules
from app.mentoring.programmes.contents import Alone, Desk, Matched, Pair
from app.mentoring.programmes.models import Enrolment, Match, Stage
from app.mentoring.programmes.queries import Found
from app.mentoring.programmes.rules import Person, Rule
from app.mentoring.programmes.weighing import Gathered
from app.people.members.models import Member
from app.people.noted.events import Kind, Noted


class Wish(StrEnum):
    """Of two: together whatever else is better, not together, or as it comes."""

    PIN = "pin"
    EXCLUDE = "exclude"
    FREE = "free"


def run(session: Session, ring: Keyring, found: Found) -> None:
    """Ask for a matching, anew if there was one. Raises NotAllowed, Invalid."""
    require(policy.may_coordinate(found.place))
    require(policy.may_match(found.cohort.stage))
    cohort = gathering.gather(session, ring, found.cohort)
    if not cohort.mentors or not cohort.mentees:
        raise Invalid("", "There is nobody to match yet: it takes a mentor and a mentee.")
    found.cohort.stage = Stage.MATCHING
    found.cohort.run += 1


def wish(session: Session, ring: Keyring, found: Found, pair: Pair, wished: Wish) -> None:
    """Counts from the next matching on. Raises NotFound for whoever is not in the cohort, Invalid
    where a rule keeps the two apart."""
    require(policy.may_coordinate(found.place))
    require(policy.may_match(found.cohort.stage))
    desk = queries.desk(ring, found.cohort)
    pinned, excluded = desk.pinned - {pair}, desk.excluded - {pair}
    if wished is not Wish.FREE:
        _check(gathering.gather(session, ring, found.cohort), pair, wished)
    if wished is Wish.PIN:
        pinned |= {pair}
    elif wished is Wish.EXCLUDE:
        excluded |= {pair}
    _keep(ring, found, replace(desk, pinned=pinned, excluded=excluded))


def confirm(session: Session, ring: Keyring, found: Found) -> int:
    """Begin each pair's mentorship and tell both; those of whom one has left meanwhile, or whom a
    rule now keeps apart, are left out. Returns how many these are. Raises NotAllowed."""
    require(policy.may_coordinate(found.place))
    desk = queries.desk(ring, found.cohort)
    require(policy.may_confirm(found.cohort.stage, fits=desk.fits))
    assert desk.found is not None
    members = _held(session, found)
    cohort = gathering.gather(session, ring, found.cohort)
    standing = _standing(cohort, desk.found.pairs)
    for mentor, mentee in standing:
        _begin(session, found, members, (mentor, mentee))
    there = {one.number for one in (*cohort.mentors, *cohort.mentees)}
    _tell(session, found, [members[n] for n in sorted(there - {n for p in standing for n in p})])
    begun = [pair for pair in desk.found.pairs if pair[:2] in standing]
    fell = [pair for pair in desk.found.pairs if pair[:2] not in standing]
    alone = (*desk.found.alone, *(Alone(mentee, {}, ()) for _, mentee, _ in fell))
    found.cohort.stage = Stage.CONFIRMED
    _keep(ring, found, replace(desk, found=Matched(tuple(begun), alone), left_out=len(fell)))
    return len(fell)


def _check(cohort: Gathered, pair: Pair, wished: Wish) -> None:
    mentor = _by_number(cohort.mentors).get(pair[0])
    mentee = _by_number(cohort.mentees).get(pair[1])
    if mentor is None or mentee is None:
        raise NotFound
    rule = rules.against(replace(cohort.rules, excluded=()), mentor, mentee)
    if rule and wished is Wish.PIN:
        raise Invalid("", f"These two can’t be matched: {WHY[rule]}.")


WHY = {
    # In the same words, so that neither is known for the other.
    Rule.BETWEEN: "something that one of them has told us keeps them apart",
    Rule.MANAGER: "something that one of them has told us keeps them apart",
    Rule.TEAM: "they are in the same team",
    Rule.LANGUAGE: "they share no language",
    Rule.HOURS: "their clocks are too far apart",
    Rule.EXCLUDED: "you have excluded the pair",
}


def _standing(cohort: Gathered, pairs: Sequence[tuple[int, int, int]]) -> list[Pair]:
    """Those that may still begin: both are there, no rule is against it, she has a place."""
    mentors, mentees = _by_number(cohort.mentors), _by_number(cohort.mentees)
    free = {number: cohort.rules.places(one) for number, one in mentors.items()}
    standing = []
    for mentor, mentee, _points in pairs:
        is_there = mentor in mentors and mentee in mentees and free[mentor] > 0
        if is_there and not rules.against(cohort.rules, mentors[mentor], mentees[mentee]):
            free[mentor] -= 1
            standing.append((mentor, mentee))
    return standing


def _begin(session: Session, found: Found, members: Mapping[int, UUID], pair: Pair) -> None:
    mentor, mentee = members[pair[0]], members[pair[1]]
    begun = beginnings.begin(session, mentor, mentee, tell=(mentor, mentee))
    match = Match(
        mentorship_id=begun.id,
        cohort_id=found.cohort.id,
        mentor_enrolment=pair[0],
        mentee_enrolment=pair[1],
    )
    session.add(match)


def _by_number(people: Sequence[Person]) -> dict[int, Person]:
    return {one.number: one for one in people}


def _held(session: Session, found: Found) -> dict[int, UUID]:
    """The members of the cohort by their enrolments, whose rows nobody else changes meanwhile."""
    rows = session.execute(
        select(Enrolment.id, Enrolment.member_id).where(Enrolment.cohort_id == found.cohort.id)
    )
    members = {row.id: row.member_id for row in rows}
    held = select(Member.id).where(Member.id.in_(members.values())).order_by(Member.id)
    session.execute(held.with_for_update())
    return members


def _tell(session: Session, found: Found, members: list[UUID]) -> None:
    """Those for whom nobody was found: the programme's page says so."""
    for member_id in members:
        thing = ("programme", found.row.slug)
        publish(session, Noted(member_id=member_id, kind=Kind.MENTORING, thing=thing))


def _keep(ring: Keyring, found: Found, desk: Desk) -> None:
    found.cohort.sealed = desk.sealed(ring, found.cohort.id)
