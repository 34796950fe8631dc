"""What the world has of mentoring, and a form that fits for each address of it."""

from datetime import timedelta

from app.core import clock, keys
from app.core.keys import base32, from_base32
from app.mentoring.mentorships import courses
from app.mentoring.mentorships.contents import MENTOR, Agreement, Course, Proposal
from app.mentoring.mentorships.meeting_contents import Meeting, Plan, Way
from app.mentoring.mentorships.meeting_models import MeetingRow
from app.people.members.models import Member
from tests.house import programmes
from tests.make import Make
from tests.mentoring import making
from tests.mentoring.groups.arranged import group
from tests.mentoring.mentorships import pairs
from tests.mentoring.recommendations import making as recommending
from tests.people.introductions import making as introducing

PROPOSAL = "lantern"
PLAN = {
    "day": (clock.today() + timedelta(days=20)).isoformat(),
    "time": "12:30",
    "minutes": "40",
    "way": "call",
    "about": "The form",
}
FORMS: dict[str, dict[str, str]] = {
    "propose_meeting": PLAN,
    "move_meeting": PLAN | {"version": "2"},
    "turn_meeting": {"turn": "cancel", "version": "2"},
    "settings_calendar": {"change": "names"},
    "mentorship_agreement": {
        "frequency": "Once a month.",
        "contact": "Here.",
        "confidentiality": "It stays here.",
        "again": "",
        "every": "4",
    },
    "agree_mentorship": {"proposal": PROPOSAL},
    "new_goal": {"title": "Ask for the pay bands", "until": "2099-03-14", "steps": "Write it"},
    "edit_goal": {"title": "Ask for the bands", "until": "", "steps": "Send it"},
    "tick_goal": {"done": "Write it", "save": "steps"},
    "finish_goal": {"word": "She just sent them."},
    "reopen_goal": {},
    "delete_goal": {},
    "new_note": {"body": "On the form", "readers": "both"},
    "edit_note": {"body": "On the other form"},
    "edit_own_note": {"body": "On the other form"},
    "delete_note": {},
    "delete_own_note": {},
    "pause_mentorship": {"on": "yes"},
    "complete_mentorship": {"reflection": "I ask now."},
    "go_on_with_mentorship": {},
    "end_mentorship": {},
    "tell_team": {"words": "Something feels off."},
    "mentorship_feedback": {"helped": "Her calm", "would_help": "", "score": "5", "shown": "on"},
    "show_feedback": {"on": "yes"},
    "delete_feedback": {},
    "check_ins": {"how": "well", "words": "We laugh."},
    "let_read_check_ins": {"on": "yes"},
    "delete_check_in": {},
    "introduce": {
        "handle": "stella",
        "to_first": "She mends clocks.",
        "to_second": "She has a clock.",
        "anyway": "",
    },
    "answer_introduction": {"answer": "yes"},
    "take_back_introduction": {},
    "report_introduction": {"reason": "unkind", "note": "It is aimed at me"},
    "settings_introductions": {"on": "no"},
    "recommend": {"body": "She led the night shift."},
    "show_recommendation": {"on": "yes", "seen": ""},
    "take_back_recommendation": {},
}
# Where what stands in the braces is not what stands there elsewhere.
OF_ITS_OWN = {
    "ask_mentor": {"handle": "other_mentor"},
    "api_ask_mentor": {"handle": "other_mentor"},
    "take_back_introduction": {"introduction_id": "own_introduction"},
    "recommend": {"mentorship_id": "led_mentorship"},
    "show_recommendation": {"recommendation_id": "her_recommendation"},
}
# Where a block holds: the words are those of `test_surfaces.py`.
HOLDS = {
    "GET mentorship": "ended",
    "GET mentorship_agreement": "ended",
    "GET new_goal": "ended",
    "GET edit_goal": "ended",
    "GET finish_goal": "ended",
    "GET delete_goal": "ended",
    "GET edit_note": "ended",
    "GET edit_own_note": "own",
    "GET delete_note": "own",
    "GET delete_own_note": "own",
    "GET mentorship_course": "ended",
    "GET complete_mentorship": "ended",
    "GET end_mentorship": "ended",
    "GET uncertain": "ended",
    "GET tell_team": "own",
    "POST tell_team": "open",
    "GET mentorship_feedback": "ended",
    "GET check_ins": "own",
    "GET introductions": "left out",
    "GET introduction": "left out",
    "GET introduce": "none",
    "GET report_introduction": "left out",
    "GET settings_introductions": "own",
    "GET recommendations": "left out",
    "GET recommend": "own",
    "GET take_back_recommendation": "own",
    "GET propose_meeting": "ended",
    "GET meeting": "ended",
    "GET move_meeting": "ended",
    "GET meeting_file": "ended",
    "GET calendar_feed": "own",
    "GET settings_calendar": "own",
    "POST introduce": "ended",
    "POST answer_introduction": "ended",
    "POST take_back_introduction": "own",
    "POST report_introduction": "open",
    "POST settings_introductions": "own",
    "POST recommend": "own",
    "POST show_recommendation": "own",
    "POST take_back_recommendation": "own",
    "POST propose_meeting": "ended",
    "POST move_meeting": "ended",
    "POST turn_meeting": "ended",
    "POST settings_calendar": "own",
    "POST mentorship_agreement": "ended",
    "POST agree_mentorship": "ended",
    "POST new_goal": "ended",
    "POST edit_goal": "ended",
    "POST tick_goal": "ended",
    "POST finish_goal": "ended",
    "POST reopen_goal": "ended",
    "POST delete_goal": "ended",
    "POST new_note": "ended",
    "POST edit_note": "ended",
    "POST edit_own_note": "own",
    "POST delete_note": "own",
    "POST delete_own_note": "own",
    "POST pause_mentorship": "ended",
    "POST complete_mentorship": "ended",
    "POST go_on_with_mentorship": "ended",
    "POST end_mentorship": "ended",
    "POST mentorship_feedback": "ended",
    "POST show_feedback": "ended",
    "POST delete_feedback": "own",
    "POST check_ins": "own",
    "POST let_read_check_ins": "own",
    "POST delete_check_in": "own",
}


