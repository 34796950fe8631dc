"""Decisions: what each does, to whom it is told, and how it is taken back."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.core import clock
from app.oversight.audit.models import Entry
from app.oversight.moderation.models import Case, CaseMessage, Decision, Reason, Side
from app.people.circles import actions as circles
from app.people.members.models import Role, Standing
from app.people.safety.models import MemberSanction, VoiceSanction
from app.web.kit.addresses import url
from tests import dump
from tests.browser import forms_of
from tests.oversight.moderation.reporting import circle_moderator, order, report, way

STATEMENT = "You had every right to be angry. Please take out the lines about her."


@pytest.fixture
def thread(make, circle, bea, grace):
    said = [(bea, "Women like you work at Tullow."), (grace, "Let us be kind.")]
    return make.thread(circle, grace, title="The nights", replies=said)


@pytest.fixture
def case(make, amina, thread):
    return report(make, amina, make.post(thread, 2))


def decide(web, case, action, note=STATEMENT, reason="unkind", **more):
    page = web.get(way(case))
    return web.send(page, way(case, "decide"), action=action, note=note, reason=reason, **more)


def told(session, case):
    """What author and reporters were told."""
    session.expire_all()
    found = session.scalars(select(CaseMessage).filter_by(case_id=case.id, side=Side.TEAM))
    rows = list(found)
    author = [row.body for row in rows if row.report_id == 0]
    return author, [row.body for row in rows if row.report_id]


def checked(page):
    """The action that is chosen on the page."""
    return re.findall(r'name="action"\s+value="([\w-]+)"\s+checked', page.text)


def verbs(session):
    return sorted(session.scalars(select(Entry.verb)))


def thread_page(web, viewer, thread):
    return web.as_(viewer).get(url("thread", thread_id=thread.id)).text


# Each action


@dataclass(frozen=True)
class Deed:
    """What an action leaves on the thread's page, and what reporters are told of it."""

    action: str
    shows: str
    hides: str
    outcome: str
    more: dict[str, str]


DEEDS = [
    Deed("keep", "at Tullow", "removed", STATEMENT, {}),
    Deed("note", "her workplace", "removed", "content note", {"content_note": "her workplace"}),
    Deed("redact", "Words that stay.", "Tullow", "took out", {"words": "Words that stay."}),
    Deed("hide", "hidden", "Tullow", "hidden it", {}),
    Deed("remove", "removed", "Tullow", "removed it", {}),
    Deed("warn", "at Tullow", "removed", "spoken to", {}),
    Deed("pause", "at Tullow", "removed", "consequences", {"days": "7"}),
    Deed("pause-anonymous", "at Tullow", "removed", "consequences", {"days": "7"}),
    Deed("suspend", "at Tullow", "removed", "consequences", {"days": ""}),
]
EVERY_DEED = pytest.mark.parametrize("deed", DEEDS, ids=lambda deed: deed.action)


@EVERY_DEED
def test_it_is_done_told_and_logged_at_once(web, session, amina, mona, thread, case, deed):
    answer = decide(web.as_(mona), case, deed.action, **deed.more)

    assert "It is decided" in web.follow(answer).text
    page = thread_page(web, amina, thread)
    assert deed.shows in page
    assert deed.hides not in page
    author, reporters = told(session, case)
    assert author == ([] if deed.action == "keep" else [STATEMENT])
    assert len(reporters) == 1
    assert deed.outcome in reporters[0]
    assert verbs(session) == [deed.action]
    made = session.scalars(select(Decision)).one()
    assert (made.statement, made.decider_id) == (STATEMENT, mona.id)
    assert session.get_one(Case, case.id).state == "decided"


