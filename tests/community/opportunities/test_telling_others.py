"""Feeds and structured data: what is public and open, for whoever asks."""

import html
import json
import re
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
import time_machine
from icalendar import Calendar

from app.community.opportunities.models import State
from app.community.opportunities.words import Hours, Kind, Per, Way
from app.core import clock
from app.core.keys import base32
from app.people.members.models import Standing
from tests.community.opportunities.making import opportunity

ATOM = "{http://www.w3.org/2005/Atom}"
FEED, CALENDAR = "/opportunities/feed.atom", "/opportunities/calendar.ics"
EVIL = "</script><script>alert(1)</script><!--"


def entries(web, **headers):
    answer = web.get(FEED, **headers)
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(answer.content).findall(f"{ATOM}entry")  # our own


def titles(web):
    return [entry.find(f"{ATOM}title").text for entry in entries(web)]


def summaries(web):
    answer = web.get(CALENDAR)
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    calendar = Calendar.from_ical(answer.content)
    return {str(one["summary"]): one for one in calendar.walk("VEVENT")}


def data(page):
    """The structured data of a page, as a search engine reads it."""
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page.text, re.S)
    return [json.loads(one) for one in found]


def of(web, row):
    [said] = data(web.visitor().get(f"/opportunities/{base32(row.id)}"))
    return said


HIDDEN = [one for one in State if one is not State.SHOWN]


# Feeds


def test_the_feed_has_what_is_public_the_newest_first(web, make, session, bea):
    old = opportunity(make, bea, title="Older", public=True)
    old.checked = clock.today() - timedelta(days=1)
    session.add(old)
    session.commit()
    opportunity(make, bea, title="Newer", public=True)
    opportunity(make, bea, title="For members")

    assert titles(web.visitor()) == ["Newer", "Older"]
    assert titles(web.as_(bea)) == ["Newer", "Older"]


@pytest.mark.parametrize("state", HIDDEN)
def test_what_is_not_shown_is_in_neither(web, make, bea, state):
    opportunity(make, bea, title="Elsewhere", public=True, state=state)

    assert titles(web.visitor()) == []
    assert summaries(web) == {}


@pytest.mark.parametrize("standing", [Standing.SUSPENDED, Standing.CLOSED])
def test_nor_is_that_of_somebody_who_is_not_here(web, make, session, bea, standing):
    opportunity(make, bea, title="Elsewhere", public=True)
    bea.standing = standing
    session.add(bea)
    session.commit()

    assert titles(web.visitor()) == []
    assert summaries(web) == {}


def test_what_has_closed_is_gone_at_the_minute(web, make, bea):
    closes = clock.minute() + timedelta(hours=1)
    opportunity(make, bea, title="Soon over", public=True, closes=closes)
    assert titles(web.visitor()) == ["Soon over"]

    with time_machine.travel(closes, tick=False):
        assert titles(web) == []
        assert summaries(web) == {}


def test_an_entry_says_what_where_and_what_it_pays_and_no_hour(web, make, bea):
    row = opportunity(make, bea, public=True, title="A <b> & c")

    [entry] = entries(web.visitor())

    assert entry.find(f"{ATOM}title").text == "A <b> & c"
    assert entry.find(f"{ATOM}link").get("href").endswith(f"/opportunities/{base32(row.id)}")
    assert entry.find(f"{ATOM}updated").text == f"{clock.today()}T00:00:00Z"
    summary = entry.find(f"{ATOM}summary").text
    for words in ("Westgate Birth Centre", "£41,300", "Bristol", "Twenty-two hours"):
        assert words in summary
    assert "Bea" not in ElementTree.tostring(entry, encoding="unicode")


@pytest.mark.parametrize("path", [FEED, CALENDAR])
def test_whoever_has_it_is_told_that_it_is_the_same(web, make, bea, path):
    opportunity(make, bea, public=True)
    first = web.visitor().get(path)
    assert "public" in first.headers["cache-control"]

    again = web.client.get(path, headers={"If-None-Match": first.headers["etag"]})

    assert again.status_code == 304


def test_a_feed_of_nothing_is_a_feed(web):
    assert titles(web.visitor()) == []
    assert summaries(web) == {}


def test_what_no_document_may_hold_is_left_out(web, make, bea):
    opportunity(make, bea, public=True, title="Clinic\x0b manager", body="A\x01 b")

    assert titles(web.visitor()) == ["Clinic manager"]


# The calendar


def test_an_event_is_at_its_hour_and_a_closing_is_a_day(web, make, bea):
    begins = datetime(2027, 3, 14, 17, 30, tzinfo=UTC)
    row = opportunity(
        make,
        bea,
        title="First talks",
        kind=Kind.EVENT,
        public=True,
        begins=begins,
        ends=begins + timedelta(hours=2),
        closes=datetime(2027, 3, 10, 23, 30, tzinfo=UTC),
        zone="Europe/Berlin",
    )

    found = summaries(web.visitor())

    event, day = found["First talks"], found["Closes: First talks"]
    assert event["dtstart"].dt == begins
    assert event["dtend"].dt == begins + timedelta(hours=2)
    # In Berlin it is the day after by then.
    assert day["dtstart"].dt.isoformat() == "2027-03-11"
    assert event["uid"] != day["uid"]
    assert str(event["url"]).endswith(f"/opportunities/{base32(row.id)}")
    assert str(event["location"]) == "Bristol"


