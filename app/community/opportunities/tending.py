"""Once a day: who is reminded, and what is let go of."""

from collections.abc import Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.community.opportunities import policy
from app.community.opportunities.events import KIND, NEW, OpportunitiesChanged
from app.community.opportunities.models import Opportunity, State
from app.core import clock, keys
from app.core.events import publish
from app.people.members.models import Member
from app.people.noted.events import Kind, Noted
from app.people.subjects import SubjectRef


def remind(session: Session) -> None:
    """Tell whoever has posted what closes within three days, once for each closing."""
    now = clock.minute()
    due = (
        select(Opportunity)
        .join(Member, Member.id == Opportunity.poster_id)
        .where(Opportunity.state == State.SHOWN, Opportunity.reminded.is_(False))
        .where(Opportunity.closes > now, Opportunity.closes <= now + policy.REMINDED_BEFORE)
        .where(Member.standing.in_(policy.ANSWERING))
        .order_by(Opportunity.id)
        .with_for_update(of=Opportunity)
    )
    for row in session.scalars(due):
        row.reminded = True
        thing = (KIND, keys.base32(row.id))
        publish(session, Noted(member_id=row.poster_id, kind=Kind.OPPORTUNITY, thing=thing))


def let_go(session: Session) -> list[SubjectRef]:
    """Delete what closed thirty days ago, with all that hangs on it. Returns what moderators have
    not to look at any more. What they have taken down stays as long as she can appeal."""
    over = Opportunity.closes <= clock.minute() - policy.READ_FOR
    kept = Opportunity.state.in_([State.HIDDEN, State.REMOVED])
    gone = delete(Opportunity).where(over, ~kept).returning(Opportunity.id)
    return gone_for_good(session, session.scalars(gone).all())


def gone_for_good(session: Session, numbers: Sequence[int]) -> list[SubjectRef]:
    """Say that these are not there any more. Returns what nobody has to let stand any more."""
    if numbers:
        publish(session, OpportunitiesChanged(numbers=tuple(numbers)))
    return [SubjectRef(NEW, keys.base32(number)) for number in numbers]
