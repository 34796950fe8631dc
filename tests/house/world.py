"""Every address of the house with what leads to it: who, which path, and a form that fits."""

from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI
from fastapi.routing import RouteContext, iter_route_contexts
from sqlalchemy import inspect, text

from app.community.threads.models import Post
from app.core import clock
from app.core.keys import base32
from app.mentoring.mentorships import calendar_feeds
from app.oversight.moderation import cases, reports
from app.oversight.moderation.models import (
    Action,
    Appeal,
    Case,
    CaseState,
    Decision,
    Reason,
)
from app.oversight.moderation.statement_models import StatementTemplate
from app.oversight.notifications import unsubscribing
from app.people import leaving
from app.people.circles import greeters
from app.people.house import House
from app.people.members import links, sessions
from app.people.members.models import Member, Purpose, Role
from app.people.subjects import SubjectRef
from tests.house import (
    administration,
    joining,
    mentoring,
    opportunities,
    opportunities_kept,
    pathways,
    programmes,
    resources,
    security,
)
from tests.make import PASSWORD, Make

CASE = 2**40
NEW_PASSWORD = "copper lantern drizzle"
CIRCLE = {
    "name": "Second room",
    "summary": "For the second of us",
    "about": "",
    "guidelines": "",
    "visibility": "members",
    "anonymity": "allowed",
}
# A form that fits, for every route that takes one.
FORMS: dict[str, dict[str, str]] = {
    "reply": {
        "body": "I kept a lamp on.",
        "content_note": "sleep",
        "ending": "week",
        "advice": "on",
    },
    "start_thread": {"title": "The nights", "body": "They are long", "intent": "just-listening"},
    "write_message": {"body": "How are the nights?"},
    "message_member": {"body": "How are the nights?"},
    "turn_conversation": {"turn": "end"},
    "delete_conversation": {},
    "take_back_message": {},
    "report_messages": {"chosen": "2", "reason": "unkind", "note": "It is aimed at me"},
    "settings_messages": {"who": "chosen"},
    "let_write": {"on": "yes", "back": ""},
    "no_contact": {"contact": "none"},
    "follow_thread": {"on": "yes"},
    "follow_circle": {"on": "yes"},
    "follow_member": {"on": "yes"},
    "settings_followers": {"on": "no"},
    "read_notifications": {},
    "read_notification": {"on": "yes"},
    "pin_thread": {"on": "yes"},
    "lock_thread": {"on": "yes"},
    "mute_thread": {"on": "yes"},
    "mute_circle": {"on": "yes"},
    "mute_post": {"on": "yes"},
    "block_member": {"change": "block"},
    "settings_muted": {"kind": "phrase", "what": "the nights"},
    "mute_phrase": {"phrase": "the nights"},
    "join_circle": {},
    "leave_circle": {},
    "read_circle": {},
    "preferences": {"theme": "dark"},
    "edit_post": {"title": "Other weeks", "body": "Said better", "content_note": ""},
    "delete_post": {},
    "react": {"kind": "with-you"},
    "react_here": {"to": "2w"},
    "preview": {"body": "Some *words*"},
    "offer": {"body": "Some words"},
    "similar": {"title": "The nights"},
    "take_back_waiting": {},
    "report": {"reason": "unkind", "note": "It is aimed at Bea"},
    "answer_receipt": {"body": "It happened before, too"},
    "answer_notice": {"body": "I meant the nights"},
    "appeal": {"statement": "I meant the nights"},
    "take_back_held": {},
    "bookmark": {"on": "yes", "note": "For the nights"},
    "search_bookmarks": {"q": "nights"},
    "new_evidence": {"what": "I said no", "who": "Bea", "change": "I slept", "day": "2026-03-14"},
    "edit_evidence": {"what": "I said no twice", "who": "", "change": "", "day": "2026-03"},
    "delete_evidence": {},
    "search_evidence": {"q": "no"},
    "share_evidence": {"circle": "returners"},
    "new_hold_rule": {"name": "Links", "kind": "link", "circle": "", "pattern": "", "number": ""},
    "edit_hold_rule": {"name": "Other links", "pattern": "example.org", "number": ""},
    "switch_hold_rule": {"on": "no"},
    "delete_hold_rule": {},
    "new_circle": CIRCLE | {"slug": "second-room"},
    "edit_circle": CIRCLE,
    "add_to_circle": {"handle": "stella"},
    "change_in_circle": {"change": "host"},
    "new_mentoring_group": {"name": "First leads", "summary": "Leading for once", "places": "3"},
    "invite_to_group": {"handle": "olga"},
    "answer_group": {"answer": "yes"},
    "leave_group": {},
    "remove_from_group": {},
    "close_group": {},
    "greet": {"week": greeters.monday().isoformat(), "on": "yes"},
    "switch_greeters": {"on": "no"},
    "settings_profile": {"name": "Grace", "pronouns": "", "bio": "", "time_zone": ""},
    "settings_device": {"discretion": "discreet"},
    "settings_notifications": {
        "reply": "mail",
        "mention": "list",
        "quote": "off",
        "reaction": "list",
        "welcome": "list",
        "mentoring": "list",
        "opportunity": "list",
        "circle": "1.list",
        "rhythm": "daily",
        "hour": "8",
        "news": "on",
        "quiet_from": "22",
        "quiet_to": "7",
    },
    "confirm_again": {},
    "unsubscribe": {},
    "settings_email": {"email": "grace@new.example"},
    "settings_password": {"new_password": NEW_PASSWORD},
    "export": {"anonymous": "on"},
    "close_account": {"words": "keep", "anonymous": "on"},
    "keep_account": {},
    "end_session": {},
    "end_other_sessions": {},
    "sign_in": {"login": "bea", "password": PASSWORD, "next": "/"},
    "sign_out": {},
    "exit": {},
    "forgot_password": {"email": "bea@example.org"},
    "reset_password": {"password": NEW_PASSWORD},
    "join": {
        "handle": "newcomer",
        "email": "newcomer@example.org",
        "password": NEW_PASSWORD,
        "accept_guidelines": "on",
    },
    "verify_email": {"password": PASSWORD, "mine": ""},
    "confirm_email": {"password": PASSWORD, "mine": ""},
    "rest": {},
    "claim_case": {},
    "give_back_case": {},
    "hand_over_case": {"to": "olga"},
    "pass_case": {},
    "note_case": {"team_note": "I know this thread."},
    "write_to_author": {"to_author": "What did you mean?"},
    "ask_reporter": {"question": "Did it go on?"},
    "open_reporter": {"why": "Many reports on one member"},
    "decide": {"action": "keep", "reason": "unkind", "note": "It may stay."},
    "decide_several": {
        "case": base32(CASE),
        "action": "keep",
        "reason": "selling",
        "note": "Kept.",
    },
    "hear_appeal": {"outcome": "upheld", "statement": "We read it again."},
    "keep_templates": {},
    "new_template": {"title": "Not here", "action": "hide", "body": "Please take it out."},
    "edit_template": {"title": "Not here", "action": "", "body": "Please take it out."},
    "delete_template": {},
    "mentoring_profile": {
        "headline": "Leads a team",
        "about": "I have been there",
        "experience": "",
        "manner": "",
        "topics": "self-doubt",
        "times": "weekends",
        "languages": "en",
        "time_zone": "",
        "capacity": "2",
        "known": "racism.all",
    },
    "pause_mentoring": {"on": "yes"},
    "stop_mentoring": {},
    "mentoring_answers": {"topics": "self-doubt", "backgrounds": "racism", "consent": "on"},
    "delete_mentoring_answers": {},
    "ask_mentor": {"note": "I was made a lead", "goal": "To sleep"},
    "reply_request": {"turn": "more", "question": "Since when?"},
    "turn_request": {"turn": "withdraw"},
    **mentoring.FORMS,
    **programmes.FORMS,
    **resources.FORMS,
    **pathways.FORMS,
    **joining.FORMS,
    **opportunities.FORMS,
    **security.FORMS,
    **administration.FORMS,
}
PURPOSES = {
    "verify_email": Purpose.VERIFY,
    "reset_password": Purpose.RESET,
    "confirm_email": Purpose.EMAIL,
}
# What stands in the braces where it is not what stands there elsewhere.
OF_ITS_OWN = {
    "react": {"post_id": "id"},
    "mute_post": {"post_id": "id"},
    "hand_over_case": {"case_id": "taken_case"},
    "hear_appeal": {"decision_id": "appealed"},
    "api_hear_appeal": {"decision_id": "appealed"},
    "answer_group": {"group_id": "asked_group"},
    "leave_group": {"group_id": "joined_group"},
    "turn_request": {"request_id": "asked_id"},
    "api_turn_request": {"request_id": "asked_id"},
    "edit_own_note": {"note_id": "own_note"},
    "delete_own_note": {"note_id": "own_note"},
    **mentoring.OF_ITS_OWN,
    **programmes.OF_ITS_OWN,
    **pathways.OF_ITS_OWN,
    **joining.OF_ITS_OWN,
    **opportunities_kept.OF_ITS_OWN,
    **administration.OF_ITS_OWN,
}
# These look at the words of whatever form they stand in.
TAKES_ANYTHING = {"preview", "offer", "similar"}


