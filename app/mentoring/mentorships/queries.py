"""A member's mentorships, as a list shows them."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import case, or_, select
from sqlalchemy.orm import Session

from app.core.languages import phrases
from app.mentoring.mentorships.models import LIVE, Mentorship, State
from app.mentoring.mentorships.pages import byline
from app.people.anonymity.bylines import Byline
from app.people.members.models import Member
from app.people.viewer import Viewer


@dataclass(frozen=True)
class MentorshipLine:
    """One of hers: with whom, which of the two she is, and how it stands."""

    id: int
    other: Byline
    is_mentor: bool
    state: State
    began: date
    over: date | None

    @property
    def stands(self) -> str:
        return _STANDS[self.state]


_STANDS = phrases(
    {
        State.ACTIVE: "Goes on. Your goals and meetings are on its page.",
        State.PAUSED: "Paused. Either of you can take it up again.",
        State.COMPLETED: "Completed.",
        State.ENDED: "Over.",
    }
)


def hers(session: Session, viewer: Viewer) -> list[MentorshipLine]:
    """All in which she is the mentor or the mentee: those that go on, then those that are over, the
    newest first."""
    mine = Mentorship.mentor_id == viewer.id
    other = case((mine, Mentorship.mentee_id), else_=Mentorship.mentor_id)
    rows = session.execute(
        select(Mentorship, mine.label("is_mentor"), Member.handle, Member.name, Member.standing)
        .outerjoin(Member, Member.id == other)
        .where(or_(mine, Mentorship.mentee_id == viewer.id))
        .order_by(Mentorship.state.not_in(LIVE), Mentorship.began.desc(), Mentorship.id)
    )
    return [
        MentorshipLine(
            row.Mentorship.id,
            byline(row.handle, row.name, row.standing),
            row.is_mentor,
            row.Mentorship.state,
            row.Mentorship.began,
            row.Mentorship.over,
        )
        for row in rows
    ]
