"""Programmes as a viewer may see them, and what stands in their cohorts."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session

from app.core import clock
from app.core.errors import NotFound
from app.core.keys import Keyring
from app.core.verdict import Verdict, require
from app.mentoring.programmes import policy
from app.mentoring.programmes.contents import Desk, Told
from app.mentoring.programmes.models import (
    Cohort,
    Enrolment,
    Match,
    OpenTo,
    Programme,
    Question,
    Stage,
    State,
)
from app.people.members.models import Member, Standing
from app.people.organisations import queries as organisations
from app.people.organisations.models import Organisation, Place
from app.people.viewer import Viewer


@dataclass(frozen=True)
class ProgrammeCard:
    """A programme in a list. `enrolled`: she is in it; `until`: the last day to enrol."""

    slug: str
    name: str
    organisation: str
    until: date
    enrolled: bool
    coordinates: bool


@dataclass(frozen=True)
class Found:
    """A programme, the cohort that gathers or was last in it, and what the viewer is there."""

    row: Programme
    organisation: Organisation
    cohort: Cohort
    place: Place | None
    enrolment: Enrolment | None

    @property
    def is_coordinated(self) -> bool:
        return bool(policy.may_coordinate(self.place))

    @property
    def is_found_by_others(self) -> bool:
        """Whether somebody with her place may know of it who is not in it."""
        return policy.may_find(self.row, self.place, enrolled=False)

    def may_enrol(self, viewer: Viewer) -> Verdict:
        return policy.may_enrol(viewer, self.row, self.place, self.cohort.stage, clock.today())


def find(session: Session, viewer: Viewer, slug: str, *, lock: bool = False) -> Found:
    """Raises NotFound for whoever may not know of it. With `lock` nobody else changes its newest
    cohort meanwhile."""
    row = session.execute(
        select(Programme, Organisation)
        .join(Organisation, Organisation.id == Programme.organisation_id)
        .where(Programme.slug == slug, organisations.OPEN)
    ).first()
    if row is None:
        raise NotFound
    programme, organisation = row
    cohort = newest(session, programme.id, lock=lock)
    place = organisations.place_of(session, viewer.id, organisation.id)
    mine = hers_in(session, viewer, programme.id)
    if not policy.may_find(programme, place, enrolled=bool(mine)):
        raise NotFound
    now = next((one for one in mine if one.cohort_id == cohort.id), None)
    return Found(programme, organisation, cohort, place, now)


def coordinated(session: Session, viewer: Viewer, slug: str, *, lock: bool = False) -> Found:
    """One that she coordinates. Raises NotFound, NotAllowed."""
    found = find(session, viewer, slug, lock=lock)
    require(policy.may_coordinate(found.place))
    return found


def confirmed(session: Session, viewer: Viewer, slug: str, cohort_id: int) -> Found:
    """One that she coordinates, with a cohort of which the matching is confirmed, the newest or an
    earlier one. Raises NotFound, NotAllowed."""
    found = coordinated(session, viewer, slug)
    cohort = session.get(Cohort, cohort_id)
    if cohort is None or cohort.programme_id != found.row.id or not cohort.stage.is_over:
        raise NotFound
    return replace(found, cohort=cohort)


def newest(session: Session, programme_id: int, *, lock: bool = False) -> Cohort:
    wanted = (
        select(Cohort).where(Cohort.programme_id == programme_id).order_by(Cohort.n.desc()).limit(1)
    )
    if lock:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    return session.scalars(wanted).one()


def cohorts(session: Session, programme_id: int) -> Sequence[Cohort]:
    """The newest first."""
    mine = select(Cohort).where(Cohort.programme_id == programme_id)
    return session.scalars(mine.order_by(Cohort.n.desc())).all()


def questions(session: Session, programme_id: int) -> Sequence[Question]:
    """In their order."""
    asked = select(Question).where(Question.programme_id == programme_id)
    return session.scalars(asked.order_by(Question.n)).all()


def enrolled(
    session: Session, cohort_id: int, numbers: Collection[int] | None = None
) -> list[tuple[Enrolment, Member]]:
    """Who is in a cohort, or of these enrolments, by name; nobody who is leaving."""
    wanted = (
        select(Enrolment, Member)
        .join(Member, Member.id == Enrolment.member_id)
        .where(Enrolment.cohort_id == cohort_id, Member.standing != Standing.CLOSED)
        .order_by(Member.name, Member.handle)
    )
    rows = session.execute(
        wanted if numbers is None else wanted.where(Enrolment.id.in_(numbers)),
        execution_options={"populate_existing": True},
    )
    return [(row.Enrolment, row.Member) for row in rows]


def told(ring: Keyring, enrolment: Enrolment) -> Told:
    return Told.opened(ring, enrolment.id, enrolment.sealed)


def desk(ring: Keyring, cohort: Cohort) -> Desk:
    return Desk.opened(ring, cohort.id, cohort.sealed)


def to_show(session: Session, organisation: organisations.Found) -> Sequence[Programme]:
    """What an organisation offers, the newest first: to its coordinators drafts as well, to those
    who don't belong to it what is open to everybody."""
    mine = select(Programme).where(Programme.organisation_id == organisation.row.id)
    if not organisation.is_coordinated:
        mine = mine.where(Programme.state != State.DRAFT)
    if organisation.place is None:
        mine = mine.where(Programme.state == State.OPEN, Programme.open_to == OpenTo.EVERYONE)
    return session.scalars(mine.order_by(Programme.begins.desc(), Programme.name)).all()


