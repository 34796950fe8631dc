"""Proposing a time: typed in her own, shown in both."""

import pytest

from app.core import keys
from app.mentoring.mentorships.meeting_contents import State
from app.mentoring.mentorships.meeting_models import MeetingRow
from app.mentoring.mentorships.models import State as Course
from app.oversight.notifications.models import Notification
from app.people import blocking
from app.people.members.models import Standing
from tests import dump
from tests.mentoring.meetings.conftest import FORM, LATER, text_of


def propose(web, pair, by, **changed):
    """Her form, filled in and sent from its page."""
    hers = web.as_(by)
    at = pair.at("propose_meeting")
    return hers.send(hers.get(at), at, **(FORM | changed))


def numbers(session):
    session.rollback()
    return [row.id for row in session.query(MeetingRow)]


def test_a_time_is_typed_in_her_zone_and_shown_in_both(web, pair, amina, bea):
    shown = web.follow(propose(web, pair, amina))

    assert "It is proposed. It stands once she says yes." in text_of(shown)
    assert "Thursday 16 March, 18:30 your time, 14:30 hers" in text_of(shown)
    assert "40 minutes, by call" in text_of(shown)
    assert "You proposed this. She hasn’t answered yet." in text_of(shown)
    meeting = pair.meeting(pair.only())
    assert (meeting.plan.at, meeting.state, meeting.side) == (LATER, State.PROPOSED, 0)

    other = web.as_(bea).get(pair.at("mentorship"))
    assert "Thursday 16 March, 14:30 your time, 18:30 hers" in text_of(other)
    assert "The promotion form" in other.text
    assert "She proposed this. Does it suit you?" in text_of(other)


def test_the_other_is_told_in_her_list(web, pair, session, amina, bea):
    propose(web, pair, amina)

    [told] = session.query(Notification)
    assert (told.member_id, told.kind) == (bea.id, "mentoring")
    assert (told.thing_kind, told.thing_id) == ("mentorship", keys.base32(pair.id))


def test_the_form_says_what_time_it_is_for_both(web, pair, amina, bea):
    page = web.as_(bea).get(pair.at("propose_meeting"))

    assert "It is now Monday 13 March, 08:00 your time, 12:00 hers." in text_of(page)


def test_who_has_said_no_time_zone_is_asked_for_it(web, pair, make, amina, bea):
    bea.time_zone = ""
    make.session.commit()

    mine = text_of(web.as_(bea).get(pair.at("propose_meeting")))
    hers = text_of(web.as_(amina).get(pair.at("propose_meeting")))

    assert "You haven’t said your time zone, so this is UTC" in mine
    assert "She hasn’t said hers." in hers
    assert "Monday 13 March, 12:00 your time." in hers


def test_two_in_one_zone_read_one_time(web, pair, make, amina, bea):
    bea.time_zone = "Europe/Lisbon"
    make.session.commit()

    shown = web.follow(propose(web, pair, amina))

    assert "Thursday 16 March, 18:30 for both of you" in text_of(shown)


def test_another_day_for_the_other_is_said(web, pair, make, amina, bea):
    bea.time_zone = "Pacific/Auckland"
    make.session.commit()

    shown = web.follow(propose(web, pair, amina))

    assert "Thursday 16 March, 18:30 your time, Friday 17 March, 07:30 hers" in text_of(shown)


def test_the_same_form_twice_proposes_once(web, pair, session, amina):
    hers = web.as_(amina)
    at = pair.at("propose_meeting")
    form = hers.get(at)

    answers = [hers.send(form, at, **FORM) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert len(numbers(session)) == 1


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"day": ""}, "Please say the day as year, month and day, as in 2026-05-14."),
        ({"day": "14 May"}, "Please say the day as year, month and day, as in 2026-05-14."),
        ({"day": "2028-02-30"}, "Please say the day as year, month and day, as in 2026-05-14."),
        ({"day": "1700000000"}, "Please say the day as year, month and day, as in 2026-05-14."),
        ({"day": "0001-01-01"}, "Choose a day within a year from now."),
        ({"day": "9999-12-31"}, "Choose a day within a year from now."),
        ({"day": "2029-03-20"}, "Choose a day within a year from now."),
        ({"day": "2028-03-13", "time": "11:59"}, "That time is over."),
        ({"time": "half past six"}, "Please say the time in hours and minutes, as in 18:30."),
        ({"time": "25:00"}, "Please say the time in hours and minutes, as in 18:30."),
        ({"time": "18:30:15"}, "Please say the time in hours and minutes, as in 18:30."),
        ({"minutes": "4"}, "from 5 to 480."),
        ({"minutes": "999999999999"}, "from 5 to 480."),
        ({"minutes": "an hour"}, "from 5 to 480."),
        ({"way": "pigeon"}, "Please choose one of these."),
        ({"about": "x" * 1001}, "Make it 1,000 at most."),
        ({"which": "third"}, "Please choose one of these."),
    ],
)
def test_a_form_that_does_not_fit_comes_back_with_what_was_typed(
    web, pair, session, amina, changed, why
):
    answer = propose(web, pair, amina, **changed)

    assert answer.status_code == 422
    assert why in text_of(answer)
    typed = FORM | changed
    assert typed["about"] in answer.text
    assert f'value="{typed["day"]}"' in answer.text
    assert numbers(session) == []


