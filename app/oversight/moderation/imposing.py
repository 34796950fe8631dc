"""What a decision asks of a person, and for how long."""

from datetime import date, timedelta

from sqlalchemy.orm import Session

from app.core import clock
from app.core.errors import Invalid
from app.core.languages import Sentence
from app.oversight.moderation.models import Action
from app.people.safety import sanctions
from app.people.safety.models import Sanction
from app.people.subjects import Owner

LONGEST_PAUSE = 90


def impose(session: Session, owner: Owner, action: Action, days: int, decision_id: int) -> date:
    """Warn, pause or suspend the owner, by name or by voice, and return the last day of it.

    Raises Invalid on `days`.
    """
    kind = Sanction(action.value)
    until = clock.today() + _lasting(kind, days)
    if owner.member_id is not None:
        sanctions.on_member(session, owner.member_id, kind, until, decision_id)
    elif owner.unnamed is not None:
        sanctions.on_unnamed(session, owner.unnamed, kind, until, decision_id)
    return until


def _lasting(kind: Sanction, days: int) -> timedelta:
    if kind is Sanction.WARN:
        return sanctions.WARNING_COUNTS
    if kind is Sanction.SUSPEND and not days:
        return sanctions.FOR_EVER - clock.today()
    if not 1 <= days <= LONGEST_PAUSE:
        raise Invalid("days", Sentence("Say for how many days: 1 to {most}.", most=LONGEST_PAUSE))
    return timedelta(days=days)
