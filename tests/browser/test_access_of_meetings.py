"""Whether everybody can use the pages on which two agree when they meet."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session
from test_access import Scene, overflow, press, violations

from app.core import clock, keys
from app.core.keys import base32
from app.mentoring.mentorships import beginnings
from app.mentoring.mentorships.meeting_contents import Meeting, Plan, State, Way
from app.mentoring.mentorships.meeting_models import MeetingRow
from tests.make import Make

SCENES = [
    Scene("meetings", "mirele", "{place}"),
    Scene("no meetings yet", "mirele", "{empty}"),
    Scene("a time to suggest", "mirele", "{empty}/meetings/new"),
    Scene("a time with errors", "mirele", "{empty}/meetings/new", press("Propose it")),
    Scene("a meeting ahead", "mirele", "{place}/meetings/{ahead}"),
    Scene("a meeting to move", "mirele", "{place}/meetings/{ahead}/move"),
    Scene("a meeting to answer", "mirele", "{place}/meetings/{asked}"),
    Scene("a meeting that is over", "mirele", "{place}/meetings/{past}"),
    Scene("a calendar", "nadja", "/settings/calendar"),
    Scene("a calendar's new address", "nadja", "/settings/calendar", press("Make a")),
]


@pytest.fixture(scope="session")
def places(site, stage) -> dict[str, str]:
    """The addresses in the scenes that only this site knows."""
    with Session(site.house.database.engine, expire_on_commit=False) as session:
        make = Make(session, site.house)
        mirele, nadja, nele = (make.member(name) for name in ("Mirele", "Nadja", "Nele"))
        nadja.time_zone = "Pacific/Auckland"
        session.commit()
        with site.changing() as deed:
            place = beginnings.begin(deed, mirele.id, nadja.id, tell=()).id
            empty = beginnings.begin(deed, mirele.id, nele.id, tell=()).id
        paths = {"place": place, "empty": empty}
        found = {name: f"/mentorships/{base32(number)}" for name, number in paths.items()}
        return found | {name: base32(n) for name, n in _meetings(make, place).items()}


def _meetings(make: Make, mentorship_id: int) -> dict[str, int]:
    """One of each kind, and words without a break."""
    asked = Meeting(Plan(clock.minute() + timedelta(days=9), 40, Way.CALL, "w" * 300), 1)
    ahead = Meeting(Plan(clock.minute() + timedelta(days=5), 40, Way.CALL, "The form"), 0)
    past = Meeting(Plan(clock.minute() - timedelta(days=5), 35, Way.VIDEO, "The bands"), 0)
    older = Meeting(Plan(clock.minute() - timedelta(days=35), 50, Way.IN_PERSON), 0)
    every = {
        "asked": asked,
        "ahead": ahead.confirmed(reminded=False),
        "past": past.confirmed(reminded=True),
        "held": older.confirmed(reminded=True).over(State.HELD, "What stays between us.", 0),
        "off": older.confirmed(reminded=True).off(State.CANCELLED),
    }
    numbers = {}
    for name, meeting in every.items():
        row = MeetingRow(id=keys.random_id(), mentorship_id=mentorship_id, sealed=b"")
        row.sealed = meeting.sealed(make.house.ring, row.id)
        numbers[name] = make.saved(row).id
    return numbers


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_everybody_can_use_the_page(look_as, places, scene):
    page = look_as(scene.who)
    page.goto(scene.path.format(**places))

    scene.act(page)

    assert violations(page) == []
    assert overflow(page) == 0
