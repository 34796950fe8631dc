"""Who may do what: a line for each address, and in it a sign for each kind of person.

`+` she may · `!` she is told that she may not (403) · `-` it is not there for her (404) ·
`s` she is asked to sign in first · `?` the form is shown again (422).
"""

from dataclasses import replace

import pytest

from app import wiring
from app.core.limits import Limiter
from app.people.circles.models import Circle, CircleRole, Membership
from app.people.house import check_keys
from app.people.members.models import Role
from app.people.safety.shields import Shields
from app.web.kit import csrf
from tests import unguarded
from tests.house import world as worlds
from tests.house.world import FORMS, routes

# The thread is Grace's, and the reply that is reacted to Bea's, both in the circle. Stella is in
# none; Hana hosts the circle, Cora moderates it, Maud another; Mona moderates the whole site. Grace
# coordinates an organisation to which Bea belongs, and both are enrolled in its programmes.
PEOPLE = ("nobody", "stella", "bea", "grace", "hana", "cora", "maud", "mona", "olga")
SIGNS = {200: "+", 303: "+", 403: "!", 404: "-", 422: "?"}
TABLE = {
    "GET thread_slugged": "+++++++++",
    "GET thread": "+++++++++",
    "GET new_thread": "s!++++!!!",
    "GET circle": "+++++++++",
    "GET home": "+++++++++",
    "GET thread_news": "+++++++++",
    "GET circle_news": "+++++++++",
    "GET live": "-++++++++",
    "GET safety": "+++++++++",
    "GET guidelines": "+++++++++",
    "GET privacy": "+++++++++",
    "GET preferences": "+++++++++",
    "GET robots": "+++++++++",
    "GET post": "+++++++++",
    "GET edit_post": "s!!+!!!!!",
    "GET finding_out": "s!!+!!!!!",
    "GET delete_post": "s!!+!!!!!",
    "GET post_history": "+++++++++",
    "GET waiting_posts": "s++++++++",
    "GET held_posts": "s++++++++",
    "GET wins": "+++++++++",
    "GET share_thread": "+++++++++",
    "GET circle_feed": "+++++++++",
    "GET bookmarks": "s++++++++",
    "GET bookmark": "s++++++++",
    "GET search": "+++++++++",
    "GET evidence": "s++++++++",
    "GET new_evidence": "s++++++++",
    "GET three_of_evidence": "s++++++++",
    "GET edit_evidence": "s--+-----",
    "GET delete_evidence": "s--+-----",
    "GET share_evidence": "s--+-----",
    "GET export_evidence": "s++++++++",
    "GET print_evidence": "s++++++++",
    "GET praise": "s++++++++",
    "GET keep_post": "s++++++++",
    "GET keep_from_thread": "s++++++++",
    "GET circles": "+++++++++",
    "GET new_circle": "s!!!!!!!+",
    "GET edit_circle": "s!!!+!!!+",
    "GET circle_people": "s!!!+!!!+",
    "GET greeters": "s!++++!!+",
    "GET unanswered": "s++++++++",
    "GET member": "+++++++++",
    "GET notifications": "s++++++++",
    "GET notifications_count": "s++++++++",
    "GET notification": "s--+-----",
    "GET kind_words": "s++++++++",
    "GET messages": "s++++++++",
    "GET conversation": "s-++-----",
    "GET message_member": "s+!++++++",
    "GET delete_conversation": "s-++-----",
    "GET take_back_message": "s-!+-----",
    "GET report_messages": "s-++-----",
    "GET settings_messages": "s++++++++",
    "GET no_contact": "s+!++++++",
    "GET settings": "s++++++++",
    "GET settings_device": "s++++++++",
    "GET settings_notifications": "s++++++++",
    "GET unsubscribe": "+++++++++",
    "GET settings_email": "s++++++++",
    "GET settings_password": "s++++++++",
    "GET settings_sessions": "s++++++++",
    "GET settings_muted": "s++++++++",
    "GET block_member": "s+!++++++",
    "GET mute_post": "s+!++++++",
    "GET settings_anonymous": "s++++++++",
    "GET report": "s+!++++++",
    "GET receipts": "s++++++++",
    "GET receipt": "s--+-----",
    "GET notices": "s++++++++",
    "GET notice": "s--+-----",
    "GET export": "s++++++++",
    "GET close_account": "s++++++++",
    "GET keep_account": "+++++++++",
    "GET moderation_log": "s----!!++",
    "GET moderation_log_csv": "s----!!++",
    "GET moderation_log_jsonl": "s----!!++",
    "GET transparency": "+++++++++",
    "GET transparency_month": "+++++++++",
    "GET transparency_json": "+++++++++",
    "GET exit": "+++++++++",
    "GET sign_in": "+++++++++",
    "GET forgot_password": "+++++++++",
    "GET reset_password": "+++++++++",
    "GET join": "+++++++++",
    "GET join_done": "+++++++++",
    "GET verify_email": "+++++++++",
    "GET confirm_email": "+++++++++",
    "GET moderation": "s----++++",
    "GET case": "s----+-++",
    "GET templates": "s------++",
    "GET new_template": "s------++",
    "GET edit_template": "s------++",
    "GET hold_rules": "s------++",
    "GET new_hold_rule": "s------++",
    "GET edit_hold_rule": "s------++",
    "GET try_hold_rule": "s------++",
    "GET organisations": "s++++++++",
    "GET organisation": "s-++----+",
    "GET new_programme": "s-!+----!",
    "GET programme": "s-++-----",
    "GET edit_programme": "s-!+-----",
    "GET programme_questions": "s-!+-----",
    "GET enrol": "s-++-----",
    "GET matching": "s-!+-----",
    "GET what_they_see": "s-++-----",
    "GET programme_report": "s-!+-----",
    "GET readyz": "+++++++++",
    "GET healthz": "+++++++++",
    "POST reply": "!!++++!!!",
    "POST start_thread": "!!++++!!!",
    "POST follow_thread": "!++++++++",
    "POST mute_thread": "!++++++++",
    "POST mute_circle": "!++++++++",
    "POST mute_post": "!+!++++++",
    "POST block_member": "!+!++++++",
    "POST settings_muted": "!++++++++",
    "POST mute_phrase": "!++++++++",
    "POST pin_thread": "!!!!+!!++",
    "POST lock_thread": "!!!!+!!++",
    "POST join_circle": "!++++++++",
    "POST leave_circle": "!++++++++",
    "POST read_circle": "!++++++++",
    "POST preferences": "+++++++++",
    "POST edit_post": "!!!+!!!!!",
    "POST delete_post": "!!!+!!!!!",
    "POST preview": "!++++++++",
    "POST offer": "!++++++++",
    "POST similar": "!++++++++",
    "POST react": "!!!+++!!!",
    "POST react_here": "!!!+++!!!",
    "POST take_back_waiting": "!--+-----",
    "POST take_back_held": "!--+-----",
    "POST bookmark": "!++++++++",
    "POST search_bookmarks": "!++++++++",
    "POST new_evidence": "!++++++++",
    "POST search_evidence": "!++++++++",
    "POST edit_evidence": "!--+-----",
    "POST delete_evidence": "!--+-----",
    "POST share_evidence": "!--+-----",
    "POST new_circle": "!!!!!!!!+",
    "POST edit_circle": "!!!!+!!!+",
    "POST add_to_circle": "!!!!+!!!+",
    "POST change_in_circle": "!!!!+!!!+",
    "POST write_message": "!-++-----",
    "POST message_member": "!+!++++++",
    "POST turn_conversation": "!-++-----",
    "POST delete_conversation": "!-++-----",
    "POST take_back_message": "!-!+-----",
    "POST report_messages": "!-?+-----",
    "POST read_notifications": "!++++++++",
    "POST read_notification": "!--+-----",
    "POST follow_circle": "!!++++!!!",
    "POST follow_member": "!+!++++++",
    "POST settings_followers": "!++++++++",
    "POST settings_messages": "!++++++++",
    "POST let_write": "!+!++++++",
    "POST no_contact": "!+!++++++",
    "POST greet": "!!++++!!!",
    "POST switch_greeters": "!!!!+!!!+",
    "POST settings_profile": "!++++++++",
    "POST settings_device": "!++++++++",
    "POST settings_notifications": "!++++++++",
    "POST confirm_again": "!++++++++",
    "POST unsubscribe": "+++++++++",
    "POST settings_email": "!++++++++",
    "POST settings_password": "!++++++++",
    "POST end_session": "!--+-----",
    "POST end_other_sessions": "!++++++++",
    "POST report": "!+!++++++",
    "POST answer_receipt": "!--+-----",
    "POST answer_notice": "!--+-----",
    "POST appeal": "!--+-----",
    "POST export": "!++++++++",
    "POST close_account": "!+++++++!",
    "POST keep_account": "+++++++++",
    "POST sign_in": "+++++++++",
    "POST exit": "+++++++++",
    "POST sign_out": "+++++++++",
    "POST forgot_password": "+++++++++",
    "POST reset_password": "+++++++++",
    "POST join": "+++++++++",
    "POST verify_email": "+++++++++",
    "POST confirm_email": "+++++++++",
    "POST rest": "!----++++",
    "POST claim_case": "!----+-++",
    "POST give_back_case": "!----+-++",
    "POST hand_over_case": "!------!!",
    "POST pass_case": "!----+-++",
    "POST note_case": "!----+-++",
    "POST write_to_author": "!----+-++",
    "POST ask_reporter": "!----+-++",
    "POST open_reporter": "!----+-++",
    "POST decide": "!----+-++",
    "POST decide_several": "!----++++",
    "POST hear_appeal": "!------+!",
    "POST keep_templates": "!------++",
    "POST new_template": "!------++",
    "POST edit_template": "!------++",
    "POST delete_template": "!------++",
    "POST new_hold_rule": "!------++",
    "POST edit_hold_rule": "!------++",
    "POST switch_hold_rule": "!------++",
    "POST delete_hold_rule": "!------++",
    "POST organisations": "!!!!!!!!+",
    "POST appoint_coordinator": "!-!!----+",
    "POST affiliate": "!-!+----!",
    "POST take_out_affiliate": "!-!+----!",
    "POST leave_organisation": "!-++-----",
    "POST new_programme": "!-!+----!",
    "POST edit_programme": "!-!+-----",
    "POST next_cohort": "!-!+-----",
    "POST programme_questions": "!-!+-----",
    "POST delete_question": "!-!+-----",
    "POST enrol": "!-++-----",
    "POST withdraw": "!-++-----",
    "POST run_matching": "!-!+-----",
    "POST wish_pair": "!-!+-----",
    "POST confirm_matching": "!-!+-----",
}


