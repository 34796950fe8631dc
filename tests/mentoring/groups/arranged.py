"""Groups for a test, with whoever is in them, and how they stand."""

import re
from collections.abc import Sequence

from sqlalchemy import select

from app.core import keys
from app.mentoring.groups import actions, queries
from app.mentoring.groups.actions import GroupWords
from app.mentoring.groups.models import Group, Seat, SeatState
from app.mentoring.mentorships.models import Mentorship
from app.oversight.notifications.models import Notification
from app.people.circles import actions as circles
from app.people.circles.models import Circle, Membership
from app.people.members.models import Member
from app.people.recognition import recognise
from app.web.kit.addresses import url
from tests.make import Make


def group(
    make: Make,
    mentor: Member,
    *seated: Member,
    asked: Sequence[Member] = (),
    places: int = 4,
    name: str = "First leads",
) -> Group:
    """A group of hers; those who are seated have a mentorship with her. Nobody is told."""
    with make._as(mentor) as (session, viewer):
        words = GroupWords(name, "Leading for the first time", places)
        made = actions.open_group(session, viewer, words, keys.token())
        circle = session.get_one(Circle, made.circle_id)
        for member in seated:
            began = Mentorship(mentor_id=mentor.id, mentee_id=member.id, grouped=True)
            session.add(began)
            session.flush()
            session.add(_seat(made, member, SeatState.TAKEN, mentorship_id=began.id))
            circles.add(session, circle, member.id)
        session.add_all(_seat(made, member, SeatState.ASKED) for member in asked)
        session.flush()
    return made


def _seat(made: Group, member: Member, state: SeatState, **more: int) -> Seat:
    return Seat(group_id=made.id, member_id=member.id, state=state, **more)


def path(of, deed="mentoring_group", **more):
    return url(deed, group_id=of.id, **more)


def seats(session):
    session.rollback()
    found = session.scalars(select(Seat).execution_options(populate_existing=True))
    return {seat.member_id: seat.state for seat in found}


def inside(session, of):
    session.rollback()
    rows = session.scalars(select(Membership.member_id).filter_by(circle_id=of.circle_id))
    return set(rows)


def mentorship(session, of, member):
    session.rollback()
    question = select(Mentorship).filter_by(mentor_id=of.mentor_id, mentee_id=member.id)
    return session.scalar(question.execution_options(populate_existing=True))


def told(session, member):
    session.rollback()
    rows = session.scalars(select(Notification).filter_by(member_id=member.id))
    return [row.thing_kind for row in rows]


def plain(page):
    """What a page says, without what differs each time."""
    return re.sub(r'value="[^"]*"', "", page.partition("<main")[2])


def hers(session, web, member):
    session.rollback()
    return queries.hers(session, recognise(session, web.house.ring, web.as_(member).token))
