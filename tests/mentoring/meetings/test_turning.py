"""Answering, moving, calling off, and what came out: each once, and about what stands there."""

from datetime import timedelta

import pytest

from app.mentoring.mentorships import meetings
from app.mentoring.mentorships.meeting_contents import State
from app.mentoring.mentorships.meeting_policy import Turn
from app.mentoring.mentorships.models import State as Course
from app.oversight.notifications.models import Notification
from tests.mentoring.meetings.conftest import FORM, LATER, NOW, text_of

MOVED = FORM | {"day": "2028-03-17", "time": "09:00", "about": "Something else"}
STALE = "This has changed since you opened the page. Here is how it stands now"


def press(web, pair, by, meeting_id, turn, **more):
    """The button of her page that says so."""
    hers = web.as_(by)
    page = hers.get(pair.at("meeting", meeting_id))
    assert f'value="{turn}"' in page.text
    return hers.send(page, pair.at("turn_meeting", meeting_id), turn=turn, **more)


def told(session, member):
    session.rollback()
    return session.query(Notification).filter_by(member_id=member.id).count()


def test_the_other_says_yes(web, pair, session, amina, bea):
    meeting_id = pair.propose(amina)

    shown = web.follow(press(web, pair, bea, meeting_id, "confirm"))

    assert "It is agreed, and she is told." in text_of(shown)
    assert pair.meeting(meeting_id).state is State.CONFIRMED
    assert "Add to calendar" in shown.text
    assert told(session, amina) == 1


def test_the_other_says_that_she_cannot(web, pair, session, amina, bea):
    meeting_id = pair.propose(amina)

    shown = web.follow(press(web, pair, bea, meeting_id, "decline"))

    assert "It didn’t suit." in text_of(shown)
    assert pair.meeting(meeting_id).state is State.DECLINED
    assert told(session, amina) == 1


def test_the_buttons_of_the_mentorships_page_do_the_same(web, pair, amina, bea):
    meeting_id = pair.propose(amina)
    hers = web.as_(bea)
    page = hers.get(pair.at("mentorship"))

    hers.send(page, pair.at("turn_meeting", meeting_id), turn="confirm")

    assert pair.meeting(meeting_id).state is State.CONFIRMED


def test_who_proposed_cannot_say_yes_for_the_other(web, pair, amina):
    meeting_id = pair.propose(amina)
    assert 'value="confirm"' not in web.as_(amina).get(pair.at("meeting", meeting_id)).text

    answer = web.post(pair.at("turn_meeting", meeting_id), turn="confirm", version="1")

    assert answer.status_code == 403
    assert pair.meeting(meeting_id).state is State.PROPOSED


@pytest.mark.parametrize("who", [0, 1])
def test_either_proposes_another_time(web, pair, amina, bea, who):
    meeting_id = pair.propose(amina)
    hers = web.as_((amina, bea)[who])
    at = pair.at("move_meeting", meeting_id)
    form = hers.get(at)
    assert "Thursday 16 March" in form.text
    assert f'value="{("18:30", "14:30")[who]}"' in form.text

    answer = hers.send(form, at, **MOVED)

    assert answer.status_code == 303
    meeting = pair.meeting(meeting_id)
    assert (meeting.state, meeting.side, meeting.sequence) == (State.PROPOSED, who, 1)
    assert f"{meeting.plan.at:%d %H:%M}" == ("17 09:00", "17 13:00")[who]
    assert meeting.plan.about == "Something else"


def test_an_agreed_one_that_is_moved_waits_for_a_yes_again(web, pair, session, amina, bea):
    meeting_id = pair.agreed()
    hers = web.as_(bea)
    at = pair.at("move_meeting", meeting_id)

    shown = hers.follow(hers.send(hers.get(at), at, **MOVED))

    assert "You proposed this. She hasn’t answered yet." in text_of(shown)
    assert "Add to calendar" not in shown.text
    press(web, pair, amina, meeting_id, "confirm")
    assert pair.meeting(meeting_id).state is State.CONFIRMED


@pytest.mark.parametrize("who", [0, 1])
def test_either_calls_an_agreed_one_off(web, pair, session, amina, bea, who):
    meeting_id = pair.agreed()
    by, other = ((amina, bea), (bea, amina))[who]
    before = told(session, other)

    shown = web.follow(press(web, pair, by, meeting_id, "cancel"))

    assert "Called off." in text_of(shown)
    assert pair.meeting(meeting_id).state is State.CANCELLED
    assert told(session, other) == max(before, 1)
    assert web.as_(other).get(pair.at("meeting", meeting_id)).text.count("Call it off") == 0