def routes(app: FastAPI, method: str = "") -> dict[str, RouteContext]:
    """The routes by name; those that take `method`, if one is given."""
    pages = (r for r in iter_route_contexts(app.routes) if r.endpoint and not is_of_api(r))
    found = [r for r in pages if not method or method in (r.methods or ())]
    return {r.name or r.path or "": r for r in found}


# What is said of the API to anybody.
API_PAGES = {"api_docs", "api_description"}


def is_of_api(route: RouteContext) -> bool:
    """Whether programs ask there, who have no forms: `test_api.py` walks those."""
    return (route.name or "").startswith("api_") and route.name not in API_PAGES


@dataclass
class World:
    """A circle with a thread, and Grace, who may do everything in it."""

    house: House
    grace: Member
    bea: Member
    stella: Member
    olga: Member
    dora: Member
    values: dict[str, str]
    others_post: str

    def path(self, route: RouteContext, **instead: Any) -> str:
        values = self.values | {key: str(value) for key, value in instead.items()}
        name = route.name or ""
        for key, ours in OF_ITS_OWN.get(name, {}).items():
            values[key] = values[ours]
        if "token" not in instead:
            values["token"] = self.token(name)
        path = route.path_format or route.path or ""
        for key, value in values.items():
            path = path.replace("{" + key + "}", value)
        return path

    def token(self, name: str) -> str:
        """What stands in an address of this name that leads somewhere."""
        if name in PURPOSES:
            return self.secret(PURPOSES[name])
        if name == "unsubscribe":
            return unsubscribing.token(self.house.ring, self.stella.id)
        if name == "joining_wait":
            return joining.waiting(self.house)
        made = {"keep_account": self.key, "calendar_feed": self.calendar}.get(name)
        return made() if made else self.values["token"]

    def secret(self, purpose: Purpose) -> str:
        """The secret of a living link that somebody else has been sent."""
        with self.house.database.changing() as session:
            return links.make(session, self.house.ring, self.stella, purpose, "new@new.example")

    def calendar(self) -> str:
        """What stands in the address of Stella's calendar."""
        with self.house.database.changing() as session:
            return calendar_feeds.make(session, self.house.ring, self.stella.id)

    def key(self) -> str:
        """What brings Dora back, who is leaving."""
        with self.house.database.changing() as session:
            return leaving.key(self.house.ring, session.merge(self.dora, load=False))


