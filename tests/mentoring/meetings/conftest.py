"""Amina in London mentors Bea in New York. It is a Monday in March 2028: in New York clocks have
been put forward, in London they are a fortnight later.
"""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import time_machine

from app.core import keys
from app.core.clock import today
from app.mentoring.mentorships import beginnings, meeting_deeds
from app.mentoring.mentorships.meeting_contents import Meeting, Plan, Way
from app.mentoring.mentorships.meeting_models import MeetingRow
from app.mentoring.mentorships.models import LIVE, Mentorship
from app.web.kit.addresses import url

NOW = datetime(2028, 3, 13, 12, 0, tzinfo=UTC)
LATER = datetime(2028, 3, 16, 18, 30, tzinfo=UTC)
FORM = {
    "day": "2028-03-16",
    "time": "18:30",
    "minutes": "40",
    "way": "call",
    "about": "The promotion form",
}


class Pair:
    """The mentorship of these two, which begins unless they have one, and what they do in it."""

    def __init__(self, make, mentor, mentee):
        self.make, self.mentor, self.mentee = make, mentor, mentee
        make.session.commit()
        with make.house.database.changing() as session:
            both = mentor.id, mentee.id
            known = beginnings.live_between(session, *both)
            self.id = (known or beginnings.begin(session, *both, tell=())).id

    def at(self, route, meeting_id=None):
        more = {} if meeting_id is None else {"meeting_id": meeting_id}
        return url(route, mentorship_id=self.id, **more)

    def propose(self, by, at=LATER, minutes=40, about="The promotion form"):
        plan = Plan(at, minutes, Way.CALL, about)
        with self.make._as(by) as (session, viewer):
            ring = self.make.house.ring
            return meeting_deeds.propose(session, ring, viewer, self.id, plan, keys.token())

    def turn(self, by, meeting_id, turn, outcome=""):
        version = self.meeting(meeting_id).version
        choice = meeting_deeds.Choice(turn, version, outcome)
        with self.make._as(by) as (session, viewer):
            ring, place = self.make.house.ring, (self.id, meeting_id)
            meeting_deeds.turn(session, ring, viewer, place, choice)

    def move(self, by, meeting_id, at):
        meeting = self.meeting(meeting_id)
        plan = replace(meeting.plan, at=at)
        with self.make._as(by) as (session, viewer):
            ring, place = self.make.house.ring, (self.id, meeting_id)
            meeting_deeds.move(session, ring, viewer, place, meeting.version, plan)

    def agreed(self, at=LATER, **more):
        """One that Amina proposed and Bea confirmed."""
        meeting_id = self.propose(self.mentor, at, **more)
        self.turn(self.mentee, meeting_id, meeting_deeds.Turn.CONFIRM)
        return meeting_id

    def meeting(self, meeting_id):
        """As it stands in the table."""
        self.make.session.rollback()
        row = self.make.session.get_one(MeetingRow, meeting_id, populate_existing=True)
        return Meeting.opened(self.make.house.ring, row.id, row.sealed)

    def only(self):
        """The number of the one that there is."""
        self.make.session.rollback()
        [row] = self.make.session.query(MeetingRow).filter_by(mentorship_id=self.id)
        return row.id

    def becomes(self, state):
        row = self.make.session.get_one(Mentorship, self.id, populate_existing=True)
        row.state, row.over = state, None if state in LIVE else today()
        self.make.session.commit()


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as travel:
        yield travel


@pytest.fixture
def zones(clock, make, amina, bea):
    amina.time_zone, bea.time_zone = "Europe/London", "America/New_York"
    make.session.commit()


@pytest.fixture
def pair(zones, make, amina, bea):
    return Pair(make, amina, bea)


def text_of(page):
    """The words of a page, with one space between."""
    return " ".join(re.sub("<[^>]*>", " ", page.text).replace("&#39;", "'").split())
