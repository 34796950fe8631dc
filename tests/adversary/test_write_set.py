"""What is written when somebody does something without her name, and that nothing else is."""

import re
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
import time_machine
from sqlalchemy import event

from app.community.pathways.models import Pathway, Step
from app.community.threads import waiting
from app.core import clock
from app.core.keys import base32
from app.oversight.moderation.models import Action
from app.people.circles.models import Anonymity
from app.web.kit.addresses import url
from tests.browser import forms_of
from tests.mentoring import making

STEP = 2**40
CHANGES = {"INSERT", "UPDATE", "DELETE"}


class Written:
    """The tables that were changed, and every value that was given to the database for it."""

    def __init__(self):
        self.tables = set()
        self.values = []

    def note(self, _c, _cursor, statement, parameters, *_rest):
        words = statement.split()
        if words[0] in CHANGES:
            self.tables.add(words[1] if words[0] == "UPDATE" else words[2])
            for given in parameters if isinstance(parameters, list) else [parameters]:
                self.values += given.values() if isinstance(given, dict) else _flat(given)


def _flat(given):
    """The values, also those that are given as a list of one parameter."""
    return [one for value in given for one in (value if isinstance(value, list) else [value])]


def is_moment(value):
    """A time of day, as a value for PostgreSQL or as SQLite keeps it."""
    return isinstance(value, datetime) or bool(re.match(r"\d{4}-\d\d-\d\d \d\d:", str(value)))


@contextmanager
def writing(house):
    written = Written()
    event.listen(house.database.engine, "before_cursor_execute", written.note)
    try:
        yield written
    finally:
        event.remove(house.database.engine, "before_cursor_execute", written.note)


@pytest.fixture
def hers(web, session, make, circle, amina, bea):
    """Amina in a thread of Bea's in which she has replied without her name. A pathway leads to
    it."""
    circle.crowd = 30
    session.commit()
    thread = make.thread(circle, bea, replies=[(bea, "Me too")])
    pathway = Pathway(slug="first-talk", circle_id=circle.id, title="A first talk", shown=True)
    step = Step(id=STEP, pathway_id=make.saved(pathway).id, place=1, heading="Read this")
    step.kind, step.thing = "thread", base32(thread.id)
    make.saved(step)
    web.as_(amina).post(url("reply", thread_id=thread.id), body="Nor me", anonymous="on")
    return thread


def start(web, thread, post):
    fields = {"title": "At home", "body": "It is not", "intent": "celebrate", "anonymous": "on"}
    return web.post(url("start_thread", circle="new-mothers"), **fields)


def reply(web, thread, post):
    return web.post(url("reply", thread_id=thread.id), body="Still not", anonymous="on")


def advise(web, thread, post):
    return web.post(url("reply", thread_id=thread.id), body="Do", anonymous="on", advice="on")


def mark(web, thread, post):
    return web.post(url("edit_post", post_id=post(3).id), body="Nor me", advice="on")


def edit(web, thread, post):
    return web.post(url("edit_post", post_id=post(3).id), body="Said better")


def delete(web, thread, post):
    return web.post(url("delete_post", post_id=post(3).id))


def react(web, thread, post):
    return web.post(url("react", post_id=post(2).id), kind="with-you")


def take_back(web, thread, post):
    react(web, thread, post)
    return react(web, thread, post)


def read(web, thread, post):
    return web.follow(web.get(url("post", post_id=post(3).id)))


def end(web, thread, post):
    return web.post(url("edit_post", post_id=post(3).id), body="Said better", ending="day")


def let_wait(web, thread, post):
    way = url("reply", thread_id=thread.id)
    return web.post(way, body="Not yet", anonymous="on", later="on", ending="week")


def let_open(web, thread, post):
    fields = {"title": "At home", "body": "It is not", "intent": "celebrate"}
    way = url("start_thread", circle="new-mothers")
    return web.post(way, **fields, anonymous="on", later="on")


def take_back_waiting(web, thread, post):
    let_wait(web, thread, post)
    page = web.get(url("waiting_posts"))
    [form] = [form for form in forms_of(page) if form.action.endswith("/take-back")]
    return web.post(form.action)


def look_at_hers(web, thread, post):
    return web.get(url("settings_anonymous"))


def export(web, thread, post):
    return web.post(url("export"), anonymous="on")


def look_at_unanswered(web, thread, post):
    return web.get(url("unanswered"))


def look_for_hers(web, thread, post):
    return web.get(url("search", q="me", mine="on"))


def follow(web, thread, post):
    return web.post(url("follow_thread", thread_id=thread.id), on="no")


def keep_for_herself(web, thread, post):
    page = web.get(url("keep_post", post_id=post(3).id))
    return web.send(page, url("new_evidence"))