def build(make: Make) -> World:
    circle = make.circle("Returners", visibility="public", crowd=30, greets=True)
    grace = make.member("Grace", circle, host=True, role=Role.ADMINISTRATOR)
    bea = make.member("Bea", circle)
    stella = make.member("Stella")
    olga = make.member("Olga", role=Role.ADMINISTRATOR)
    dora = make.member("Dora", circle)
    make.leaving(dora)
    thread = make.thread(circle, grace, replies=[(bea, "Me too")])
    with make.house.database.changing() as session:
        other = sessions.start(session, make.house.ring, session.merge(grace, load=False))
        session_h = sessions.find(session, make.house.ring, other)
    assert session_h
    others_post = base32(make.post(thread, 2).id)
    noted = make.decided(make.post(thread, 1), bea, olga, action=Action.WARN)
    make.asked(noted.case_id, olga, "What did you mean?")
    values = {
        "kind": "post",
        "id": others_post,
        "notice_id": base32(noted.case_id),
        "decision_id": base32(noted.id),
        "thread_id": base32(thread.id),
        "slug": thread.slug,
        "circle": circle.slug,
        "post_id": base32(make.post(thread, 1).id),
        "waiting_id": base32(make.waiting(thread, grace).id),
        "held_id": base32(make.held(thread, grace).id),
        "entry_id": base32(make.evidence(grace).id),
        "rule_id": base32(make.rule("link", on=False).id),
        "notification_id": base32(make.notification(grace, make.post(thread, 1)).id),
        "conversation_id": base32(make.conversation(grace, bea, "Hello", "Go away")),
        "n": base32(1),
        "handle": "bea",
        "session_id": session_h.h.hex(),
        "token": "none",
        "path": "none.css",
        "month": f"{clock.today():%Y-%m}",
    }
    values |= _cases(make, grace, stella, olga, make.post(thread, 2))
    values |= mentoring.build(make, grace, bea, stella, olga)
    values |= resources.build(make, circle, grace)
    values |= pathways.build(make, circle, thread, grace)
    values |= joining.build(make, grace)
    values |= opportunities.build(make, grace)
    values |= security.build(make, grace)
    values |= administration.build(make)
    values |= opportunities_kept.build(make, grace, bea)
    return World(make.house, grace, bea, stella, olga, dora, values, others_post)