def test_who_proposed_takes_it_back(web, pair, amina):
    meeting_id = pair.propose(amina)

    press(web, pair, amina, meeting_id, "cancel")

    assert pair.meeting(meeting_id).state is State.CANCELLED


@pytest.mark.parametrize("who", [0, 1])
def test_after_its_time_either_says_that_they_met(web, pair, clock, amina, bea, who):
    meeting_id = pair.agreed()
    clock.move_to(LATER + timedelta(minutes=41))
    by = (amina, bea)[who]
    assert "Did you meet? Either of you can say." in text_of(web.as_(by).get(pair.at("mentorship")))

    shown = web.follow(press(web, pair, by, meeting_id, "held", outcome="She asks for the bands."))

    assert "What came out: She asks for the bands." in text_of(shown)
    assert 'class="done"' in shown.text
    meeting = pair.meeting(meeting_id)
    assert (meeting.state, meeting.by) == (State.HELD, who)


def test_that_it_did_not_take_place_can_be_taken_back(web, pair, clock, amina, bea):
    meeting_id = pair.agreed()
    clock.move_to(LATER + timedelta(days=1))

    shown = web.follow(press(web, pair, amina, meeting_id, "not-held", outcome="A word"))
    assert "It didn’t take place." in text_of(shown)
    assert pair.meeting(meeting_id).outcome == ""
    press(web, pair, bea, meeting_id, "undo")

    assert pair.meeting(meeting_id).state is State.CONFIRMED


def test_before_its_time_nothing_came_out_of_it(web, pair, amina):
    meeting_id = pair.agreed()

    answer = web.as_(amina).post(pair.at("turn_meeting", meeting_id), turn="held", version="2")

    assert answer.status_code == 403
    assert "As this meeting stands, that can’t be done with it." in text_of(answer)


def test_a_proposal_that_is_over_is_not_confirmed_but_moved(web, pair, clock, amina, bea):
    meeting_id = pair.propose(amina)
    clock.move_to(LATER)
    page = web.as_(bea).get(pair.at("mentorship"))
    assert "She proposed this, and it wasn’t answered in time." in text_of(page)

    late = web.post(pair.at("turn_meeting", meeting_id), turn="confirm", version="1")
    moved = web.post(pair.at("move_meeting", meeting_id), **MOVED, version="1")

    assert late.status_code == 403
    assert "This time is over. Propose another one." in text_of(late)
    assert moved.status_code == 303


def test_what_has_changed_meanwhile_is_shown_and_not_decided(web, pair, amina, bea):
    meeting_id = pair.propose(amina)
    hers = web.as_(bea)
    page = hers.get(pair.at("meeting", meeting_id))
    pair.turn(amina, meeting_id, Turn.CANCEL)

    answer = hers.send(page, pair.at("turn_meeting", meeting_id), turn="confirm")

    assert answer.status_code == 409
    assert STALE in text_of(answer)
    assert "Called off." in text_of(answer)
    assert pair.meeting(meeting_id).state is State.CANCELLED


def test_a_move_of_what_was_moved_meanwhile_keeps_what_was_typed(web, pair, amina, bea):
    meeting_id = pair.propose(amina)
    hers = web.as_(bea)
    at = pair.at("move_meeting", meeting_id)
    page = hers.get(at)
    pair.move(amina, meeting_id, LATER + timedelta(minutes=30))

    answer = hers.send(page, at, **MOVED)

    assert answer.status_code == 409
    assert STALE in text_of(answer)
    assert "Thursday 16 March, 15:00 your time, 19:00 hers" in text_of(answer)
    assert "Something else" in answer.text
    again = hers.send(answer, at)
    assert again.status_code == 303
    assert pair.meeting(meeting_id).side == 1


def test_a_double_press_says_how_it_stands(web, pair, amina, bea):
    meeting_id = pair.propose(amina)
    hers = web.as_(bea)
    page = hers.get(pair.at("meeting", meeting_id))
    at = pair.at("turn_meeting", meeting_id)

    answers = [hers.send(page, at, turn="confirm") for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 409]
    assert "Add to calendar" in answers[1].text


