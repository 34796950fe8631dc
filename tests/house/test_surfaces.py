"""Where a block holds: a line for each address. A new one has to say how, or why it need not.

Of a page: `folded`, her words are there and folded · `left out`, they are not there · `own`, there
is nothing but what is the reader's · `none`, no member's words · `staff`, who works cases sees them
as they are · `visitor`, it is the same for whoever asks, as a visitor gets it. Of a deed:
`refused`, she may not do it to whoever has blocked her · `own`, it is about her own things alone ·
`open`, it turns to nobody, or to the moderators · `staff`, it is a duty · `silent`, it is said to
be done, and never arrives (tests/mentoring/groups, tests/people/organisations).
Of both: `ended`, they are about a conversation, or a request, a mentorship or a group of
mentoring, which a block ends (tests/community/messages, tests/mentoring), or an introduction, of
which nothing comes (tests/people/introductions).
"""

from html.parser import HTMLParser

import pytest

from app.core.keys import from_base32
from app.people.circles.models import Circle, CircleRole, Membership
from app.people.members.models import Role
from app.people.organisations.models import Affiliation, Place
from app.web.kit import csrf
from app.web.kit.addresses import url
from tests.house import (
    administration,
    joining,
    mentoring,
    opportunities,
    pathways,
    resources,
    security,
)
from tests.house import world as worlds
from tests.house.world import FORMS, routes