def slug_taken(session: Session, slug: str) -> bool:
    return session.scalar(select(Programme.id).where(Programme.slug == slug)) is not None


def hers_and_open(
    session: Session, viewer: Viewer
) -> tuple[list[ProgrammeCard], list[ProgrammeCard]]:
    """The programmes that she is in or coordinates, and the others in which she could enrol today;
    each by name, in three questions."""
    today, places = clock.today(), organisations.hers(session, viewer)
    in_them = set(session.scalars(_joined_by(viewer)))
    runs = [number for number, place in places.items() if policy.may_coordinate(place)]
    opened = and_(
        Programme.state == State.OPEN,
        Programme.opens <= today,
        Programme.closes >= today,
        or_(Programme.open_to == OpenTo.EVERYONE, Programme.organisation_id.in_(places)),
    )
    rows = session.execute(
        select(Programme, Organisation.name.label("by"))
        .join(Organisation, Organisation.id == Programme.organisation_id)
        .where(or_(Programme.id.in_(in_them), Programme.organisation_id.in_(runs), opened))
        .where(organisations.OPEN)
        .order_by(Programme.name, Programme.slug)
    )
    cards = [
        ProgrammeCard(
            row.Programme.slug,
            row.Programme.name,
            row.by,
            row.Programme.closes,
            row.Programme.id in in_them,
            row.Programme.organisation_id in runs,
        )
        for row in rows
    ]
    hers = [card for card in cards if card.enrolled or card.coordinates]
    return hers, [card for card in cards if card not in hers]


def _joined_by(viewer: Viewer) -> Select[int]:
    return (
        select(Cohort.programme_id)
        .join(Enrolment, Enrolment.cohort_id == Cohort.id)
        .where(Enrolment.member_id == viewer.id)
    )


def matched_with(session: Session, enrolment: Enrolment) -> list[tuple[Match, bool]]:
    """The matches of an enrolment, each with whether she is the mentor."""
    mine = or_(
        Match.mentor_enrolment == enrolment.id,
        Match.mentee_enrolment == enrolment.id,
    )
    rows = session.scalars(select(Match).where(mine))
    return [(row, row.mentor_enrolment == enrolment.id) for row in rows]


def has_people(session: Session, programme_id: int) -> bool:
    """Whether anybody has enrolled in one of its cohorts."""
    enrolments = select(Enrolment.id).join(Cohort, Cohort.id == Enrolment.cohort_id)
    mine = enrolments.where(Cohort.programme_id == programme_id).limit(1)
    return session.scalar(mine) is not None


def waiting(session: Session, stage: Stage) -> Sequence[Cohort]:
    """Those that wait at this stage for the work."""
    return session.scalars(select(Cohort).where(Cohort.stage == stage)).all()


def hers_in(session: Session, viewer: Viewer, programme_id: int) -> Sequence[Enrolment]:
    """Her enrolments in the cohorts of a programme, the newest first."""
    mine = (
        select(Enrolment)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .where(Cohort.programme_id == programme_id, Enrolment.member_id == viewer.id)
    )
    return session.scalars(mine.order_by(Cohort.n.desc())).all()