def begin_to_share(web, thread, post):
    entry = keep_for_herself(web, thread, post).headers["location"].rpartition("#e")[2]
    return web.post(f"/evidence/{entry}/share", circle="new-mothers")


def bookmark(web, thread, post):
    way = url("bookmark", post_id=post(3).id)
    assert web.post(way, on="yes", note="For the nights").status_code == 303
    assert web.post(way, on="yes", note="").status_code == 303
    return web.post(way, on="no")


def mark_step(web, thread, post):
    way = f"/pathways/first-talk/steps/{base32(STEP)}/done"
    assert web.post(way, on="yes").status_code == 303
    return web.post(way, on="no")


def look_at_pathway(web, thread, post):
    assert base32(thread.id) in web.get("/pathways/first-talk").text
    return web.get("/pathways")


def look_at_bookmarks(web, thread, post):
    web.get(url("bookmark", post_id=post(3).id))
    web.post(url("search_bookmarks"), q="nights")
    return web.get(url("bookmarks"))


def look_at_kind_words(web, thread, post):
    return web.get(url("praise"))


def read_all(web, thread, post):
    return web.post(url("read_circle", circle="new-mothers"))


# Whoever wrote the post under her name is told, whoever says it.
TOLD = {"noted_counts", "notifications"}


@pytest.mark.parametrize(
    ("deed", "tables"),
    [
        (start, {"circles", "threads", "voices", "posts", "search"}),
        (reply, {"circles", "threads", "posts", "search"}),
        (advise, {"circles", "threads", "posts", "search"}),
        (mark, {"threads", "posts", "search"}),
        (edit, {"threads", "posts", "search"}),
        (delete, {"threads", "posts", "revisions", "reactions", "search"}),
        (react, {"threads", "reactions"} | TOLD),
        (take_back, {"threads", "reactions"} | TOLD),
        (end, {"threads", "posts", "search"}),
        (let_wait, {"waiting_posts"}),
        (let_open, {"waiting_posts"}),
        (take_back_waiting, {"waiting_posts"}),
        (look_at_hers, set()),
        (look_at_unanswered, set()),
        (look_for_hers, set()),
        (look_at_kind_words, set()),
        (keep_for_herself, {"sheets"}),
        (begin_to_share, {"sheets"}),
        (bookmark, {"sheets"}),
        (look_at_bookmarks, set()),
        (mark_step, {"sheets"}),
        (look_at_pathway, set()),
        (export, set()),
        (read, set()),
        (follow, set()),
        (read_all, set()),
    ],
    ids=lambda given: getattr(given, "__name__", ""),
)
def test_a_deed_without_her_name_writes_these_tables_and_nothing_of_hers(
    web, house, make, hers, amina, deed, tables
):
    with writing(house) as written:
        answer = deed(web, hers, lambda seq: make.post(hers, seq))

    assert answer.status_code in {200, 303}
    assert written.tables == tables
    assert not {amina.id, amina.id.hex, str(amina.id), amina.handle} & {
        value for value in written.values if not isinstance(value, (bytes, dict))
    }
    assert not [value for value in written.values if is_moment(value)]


OF_MODERATION = {"reports", "cases", "case_messages", "appeals", "recusals", "bells"}


def report(web, post, _made):
    return web.post(url("report", kind="post", id=base32(post.id)), reason="unkind", note="At me")


def ask_more(web, post, _made):
    location = report(web, post, _made).headers["location"].partition("?")[0]
    return web.post(f"{location}/messages", body="And again")


def answer(web, _post, made):
    return web.post(url("answer_notice", notice_id=made.case_id), body="I meant well")


def appeal(web, _post, made):
    return web.post(url("appeal", decision_id=made.id), statement="I was hurt")


def look(web, _post, made):
    return web.get(url("notice", notice_id=made.case_id))


@pytest.mark.parametrize(
    ("deed", "tables"),
    [
        (report, {"reports", "cases"}),
        (ask_more, {"reports", "cases", "case_messages"}),
        (answer, {"case_messages"}),
        # An appeal is for all: whoever passed the case on may take it now.
        (appeal, {"appeals", "cases", "case_messages", "recusals"}),
        (look, set()),
    ],
    ids=lambda given: getattr(given, "__name__", ""),
)
def test_to_moderators_she_speaks_without_a_name(
    web, house, make, session, hers, amina, bea, mona, deed, tables
):
    """As who reports, and as the pseudonym behind which she was warned."""
    made = make.decided(make.post(hers, 3), bea, mona, action=Action.WARN)
    make.asked(made.case_id, mona, "What did you mean?")
    web.as_(amina)

    with writing(house) as written:
        answer = deed(web, make.post(hers, 2), made)

    assert answer.status_code in {200, 303}
    assert written.tables == tables
    assert tables <= OF_MODERATION
    assert not {amina.id, amina.id.hex, str(amina.id), amina.handle} & {
        value for value in written.values if not isinstance(value, (bytes, dict))
    }
    assert not [value for value in written.values if is_moment(value)]


