"""The chore that begins the mentorships of a matching which a coordinator has confirmed.

A portion of pairs is a transaction of its own, which also says how far it has come: nobody waits
long for a turn to write, and whoever takes up the work begins no pair twice and leaves none out.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.db import Database
from app.core.events import publish
from app.core.keys import Keyring
from app.core.languages import Sentence
from app.mentoring.mentorships import beginnings
from app.mentoring.mentorships.models import LIVE, Mentorship
from app.mentoring.programmes import gathering, queries, rules
from app.mentoring.programmes.contents import Desk, Fallen, Matched, Pair
from app.mentoring.programmes.models import Cohort, Enrolment, Match, Programme, Stage
from app.mentoring.programmes.weighing import Gathered
from app.people.members.models import Member, Standing
from app.people.noted.events import Kind, Noted
from app.people.safety import blocks

AT_ONCE = 25
# So many before other work has its turn.
PORTIONS = 20
GONE = Sentence("one of them is not in the cohort any more")
FULL = Sentence("her mentor has no place left")


def confirm_due(database: Database, ring: Keyring, *, goes_on: Callable[[], bool]) -> int:
    """Some portions of what waits, with `goes_on` asked between them. Returns how many."""
    with database.reading() as session:
        due = [cohort.id for cohort in queries.waiting(session, Stage.CONFIRMING)]
    portions = 0
    for cohort_id in due:
        while portions < PORTIONS and goes_on():
            portions += 1
            if not _portion(database, ring, cohort_id):
                break
    return portions


def _portion(database: Database, ring: Keyring, cohort_id: int) -> bool:
    """Returns whether there is more to do. Who enrols or withdraws has to hold the cohort too."""
    with database.changing() as session:
        cohort = session.scalar(select(Cohort).where(Cohort.id == cohort_id).with_for_update())
        if cohort is None or cohort.stage is not Stage.CONFIRMING:
            return False
        desk = queries.desk(ring, cohort)
        found = desk.found
        assert found is not None
        if desk.done < len(found.pairs):
            desk = _begun(session, ring, cohort, desk)
        elif last := _tell(session, cohort, desk.told):
            desk = replace(desk, told=last)
        else:
            desk = replace(desk, found=Matched(desk.standing, found.alone))
            cohort.stage = Stage.CONFIRMED
        cohort.sealed = desk.sealed(ring, cohort.id)
        return cohort.stage is Stage.CONFIRMING


def _begun(session: Session, ring: Keyring, cohort: Cohort, desk: Desk) -> Desk:
    """The next pairs begin, or fall where they can't any more."""
    assert desk.found is not None
    pairs = [pair[:2] for pair in desk.found.pairs[desk.done : desk.done + AT_ONCE]]
    numbers = {number for pair in pairs for number in pair}
    _hold(session, numbers)
    there = gathering.everyone(session, ring, cohort, numbers)
    members = {one.number: one.member.id for one in there}
    between = _between(session, ring, pairs, members)
    gathered = gathering.gather(session, ring, cohort, there, between)
    against = _against(gathered, pairs, _taken(session, cohort))
    for pair in pairs:
        if pair not in against:
            _begin(session, cohort, members, pair)
    fallen = (*desk.fallen, *(Fallen(*pair, why) for pair, why in against.items()))
    done = desk.done + len(pairs)
    return replace(desk, done=done, fallen=fallen, left_out=len(fallen))


def _hold(session: Session, numbers: set[int]) -> None:
    """Let nobody else give them a mentor or a mentee meanwhile."""
    theirs = select(Enrolment.member_id).where(Enrolment.id.in_(numbers))
    held = select(Member.id).where(Member.id.in_(theirs)).order_by(Member.id)
    session.execute(held.with_for_update())


def _between(
    session: Session, ring: Keyring, pairs: Sequence[Pair], members: Mapping[int, UUID]
) -> set[Pair]:
    """Those pairs of whom one has blocked the other, or who are mentor and mentee already."""
    live = select(Mentorship.mentor_id, Mentorship.mentee_id).where(
        Mentorship.state.in_(LIVE), Mentorship.mentor_id.in_(members.values())
    )
    together = {(row.mentor_id, row.mentee_id) for row in session.execute(live)}
    apart = set()
    for pair in pairs:
        if members.keys() >= {*pair}:
            two = members[pair[0]], members[pair[1]]
            if two in together or blocks.between(session, ring, *two):
                apart.add(pair)
    return apart


def _taken(session: Session, cohort: Cohort) -> Counter[int]:
    """How many places of each mentor have been filled by this cohort."""
    begun = select(Match.mentor_enrolment).where(Match.cohort_id == cohort.id)
    return Counter(session.scalars(begun))


def _against(gathered: Gathered, pairs: Sequence[Pair], taken: Counter[int]) -> dict[Pair, str]:
    """Which of them may not begin, and why."""
    mentors = {one.number: one for one in gathered.mentors}
    mentees = {one.number: one for one in gathered.mentees}
    against: dict[Pair, str] = {}
    for mentor, mentee in pairs:
        if mentor not in mentors or mentee not in mentees:
            against[mentor, mentee] = GONE
        elif rule := rules.against(gathered.rules, mentors[mentor], mentees[mentee]):
            against[mentor, mentee] = rules.WHY[rule]
        elif taken[mentor] >= gathered.rules.places(mentors[mentor]):
            against[mentor, mentee] = FULL
        else:
            taken[mentor] += 1
    return against


def _begin(session: Session, cohort: Cohort, members: Mapping[int, UUID], pair: Pair) -> None:
    mentor, mentee = members[pair[0]], members[pair[1]]
    begun = beginnings.begin(session, mentor, mentee, tell=(mentor, mentee))
    match = Match(
        mentorship_id=begun.id,
        cohort_id=cohort.id,
        mentor_enrolment=pair[0],
        mentee_enrolment=pair[1],
    )
    session.add(match)


def _tell(session: Session, cohort: Cohort, last: int) -> int | None:
    """Tell the next of those for whom nobody was found: the programme's page says so. Returns the
    last of them, None where all have been told."""
    programme = session.get_one(Programme, cohort.programme_id)
    begun = select(Match.mentor_enrolment, Match.mentee_enrolment)
    matched = {n for row in session.execute(begun.where(Match.cohort_id == cohort.id)) for n in row}
    rows = session.execute(
        select(Enrolment.id, Enrolment.member_id)
        .join(Member, Member.id == Enrolment.member_id)
        .where(Enrolment.cohort_id == cohort.id, Enrolment.id > last)
        .where(Member.standing != Standing.CLOSED)
        .order_by(Enrolment.id)
    )
    alone = [row for row in rows if row.id not in matched][:AT_ONCE]
    thing = ("programme", programme.slug)
    for row in alone:
        publish(session, Noted(member_id=row.member_id, kind=Kind.MENTORING, thing=thing))
    return alone[-1].id if alone else None