def build(make: Make, grace: Member, bea: Member, stella: Member, olga: Member) -> dict[str, str]:
    """Bea is Grace's mentor, and Grace Bea's in a group; what else brings these together."""
    values = _mentoring(make, grace, bea, stella)
    values |= _groups(make, grace, bea, stella, olga)
    values |= programmes.build(make, grace, bea)
    values |= _mentorship(make, bea, grace)
    programmes.matched(make, from_base32(values["mentorship_id"]))
    values |= _meeting(make, from_base32(values["mentorship_id"]))
    values |= recommending.addresses(make, grace, bea)
    return values | introducing.addresses(make, olga, grace, bea)


def _groups(make: Make, grace: Member, bea: Member, stella: Member, olga: Member) -> dict[str, str]:
    """A mentoring group that Grace leads, one that she is asked into, and one that she is in."""
    made = {
        "group_id": group(make, grace, bea, asked=[stella]),
        "asked_group": group(make, olga, asked=[grace, stella]),
        "joined_group": group(make, olga, grace, bea),
    }
    return {name: base32(one.id) for name, one in made.items()}


def _meeting(make: Make, mentorship_id: int) -> dict[str, str]:
    """One to which both have agreed."""
    plan = Plan(clock.minute() + timedelta(days=14), 40, Way.CALL, "The form")
    meeting = Meeting.proposed(plan, 0).confirmed(reminded=False)
    row = MeetingRow(id=keys.random_id(), mentorship_id=mentorship_id, sealed=b"")
    row.sealed = meeting.sealed(make.house.ring, row.id)
    return {"meeting_id": base32(make.saved(row).id)}


def _mentoring(make: Make, grace: Member, bea: Member, stella: Member) -> dict[str, str]:
    """Four mentors; Bea has asked Grace, and Grace Stella."""
    for member in (grace, bea, stella, make.member("Mina")):
        making.mentor(make, member)
    asked, asks = making.asks(make, bea, grace), making.asks(make, grace, stella)
    return {"request_id": base32(asked), "asked_id": base32(asks), "other_mentor": "mina"}


def _mentorship(make: Make, mentor: Member, mentee: Member) -> dict[str, str]:
    """In which the mentor waits for two answers; the mentee has written whatever there can be."""
    here = pairs.pair(make, mentor, mentee)
    with make.house.database.changing() as session:
        words = Agreement("Once a month.", "Here.", "It stays here.")
        course = Course(proposal=Proposal(MENTOR, PROPOSAL, words), done_by=MENTOR)
        courses.save(session, make.house.ring, here, course, clock.today())
    return {
        "mentorship_id": base32(here),
        "goal_id": base32(pairs.goal(make, mentee, here, "Ask", "Write it")),
        "note_id": base32(pairs.note(make, mentee, here)),
        "own_note": base32(pairs.own_note(make, mentee, here)),
        "feedback_id": base32(pairs.say(make, mentee, here)),
        "check_in_id": base32(pairs.check_in(make, mentee, here)),
    }