@pytest.mark.parametrize(
    "typed",
    [
        {"turn": "move", "version": "1"},
        {"turn": "marry", "version": "1"},
        {"turn": "confirm"},
        {"turn": "confirm", "version": "0"},
        {"turn": "confirm", "version": "x"},
        {"turn": "confirm", "version": "1", "outcome": "x" * 151},
    ],
)
def test_a_bad_form_changes_nothing(web, pair, amina, bea, typed):
    meeting_id = pair.propose(amina)

    answer = web.as_(bea).post(pair.at("turn_meeting", meeting_id), **typed)

    assert answer.status_code == 422
    assert pair.meeting(meeting_id).version == 1


def test_a_meeting_of_another_mentorship_is_not_there(web, make, pair, amina, grace):
    from tests.mentoring.meetings.conftest import Pair

    other = Pair(make, amina, grace)
    meeting_id = other.propose(grace)
    hers = web.as_(amina)

    for name in ("meeting", "move_meeting", "meeting_file"):
        assert hers.get(pair.at(name, meeting_id)).status_code == 404
    turn = {"turn": "confirm", "version": "1"}
    assert hers.post(pair.at("turn_meeting", meeting_id), **turn).status_code == 404
    assert hers.post(pair.at("move_meeting", meeting_id), **MOVED, version="1").status_code == 404


def test_while_it_is_paused_what_is_agreed_can_be_called_off(web, pair, amina, bea):
    agreed, asked = pair.agreed(), pair.propose(amina)
    pair.becomes(Course.PAUSED)
    hers = web.as_(bea)

    yes = hers.post(pair.at("turn_meeting", asked), turn="confirm", version="1")
    moved = hers.post(pair.at("move_meeting", agreed), **MOVED, version="2")
    off = hers.post(pair.at("turn_meeting", agreed), turn="cancel", version="2")

    assert (yes.status_code, moved.status_code, off.status_code) == (403, 403, 303)
    assert "This mentorship is paused." in text_of(yes)


@pytest.mark.parametrize("course", [Course.COMPLETED, Course.ENDED])
def test_once_it_is_over_it_can_only_be_read(web, pair, amina, bea, course):
    agreed, asked = pair.agreed(), pair.propose(amina)
    pair.becomes(course)
    hers = web.as_(bea)

    page = text_of(hers.get(pair.at("mentorship")))
    answers = [
        hers.post(pair.at("turn_meeting", agreed), turn="cancel", version="2"),
        hers.post(pair.at("turn_meeting", asked), turn="confirm", version="1"),
        hers.post(pair.at("move_meeting", agreed), **MOVED, version="2"),
    ]

    assert [answer.status_code for answer in answers] == [403] * 3
    assert "Off, since the mentorship is over." in page
    assert "Proposed, and never agreed." in page
    assert "Add to calendar" not in page


def test_the_next_stands_first_and_the_latest_of_those_over_after_it(web, pair, clock, amina):
    for day in (3, 1, 2):
        pair.agreed(NOW + timedelta(days=day, hours=1), about=f"Number {day}.")
    clock.move_to(NOW + timedelta(days=2, hours=3))
    for meeting_id in _ids(pair)[:2]:
        pair.turn(amina, meeting_id, Turn.HELD)

    words = text_of(web.as_(amina).get(pair.at("mentorship")))

    assert words.index("Number 3.") < words.index("Number 2.") < words.index("Number 1.")


def test_more_than_a_dozen_that_are_over_lie_in_a_fold(web, pair, clock, amina):
    for number in range(15):
        at = NOW + timedelta(hours=number + 1)
        pair.turn(amina, pair.agreed(at, about=f"Number {number}."), Turn.CANCEL)

    shown, _, folded = web.as_(amina).get(pair.at("mentorship")).text.partition("<details")

    assert "3 earlier meetings" in folded
    assert ("Number 14." in shown, "Number 3." in shown, "Number 2." in shown) == (
        True,
        True,
        False,
    )
    assert "Number 0." in folded


def _ids(pair):
    """In the order of their time."""
    session = pair.make.session
    session.rollback()
    found = meetings._all(session, pair.make.house.ring, [pair.id])
    return [number for number, _ in sorted(found, key=lambda one: one[1].plan.at)]


def test_how_many_were_held_is_counted(pair, make, clock, amina, grace):
    from tests.mentoring.meetings.conftest import Pair

    other = Pair(make, amina, grace)
    pair.agreed(), pair.propose(amina)
    done = [pair.agreed() for _ in range(2)]
    clock.move_to(LATER + timedelta(days=1))
    for meeting_id in done:
        pair.turn(amina, meeting_id, Turn.HELD)

    with make.house.database.reading() as session:
        assert meetings.held(session, [pair.id, other.id]) == {pair.id: 2, other.id: 0}
        assert meetings.held(session, []) == {}
