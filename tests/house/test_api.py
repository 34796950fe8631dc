"""Who may what by a program: a line for each address of the API, and in it a sign for each person.

`+` she may · `!` she is told that she may not (403) · `-` it is not there for her (404) · `?` it is
refused for what it says (422) · `=` somebody was first (409) · `t` it needs a token (401).
"""

from fastapi.routing import iter_route_contexts

from tests.client import Client
from tests.house import opportunities, resources
from tests.house.test_permissions import empty, everybody
from tests.house.world import is_of_api
from tests.web.api.program import AT, Program

# As in `test_permissions.py`: the thread and its opening post are Grace's.
PEOPLE = ("nobody", "stella", "bea", "grace", "hana", "mona", "olga")
SIGNS = {200: "+", 201: "+", 202: "+", 204: "+", 401: "t", 403: "!", 404: "-", 409: "=", 422: "?"}
WORDS = {"body": "I kept a lamp on."}
SAID = WORDS | {"anonymous": False}
ASKED = {"note": "I was made a lead", "goal": "To sleep", "anonymous": False}
MENTOR = {
    "headline": "Leads a team",
    "about": "I have been there",
    "capacity": 2,
    "topics": ["self-doubt"],
    "times": ["weekends"],
    "languages": ["en"],
}
SAID = {
    "api_start_thread": {"title": "The nights", "intent": "just-listening", **SAID},
    "api_reply": SAID,
    "api_edit_post": {"title": "First weeks", **WORDS},
    "api_read_thread": {"number": 1},
    "api_read_messages": {"number": 1},
    "api_write_message": WORDS,
    "api_message_member": WORDS,
    "api_keep_bookmark": {"note": "For later"},
    "api_note_case": {"body": "I know this thread."},
    "api_decide": {"action": "keep", "reason": "unkind", "note": "It may stay."},
    "api_take_back_decision": {"note": "We were wrong."},
    "api_hear_appeal": {"outcome": "upheld", "statement": "We read it again."},
    "api_ask_mentor": ASKED,
    "api_reply_request": {"turn": "more", "question": "Since when?"},
    "api_turn_request": {"turn": "withdraw"},
    "api_save_mentor_profile": MENTOR,
    "api_report": {"kind": "profile", "id": "bea", "reason": "unkind"},
    "api_edit_profile": {
        "name": "Anybody",
        "pronouns": "",
        "about": "",
        "time_zone": "",
        "language": "",
        "findable": True,
        "followers": True,
    },
    "api_edit_telling": {
        **dict.fromkeys(("reply", "mention", "quote", "reaction", "welcome"), "list"),
        "mentoring": "mail",
        "opportunity": "off",
        "rhythm": "daily",
        "hour": 8,
        "news": True,
        "quiet_from": 22,
        "quiet_to": 7,
    },
    "api_mute_phrase": {"phrase": "the nights", "muted": True},
    "api_keep_evidence": {"what": "I said no"},
    "api_edit_evidence": {"what": "I said no twice"},
    "api_post_opportunity": opportunities.WORDS,
    "api_edit_opportunity": opportunities.WORDS,
    "api_interest": {"note": "Asked on Tuesday"},
    "api_was_real": {"answer": "real"},
    "api_save_search": {"name": "By the sea", "place": "Whitby"},
    "api_suggest_resource": resources.SAID | {"form": "guide", "link": "", "body": "First, *ask*."},
    "api_edit_resource": resources.SAID,
    "api_note_resource": {"body": "It gave me the words."},
}
# These change what the others find, so they are asked last, in this order.
CHANGES = (
    "api_block_member api_unblock_member api_stop_mentoring "
    "api_delete_post api_join_circle api_leave_circle api_take_back_waiting api_take_back_held "
    "api_delete_evidence api_delete_search api_delete_resource_note api_edit_resource "
    "api_withdraw_resource api_fill_opportunity api_withdraw_opportunity api_reopen_opportunity "
    "api_edit_opportunity"
)
TABLE = {
    "GET api_me": "t++++++",
    "GET api_profile": "t++++++",
    "PUT api_edit_profile": "t++++++",
    "GET api_circles": "t++++++",
    "GET api_circle": "t++++++",
    "PUT api_follow_circle": "t!+++!!",
    "DELETE api_unfollow_circle": "t++++++",
    "GET api_threads": "t++++++",
    "GET api_unanswered": "t++++++",
    "POST api_start_thread": "t!+++!!",
    "GET api_thread": "t++++++",
    "PUT api_read_thread": "t++++++",
    "PUT api_follow_thread": "t++++++",
    "DELETE api_unfollow_thread": "t++++++",
    "PUT api_pin_thread": "t!!!+++",
    "DELETE api_unpin_thread": "t!!!+++",
    "PUT api_lock_thread": "t!!!+++",
    "DELETE api_unlock_thread": "t!!!+++",
    "GET api_posts": "t++++++",
    "POST api_reply": "t!+++!!",
    "GET api_post": "t++++++",
    "PUT api_edit_post": "t!!+!!!",
    "PUT api_react": "t!+!+!!",
    "DELETE api_unreact": "t!+!+!!",
    "GET api_waiting": "t++++++",
    "GET api_held": "t++++++",
    "GET api_notifications": "t++++++",
    "PUT api_read_notifications": "t++++++",
    "PUT api_read_notification": "t--+---",
    "GET api_telling": "t++++++",
    "PUT api_edit_telling": "t++++++",
    "GET api_messages": "t++++++",
    "GET api_conversation": "t-++---",
    "POST api_write_message": "t-++---",
    "PUT api_read_messages": "t-++---",
    "POST api_message_member": "t+!++++",
    "GET api_member": "t++++++",
    "GET api_blocks": "t++++++",
    "PUT api_follow_member": "t+!++++",
    "DELETE api_unfollow_member": "t+!++++",
    "PUT api_block_member": "t+!++++",
    "DELETE api_unblock_member": "t++++++",
    "PUT api_mute_member": "t+!++++",
    "DELETE api_unmute_member": "t+!++++",
    "GET api_muted": "t++++++",
    "PUT api_mute_phrase": "t++++++",
    "PUT api_mute_post": "t++!+++",
    "DELETE api_unmute_post": "t++!+++",
    "PUT api_mute_thread": "t++++++",
    "DELETE api_unmute_thread": "t++++++",
    "PUT api_mute_circle": "t++++++",
    "DELETE api_unmute_circle": "t++++++",
    "GET api_bookmarks": "t++++++",
    "PUT api_keep_bookmark": "t++++++",
    "DELETE api_drop_bookmark": "t++++++",
    "GET api_evidence": "t++++++",
    "GET api_evidence_entry": "t--+---",
    "POST api_keep_evidence": "t++++++",
    "PUT api_edit_evidence": "t--+---",
    "GET api_search": "t++++++",
    "POST api_report": "t+!++++",
    "GET api_reports": "t++++++",
    "GET api_opportunities": "t++++++",
    "GET api_my_opportunities": "t++++++",
    "GET api_opportunity": "t++++++",
    "POST api_post_opportunity": "t++++++",
    "PUT api_prolong_opportunity": "t!!+!!!",
    "GET api_kept_opportunities": "t++++++",
    "PUT api_save_opportunity": "t++++++",
    "DELETE api_unsave_opportunity": "t++++++",
    "PUT api_interest": "t+!++++",
    "DELETE api_no_interest": "t++++++",
    "PUT api_was_real": "t--+---",
    "GET api_saved_searches": "t++++++",
    "POST api_save_search": "t++++++",
    "PUT api_switch_search_on": "t++++++",
    "DELETE api_switch_search_off": "t++++++",
    "GET api_resources": "t++++++",
    "GET api_my_resources": "t++++++",
    "GET api_resource": "t++++++",
    "POST api_suggest_resource": "t++++++",
    "PUT api_resource_helped": "t!+++!!",
    "DELETE api_resource_not_helped": "t!+++!!",
    "GET api_resource_notes": "t++++++",
    "PUT api_note_resource": "t!+++!!",
    "GET api_mentors": "t++++++",
    "GET api_mentor": "t++++++",
    "GET api_mentor_profile": "t+++---",
    "PUT api_save_mentor_profile": "t++++++",
    "PUT api_pause_mentoring": "t++++++",
    "DELETE api_resume_mentoring": "t++++++",
    "POST api_ask_mentor": "t++++++",
    "GET api_mentoring_requests": "t++++++",
    "GET api_mentoring_request": "t-++---",
    "PUT api_reply_request": "t-!+---",
    "PUT api_turn_request": "t!-+---",
    "GET api_mentorships": "t++++++",
    "GET api_cases": "t----++",
    "GET api_case": "t----++",
    "PUT api_claim_case": "t----+=",
    "DELETE api_give_back_case": "t----++",
    "PUT api_pass_case": "t----++",
    "POST api_note_case": "t----++",
    "POST api_decide": "t----+=",
    "POST api_take_back_decision": "t----+=",
    "POST api_hear_appeal": "t----+=",
    "DELETE api_stop_mentoring": "t++++++",
    "DELETE api_delete_post": "t!!+!!!",
    "PUT api_join_circle": "t++++++",
    "DELETE api_leave_circle": "t++++++",
    "DELETE api_take_back_waiting": "t--+---",
    "DELETE api_take_back_held": "t--+---",
    "DELETE api_delete_evidence": "t--+---",
    "DELETE api_delete_search": "t++++++",
    "DELETE api_delete_resource_note": "t-+++--",
    "PUT api_edit_resource": "t!!+--+",
    "DELETE api_withdraw_resource": "t--+---",
    "PUT api_fill_opportunity": "t!!+!!!",
    "PUT api_withdraw_opportunity": "t!!+---",
    "PUT api_reopen_opportunity": "t--+!!!",
    "PUT api_edit_opportunity": "t!!+---",
}


def routes(app):
    found = [route for route in iter_route_contexts(app.routes) if is_of_api(route)]
    return {f"{min(route.methods)} {route.name}": route for route in found}


def line(programs, world, address, route):
    """The signs for one address; what somebody may who comes first is done when the next comes."""
    method, name = address.split()
    path = world.path(route, kind="with-you").removeprefix(AT)
    path += "?q=nights" if name == "api_search" else ""
    statuses = [each.ask(method, path, SAID.get(name)).status_code for each in programs]
    return "".join(SIGNS.get(status, str(status)) for status in statuses)


def test_everybody_may_what_the_table_says(running, house, make, copies):
    empty(running, make)
    world = copies.world(everybody, make)
    nobody = Program(Client(running), running.state.house)
    programs = [nobody, *(nobody.of(getattr(world, who)) for who in PEOPLE[1:])]

    there = sorted(routes(running).items(), key=lambda pair: CHANGES.find(pair[0].split()[1]))
    found = {each: line(programs, world, each, route) for each, route in there}

    assert found == TABLE