CANARY, TITLE = "Marmalade weather", "Thistledown parade"
COORDINATOR = Place.COORDINATOR
CLOSED = "This thread is closed. You can still read it."
HOLDS = {
    "GET thread": "folded",
    "GET thread_slugged": "folded",
    "GET post": "none",
    "GET post_history": "folded",
    "GET report": "folded",
    "GET circle": "left out",
    "GET home": "left out",
    "GET member": "left out",
    "GET settings_anonymous": "left out",
    "GET settings_muted": "left out",
    "GET block_member": "none",
    "GET mute_post": "none",
    "GET new_thread": "own",
    "GET edit_post": "own",
    "GET finding_out": "own",
    "GET delete_post": "own",
    "GET waiting_posts": "own",
    "GET held_posts": "own",
    "GET settings": "own",
    "GET settings_email": "own",
    "GET settings_password": "own",
    "GET settings_sessions": "own",
    "GET receipts": "own",
    "GET receipt": "own",
    "GET notices": "own",
    "GET notice": "own",
    "GET export": "own",
    "GET close_account": "own",
    "GET keep_account": "own",
    "GET share_thread": "none",
    "GET circle_feed": "visitor",
    "GET bookmarks": "folded",
    "GET bookmark": "folded",
    "GET evidence": "own",
    "GET new_evidence": "own",
    "GET edit_evidence": "own",
    "GET delete_evidence": "own",
    "GET three_of_evidence": "own",
    "GET print_evidence": "own",
    "GET export_evidence": "own",
    "GET share_evidence": "own",
    "GET praise": "own",
    "GET keep_from_thread": "left out",
    "GET keep_post": "left out",
    "GET unanswered": "left out",
    "GET wins": "left out",
    "GET notifications": "left out",
    "GET notifications_count": "none",
    "GET notification": "none",
    "GET kind_words": "none",
    "GET search": "left out",
    "GET messages": "ended",
    "GET conversation": "ended",
    "GET message_member": "ended",
    "GET delete_conversation": "ended",
    "GET take_back_message": "ended",
    "GET report_messages": "ended",
    "GET settings_messages": "own",
    "GET no_contact": "none",
    "GET greeters": "none",
    "GET mentoring": "own",
    "GET mentors": "left out",
    "GET mentor": "left out",
    "GET mentoring_profile": "own",
    "GET mentoring_answers": "own",
    "GET ask_mentor": "none",
    "GET mentoring_request": "ended",
    "GET settings_device": "own",
    "GET settings_notifications": "own",
    "GET unsubscribe": "own",
    "GET exit": "none",
    "GET circles": "none",
    "GET new_circle": "none",
    "GET edit_circle": "none",
    "GET circle_people": "none",
    "GET thread_news": "none",
    "GET circle_news": "none",
    "GET live": "none",
    "GET safety": "none",
    "GET guidelines": "none",
    "GET privacy": "none",
    "GET stored": "none",
    "GET preferences": "none",
    "GET robots": "none",
    "GET transparency": "none",
    "GET transparency_month": "none",
    "GET transparency_json": "none",
    "GET sign_in": "none",
    "GET forgot_password": "none",
    "GET reset_password": "none",
    "GET join": "none",
    "GET join_done": "none",
    "GET verify_email": "none",
    "GET confirm_email": "none",
    "GET organisations": "none",
    "GET organisation": "left out",
    "GET organisation_people": "none",
    "GET edit_organisation": "none",
    "GET close_organisation": "none",
    "GET new_programme": "none",
    "GET programme": "left out",
    "GET edit_programme": "none",
    "GET programme_questions": "none",
    "GET enrol": "own",
    "GET matching": "staff",
    "GET cohort_matching": "staff",
    "GET what_they_see": "own",
    "GET programme_report": "none",
    "GET programme_check_ins": "staff",
    "GET told_team": "staff",
    "GET readyz": "none",
    "GET healthz": "none",
    "GET moderation_log": "staff",
    "GET moderation_log_csv": "staff",
    "GET moderation_log_jsonl": "staff",
    "GET moderation": "staff",
    "GET case": "staff",
    "GET templates": "staff",
    "GET new_template": "staff",
    "GET edit_template": "staff",
    "GET hold_rules": "staff",
    "GET new_hold_rule": "staff",
    "GET edit_hold_rule": "staff",
    "GET try_hold_rule": "staff",
    "POST follow_member": "own",
    "POST follow_circle": "own",
    "POST settings_followers": "own",
    "POST read_notifications": "own",
    "POST read_notification": "own",
    "POST reply": "refused",
    "POST react": "refused",
    "POST react_here": "refused",
    "POST start_thread": "refused",
    "POST edit_post": "refused",
    "POST add_to_circle": "refused",
    "POST ask_mentor": "refused",
    "POST reply_request": "ended",
    "POST turn_request": "ended",
    "POST mentoring_profile": "own",
    "POST pause_mentoring": "own",
    "POST stop_mentoring": "own",
    "POST mentoring_answers": "own",
    "POST delete_mentoring_answers": "own",
    "POST bookmark": "own",
    "POST search_bookmarks": "own",
    "POST new_evidence": "own",
    "POST edit_evidence": "own",
    "POST delete_evidence": "own",
    "POST search_evidence": "own",
    "POST share_evidence": "own",
    "POST offer": "own",
    "POST similar": "left out",
    "POST settings_device": "own",
    "POST settings_notifications": "own",
    "POST confirm_again": "own",
    "POST unsubscribe": "own",
    "POST exit": "own",
    "POST settings_messages": "own",
    "POST let_write": "own",
    "POST no_contact": "own",
    "POST greet": "own",
    "POST message_member": "ended",
    "POST write_message": "ended",
    "POST turn_conversation": "ended",
    "POST delete_conversation": "ended",
    "POST take_back_message": "ended",
    "POST report_messages": "ended",
    "POST switch_greeters": "staff",
    "POST follow_thread": "own",
    "POST mute_thread": "own",
    "POST mute_circle": "own",
    "POST mute_post": "own",
    "POST block_member": "own",
    "POST settings_muted": "own",
    "POST mute_phrase": "own",
    "POST join_circle": "own",
    "POST leave_circle": "own",
    "POST read_circle": "own",
    "POST preferences": "own",
    "POST delete_post": "own",
    "POST preview": "own",
    "POST take_back_waiting": "own",
    "POST take_back_held": "own",
    "POST settings_profile": "own",
    "POST settings_email": "own",
    "POST settings_password": "own",
    "POST end_session": "own",
    "POST end_other_sessions": "own",
    "POST export": "own",
    "POST close_account": "own",
    "POST keep_account": "own",
    "POST sign_in": "own",
    "POST sign_out": "own",
    "POST forgot_password": "own",
    "POST reset_password": "own",
    "POST join": "own",
    "POST verify_email": "own",
    "POST confirm_email": "own",
    "POST report": "open",
    "POST answer_receipt": "open",
    "POST answer_notice": "open",
    "POST appeal": "open",
    "POST pin_thread": "staff",
    "POST lock_thread": "staff",
    "POST new_circle": "staff",
    "POST edit_circle": "staff",
    "POST change_in_circle": "staff",
    "POST rest": "staff",
    "POST claim_case": "staff",
    "POST give_back_case": "staff",
    "POST hand_over_case": "staff",
    "POST pass_case": "staff",
    "POST note_case": "staff",
    "POST write_to_author": "staff",
    "POST ask_reporter": "staff",
    "POST open_reporter": "staff",
    "POST decide": "staff",
    "POST decide_several": "staff",
    "POST hear_appeal": "staff",
    "POST keep_templates": "staff",
    "POST new_template": "staff",
    "POST edit_template": "staff",
    "POST delete_template": "staff",
    "GET new_mentoring_group": "own",
    "GET mentoring_group": "ended",
    "POST new_mentoring_group": "open",
    "POST invite_to_group": "silent",
    "POST answer_group": "ended",
    "POST leave_group": "ended",
    "POST remove_from_group": "ended",
    "POST close_group": "own",
    "POST new_hold_rule": "staff",
    "POST edit_hold_rule": "staff",
    "POST switch_hold_rule": "staff",
    "POST delete_hold_rule": "staff",
    "POST organisations": "staff",
    "POST appoint_coordinator": "staff",
    "POST invite_affiliate": "silent",
    "POST take_back_affiliate": "staff",
    "POST take_out_affiliate": "staff",
    "POST answer_organisation": "own",
    "POST join_organisation": "own",
    "POST show_belonging": "own",
    "POST leave_organisation": "own",
    "POST edit_organisation": "staff",
    "POST rename_organisation": "staff",
    "POST organisation_domains": "staff",
    "POST close_organisation": "staff",
    "POST reopen_organisation": "staff",
    "POST new_programme": "staff",
    "POST edit_programme": "staff",
    "POST next_cohort": "staff",
    "POST programme_questions": "staff",
    "POST delete_question": "staff",
    "POST enrol": "own",
    "POST withdraw": "own",
    "POST run_matching": "staff",
    "POST wish_pair": "staff",
    "POST confirm_matching": "staff",
    **mentoring.HOLDS,
    **resources.HOLDS,
    **pathways.HOLDS,
    **administration.HOLDS,
    **joining.HOLDS,
    **opportunities.HOLDS,
    **security.HOLDS,
}
# What is aimed at Grace, where the form that fits is aimed at nobody.
AIMED = {
    "start_thread": {"body": "A word to @grace"},
    "react_here": {"to": "1w"},
    "add_to_circle": {"handle": "grace"},
}
TOLD = {
    "start_thread": "No new threads can be started here",
    "add_to_circle": "Nobody here has",
    "ask_mentor": "She takes no requests at the moment.",
    **resources.TOLD,
}


