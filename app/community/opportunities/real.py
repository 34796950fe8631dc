"""*Was it real?* After one is over, those who were interested are asked once, without their names.

Who has answered is a blind value of hers and of this one; what was said is a number for all. So
not even with the key can it be told what somebody said. Of the day nothing is kept.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.community.opportunities import saved
from app.community.opportunities.events import OpportunityDoubted
from app.community.opportunities.kept_models import Answered, Reality
from app.community.opportunities.models import Opportunity, State
from app.core import clock, db
from app.core.errors import NotAllowed, NotFound
from app.core.events import publish
from app.core.keys import Keyring
from app.people.viewer import Viewer

# Fewer would say who said what; so many that it was not have moderators look.
SHOWN_FROM = 3
DOUBTED_FROM = 3


class Answer(StrEnum):
    REAL = "real"
    NOT = "not-real"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Numbers:
    """How many said what."""

    real: int
    not_real: int
    unknown: int


def is_over(state: State, closes: datetime) -> bool:
    """Whether it can be asked about: it was open once, and is no more."""
    closed = state is State.SHOWN and clock.now() >= closes
    return closed or state is State.FILLED


def answer(
    session: Session, viewer: Viewer, ring: Keyring, opportunity_id: int, said: Answer
) -> None:
    """What she says about it. Raises NotFound for what she was not interested in or that is not
    over, and NotAllowed where she has answered before."""
    row = session.get(Opportunity, opportunity_id)
    if row is None or not is_over(row.state, row.closes):
        raise NotFound
    if not saved.of(session, viewer, ring, opportunity_id).interested:
        raise NotFound
    mine = Answered(opportunity_id=opportunity_id, answerer=viewer.me.answerer(opportunity_id))
    # One after the other: of two forms of hers at once, one is counted.
    counted = _counted(session, opportunity_id)
    if opportunity_id in answered(session, viewer, [opportunity_id]):
        raise NotAllowed("You have answered this. Each is counted once.")
    session.add(mine)
    _count(counted, said)
    session.flush()
    if said is Answer.NOT and counted.not_real == DOUBTED_FROM:
        publish(session, OpportunityDoubted(opportunity_id=opportunity_id))


def answered(session: Session, viewer: Viewer, ids: Collection[int]) -> set[int]:
    """Those of them about which she has said something. Her blind values are in no question to the
    database."""
    rows = session.execute(
        select(Answered.opportunity_id, Answered.answerer).where(Answered.opportunity_id.in_(ids))
    )
    return {
        row.opportunity_id for row in rows if row.answerer == viewer.me.answerer(row.opportunity_id)
    }


def numbers(session: Session, viewer: Viewer, row: Opportunity) -> Numbers | None:
    """For moderators, and only once there are enough that nobody can be told by them. Not for who
    has posted it."""
    if not viewer.is_moderator or viewer.id == row.poster_id:
        return None
    found = session.get(Reality, row.id)
    if found is None or found.real + found.not_real + found.unknown < SHOWN_FROM:
        return None
    return Numbers(found.real, found.not_real, found.unknown)


def _counted(session: Session, opportunity_id: int) -> Reality:
    """The numbers, this transaction's alone."""
    empty = Reality(opportunity_id=opportunity_id, real=0, not_real=0, unknown=0)
    db.add_if_free(session, empty)
    return session.get_one(Reality, opportunity_id, with_for_update=True)


def _count(counted: Reality, said: Answer) -> None:
    if said is Answer.REAL:
        counted.real += 1
    elif said is Answer.NOT:
        counted.not_real += 1
    else:
        counted.unknown += 1
