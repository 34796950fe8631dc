"""A coordinator's desk: have a cohort matched, pin and exclude pairs, and confirm what was found.

The matching itself is work for whoever does the chores (`work`): a page only asks for it.
"""

from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum

from sqlalchemy.orm import Session

from app.core.errors import Invalid, NotFound
from app.core.keys import Keyring
from app.core.languages import Sentence
from app.core.verdict import require
from app.mentoring.programmes import gathering, policy, queries, rules
from app.mentoring.programmes.contents import Desk, Pair
from app.mentoring.programmes.models import Stage
from app.mentoring.programmes.queries import Found
from app.mentoring.programmes.rules import Person
from app.mentoring.programmes.weighing import Gathered


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


def confirm(ring: Keyring, found: Found) -> None:
    """Have each pair's mentorship begin, which is work (`confirming`). Raises NotAllowed."""
    require(policy.may_coordinate(found.place))
    desk = queries.desk(ring, found.cohort)
    require(policy.may_confirm(found.cohort.stage, fits=desk.fits))
    found.cohort.stage = Stage.CONFIRMING
    _keep(ring, found, replace(desk, done=0, told=0, fallen=(), left_out=0))


def _check(cohort: Gathered, pair: Pair, wished: Wish) -> None:
    mentor = _by_number(cohort.mentors).get(pair[0])
    mentee = _by_number(cohort.mentees).get(pair[1])
    if mentor is None or mentee is None:
        raise NotFound
    rule = rules.against(replace(cohort.rules, excluded=()), mentor, mentee)
    if rule and wished is Wish.PIN:
        raise Invalid("", Sentence("These two can’t be matched: {why}.", why=rules.WHY[rule]))


def _by_number(people: Sequence[Person]) -> dict[int, Person]:
    return {one.number: one for one in people}


def _keep(ring: Keyring, found: Found, desk: Desk) -> None:
    found.cohort.sealed = desk.sealed(ring, found.cohort.id)
