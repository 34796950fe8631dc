"""Two members in two time zones agree when they meet, with JavaScript and again without: proposed,
moved, agreed, in a calendar, and held. The day is one on which only one of the two has changed her
clocks.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar
from playwright.sync_api import expect
from sqlalchemy.orm import Session

from app.core import clock, keys
from app.mentoring.mentorships import beginnings
from app.mentoring.mentorships.meeting_contents import Meeting, Plan, Way
from app.mentoring.mentorships.meeting_models import MeetingRow
from tests.make import Make

LONDON, NEW_YORK = "Europe/London", "America/New_York"
USUALLY = timedelta(hours=5)


@pytest.fixture(params=["with script", "without script"])
def pages(request, site, open_as):
    """The mentor's and the mentee's, and the number of what they have together."""
    script = request.param == "with script"
    names = ("Minali", "Nilufar") if script else ("Meike", "Norma")
    zones = (LONDON, NEW_YORK)
    with Session(site.house.database.engine, expire_on_commit=False) as session:
        make = Make(session, site.house)
        both = [make.member(name) for name in names]
        for member, zone in zip(both, zones, strict=True):
            member.time_zone = zone
        session.commit()
        with site.changing() as deed:
            number = beginnings.begin(deed, both[0].id, both[1].id, tell=()).id
        plan = Plan(clock.minute() - timedelta(days=9), 50, Way.VIDEO, "What each of us wants")
        row = MeetingRow(id=keys.random_id(), mentorship_id=number, sealed=b"")
        row.sealed = Meeting(plan, 0).confirmed(reminded=True).sealed(site.house.ring, row.id)
        make.saved(row)
    opened = [
        open_as(name.lower(), script=script, timezone_id=zone)
        for name, zone in zip(names, zones, strict=True)
    ]
    return *opened, f"/mentorships/{keys.base32(number)}"


def odd_day():
    """The next one, but for this week, on which the two are not as far apart as usually."""
    first = datetime.combine(clock.today(), time(18, 30), UTC) + timedelta(days=7)
    for n in range(360):
        at = first + timedelta(days=n)
        offsets = [at.astimezone(ZoneInfo(zone)).utcoffset() for zone in (LONDON, NEW_YORK)]
        if offsets[0] - offsets[1] != USUALLY:
            return at.date()
    raise AssertionError("both change their clocks on one day")


def moment(day, at, zone):
    return datetime.combine(day, at, ZoneInfo(zone)).astimezone(UTC)


def said(day):
    shown = f"{day:%A} {day.day} {day:%B}"
    return shown if day.year == clock.today().year else f"{shown} {day.year}"


def test_they_agree_when_they_meet_and_say_what_came_out(pages):
    mentor, mentee, place = pages
    day = odd_day()
    propose(mentor, place, day)

    mentee.goto(place)
    expect(mentee.get_by_text(f"{said(day)}, 14:30 your time, 18:30 hers")).to_be_visible()
    mentee.get_by_role("link", name="Propose another time").click()
    expect(mentee.get_by_label("Time", exact=True)).to_have_value("14:30")
    mentee.get_by_label("Time", exact=True).fill("15:00")
    mentee.get_by_role("button", name="Propose it").click()

    agree(mentor, mentee, place, day)
    say_how_it_was(mentee, mentor, place)


def propose(page, place, day: date):
    page.goto(place)
    page.get_by_role("link", name="Suggest a time").click()
    page.get_by_label("Day", exact=True).fill(day.isoformat())
    page.get_by_label("Time", exact=True).fill("18:30")
    page.get_by_label("How long").fill("40")
    page.get_by_label("What to talk about").fill("The promotion form")
    page.get_by_role("button", name="Propose it").click()
    expect(page.get_by_text("It is proposed. It stands once she says yes.")).to_be_visible()
    expect(page.get_by_text(f"{said(day)}, 18:30 your time, 14:30 hers")).to_be_visible()


def agree(mentor, mentee, place, day):
    """She presses what her old page shows, is told how it stands now, and says yes to that."""
    mentor.reload()
    expect(mentor.get_by_text(f"{said(day)}, 19:00 your time, 15:00 hers")).to_be_visible()
    mentor.get_by_role("button", name="Yes, that suits me").click()
    expect(mentor.get_by_text("It is agreed, and she is told.")).to_be_visible()
    address = mentor.get_by_role("link", name="Add to calendar").get_attribute("href")
    answer = mentor.context.request.get(address)
    [event] = Calendar.from_ical(answer.body()).walk("VEVENT")
    assert event.start == moment(day, time(19), LONDON) == moment(day, time(15), NEW_YORK)
    assert event.end - event.start == timedelta(minutes=40)


def say_how_it_was(page, other, place):
    page.goto(place)
    page.get_by_role("link", name="Say how it was").click()
    page.get_by_label("What came out").fill("She asks for the pay bands.")
    page.get_by_role("button", name="We met").click()
    expect(page.locator(".log .done")).to_contain_text("She asks for the pay bands.")
    other.goto(place)
    expect(other.locator(".log .done")).to_contain_text("What came out")
    other.get_by_role("button", name="Undo").click()
    expect(other.locator(".log .done")).to_have_count(0)
