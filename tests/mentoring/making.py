"""Mentors, answers, requests and mentorships for tests: only what a test names matters."""

from datetime import date, timedelta

from app.core import clock, keys
from app.mentoring.matching.words import TOPICS
from app.mentoring.mentorships.models import Mentorship, State
from app.mentoring.profiles import actions as profiles
from app.mentoring.profiles import answers
from app.mentoring.profiles.actions import Offer
from app.mentoring.profiles.answers import Answers
from app.mentoring.profiles.known import Backgrounds
from app.mentoring.requests import actions
from app.mentoring.requests.actions import Asking
from app.mentoring.requests.models import Request
from app.people.members.models import Member
from tests.make import Make

PROFILE = {
    "headline": "Leads a team. 14 years in.",
    "about": "I was promoted before I believed it.",
    "experience": "Two of them in a war room.",
    "manner": "By voice, once a month.",
    "topics": ["self-doubt", "first-lead"],
    "times": ["weekday-evenings"],
    "languages": ["en", "", ""],
    "time_zone": "Europe/London",
    "capacity": "2",
}
ASK = {"note": "I was made a lead.", "goal": "To sleep before the Monday meeting."}


def mentor(
    make: Make,
    by: Member,
    *,
    capacity: int = 1,
    topics: tuple[str, ...] = ("self-doubt",),
    times: tuple[str, ...] = ("weekday-evenings",),
    languages: tuple[str, ...] = ("en",),
    known: Backgrounds | None = None,
    zone: str = "",
) -> Member:
    """She is a mentor from now on."""
    assert {*topics} <= TOPICS.keys()
    said = ("Leads a team.", f"{by.name} has been there.", "", "")
    offer = Offer(*said, topics, times, languages, capacity, zone, known or {})
    with make._as(by) as (session, viewer):
        profiles.save(session, make.house.ring, viewer, offer)
    return by


def answered(make: Make, by: Member, **told: tuple[str, ...]) -> None:
    """She has given these answers."""
    with make._as(by) as (session, viewer):
        answers.give(session, make.house.ring, viewer.id, Answers(**told))


def asks(
    make: Make, by: Member, whom: Member, *, anonymous: bool = False, note: str = ASK["note"]
) -> int:
    """The number of her request."""
    asking = Asking(note, ASK["goal"], keys.token(), anonymous=anonymous)
    with make._as(by) as (session, viewer):
        return actions.ask(session, make.house.ring, viewer, whom, asking).id


def row(make: Make, request_id: int) -> Request:
    """As it is in the table now."""
    make.session.rollback()
    return make.session.get_one(Request, request_id, populate_existing=True)


def paired(make: Make, mentor: Member, mentee: Member, *, days: int | None = None) -> Mentorship:
    """The two have a mentorship; one that is over took so many days."""
    made = Mentorship(mentor_id=mentor.id, mentee_id=mentee.id)
    if days is not None:
        over: date = clock.today() - timedelta(days=5)
        made.state, made.over, made.began = State.COMPLETED, over, over - timedelta(days=days)
    return make.saved(made)
