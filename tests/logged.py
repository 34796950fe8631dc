"""A log with entries and a month with cases, for pages to be looked at."""

from datetime import timedelta
from itertools import product

from sqlalchemy import select

from app.core import clock, events
from app.core.events import StaffActed
from app.oversight.audit import checking
from app.oversight.moderation.models import Case, Reason
from app.people.members.models import Member
from tests.make import Make


def fill(make: Make, amina: Member) -> str:
    """Entries of several kinds, one of them of somebody who is not staff; and cases
    of last month. Returns the address of its report."""
    deeds = [("pin", "thread", "abc"), ("hide", "profile", amina.id.hex), ("open", "circle", "c")]
    last_month = clock.today().replace(day=1) - timedelta(days=1)
    with make.house.database.changing() as session:
        mona = session.scalars(select(Member).filter_by(handle="mona")).one()
        for who, (verb, kind, subject) in product((mona, amina), deeds):
            event = StaffActed(
                actor_id=who.id, verb=verb, subject_kind=kind, subject_id=subject, reason="unkind"
            )
            events.publish(session, event)
        for reason in (*[Reason.UNKIND] * 7, *[Reason.THREAT] * 2, *[Reason.SELLING] * 6):
            values = {"kind": "post", "subject": "none", "open_key": None, "urgency": 0}
            session.add(Case(reason=reason, reports=1, opened=last_month, **values))
    checking.check(make.house.database, make.house.ring)
    return f"/transparency/{last_month:%Y-%m}"