def test_what_has_no_closing_date_has_no_day(web, make, session, bea):
    row = opportunity(make, bea, public=True, title="Always")
    row.deadline = False
    session.add(row)
    session.commit()

    assert summaries(web.visitor()) == {}


def test_words_do_not_end_a_line_of_a_calendar(web, make, bea):
    opportunity(make, bea, public=True, title="A; b, c\\n: END:VEVENT", giver="x" * 150)

    [summary] = summaries(web.visitor())

    assert summary == "Closes: A; b, c\\n: END:VEVENT"


# Structured data


def test_a_job_says_what_a_search_engine_asks(web, make, bea):
    closes = datetime(2027, 3, 10, 23, 30, tzinfo=UTC)
    row = opportunity(
        make, bea, public=True, closes=closes, per=Per.YEAR, pay_to=45_000_50, hours=Hours.PART
    )

    said = of(web, row)

    assert said["@context"] == "https://schema.org"
    assert said["@type"] == "JobPosting"
    assert said["title"] == "Clinic manager"
    assert "Twenty-two hours" in said["description"]
    assert said["datePosted"] == clock.today().isoformat()
    assert said["validThrough"] == "2027-03-10T23:30:00Z"
    assert said["employmentType"] == "PART_TIME"
    assert said["hiringOrganization"] == {
        "@type": "Organization",
        "name": "Westgate Birth Centre",
    }
    assert said["jobLocation"]["address"] == "Bristol"
    assert said["baseSalary"] == {
        "@type": "MonetaryAmount",
        "currency": "GBP",
        "value": {
            "@type": "QuantitativeValue",
            "minValue": 41300,
            "maxValue": 45000.5,
            "unitText": "YEAR",
        },
    }
    assert said["url"].endswith(f"/opportunities/{base32(row.id)}")
    assert "Bea" not in json.dumps(said)


def test_one_from_home_says_so(web, make, bea):
    said = of(web, opportunity(make, bea, public=True, way=Way.HOME, place=""))

    assert said["jobLocationType"] == "TELECOMMUTE"
    assert "jobLocation" not in said


def test_volunteering_is_said_as_that_and_pays_nothing(web, make, bea):
    row = opportunity(
        make, bea, public=True, kind=Kind.VOLUNTEERING, unpaid=True, pay_from=None, currency=""
    )

    said = of(web, row)

    assert said["employmentType"] == "VOLUNTEER"
    assert "baseSalary" not in said


@pytest.mark.parametrize(
    ("way", "mode"), [(Way.ON_SITE, "Offline"), (Way.HYBRID, "Mixed"), (Way.HOME, "Online")]
)
def test_an_event_says_when_by_its_own_clocks_and_where(web, make, bea, way, mode):
    begins = datetime(2027, 7, 14, 16, 30, tzinfo=UTC)
    row = opportunity(
        make,
        bea,
        public=True,
        kind=Kind.EVENT,
        begins=begins,
        ends=begins + timedelta(hours=1),
        zone="Europe/Berlin",
        way=way,
    )

    said = of(web, row)

    assert said["@type"] == "Event"
    assert said["startDate"] == "2027-07-14T18:30+02:00"
    assert said["endDate"] == "2027-07-14T19:30+02:00"
    assert said["eventAttendanceMode"] == f"https://schema.org/{mode}EventAttendanceMode"
    assert said["location"]
    assert said["name"] == "Clinic manager"


def test_a_bursary_says_who_gives_how_much(web, make, bea):
    said = of(web, opportunity(make, bea, public=True, kind=Kind.SCHOLARSHIP, pay_from=500_00))

    assert said["@type"] == "MonetaryGrant"
    assert said["amount"] == {"@type": "MonetaryAmount", "currency": "GBP", "value": 500}
    assert said["funder"]["name"] == "Westgate Birth Centre"


def test_what_has_no_type_there_has_no_data(web, make, bea):
    row = opportunity(make, bea, public=True, kind=Kind.COLLABORATION)

    assert data(web.visitor().get(f"/opportunities/{base32(row.id)}")) == []


def test_whoever_is_signed_in_gets_none(web, make, amina, bea):
    row = opportunity(make, bea, public=True)

    assert data(web.as_(amina).get(f"/opportunities/{base32(row.id)}")) == []


def test_what_is_closed_has_none(web, make, bea):
    row = opportunity(make, bea, public=True, closes=clock.minute() + timedelta(hours=1))

    with time_machine.travel(row.closes, tick=False):
        page = web.visitor().get(f"/opportunities/{base32(row.id)}")

    assert page.status_code == 200
    assert data(page) == []


@pytest.mark.parametrize("kind", [Kind.JOB, Kind.SCHOLARSHIP, Kind.EVENT])
def test_no_words_end_the_script(web, make, bea, kind):
    row = opportunity(
        make,
        bea,
        public=True,
        kind=kind,
        title=EVIL,
        giver=EVIL,
        body="\u2028 & <!-- <script>",
        begins=clock.minute() + timedelta(days=20),
    )

    page = web.visitor().get(f"/opportunities/{base32(row.id)}")

    [said] = data(page)
    assert EVIL in {said.get("title"), said.get("name")}
    [inside] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page.text, re.S)
    assert not set("<>&\u2028\u2029") & set(inside)
    assert "<script>alert" not in page.text
    assert html.unescape(page.text).count(EVIL) >= 2