def test_an_hour_that_is_left_out_is_refused_in_words(web, pair, session, amina):
    answer = propose(web, pair, amina, day="2028-03-26", time="01:30")

    assert answer.status_code == 422
    said = "Clocks are put forward that day, and there is no 01:30. Choose another time, such as"
    assert f"{said} 02:30." in text_of(answer)
    assert numbers(session) == []


def test_of_an_hour_that_comes_twice_she_is_asked_which(web, pair, amina):
    day = {"day": "2028-10-29", "time": "01:30"}
    asked = propose(web, pair, amina, **day)

    assert asked.status_code == 422
    assert "Clocks are put back that night, and 01:30 comes twice." in text_of(asked)
    assert "Before clocks are put back: Sunday 29 October, 01:30 your time, Saturday 28" in text_of(
        asked
    )
    at = pair.at("propose_meeting")
    sent = web.send(asked, at, which="later")
    assert sent.status_code == 303
    assert f"{pair.meeting(pair.only()).plan.at:%H:%M}" == "01:30"


def test_the_earlier_of_the_two_is_an_hour_before(web, pair, amina):
    answer = propose(web, pair, amina, day="2028-10-29", time="01:30", which="earlier")

    assert answer.status_code == 303
    assert f"{pair.meeting(pair.only()).plan.at:%H:%M}" == "00:30"


@pytest.mark.parametrize(
    ("course", "why"),
    [
        (Course.PAUSED, "This mentorship is paused."),
        (Course.COMPLETED, "This mentorship is completed."),
        (Course.ENDED, "This mentorship has ended."),
    ],
)
def test_what_does_not_go_on_takes_none(web, pair, session, amina, course, why):
    pair.becomes(course)
    hers = web.as_(amina)

    asked = hers.get(pair.at("propose_meeting"))
    sent = hers.post(pair.at("propose_meeting"), **FORM)
    page = hers.get(pair.at("mentorship"))

    assert (asked.status_code, sent.status_code) == (403, 403)
    assert why in text_of(asked)
    assert why in text_of(sent)
    assert why in text_of(page)
    assert "Suggest a time" not in page.text
    assert numbers(session) == []


@pytest.mark.parametrize("who", ["amina", "bea"])
def test_after_a_block_neither_proposes_anything(web, pair, make, session, amina, bea, who):
    with make._as(amina) as (deed, viewer):
        blocking.block(deed, make.house.ring, viewer, bea.id)
    pair.becomes(Course.ACTIVE)

    answer = web.as_({"amina": amina, "bea": bea}[who]).post(pair.at("propose_meeting"), **FORM)

    assert answer.status_code == 403
    assert "Nothing new can be agreed here at the moment." in text_of(answer)
    assert numbers(session) == []


def test_who_is_leaving_reads_as_a_block_does(web, pair, make, amina, bea):
    make.leaving(bea)

    answer = web.as_(amina).post(pair.at("propose_meeting"), **FORM)

    assert answer.status_code == 403
    assert "Nothing new can be agreed here at the moment." in text_of(answer)


def test_a_paused_member_proposes_nothing(web, pair, make, amina):
    amina.standing = Standing.PAUSED
    make.session.commit()

    answer = web.as_(amina).post(pair.at("propose_meeting"), **FORM)

    assert answer.status_code == 403
    assert "You can read, but not propose anything, while you are paused." in text_of(answer)


def test_to_a_stranger_nothing_of_it_is_there(web, pair, session, stella, mona):
    meeting_id = pair.propose(pair.mentor)
    paths = [pair.at(name) for name in ("mentorship", "propose_meeting")]
    paths += [pair.at(name, meeting_id) for name in ("meeting", "move_meeting", "meeting_file")]
    for who in (stella, mona):
        found = {path: web.as_(who).get(path).status_code for path in paths}

        assert found == dict.fromkeys(paths, 404)
        assert web.post(pair.at("propose_meeting"), **FORM).status_code == 404
        turn = {"turn": "confirm", "version": "1"}
        assert web.post(pair.at("turn_meeting", meeting_id), **turn).status_code == 404
        moved = web.post(pair.at("move_meeting", meeting_id), **FORM, version="1")
        assert moved.status_code == 404
    assert pair.meeting(meeting_id).version == 1


def test_so_many_may_be_ahead(web, pair, session, amina):
    for _ in range(20):
        pair.propose(pair.mentee)

    answer = web.as_(amina).post(pair.at("propose_meeting"), **FORM)

    assert answer.status_code == 403
    assert "Settle one of them first." in text_of(answer)
    assert len(numbers(session)) == 20


def test_a_copy_of_the_tables_says_neither_when_nor_what(pair, session):
    pair.propose(pair.mentor)
    session.rollback()

    for words in ("The promotion form", "2028-03-16", "proposed"):
        assert "meetings" not in dump.holding(session, words)