def everybody(make):
    """A world with all these people in it, by their names."""
    world = worlds.build(make)
    here = make.session.query(Circle).filter_by(slug=world.values["circle"]).one()
    elsewhere = make.circle("Elsewhere")
    people = {"grace": world.grace, "bea": world.bea, "stella": world.stella, "olga": world.olga}
    world.grace.role = Role.MEMBER
    make.session.get_one(Membership, (here.id, world.grace.id)).role = CircleRole.MEMBER
    for name, role, circle in (
        ("hana", CircleRole.HOST, here),
        ("cora", CircleRole.MODERATOR, here),
        ("maud", CircleRole.MODERATOR, elsewhere),
    ):
        people[name] = make.member(name.capitalize(), circle)
        make.session.get_one(Membership, (circle.id, people[name].id)).role = role
    people["mona"] = make.member("Mona", role=Role.MODERATOR)
    make.session.commit()
    return world, people


def empty(running, make):
    """Nobody is here, nothing is counted, nothing is on the board."""
    fresh = replace(running.state.house, limiter=Limiter(), board=wiring.new_board())
    running.state.house = replace(fresh, shields=Shields(fresh.ring))
    with make.house.database.changing() as session:
        unguarded.empty(session)
    make.session.expire_all()
    check_keys(make.house.database, make.house.ring)