def ask_mentor(web, asked):
    return web.post("/mentors/stella/ask", note="At home", goal="It is not", anonymous="on")


def answer_mentor(web, asked):
    return web.post(url("turn_request", request_id=asked), turn="answer", answer="Since May")


def withdraw(web, asked):
    return web.post(url("turn_request", request_id=asked), turn="withdraw")


def report_answer(web, asked):
    here = url("report", kind="mentor-answer", id=base32(asked))
    return web.post(here, reason="unkind", note="No.")


def look_at_request(web, asked):
    web.get(url("mentoring"))
    return web.get(url("mentoring_request", request_id=asked))


@pytest.mark.parametrize(
    ("deed", "tables"),
    [
        # The mentor is told, whoever asks.
        (ask_mentor, {"mentoring_requests"} | TOLD),
        (answer_mentor, {"mentoring_requests"} | TOLD),
        (withdraw, {"mentoring_requests"}),
        (report_answer, {"mentoring_requests", "cases", "reports"}),
        (look_at_request, set()),
    ],
    ids=lambda given: getattr(given, "__name__", ""),
)
def test_asking_a_mentor_without_her_name_writes_nothing_of_hers(
    web, house, make, amina, bea, stella, deed, tables
):
    making.mentor(make, stella)
    asked = making.asks(make, amina, making.mentor(make, bea), anonymous=True)
    web.as_(bea).post(url("reply_request", request_id=asked), turn="more", question="Since when?")
    web.as_(amina)

    with writing(house) as written:
        answer = deed(web, asked)

    assert answer.status_code in {200, 303}
    assert written.tables == tables
    assert not {amina.id, amina.id.hex, str(amina.id), amina.handle} & {
        value for value in written.values if not isinstance(value, (bytes, dict))
    }
    assert not [value for value in written.values if is_moment(value)]


def test_a_deed_under_her_name_does_write_her_id(web, house, hers, amina):
    """So that the test above would see it."""
    with writing(house) as written:
        web.post(url("reply", thread_id=hers.id), body="It is me")

    assert {amina.id, amina.id.hex} & {v for v in written.values if not isinstance(v, dict)}
    assert [value for value in written.values if is_moment(value)]


def test_a_flush_writes_the_bundles_and_nothing_else(web, house, hers):
    web.get(url("thread", thread_id=hers.id))

    with writing(house) as written:
        house.flush()

    assert written.tables == {"read_bundles"}


def test_what_waited_is_published_without_a_word_of_hers(web, house, hers, amina):
    let_wait(web, hers, None)

    with (
        time_machine.travel(clock.now() + timedelta(hours=12), tick=False),
        writing(house) as written,
    ):
        waiting.publish_due(house.database, house.ring)

    assert written.tables == {"search", "circles", "threads", "posts", "waiting_posts"}
    assert not {amina.id, amina.id.hex} & {v for v in written.values if not isinstance(v, dict)}
    assert not [value for value in written.values if is_moment(value)]


def test_a_refused_deed_writes_nothing(web, house, session, circle, hers):
    circle.anonymity = Anonymity.NEVER
    session.commit()

    with writing(house) as written:
        answer = web.post(f"/t/{base32(hers.id)}/replies", body="Not so", anonymous="on")

    assert answer.status_code == 403
    assert written.tables == set()


@pytest.mark.parametrize("change", ["block", "unblock", "mute"])
def test_blocking_writes_nothing_that_names_either(web, house, hers, amina, bea, change):
    with writing(house) as written:
        answer = web.post(url("block_member", handle=bea.handle), change=change)

    assert answer.status_code == 303
    more = {"block": {"blocks", "letterboxes"}, "unblock": {"blocks"}, "mute": set()}
    assert written.tables == {"shields", "bells"} | more[change]
    named = {amina.id, amina.id.hex, str(amina.id), bea.id, bea.id.hex, str(bea.id)}
    assert not named & {v for v in written.values if not isinstance(v, (bytes, dict))}
    assert not [value for value in written.values if is_moment(value)]


def test_muting_a_pseudonym_touches_nothing_of_it(web, house, make, hers, bea):
    path = url("mute_post", post_id=make.post(hers, 3).id)
    web.as_(bea)

    with writing(house) as written:
        answer = web.post(path, on="yes")

    assert answer.status_code == 303
    assert written.tables == {"shields", "bells"}
    assert hers.id not in written.values


def test_who_is_blocked_leaves_no_trace_of_having_tried(web, house, hers, amina, bea):
    web.as_(bea).post(url("block_member", handle=amina.handle), change="block")
    web.as_(amina)

    with writing(house) as written:
        answer = web.post(url("reply", thread_id=hers.id), body="Still not", anonymous="on")

    assert answer.status_code == 403
    assert written.tables == set()
