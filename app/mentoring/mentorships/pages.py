"""A mentorship as one of its two sides finds it: the one door to all that they have in it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import case, or_, select
from sqlalchemy.orm import Session

from app.core.errors import NotFound
from app.core.keys import Keyring
from app.core.languages import Sentence
from app.mentoring.mentorships.contents import MENTEE, MENTOR, Course
from app.mentoring.mentorships.models import Mentorship, MentorshipCourse, State
from app.people.anonymity.bylines import Byline, named
from app.people.members.handles import FORMER_NAME
from app.people.members.models import Member, Standing
from app.people.members.queries import tone_of
from app.people.viewer import Viewer

FORMER = named("", FORMER_NAME, "")
_FORMER, _YOU = Sentence("a former member"), Sentence("You")


@dataclass(frozen=True)
class Pair:
    """`side` is the viewer's, MENTOR or MENTEE; `other_id` is None once the other's account is
    gone, and `other` has no handle from the moment in which she closes it."""

    id: int
    side: int
    state: State
    began: date
    over: date | None
    other_id: UUID | None
    other: Byline
    course: Course
    completes: date | None

    @property
    def is_mentor(self) -> bool:
        return self.side == MENTOR

    @property
    def called(self) -> str:
        """The other, in the middle of a sentence."""
        return self.other.name if self.other.handle else _FORMER

    def by(self, side: int) -> str:
        """Who a side is, to the viewer."""
        return _YOU if side == self.side else self.other.name


def find(session: Session, ring: Keyring, viewer: Viewer, mentorship_id: int) -> Pair:
    """In one question. Raises NotFound for everybody but its two sides, whoever she is."""
    mine = Mentorship.mentor_id == viewer.id
    other_id = case((mine, Mentorship.mentee_id), else_=Mentorship.mentor_id)
    row = session.execute(
        select(
            Mentorship,
            MentorshipCourse,
            Member.id.label("other_id"),
            Member.handle,
            Member.name,
            Member.standing,
        )
        .outerjoin(MentorshipCourse, MentorshipCourse.mentorship_id == Mentorship.id)
        .outerjoin(Member, Member.id == other_id)
        .where(Mentorship.id == mentorship_id)
        .where(or_(mine, Mentorship.mentee_id == viewer.id))
        # She may have waited for the row, which was changed meanwhile.
        .execution_options(populate_existing=True)
    ).first()
    if row is None:
        raise NotFound
    it, course = row.Mentorship, row.MentorshipCourse
    return Pair(
        it.id,
        MENTOR if it.mentor_id == viewer.id else MENTEE,
        it.state,
        it.began,
        it.over,
        row.other_id,
        byline(row.handle, row.name, row.standing),
        Course.read(ring, it.id, course.sealed) if course else Course(),
        course.completes if course else None,
    )


def hold(session: Session, ring: Keyring, viewer: Viewer, mentorship_id: int) -> Pair:
    """The same for a deed: whoever else wants to change it waits. Raises NotFound."""
    lock(session, mentorship_id)
    return find(session, ring, viewer, mentorship_id)


def lock(session: Session, mentorship_id: int) -> Mentorship:
    """Raises NotFound."""
    row = session.get(Mentorship, mentorship_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound
    return row


def byline(handle: str | None, name: str | None, standing: Standing | None) -> Byline:
    """Whoever is leaving, or has left, is a former member without a page."""
    if handle is None or standing is Standing.CLOSED:
        return FORMER
    return named(handle, name or "", tone_of(handle))