def sign_of(web, route, path, method):
    if method == "GET":
        answer = web.client.get(path)
    else:
        fields = FORMS[route.name] | {"csrf_token": csrf.token(web.house.ring, web.token)}
        answer = web.client.post(path, data=fields)
    if answer.headers.get("location", "").startswith("/sign-in?next="):
        return "s"
    return SIGNS.get(answer.status_code, str(answer.status_code))


def line(web, make, running, method, name):
    """The signs for one address, each person in a world in which nobody did anything yet."""
    signs = ""
    route = routes(running, method)[name]
    for who in PEOPLE:
        # Reading changes nothing, and who was refused has changed nothing.
        if not signs or (method == "POST" and signs[-1] == "+"):
            empty(running, make)
            world, people = everybody(make)
        browser = web.visitor() if who == "nobody" else web.as_(people[who])
        browser.get("/sign-in")
        signs += sign_of(browser, route, world.path(route), method)
    return signs


def test_every_address_stands_in_the_table(running):
    found = {f"{m} {name}" for m in ("GET", "POST") for name in routes(running, m)}

    assert set(TABLE) == found


@pytest.mark.parametrize("address", sorted(TABLE))
def test_everybody_may_what_the_table_says(address, running, web, make):
    method, name = address.split()

    assert line(web, make, running, method, name) == TABLE[address]
