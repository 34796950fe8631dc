"""Opportunities that seem to be the same: by the link, or by title and giver."""

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from app.community.opportunities import applying, drafts, queries
from app.community.opportunities.drafts import Draft
from app.community.opportunities.models import Opportunity, State
from app.community.opportunities.queries import Card
from app.core import clock
from app.people.viewer import Viewer

MOST = 3


def shown(session: Session, viewer: Viewer, draft: Draft, but: int = 0) -> list[Card]:
    """Those that are open, and that she may see."""
    link, twin = applying.same_as(draft.apply), drafts.twin_of(draft.title, draft.giver)
    wanted = _ids(link, twin, but, State.SHOWN)
    return list(queries.cards(session, viewer, session.scalars(wanted).all()).values())


def others(session: Session, row: Opportunity) -> list[int]:
    """The numbers of those that are open or wait, for moderators."""
    both = State.SHOWN, State.WAITING
    return list(session.scalars(_ids(row.link, row.twin, row.id, *both)))


def _ids(link: str, twin: str, but: int, *states: State) -> Select[int]:
    same: ColumnElement[bool] = Opportunity.twin == twin
    if link:
        same |= Opportunity.link == link
    there = Opportunity.state.in_(states), Opportunity.closes > clock.minute()
    return select(Opportunity.id).where(same, *there, Opportunity.id != but).limit(MOST)
