"""What a moderator does with the case about a thing, without her pages."""

from sqlalchemy import select

from app.core.keys import base32
from app.oversight.moderation import cases, decisions
from app.oversight.moderation.desk import Desk, Ruling
from app.oversight.moderation.models import Action, Case, Reason


def case_of(session, kind, thing):
    """The newest case about it, as the table has it now."""
    session.commit()
    session.expire_all()
    about = select(Case).where(Case.kind == kind, Case.subject == base32(thing.id))
    return session.scalars(about.order_by(Case.closed.is_not(None))).first()


def decide(make, by, case, action, statement="We have looked at it."):
    with make._as(by) as (session, viewer):
        house = make.house
        desk = Desk(session, viewer, house.subjects, lambda _member: None, house.ring)
        if action != "restore":
            cases.claim(session, viewer, house.subjects, case.id)
        return decisions.decide(desk, case.id, Ruling(Action(action), Reason.SELLING, statement))