def _cases(make: Make, grace: Member, stella: Member, olga: Member, post: Post) -> dict[str, str]:
    """A case that Grace has reported, one that she has taken, one with an appeal; words to use."""
    with make._as(grace) as (session, viewer):
        found = make.house.subjects.find(session, viewer, SubjectRef("post", base32(post.id)))
        cases.open_for(session, found, Reason.UNKIND).id = CASE
        session.flush()
        report = reports.report(session, viewer, make.house.ring, found, Reason.UNKIND, "Please")
        report_id = report.id
    taken = make.saved(_about(stella, CaseState.OPEN))
    taken.claimant_id, taken.claimed_until = grace.id, clock.minute() + cases.CLAIM
    appealed = make.saved(_about(stella, CaseState.APPEALED))
    warned = Decision(
        id=CASE + 1,
        case_id=appealed.id,
        action=Action.WARN,
        reason=Reason.UNKIND,
        statement="Please be kind.",
        decider_id=olga.id,
    )
    make.saved(warned)
    make.saved(Appeal(decision_id=warned.id, decider_id=olga.id, statement="I was."))
    words = make.saved(StatementTemplate(title="Kind words", action="", body="Thank you."))
    return {
        "case_id": base32(CASE),
        "taken_case": base32(taken.id),
        "report_id": base32(report_id),
        "appealed": base32(warned.id),
        "template_id": base32(words.id),
    }


def _about(member: Member, state: CaseState) -> Case:
    """A case about her profile."""
    return Case(
        kind="profile",
        subject=member.id.hex,
        author_id=member.id,
        open_key=None,
        reason=Reason.UNKIND,
        urgency=0,
        state=state,
    )


def dump(make: Make) -> dict[str, list[str]]:
    """All that the database holds, table by table."""
    connection = make.session.connection()
    tables = inspect(connection).get_table_names()
    rows = {t: connection.execute(text(f'SELECT * FROM "{t}"')).all() for t in tables}
    make.session.rollback()
    return {table: sorted(map(repr, found)) for table, found in rows.items()}
