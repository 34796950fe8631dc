"""Who may do what: a line for each address, and in it a sign for each kind of person.

`+` she may · `!` she is told that she may not (403) · `-` it is not there for her (404) ·
`s` she is asked to sign in first · `?` the form is shown again (422).
"""

from dataclasses import dataclass, replace

import pytest

from app import wiring
from app.core.limits import Limiter
from app.people.circles.models import Circle, CircleRole, Membership
from app.people.house import check_keys
from app.people.members.models import Member, Role
from app.people.safety.shields import Shields
from app.web.kit import csrf
from tests import unguarded
from tests.house import administration, joining, opportunities, pathways, resources, security
from tests.house import world as worlds
from tests.house.world import FORMS, World, routes

# The thread is Grace's, and the reply that is reacted to Bea's, both in the circle. Stella is in
# none, but asked into Grace's mentoring group, in which Bea is; Hana hosts the circle, Cora
# moderates it, Maud another; Mona moderates the whole site. One of Olga's groups asks Stella and
# Grace, Bea and Grace are in the other. Grace
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
    "GET stored": "+++++++++",
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
    "GET new_mentoring_group": "s++++++++",
    "GET mentoring_group": "s+++-----",
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
    "GET mentorship": "s-++-----",
    "GET mentorship_agreement": "s-++-----",
    "GET new_goal": "s-++-----",
    "GET edit_goal": "s-++-----",
    "GET finish_goal": "s-++-----",
    "GET delete_goal": "s-++-----",
    "GET edit_note": "s--+-----",
    "GET edit_own_note": "s--+-----",
    "GET delete_note": "s--+-----",
    "GET delete_own_note": "s--+-----",
    "GET mentorship_course": "s-++-----",
    "GET complete_mentorship": "s-!+-----",
    "GET end_mentorship": "s-++-----",
    "GET uncertain": "s-++-----",
    "GET tell_team": "s-++-----",
    "GET mentorship_feedback": "s-++-----",
    "GET check_ins": "s-++-----",
    "GET introductions": "s++++++++",
    "GET introduction": "s--+-----",
    "GET introduce": "s+!++++++",
    "GET report_introduction": "s--+-----",
    "GET settings_introductions": "s++++++++",
    "GET recommendations": "s++++++++",
    "GET recommend": "s-!+-----",
    "GET take_back_recommendation": "s-!+-----",
    "GET no_contact": "s+!++++++",
    "GET propose_meeting": "s-++-----",
    "GET meeting": "s-++-----",
    "GET move_meeting": "s-++-----",
    "GET meeting_file": "s-++-----",
    "GET calendar_feed": "+++++++++",
    "GET settings_calendar": "s++++++++",
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
    "GET mentoring": "s++++++++",
    "GET mentors": "s++++++++",
    "GET mentor": "s++++++++",
    "GET mentoring_profile": "s++++++++",
    "GET mentoring_answers": "s++++++++",
    "GET ask_mentor": "s++++++++",
    "GET mentoring_request": "s-++-----",
    "GET organisations": "s++++++++",
    "GET organisation": "s++++++++",
    "GET organisation_people": "s!!+!!!!+",
    "GET edit_organisation": "s!!+!!!!+",
    "GET close_organisation": "s!!!!!!!+",
    "GET new_programme": "s!!+!!!!!",
    "GET programme": "s-++-----",
    "GET edit_programme": "s-!+-----",
    "GET programme_questions": "s-!+-----",
    "GET enrol": "s-++-----",
    "GET matching": "s-!+-----",
    "GET cohort_matching": "s-!+-----",
    "GET what_they_see": "s-++-----",
    "GET programme_report": "s-!+-----",
    "GET programme_check_ins": "s-!+-----",
    "GET told_team": "s-!+-----",
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
    "POST mentorship_agreement": "!-++-----",
    "POST agree_mentorship": "!-?+-----",
    "POST new_goal": "!-++-----",
    "POST edit_goal": "!-++-----",
    "POST tick_goal": "!-++-----",
    "POST finish_goal": "!-++-----",
    "POST reopen_goal": "!-++-----",
    "POST delete_goal": "!-++-----",
    "POST new_note": "!-++-----",
    "POST edit_note": "!--+-----",
    "POST edit_own_note": "!--+-----",
    "POST delete_note": "!--+-----",
    "POST delete_own_note": "!--+-----",
    "POST pause_mentorship": "!-++-----",
    "POST complete_mentorship": "!-++-----",
    "POST go_on_with_mentorship": "!-++-----",
    "POST end_mentorship": "!-++-----",
    "POST tell_team": "!-++-----",
    "POST mentorship_feedback": "!-++-----",
    "POST show_feedback": "!--+-----",
    "POST delete_feedback": "!--+-----",
    "POST check_ins": "!-++-----",
    "POST let_read_check_ins": "!-++-----",
    "POST delete_check_in": "!--+-----",
    "POST read_notifications": "!++++++++",
    "POST read_notification": "!--+-----",
    "POST follow_circle": "!!++++!!!",
    "POST follow_member": "!+!++++++",
    "POST settings_followers": "!++++++++",
    "POST settings_messages": "!++++++++",
    "POST let_write": "!+!++++++",
    "POST introduce": "!?!++++++",
    "POST answer_introduction": "!--+-----",
    "POST take_back_introduction": "!--+-----",
    "POST report_introduction": "!--+-----",
    "POST settings_introductions": "!++++++++",
    "POST recommend": "!-!+-----",
    "POST show_recommendation": "!-!+-----",
    "POST take_back_recommendation": "!-!+-----",
    "POST no_contact": "!+!++++++",
    "POST propose_meeting": "!-++-----",
    "POST move_meeting": "!-++-----",
    "POST turn_meeting": "!-++-----",
    "POST settings_calendar": "!++++++++",
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
    "POST new_mentoring_group": "!++++++++",
    "POST invite_to_group": "!--+-----",
    "POST answer_group": "!+-+-----",
    "POST leave_group": "!-++-----",
    "POST remove_from_group": "!--+-----",
    "POST close_group": "!--+-----",
    "POST new_hold_rule": "!------++",
    "POST edit_hold_rule": "!------++",
    "POST switch_hold_rule": "!------++",
    "POST delete_hold_rule": "!------++",
    "POST mentoring_profile": "!++++++++",
    "POST pause_mentoring": "!+++-----",
    "POST stop_mentoring": "!+++-----",
    "POST mentoring_answers": "!++++++++",
    "POST delete_mentoring_answers": "!++++++++",
    "POST ask_mentor": "!++++++++",
    "POST reply_request": "!-!+-----",
    "POST turn_request": "!!-+-----",
    "POST organisations": "!!!!!!!!+",
    "POST appoint_coordinator": "!!!!!!!!+",
    "POST invite_affiliate": "!!!+!!!!!",
    "POST take_back_affiliate": "!!!+!!!!-",
    "POST take_out_affiliate": "!!!+!!!!!",
    "POST answer_organisation": "!-++-----",
    "POST join_organisation": "!!++!!!!!",
    "POST show_belonging": "!-++-----",
    "POST leave_organisation": "!-++-----",
    "POST edit_organisation": "!!!+!!!!+",
    "POST rename_organisation": "!!!!!!!!+",
    "POST organisation_domains": "!!!!!!!!+",
    "POST close_organisation": "!!!!!!!!+",
    "POST reopen_organisation": "!!!!!!!!+",
    "POST new_programme": "!!!+!!!!!",
    "POST edit_programme": "!-!+-----",
    "POST next_cohort": "!-!+-----",
    "POST programme_questions": "!-!+-----",
    "POST delete_question": "!-!+-----",
    "POST enrol": "!-++-----",
    "POST withdraw": "!-++-----",
    "POST run_matching": "!-!+-----",
    "POST wish_pair": "!-!+-----",
    "POST confirm_matching": "!-!+-----",
    **resources.MAY,
    **pathways.TABLE,
    **joining.TABLE,
    **opportunities.MAY,
    **security.MAY,
    **administration.TABLE,
}