@EVERY_DEED
def test_all_but_keeping_and_destroying_is_taken_back(
    web, make, session, amina, mona, olga, bea, thread, case, deed
):
    before = thread_page(web, amina, thread)
    decide(web.as_(mona), case, deed.action, **deed.more)
    page = web.as_(olga).get(way(case))

    if deed.action in {"keep", "redact"}:
        assert "Restore" not in page.text
        answer = web.post(way(case, "decide"), action="restore", reason="unkind", note="Back.")
        assert answer.status_code == 403
        return
    web.send(page, way(case, "decide"), note="We were wrong.")

    after = thread_page(web, amina, thread)
    assert ("Women like you work at Tullow." in after) == ("Tullow" in before)
    assert session.scalars(select(MemberSanction)).all() == []
    session.refresh(bea)
    assert bea.standing is Standing.GOOD
    assert verbs(session) == sorted([deed.action, "restore"])
    assert "We were wrong." in told(session, case)[0]
    assert "Taken back" in web.as_(olga).get(way(case)).text


@pytest.mark.parametrize("action", ["hide", "remove", "lock", "move"])
def test_a_thread_is_hidden_removed_closed_or_moved(
    web, make, session, amina, mona, thread, action
):
    other = make.circle("Other room")
    case = report(make, amina, thread)

    answer = decide(web.as_(mona), case, action, circle=other.slug)

    assert answer.status_code == 303
    session.refresh(thread)
    assert thread.hidden is (action in {"hide", "remove"})
    assert thread.locked is (action == "lock")
    assert (thread.circle_id == other.id) is (action == "move")
    page = web.as_(mona).get(way(case))
    web.send(page, way(case, "decide"), note="We were wrong.")
    session.refresh(thread)
    assert (thread.hidden, thread.locked) == (False, False)
    assert thread.circle_id != other.id


def test_what_is_open_about_a_thread_goes_with_it_to_the_moderators_of_its_new_circle(
    web, make, session, circle, amina, bea, mona, thread
):
    other = make.circle("Other room")
    here, there = circle_moderator(make, "Cora", circle), circle_moderator(make, "Nell", other)
    about_thread = report(make, amina, thread)
    about_post = report(make, amina, make.post(thread, 2))
    elsewhere = report(make, bea, make.post(make.thread(circle, amina), 1))

    decide(web.as_(mona), about_thread, "move", circle=other.slug)

    assert web.as_(here).get(way(about_post)).status_code == 404
    assert web.as_(there).get(way(about_post)).status_code == 200
    assert order(web.get("/moderation")) == [way(about_post)]
    assert order(web.as_(here).get("/moderation")) == [way(elsewhere)]
    web.send(web.as_(mona).get(way(about_thread)), way(about_thread, "decide"), note="Back again.")
    assert web.as_(here).get(way(about_post)).status_code == 200


def test_a_thread_is_moved_only_to_a_circle_that_she_is_offered(
    web, make, session, circle, amina, mona, thread
):
    make.circle("Quiet room", visibility="private")
    hers = make.circle("Staff room", visibility="private")
    circles.add(session, hers, mona.id)
    session.commit()
    case = report(make, amina, thread)
    offered = web.as_(mona).get(way(case)).text

    assert "quiet-room" not in offered
    answers = [
        decide(web, case, "move", circle=slug) for slug in ("quiet-room", "no-room", circle.slug)
    ]

    assert [answer.status_code for answer in answers] == [422] * 3
    assert all("There is no such circle." in answer.text for answer in answers)
    session.refresh(thread)
    assert thread.circle_id == circle.id
    assert decide(web, case, "move", circle=hers.slug).status_code == 303


def test_a_profile_is_emptied_and_comes_back(web, make, session, amina, bea, mona):
    bea.bio = "I know where you live."
    session.commit()
    case = report(make, amina, bea)

    decide(web.as_(mona), case, "hide")
    session.refresh(bea)
    emptied = bea.bio
    web.send(web.get(way(case)), way(case, "decide"), note="We were wrong.")

    session.refresh(bea)
    assert (emptied, bea.bio) == ("", "I know where you live.")


