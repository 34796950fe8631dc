"""Calendar files and feeds: right for any calendar, and silent about whatever she does not say."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar
from sqlalchemy import text

from app.mentoring.mentorships.meeting_models import CalendarRow
from app.mentoring.mentorships.meeting_policy import Turn
from app.mentoring.mentorships.models import State as Course
from app.people.members.models import Discretion, Standing
from tests.mentoring.meetings.conftest import LATER, NOW, Pair, text_of

SETTINGS = "/settings/calendar"
AWKWARD = "Pay; bands, and \\ more\nBEGIN:VALARM\n" + "wörter und Ünïcode 🧵 " * 12 + "."


def events(answer):
    """What stands in the file, as the parser reads it."""
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"
    return list(Calendar.from_ical(answer.content).walk("VEVENT"))


def only(answer):
    [event] = events(answer)
    return event


def address(web, member):
    """That of a feed that she makes by the form."""
    hers = web.as_(member)
    page = hers.send(hers.get(SETTINGS), SETTINGS, change="make")
    assert page.status_code == 200
    found = page.text.partition('value="http://127.0.0.1:8000')[2].partition('"')[0]
    assert found.startswith("/calendar/")
    return found


def choose(make, member, discretion):
    member.discretion = discretion
    make.session.commit()


# The instants


@pytest.mark.parametrize(
    ("day", "in_london", "in_new_york"),
    [
        ((2028, 3, 16), "18:30", "14:30"),  # New York has changed, London has not
        ((2028, 3, 30), "19:30", "14:30"),
        ((2028, 10, 30), "18:30", "14:30"),  # London has changed, New York has not
        ((2028, 11, 6), "18:30", "13:30"),
    ],
)
def test_the_file_holds_the_instant_whichever_clocks_have_changed(
    web, pair, amina, bea, day, in_london, in_new_york
):
    at = datetime(*day, 18, 30, tzinfo=UTC)
    meeting_id = pair.agreed(at, minutes=40)

    for member in (amina, bea):
        event = only(web.as_(member).get(pair.at("meeting_file", meeting_id)))
        assert event.start == at
        assert event.end == at + timedelta(minutes=40)
        for zone, shown in (("Europe/London", in_london), ("America/New_York", in_new_york)):
            assert f"{event.start.astimezone(ZoneInfo(zone)):%H:%M}" == shown


def test_lines_end_and_fold_as_they_must(web, pair, make, amina):
    meeting_id = pair.agreed(about=AWKWARD)
    web.as_(amina).post(SETTINGS, change="names")

    raw = web.get(pair.at("meeting_file", meeting_id)).content

    assert raw.endswith(b"END:VCALENDAR\r\n")
    assert raw.count(b"\n") == raw.count(b"\r\n")
    assert max(len(line) for line in raw.split(b"\r\n")) <= 75
    assert b"\r\nBEGIN:VALARM" not in raw
    [event] = Calendar.from_ical(raw).walk("VEVENT")
    assert event["description"] == f"By call. {AWKWARD}"


def test_every_line_but_the_folded_is_one_that_we_mean(web, pair, amina):
    raw = web.as_(amina).get(pair.at("meeting_file", pair.agreed())).content.decode()

    lines = dict(line.split(":", 1) for line in raw.split("\r\n") if line)
    assert sorted(lines) == sorted(
        [
            *("BEGIN", "END", "PRODID", "VERSION", "UID", "DTSTAMP", "DTSTART", "DTEND"),
            *("SEQUENCE", "STATUS", "CLASS", "SUMMARY", "DESCRIPTION"),
        ]
    )
    assert lines["DTSTAMP"] == "20280313T000000Z"
    assert lines["DTSTART"] == "20280316T183000Z"
    assert lines["CLASS"] == "PRIVATE"


# What changes


def test_a_move_is_the_same_event_again(web, pair, amina, bea):
    meeting_id = pair.agreed()
    at = pair.at("meeting_file", meeting_id)
    before = only(web.as_(amina).get(at))
    pair.move(bea, meeting_id, LATER + timedelta(days=1))
    asked = only(web.as_(amina).get(at))
    pair.turn(amina, meeting_id, Turn.CONFIRM)
    after = only(web.as_(amina).get(at))

    assert before["uid"] == asked["uid"] == after["uid"]
    assert [one["sequence"] for one in (before, asked, after)] == [0, 1, 1]
    assert [one["status"] for one in (before, asked, after)] == [
        "CONFIRMED",
        "TENTATIVE",
        "CONFIRMED",
    ]
    assert after.start == LATER + timedelta(days=1)


def test_what_is_called_off_is_cancelled(web, pair, amina, bea):
    meeting_id = pair.agreed()
    pair.turn(bea, meeting_id, Turn.CANCEL)

    event = only(web.as_(amina).get(pair.at("meeting_file", meeting_id)))

    assert (event["status"], event["sequence"]) == ("CANCELLED", 1)


@pytest.mark.parametrize(
    ("turn", "status"), [(Turn.HELD, "CONFIRMED"), (Turn.NOT_HELD, "CANCELLED")]
)
def test_what_is_over_stays_where_it_was_held(web, pair, clock, amina, turn, status):
    meeting_id = pair.agreed()
    clock.move_to(LATER + timedelta(hours=1))
    pair.turn(amina, meeting_id, turn)

    assert only(web.as_(amina).get(pair.at("meeting_file", meeting_id)))["status"] == status


def test_the_two_have_files_that_nobody_can_match(web, pair, amina, bea):
    at = pair.at("meeting_file", pair.agreed())

    hers, others = only(web.as_(amina).get(at)), only(web.as_(bea).get(at))

    assert hers["uid"] != others["uid"]
    assert "@" not in hers["uid"]


# What it says


@pytest.mark.parametrize("discretion", list(Discretion))
@pytest.mark.parametrize("names", [False, True])
def test_it_says_no_more_than_she_chose(web, pair, make, amina, bea, discretion, names):
    meeting_id = pair.agreed()
    path = address(web, amina)
    choose(make, amina, discretion)
    web.as_(amina).post(SETTINGS, change="names" if names else "no-names")

    file = web.get(pair.at("meeting_file", meeting_id))
    feed = web.visitor().get(path)

    for answer in (file, feed):
        event = only(answer)
        if discretion.is_neutral:
            assert event["summary"] == "Appointment"
            assert "description" not in event
            assert b"entoring" not in answer.content
        elif names:
            assert event["summary"] == "Mentoring meeting with Bea"
            assert event["description"] == "By call. The promotion form"
        else:
            assert event["summary"] == "Mentoring meeting"
            assert event["description"] == "By call."
        said = b"Bea" in answer.content or b"promotion" in answer.content
        assert said is (names and not discretion.is_neutral)
        assert b"127.0.0.1" not in answer.content
        assert b"Amina" not in answer.content


# The feed


def test_the_feed_has_what_was_agreed_in_all_that_goes_on(web, pair, make, amina, bea, grace):
    other, ended = Pair(make, grace, amina), Pair(make, amina, make.member("Cleo"))
    agreed, off = pair.agreed(), pair.agreed()
    pair.turn(bea, off, Turn.CANCEL)
    pair.propose(amina)
    other.agreed(NOW + timedelta(days=1))
    ended.agreed()
    ended.becomes(Course.ENDED)
    path = address(web, amina)

    found = events(web.visitor().get(path))

    assert found[0].start == NOW + timedelta(days=1)
    assert {one.start for one in found[1:]} == {LATER}
    assert sorted(one["status"] for one in found[1:]) == ["CANCELLED", "CONFIRMED"]
    uid = only(web.as_(amina).get(pair.at("meeting_file", agreed)))["uid"]
    assert uid in {one["uid"] for one in found}


def test_an_empty_feed_opens(web, amina, clock):
    answer = web.visitor().get(address(web, amina))

    assert events(answer) == []
    calendar = Calendar.from_ical(answer.content)
    assert calendar["x-wr-calname"] == "Mentoring"
    assert calendar["refresh-interval"].dt == timedelta(hours=12)
    assert "set-cookie" not in answer.headers


def test_the_address_is_shown_once_and_kept_as_a_hash(web, session, house, amina):
    path = address(web, amina)
    secret = path.removeprefix("/calendar/").removesuffix(".ics")

    page = web.as_(amina).get(SETTINGS)

    assert secret not in page.text
    assert "Make a new address" in page.text
    assert page.headers["cache-control"] == "no-store"
    session.rollback()
    [row] = session.query(CalendarRow)
    assert len(row.h) == 32
    kept = session.execute(text("SELECT * FROM calendars")).all()
    assert secret not in repr(kept)
    assert secret.encode() not in b"".join(bytes(v) for v in kept[0] if isinstance(v, bytes))


def test_a_new_address_ends_the_old_one(web, amina):
    old = address(web, amina)
    new = address(web, amina)

    assert web.visitor().get(old).status_code == 404
    assert web.visitor().get(new).status_code == 200


def test_a_withdrawn_address_leads_nowhere(web, amina):
    path = address(web, amina)

    hers = web.as_(amina)
    shown = hers.follow(hers.send(hers.get(SETTINGS), SETTINGS, change="withdraw"))

    assert "The address is withdrawn." in text_of(shown)
    assert "Make an address" in shown.text
    assert web.visitor().get(path).status_code == 404


@pytest.mark.parametrize("path", ["/calendar/x.ics", f"/calendar/{'A' * 43}.ics"])
def test_an_address_that_never_was_leads_nowhere(web, clock, path):
    assert web.visitor().get(path).status_code == 404


def test_while_she_is_leaving_or_suspended_it_leads_nowhere(web, make, amina, bea):
    hers, others = address(web, amina), address(web, bea)
    amina.standing = Standing.SUSPENDED
    make.session.commit()
    make.leaving(bea)

    assert web.visitor().get(hers).status_code == 404
    assert web.visitor().get(others).status_code == 404


def test_the_settings_lead_there(web, amina):
    assert f'href="{SETTINGS}"' in web.as_(amina).get("/settings").text


@pytest.mark.parametrize("typed", [{}, {"change": "publish"}])
def test_a_bad_form_changes_no_calendar(web, session, amina, typed):
    assert web.as_(amina).post(SETTINGS, **typed).status_code == 422
    session.rollback()
    assert session.query(CalendarRow).count() == 0


def test_reading_a_feed_changes_nothing(web, make, pair, amina):
    from tests.house.world import dump

    pair.agreed()
    path = address(web, amina)
    before = dump(make)

    web.visitor().get(path)

    assert dump(make) == before
