"""The public opportunities as they are told to whoever asks, signed in or not: the same for all."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from app.community.opportunities import queries
from app.community.opportunities.models import Opportunity
from app.core import clock
from app.people.members.models import Member
from app.people.viewer import VISITOR

SHOWN = 50
MOST = 500


def newest(session: Session) -> Sequence[Opportunity]:
    """Those that moderators let stand last. Within a day, titles decide and not the hour."""
    order = (Opportunity.checked.desc(), Opportunity.title, Opportunity.id)
    return session.scalars(_OPEN.where(_now()).order_by(*order).limit(SHOWN)).all()


def soonest(session: Session) -> Sequence[Opportunity]:
    """Those that close soonest."""
    order = (Opportunity.closes, Opportunity.id)
    return session.scalars(_OPEN.where(_now()).order_by(*order).limit(MOST)).all()


def _now() -> ColumnElement[bool]:
    return queries.listed(VISITOR, clock.minute())


_OPEN = select(Opportunity).join(Member, Member.id == Opportunity.poster_id)