def test_a_named_author_is_written_to_and_the_letter_says_nothing(web, house, case, mona):
    sent = []
    write = web.client.app.state.templates.render

    def note(name, context):
        sent.append((name, write(name, context)))
        return sent[-1][1]

    web.client.app.state.templates.render = note
    try:
        decide(web.as_(mona), case, "remove")
    finally:
        web.client.app.state.templates.render = write

    letters = [text for name, text in sent if name.startswith("mail/decided")]
    assert len(letters) == 2
    assert not [text for text in letters if "Tullow" in text or STATEMENT in text]


def test_a_pseudonym_is_warned_or_paused_and_never_written_to(
    web, make, session, circle, amina, bea, mona
):
    circle.crowd = 30
    session.commit()
    thread = make.thread(circle, amina)
    make.voiced(thread, bea, "Without my name.")
    case = report(make, amina, make.post(thread, 2))
    page = web.as_(mona).get(way(case))

    decide(web, case, "pause-anonymous", days="14")

    assert 'value="suspend"' not in page.text
    assert 'value="pause"' not in page.text
    row = session.scalars(select(VoiceSanction)).one()
    assert row.until == clock.today() + timedelta(days=14)
    assert dump.of(session)["outbox"] == []


# The old words


def test_what_was_taken_out_is_nowhere_any_more(web, make, session, amina, bea, mona, thread):
    bea_post = make.post(thread, 2)
    web.as_(bea).post(url("edit_post", post_id=bea_post.id), body="At Tullow, on Fridays.")
    case = report(make, amina, make.post(thread, 2))
    page = web.as_(mona).get(way(case))

    answer = decide(web, case, "redact", words="At work.")

    assert "At Tullow, on Fridays.</textarea>" in page.text
    assert answer.status_code == 303
    assert dump.holding(session, "Tullow") == []


# Who may


@pytest.mark.parametrize(
    ("action", "status"),
    [("hide", 303), ("warn", 303), ("pause", 403), ("suspend", 403), ("pause-anonymous", 403)],
)
def test_who_moderates_a_circle_decides_within_it(web, make, session, circle, case, action, status):
    web.as_(circle_moderator(make, "Cleo", circle))
    offered = f'value="{action}"' in web.get(way(case)).text

    answer = web.post(way(case, "decide"), action=action, reason="unkind", note=STATEMENT, days="7")

    assert answer.status_code == status
    assert offered is (status == 303)


@pytest.mark.parametrize("who", ["amina", "grace", "stella"])
def test_nobody_else_decides(web, request, session, case, who):
    web.as_(request.getfixturevalue(who))

    for path in (way(case, "decide"), url("decide_several")):
        answer = web.post(path, action="keep", reason="unkind", note=STATEMENT)
        assert answer.status_code == 404
    assert verbs(session) == []


# What does not fit


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"action": ""}, "action"),
        ({"action": "burn"}, "action"),
        ({"action": "remove", "reason": "because"}, "reason"),
        ({"action": "note", "content_note": " "}, "content_note"),
        ({"action": "redact", "words": " "}, "words"),
        ({"action": "pause", "days": ""}, "days"),
        ({"action": "pause", "days": "91"}, "days"),
        ({"action": "pause", "days": "soon"}, "days"),
        ({"action": "pause", "days": "-3"}, "days"),
    ],
    ids=str,
)
def test_a_form_that_does_not_fit_is_shown_again_with_her_words(
    web, session, case, mona, typed, field
):
    fields = {"reason": "unkind", "note": STATEMENT} | typed

    answer = web.as_(mona).post(way(case, "decide"), **fields)

    assert answer.status_code == 422
    assert STATEMENT in answer.text
    assert f'id="{field}-error"' in answer.text or f'href="#{field}"' in answer.text
    assert verbs(session) == []
    assert session.get_one(Case, case.id).state == "open"


def test_a_decision_needs_a_statement(web, session, case, mona):
    answer = decide(web.as_(mona), case, "remove", note="  ")

    assert answer.status_code == 422
    assert 'id="note-error"' in answer.text
    assert checked(answer) == ["remove"]
    assert verbs(session) == []


