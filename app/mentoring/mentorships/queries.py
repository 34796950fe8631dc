"""A member's mentorships, as a list shows them."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import case, or_, select
from sqlalchemy.orm import Session

from app.core import keys
from app.mentoring.mentorships.models import LIVE, Mentorship, State
from app.people.members.models import Member
from app.people.members.queries import tone_of
from app.people.viewer import Viewer


@dataclass(frozen=True)
class MentorshipLine:
    """One of hers: with whom, which of the two she is, and how it stands."""

    id: int
    name: str
    handle: str
    is_mentor: bool
    state: State
    began: date

    @property
    def initial(self) -> str:
        return self.name[:1].upper()

    @property
    def tone(self) -> str:
        return tone_of(self.handle)

    @property
    def path(self) -> str:
        return path(self.id)

    @property
    def next_step(self) -> str:
        if self.state is State.PAUSED:
            return "Paused. Either of you can take it up again."
        return "Goes on. Your goals and meetings are on its page."


def path(mentorship_id: int) -> str:
    """Where its own page is."""
    return f"/mentorships/{keys.base32(mentorship_id)}"


def hers(session: Session, viewer: Viewer) -> list[MentorshipLine]:
    """Those that go on, in which she is the mentor or the mentee; the newest first."""
    mine = Mentorship.mentor_id == viewer.id
    other = case((mine, Mentorship.mentee_id), else_=Mentorship.mentor_id)
    rows = session.execute(
        select(
            Mentorship.id,
            Member.name,
            Member.handle,
            mine.label("is_mentor"),
            Mentorship.state,
            Mentorship.began,
        )
        .join(Member, Member.id == other)
        .where(or_(mine, Mentorship.mentee_id == viewer.id), Mentorship.state.in_(LIVE))
        .order_by(Mentorship.began.desc(), Mentorship.id)
    )
    return [MentorshipLine(*row) for row in rows]
