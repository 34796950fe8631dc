"""Makers of mentorships and of what mentors say."""

from app.core.keys import base32
from app.mentoring.mentorships import beginnings
from app.mentoring.mentorships.models import Mentorship, State
from app.mentoring.recommendations import actions, queries


def mentorship(make, mentor, mentee, state=State.ACTIVE):
    """The number of theirs."""
    known = beginnings.live_between(make.session, mentor.id, mentee.id)
    if known is not None and state.is_live:
        return known.id
    return make.saved(Mentorship(mentor_id=mentor.id, mentee_id=mentee.id, state=state)).id


def recommendation(make, mentor, mentee, words="She led the night shift.", between=0):
    """What the mentor says of her; its number, and that of their mentorship."""
    between = between or mentorship(make, mentor, mentee)
    with make._as(mentor) as (session, viewer):
        actions.recommend(session, make.house.ring, viewer, between, words)
        session.flush()
        found = queries.of_mentorship(session, make.house.ring, between)
    return found.id, between


def addresses(make, mentor, mentee):
    """What stands in the braces of their addresses; of another one the mentor is the mentee."""
    number, between = recommendation(make, mentor, mentee)
    hers, _ = recommendation(make, mentee, mentor)
    return {
        "led_mentorship": base32(between),
        "recommendation_id": base32(number),
        "her_recommendation": base32(hers),
    }
