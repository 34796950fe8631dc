"""The word on the day before, and what is kept of meetings: to take with her, and until when."""

import io
import json
import zipfile
from datetime import timedelta

import pytest

from app import chores
from app.core import clock as now
from app.mentoring.mentorships import meeting_reminders
from app.mentoring.mentorships.meeting_models import CalendarRow, MeetingRow
from app.mentoring.mentorships.meeting_policy import Turn
from app.mentoring.mentorships.models import State as Course
from app.oversight.notifications.models import Notification
from app.people.members.models import Fate
from tests.make import PASSWORD
from tests.mentoring.meetings.conftest import LATER

DAY = timedelta(days=1)


@pytest.fixture
def remind(house, session):
    """Have the chore look, and return how many meetings it told of."""

    def remind():
        session.rollback()
        return meeting_reminders.remind_due(house.database, house.ring)

    return remind


def numbers(session):
    """How often each was told, by the numbers of their lists."""
    session.rollback()
    return {row.member_id: row.n for row in session.query(Notification)}


def test_both_are_told_the_day_before_and_once(pair, clock, remind, session, amina, bea):
    pair.agreed()
    before = numbers(session)

    clock.move_to(LATER - 2 * DAY)
    assert remind() == 0
    clock.move_to((LATER - DAY).replace(hour=0, minute=0))
    assert [remind(), remind()] == [1, 0]
    clock.move_to(LATER - timedelta(hours=1))
    assert remind() == 0

    after = numbers(session)
    assert {who: after[who] - before.get(who, 0) for who in after} == {amina.id: 1, bea.id: 1}


def test_of_what_was_agreed_so_late_nobody_is_told_again(pair, clock, remind):
    clock.move_to(LATER - timedelta(hours=5))
    pair.agreed()

    assert remind() == 0


def test_what_was_moved_is_told_of_anew(pair, clock, remind, amina, bea):
    meeting_id = pair.agreed()
    clock.move_to(LATER - DAY)
    assert remind() == 1
    pair.move(bea, meeting_id, LATER + 5 * DAY)
    assert remind() == 0
    pair.turn(amina, meeting_id, Turn.CONFIRM)
    assert remind() == 0

    clock.move_to(LATER + 4 * DAY)
    assert remind() == 1


def test_of_what_is_off_paused_or_over_nobody_is_told(pair, clock, remind, amina, bea):
    pair.turn(bea, pair.agreed(), Turn.CANCEL)
    pair.propose(amina)
    clock.move_to(LATER - DAY)
    assert remind() == 0
    pair.turn(bea, pair.propose(amina), Turn.DECLINE)
    clock.move_to(LATER - 3 * DAY)
    pair.agreed()
    for course in (Course.PAUSED, Course.ENDED, Course.COMPLETED):
        pair.becomes(course)
        clock.move_to(LATER - DAY)
        assert remind() == 0
    clock.move_to(LATER + timedelta(minutes=1))
    pair.becomes(Course.ACTIVE)
    assert remind() == 0


def test_who_wants_no_word_of_mentoring_gets_none(web, pair, clock, remind, session, bea):
    from tests.house.world import FORMS

    wants = FORMS["settings_notifications"] | {"mentoring": "off", "circle": "1.list"}
    assert web.as_(bea).post("/settings/notifications", **wants).status_code == 303
    pair.agreed()
    clock.move_to(LATER - DAY)

    assert remind() == 1
    assert bea.id not in numbers(session)


def test_the_chores_do_it_once_a_day(house, pair, clock, session, amina):
    pair.agreed()
    clock.move_to(LATER - DAY)
    work = chores.Chores(house, mail=False)
    before = numbers(session)[amina.id]

    for _ in range(2):
        work.tend()

    assert numbers(session)[amina.id] == before + 1


# Her data


def files(web, member):
    answer = web.as_(member).post("/settings/export", password=PASSWORD, anonymous="")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_her_copy_has_her_meetings_and_how_her_calendar_is(web, pair, clock, amina, bea):
    meeting_id = pair.agreed()
    clock.move_to(LATER + DAY)
    pair.turn(bea, meeting_id, Turn.HELD, "She asks for the bands.")
    web.as_(amina).post("/settings/calendar", change="make")

    copy = files(web, amina)

    account = json.loads(copy["data.json"])
    assert account["meetings"] == [
        {
            "other": "Bea",
            "at": "2028-03-16T18:30:00+00:00",
            "minutes": 40,
            "way": "call",
            "about": "The promotion form",
            "by": "you",
            "state": "held",
            "outcome": "She asks for the bands.",
        }
    ]
    assert account["calendar"] == {"feed": True, "names": False}
    assert "The promotion form" in copy["index.html"]
    assert "Proposed by you: held" in copy["index.html"]


def gone(make, clock, member, fate):
    """Her account is closed, and the two weeks are over."""
    make.leaving(member, fate)
    clock.move_to(now.now() + 15 * DAY)
    chores.sweep(make.house)
    make.session.rollback()
    make.session.expire_all()


def test_what_the_other_has_stays_as_with_somebody_who_has_left(web, pair, make, clock, amina, bea):
    meeting_id = pair.propose(bea)
    web.as_(bea).post("/settings/calendar", change="make")

    gone(make, clock, bea, Fate.KEEP)

    assert pair.meeting(meeting_id).plan.about == "The promotion form"
    page = web.as_(amina).get(pair.at("mentorship"))
    assert "a former member" in page.text
    assert "The promotion form" in page.text
    assert make.session.query(CalendarRow).count() == 0


def test_her_words_go_where_she_wants_them_gone(pair, make, clock, amina, bea):
    hers, others = pair.propose(bea), pair.agreed()
    clock.move_to(LATER + DAY)
    pair.turn(bea, others, Turn.HELD, "She asks for the bands.")

    gone(make, clock, bea, Fate.REMOVE)

    assert pair.meeting(hers).plan.about == ""
    assert pair.meeting(others).plan.about == "The promotion form"
    assert pair.meeting(others).outcome == ""


def test_once_both_have_left_nothing_of_it_is_there(pair, make, clock, amina, bea):
    pair.agreed()

    gone(make, clock, amina, Fate.KEEP)
    gone(make, clock, bea, Fate.KEEP)

    assert make.session.query(MeetingRow).count() == 0


def test_the_page_asks_three_questions_for_any_number_of_meetings(web, house, pair, amina):
    from tests.conftest import counted

    hers = web.as_(amina)
    hers.get(pair.at("mentorship"))
    with counted(house) as few:
        hers.get(pair.at("mentorship"))
    for _ in range(9):
        pair.agreed()
    hers = web.as_(amina)
    hers.get(pair.at("mentorship"))
    with counted(house) as many:
        hers.get(pair.at("mentorship"))

    assert len(many) == len(few)
    assert sum("FROM meetings" in statement for statement in many) == 1