def test_what_somebody_else_decided_meanwhile_is_shown(web, session, case, mona, olga):
    page = web.as_(mona).get(way(case))
    token = web.token
    decide(web.as_(olga), case, "keep", note="It may stay, I think.")
    web.with_token(token)

    answer = web.send(page, way(case, "decide"), action="remove", note="My own words.")

    assert answer.status_code == 409
    for words in ("It may stay, I think.", "My own words.", "Left it up"):
        assert words in answer.text
    assert verbs(session) == ["keep"]


# Words to begin with


def test_a_statement_can_begin_with_kept_words(web, case, mona):
    page = web.as_(mona).get(f"{way(case)}?template=It+says+who+somebody+is")

    assert "We have taken out that detail" in page.text
    assert checked(page) == ["redact"]
    assert web.get(f"{way(case)}?template=nothing").status_code == 200


# Several


@pytest.fixture
def spam(make, amina, bea, circle):
    thread = make.thread(circle, amina, replies=[(bea, f"Buy lamp {n}.") for n in range(4)])
    return [report(make, amina, make.post(thread, n), Reason.SELLING) for n in range(2, 6)]


def several(web, cases, action="remove"):
    numbers = [way(case).rpartition("/")[2] for case in cases]
    words = {"action": action, "reason": "selling", "note": "We keep this place free of adverts."}
    return web.post(url("decide_several"), case=numbers, **words)


def test_what_happens_to_several_is_chosen(web, spam, mona):
    page = web.as_(mona).get(way(spam[0]))

    [form] = [form for form in forms_of(page) if form.action == url("decide_several")]

    assert "action" not in form.values
    assert several(web, spam, action="").status_code == 422


def test_several_are_decided_at_once(web, session, spam, mona):
    page = web.as_(mona).get(way(spam[0])).text
    assert page.count('name="case"') == 4

    answer = several(web, spam)

    assert answer.status_code == 303
    assert verbs(session) == ["remove"] * 4


def test_those_that_are_taken_or_decided_are_left_and_named(web, session, spam, mona, olga):
    web.as_(olga).post(way(spam[0], "claim_case"))
    decide(web, spam[1], "keep")

    answer = several(web.as_(mona), spam)

    assert answer.status_code == 200
    assert "2 cases are decided" in answer.text
    assert "Somebody else is reviewing this." in answer.text
    assert "Somebody else has decided this meanwhile." in answer.text
    assert answer.text.count('href="/moderation/cases/') == 2
    assert verbs(session) == ["keep", "remove", "remove"]


def test_none_ticked_is_nothing_decided(web, session, spam, mona):
    answer = several(web.as_(mona), [])

    assert answer.status_code == 422
    assert "We keep this place free of adverts." in answer.text
    assert verbs(session) == []


def test_days_are_whole_and_a_suspension_may_be_for_good(web, session, bea, case, mona):
    decide(web.as_(mona), case, "suspend", days="")

    row = session.scalars(select(MemberSanction)).one()
    assert row.until == date(9999, 12, 31)
    session.refresh(bea)
    assert bea.standing is Standing.SUSPENDED


@pytest.mark.parametrize(
    ("who", "role", "action", "status"),
    [
        ("mona", Role.MODERATOR, "warn", 303),
        ("mona", Role.MODERATOR, "pause", 403),
        ("mona", Role.MODERATOR, "suspend", 403),
        ("olga", Role.MODERATOR, "suspend", 303),
        ("mona", Role.ADMINISTRATOR, "suspend", 403),
        ("olga", Role.ADMINISTRATOR, "suspend", 403),
        ("mona", Role.ADMINISTRATOR, "hide", 303),
    ],
)
def test_staff_answer_to_administrators_and_nobody_shuts_those_out(
    web, session, bea, case, mona, olga, who, role, action, status
):
    bea.role = role
    session.commit()

    answer = decide(web.as_({"mona": mona, "olga": olga}[who]), case, action, days="7")

    assert answer.status_code == status, answer.text
    session.refresh(bea)
    assert bea.standing is (
        Standing.SUSPENDED if (status, action) == (303, "suspend") else Standing.GOOD
    )
