"""Mentorships for tests, and what two members have in one."""

from app.core import keys
from app.mentoring.mentorships import beginnings, checkins, feedback, goals, notes, own_notes
from app.mentoring.mentorships.contents import CheckIn, Feedback
from app.mentoring.mentorships.goals import Wording
from app.mentoring.mentorships.models import Mentorship
from app.web.kit.addresses import url


def pair(make, mentor, mentee):
    """The number of one that begins today; nobody is told."""
    with make.house.database.changing() as session:
        return beginnings.begin(session, mentor.id, mentee.id, tell=[]).id


def path(mentorship_id, route="mentorship", **values):
    return url(route, mentorship_id=mentorship_id, **values)


def stands(session, mentorship_id):
    """The row as it is now."""
    session.rollback()
    return session.get_one(Mentorship, mentorship_id, populate_existing=True)


def goal(make, by, mentorship_id, title="Ask for the pay bands", *steps):
    with make._as(by) as (session, viewer):
        said = Wording(title, None, steps)
        made = goals.add(session, viewer, make.house.ring, mentorship_id, said, keys.token())
    return made.id


def note(make, by, mentorship_id, body="Write what would have gone wrong."):
    with make._as(by) as (session, viewer):
        return notes.write(session, viewer, make.house.ring, mentorship_id, body, keys.token()).id


def own_note(make, by, mentorship_id, body="She interrupts me."):
    with make._as(by) as (session, viewer):
        return own_notes.write(
            session, viewer, make.house.ring, mentorship_id, body, keys.token()
        ).id


def check_in(make, by, mentorship_id, words="We laugh.", how="well"):
    with make._as(by) as (session, viewer):
        said, ring = CheckIn(how, words), make.house.ring
        return checkins.answer(session, viewer, ring, mentorship_id, said, keys.token()).id


def say(make, by, mentorship_id, helped="That she listened.", score=4, *, shown=False):
    """She gives feedback."""
    with make._as(by) as (session, viewer):
        said, ring = Feedback(helped, "", score, shown), make.house.ring
        return feedback.give(session, viewer, ring, mentorship_id, said, keys.token()).id