class Unfolded(HTMLParser):
    """What stands on a page outside of what is folded for its reader."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._folds: list[bool] = []

    def handle_starttag(self, tag, attributes):
        if tag == "details":
            self._folds.append("quiet" in (dict(attributes).get("class") or "").split())

    def handle_endtag(self, tag):
        if tag == "details":
            self._folds.pop()

    def handle_data(self, data):
        if not any(self._folds):
            self.words.append(data)


def unfolded(page):
    reader = Unfolded()
    reader.feed(page)
    return " ".join(reader.words)


@pytest.fixture
def world(web, make, copies):
    """Grace has blocked Bea, who has answered in her thread, changed that, and opened another."""
    world = copies.world(worlds.build, make)
    world.grace.role = Role.MEMBER
    make.session.commit()
    said = url("edit_post", post_id=from_base32(world.values["id"]))
    assert web.as_(world.bea).post(said, body=f"{CANARY} again").status_code == 303
    assert web.as_(world.bea).post(said, body=CANARY, content_note="jam").status_code == 303
    opened = web.as_(world.bea).post(
        url("start_thread", circle=world.values["circle"]),
        title=TITLE,
        body=CANARY,
        intent="advice-welcome",
    )
    world.values["beas"] = opened.headers["location"].split("/")[2]
    web.as_(world.grace).post("/m/bea/block", change="block")
    return world


def test_every_address_says_how_a_block_holds_there(running):
    found = {f"{m} {name}" for m in ("GET", "POST") for name in routes(running, m)}

    assert set(HOLDS) == found


def test_what_the_blocked_wrote_stands_unfolded_on_no_page(web, make, running, world):
    beas = {"thread_id": world.values["beas"], "post_id": world.values["id"]}
    reader, seen, shown = web.as_(world.grace), {}, []
    for name, route in routes(running, "GET").items():
        if HOLDS[f"GET {name}"] in {"staff", "visitor"}:
            continue
        paths = {world.path(route), world.path(route, **beas)}
        paths |= {f"{path}?sort={sort}" for path in paths for sort in ("newest", "unanswered")}
        if name == "search":
            paths = {f"/search?q={word}" for word in ("marmalade", "thistledown")}
        for path in paths:
            page = reader.client.get(path).text
            seen.setdefault(name, []).append(page)
            plain = unfolded(page)
            shown += [(path, words) for words in (CANARY, TITLE) if words in plain]

    assert shown == []
    for name in ("thread", "thread_slugged", "post_history", "report"):
        assert any("From somebody you have blocked" in page for page in seen[name]), name
    others = web.as_(world.stella).client
    assert CANARY in others.get(f"/t/{world.values['beas']}").text
    assert TITLE in others.get(f"/c/{world.values['circle']}").text


def test_a_moderator_who_has_blocked_sees_the_case(web, make, world):
    world.grace.role = Role.MODERATOR
    make.session.commit()

    page = web.as_(world.grace).get(f"/moderation/cases/{world.values['case_id']}").text

    assert CANARY in unfolded(page)


@pytest.mark.parametrize("anonymous", ["", "on"])
@pytest.mark.parametrize(
    "name", [n.split()[1] for n, how in HOLDS.items() if how == "refused" and n.startswith("POST")]
)
def test_what_turns_to_whoever_has_blocked_her_is_refused(
    web, make, running, world, name, anonymous
):
    here = make.session.query(Circle).filter_by(slug=world.values["circle"]).one()
    make.session.get_one(Membership, (here.id, world.bea.id)).role = CircleRole.HOST
    make.session.query(Affiliation).filter_by(member_id=world.bea.id).one().place = COORDINATOR
    make.session.commit()
    form = FORMS[name] | AIMED.get(name, {}) | ({"anonymous": anonymous} if anonymous else {})
    if anonymous and name not in {"reply", "start_thread", "ask_mentor"}:
        pytest.skip("there is no choice of a name here")
    if name == "edit_post":
        form = {"body": "A word to @grace"}
        # Her own, in which she would speak to Grace.
        world.values["post_id"] = world.values["id"]
    elif name == "ask_mentor":
        world.values["other_mentor"] = "grace"
    elif name == "react":
        world.values["id"] = world.values["post_id"]
    web.as_(world.bea).get("/")
    before = worlds.dump(make)

    path = world.path(routes(running, "POST")[name])
    token = csrf.token(web.house.ring, web.token)
    answer = web.client.post(path, data=form | {"csrf_token": token})

    assert answer.status_code in {403, 422}, answer.text
    assert TOLD.get(name, CLOSED) in answer.text
    assert "blocked" not in answer.text
    assert worlds.dump(make) == before
