"""An organisation with a programme, and what it takes to enrol and to match there."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import product
from typing import Any

from sqlalchemy import select

from app.core import clock
from app.core.errors import Invalid
from app.mentoring.matching.assigning import Problem, Solution
from app.mentoring.programmes import confirming, queries, work
from app.mentoring.programmes.contents import Desk, Part, Told
from app.mentoring.programmes.models import (
    AskedOf,
    Cohort,
    Enrolment,
    Kind,
    Programme,
    Question,
    State,
)
from app.people.members.models import Member
from app.people.organisations.models import Affiliation, Invitation, Organisation, Place
from tests.make import Make


class Programmes:
    """Each method commits, as those of `Make` do."""

    def __init__(self, make: Make) -> None:
        self.make = make
        self.session = make.session

    def organisation(self, slug: str = "acme", *coordinators: Member) -> Organisation:
        row = self.make.saved(Organisation(slug=slug, name=f"{slug.capitalize()} Works"))
        for one in coordinators:
            self.belongs(one, row, Place.COORDINATOR)
        return row

    def belongs(
        self, member: Member, organisation: Organisation, place: Place = Place.MEMBER
    ) -> None:
        self.make.saved(
            Affiliation(organisation_id=organisation.id, member_id=member.id, place=place)
        )

    def invited(
        self, member: Member, organisation: Organisation, place: Place = Place.MEMBER
    ) -> None:
        """Today, and she has not answered."""
        here = {"organisation_id": organisation.id, "member_id": member.id}
        self.make.saved(Invitation(**here, place=place, since=clock.today()))

    def programme(
        self, organisation: Organisation, slug: str = "first-steps", **values: Any
    ) -> Programme:
        """Open for enrolment today, with its first cohort."""
        today = clock.today()
        dates = {
            "opens": today - timedelta(days=7),
            "closes": today + timedelta(days=7),
            "begins": today + timedelta(days=14),
            "ends": today + timedelta(days=200),
        }
        given = {"name": "First steps", "state": State.OPEN, **dates, **values}
        row = self.make.saved(Programme(organisation_id=organisation.id, slug=slug, **given))
        self.make.saved(Cohort(programme_id=row.id, n=1, name="First cohort"))
        return row

    def question(
        self, programme: Programme, words: str = "Which floor are you on?", **values: Any
    ) -> Question:
        given = {"kind": Kind.TEXT, "asked_of": AskedOf.BOTH, "n": 1, **values}
        return self.make.saved(Question(programme_id=programme.id, words=words, **given))

    def enrolled(
        self, programme: Programme, member: Member, part: Part = Part.MENTEE, **said: Any
    ) -> Enrolment:
        """In the newest cohort, speaking English unless she says otherwise."""
        said = {"topics": ("self-doubt",), "languages": ("en",), **said}
        row = Enrolment(cohort_id=self.cohort(programme).id, member_id=member.id)
        row.sealed = Told(part, **said).sealed(self.make.house.ring, row.id)
        return self.make.saved(row)

    def cohort(self, programme: Programme) -> Cohort:
        self.session.rollback()
        mine = select(Cohort).where(Cohort.programme_id == programme.id).order_by(Cohort.n.desc())
        return self.session.scalars(mine.limit(1).execution_options(populate_existing=True)).one()

    def desk(self, programme: Programme) -> Desk:
        return queries.desk(self.make.house.ring, self.cohort(programme))

    def works(self) -> int:
        """The chore, once."""
        return work.match_due(self.make.house.database, self.make.house.ring, best)

    def confirms(self) -> int:
        """The chore that begins mentorships, as often as there is something to do."""
        portions = 0
        while more := self.confirms_some():
            portions += more
        return portions

    def confirms_some(self) -> int:
        database, ring = self.make.house.database, self.make.house.ring
        return confirming.confirm_due(database, ring, goes_on=lambda: True)


def best(problem: Problem) -> Solution:
    """By trying everything: most pairs first, then most points. For a handful of people."""
    mentors: Sequence[int | None] = [None, *range(len(problem.capacities))]
    found: tuple[int, int, tuple[tuple[int, int], ...]] | None = None
    for chosen in product(mentors, repeat=len(problem.points)):
        pairs = tuple((i, j) for i, j in enumerate(chosen) if j is not None)
        if not _fits(problem, pairs):
            continue
        value = (len(pairs), sum(problem.points[i][j] or 0 for i, j in pairs), pairs)
        found = value if found is None or value[:2] > found[:2] else found
    if found is None:
        raise Invalid("pinned", "No way fits.")
    return Solution(found[2], found[1])


def _fits(problem: Problem, pairs: tuple[tuple[int, int], ...]) -> bool:
    taken = [j for _, j in pairs]
    return (
        problem.pinned <= {*pairs}
        and all(problem.points[i][j] is not None for i, j in pairs)
        and all(taken.count(j) <= many for j, many in enumerate(problem.capacities))
    )