@dataclass
class Everybody(World):
    """A world with all these people in it."""

    hana: Member
    cora: Member
    maud: Member
    mona: Member


def everybody(make):
    world = worlds.build(make)
    here = make.session.query(Circle).filter_by(slug=world.values["circle"]).one()
    elsewhere = make.circle("Elsewhere")
    people = {}
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
    return Everybody(**vars(world), **people)


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


def line(web, make, running, copies, address):
    """The signs for one address, each person in a world in which nobody did anything yet."""
    signs, (method, name) = "", address.split()
    route = routes(running, method)[name]
    for who in PEOPLE:
        # Reading changes nothing, and who was refused has changed nothing.
        if not signs or (method == "POST" and signs[-1] == "+"):
            empty(running, make)
            world = copies.world(everybody, make)
        browser = web.visitor() if who == "nobody" else web.as_(getattr(world, who))
        browser.get("/sign-in")
        signs += sign_of(browser, route, world.path(route), method)
    return signs


def test_every_address_stands_in_the_table(running):
    found = {f"{m} {name}" for m in ("GET", "POST") for name in routes(running, m)}

    assert set(TABLE) == found


@pytest.mark.parametrize("address", sorted(TABLE))
def test_everybody_may_what_the_table_says(address, running, web, make, copies):
    assert line(web, make, running, copies, address) == TABLE[address]
