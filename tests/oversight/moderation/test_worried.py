"""“I’m worried about her”: it comes first, nothing is hidden, and both sides are told kindly."""

from datetime import timedelta
from html import unescape

import pytest
from sqlalchemy import select

from app.core import clock
from app.core.keys import base32
from app.oversight.moderation import cases
from app.oversight.moderation.models import Action, Case, CaseMessage, Decision, Reason
from app.web.kit.addresses import url
from tests.browser import forms_of
from tests.oversight.moderation.reporting import order, report, stretches, way

QUEUE = "/moderation"
KEPT = "What she wrote stays, so that she is answered."


@pytest.fixture
def case(make, amina, unnamed):
    """Amina is worried about a pseudonym, who is Bea."""
    return report(make, amina, unnamed, Reason.WORRIED, "She sounds as if she had given up.")


def say_so(web, thing, kind="post"):
    way_there = url("report", kind=kind, id=thing)
    assert web.get(way_there).status_code == 200
    return web.post(way_there, reason="worried", note="She sounds tired")


# Saying it


def test_it_is_the_first_reason_and_says_what_happens(web, named, amina):
    page = web.as_(amina).get(url("report", kind="post", id=base32(named.id))).text

    reasons = [part.split('"')[0] for part in page.split('name="reason"')[1:]]
    assert page.count('name="reason"') == len(Reason) == len(reasons)
    assert page.index('value="worried"') < page.index('value="unkind"')
    assert "the moderators read that before everything else" in page
    assert "Nothing of hers is hidden for it" in page
    assert 'href="/safety#help"' in page


@pytest.mark.parametrize("kind", ["post", "thread", "profile", "unnamed"])
def test_it_can_be_said_of_whatever_she_wrote_and_of_herself(
    web, thread, named, unnamed, amina, bea, grace, kind
):
    things = {
        "post": ("post", base32(named.id)),
        "unnamed": ("post", base32(unnamed.id)),
        "thread": ("thread", base32(thread.id)),
        "profile": ("profile", bea.handle),
    }

    answer = say_so(web.as_(grace), things[kind][1], things[kind][0])

    assert answer.status_code == 303
    receipt = web.follow(answer).text
    assert "Thank you for looking out for her" in receipt
    assert "It stands before everything else" in receipt
    assert "the lines are for you as well" in receipt


def test_of_herself_she_cannot_say_it_and_a_visitor_is_asked_to_sign_in(web, named, unnamed, bea):
    for post in (named, unnamed):
        assert web.as_(bea).get(url("report", kind="post", id=base32(post.id))).status_code == 403
    there = web.visitor().get(url("report", kind="post", id=base32(named.id)))
    assert there.headers["location"].startswith("/sign-in")


def test_a_receipt_for_anything_else_says_nothing_of_it(web, named, grace):
    way_there = url("report", kind="post", id=base32(named.id))
    answer = web.as_(grace).post(way_there, reason="unkind")

    assert "looking out for her" not in web.follow(answer).text


# First in line


def test_it_stands_before_what_has_waited_for_years_and_what_many_report(
    web, make, house, session, amina, grace, bea, thread, named, unnamed, mona
):
    report(make, amina, named, Reason.THREAT)
    for n in range(6):
        report(make, make.member(f"Reporter{n}"), bea, Reason.THREAT)
    for one in session.scalars(select(Case)):
        one.opened = clock.today() - timedelta(days=3650)
    session.commit()
    with house.database.changing() as changing:
        cases.climb(changing)
    worried = report(make, grace, unnamed, Reason.WORRIED)

    listed = [link for page in stretches(web.as_(mona), QUEUE) for link in order(page)]

    assert listed[0] == way(worried)
    assert len(listed) == 3


def test_somebody_who_is_worried_moves_a_case_that_was_there_to_the_front(
    web, make, amina, grace, named, unnamed, mona
):
    unkind = report(make, amina, named, Reason.UNKIND)
    threat = report(make, amina, unnamed, Reason.THREAT)
    assert order(web.as_(mona).get(QUEUE)) == [way(threat), way(unkind)]

    report(make, grace, named, Reason.WORRIED)

    assert order(web.get(QUEUE)) == [way(unkind), way(threat)]
    assert "I’m worried about her" in web.get(QUEUE).text


def test_after_a_heavy_case_it_stays_first_and_a_lighter_one_comes_next(
    web, make, amina, grace, thread, named, unnamed, mona
):
    heavy = report(make, amina, named, Reason.THREAT)
    light = report(make, grace, make.post(thread, 1), Reason.OTHER)
    worried = report(make, amina, unnamed, Reason.WORRIED)
    web.as_(mona).get(way(heavy))

    page = web.get(QUEUE)

    assert order(page) == [way(c) for c in (worried, light, heavy)]
    assert "let a colleague take it" in page.text


def test_a_rule_that_hides_what_many_report_does_not_count_them(
    web, make, circle, amina, grace, named
):
    make.rule("reports", number=2)
    report(make, amina, named, Reason.WORRIED)
    report(make, grace, named, Reason.WORRIED)
    web.as_(amina)
    assert "You are no mother" in web.follow(web.get(url("post", post_id=named.id))).text

    for name in ("Hedda", "Ines"):
        report(make, make.member(name, circle), named, Reason.UNKIND)

    assert web.get(url("post", post_id=named.id)).status_code == 404


# What a moderator can do


def test_the_case_says_what_can_be_done(web, case, mona):
    page = web.as_(mona).get(way(case)).text

    for words in (
        "Somebody is worried about her",
        "Write to her",
        "Leave it up",
        "Don’t call the police by yourself",
        "Look after yourself",
        "stays without a name",
    ):
        assert words in page
    assert "Begin with these" in page


def test_another_case_does_not(web, make, amina, named, mona):
    page = web.as_(mona).get(way(report(make, amina, named))).text

    assert "Somebody is worried about her" not in page


def test_the_lines_of_a_country_begin_the_message_and_nothing_is_sent_by_it(
    web, session, case, mona
):
    page = web.as_(mona).get(f"{way(case)}?lines=ie")

    [form] = [form for form in forms_of(page) if "to_author" in form.values]
    begun = unescape(form.values["to_author"])
    for words in ("In danger at this moment: 112 or 999", "Samaritans: 116 123", "country=ie#help"):
        assert words in begun
    assert session.scalars(select(CaseMessage)).all() == []


def test_they_are_said_in_the_moderators_language(web, case, mona):
    page = web.as_(mona).get(f"{way(case)}?lines=ie", **{"Accept-Language": "es"})

    [form] = [form for form in forms_of(page) if "to_author" in form.values]
    assert "Samaritans: 116 123. De día y de noche." in unescape(form.values["to_author"])


@pytest.mark.parametrize("lines", ["", "xx", "%00", "<b>"])
def test_a_country_that_is_none_begins_nothing(web, case, mona, lines):
    page = web.as_(mona).get(f"{way(case)}?lines={lines}")

    assert page.status_code == 200
    [form] = [form for form in forms_of(page) if "to_author" in form.values]
    assert form.values["to_author"] == ""


def test_she_is_written_to_and_it_is_kept_both(web, session, make, case, unnamed, amina, bea, mona):
    web.as_(mona).post(way(case, "claim_case"))
    page = web.get(f"{way(case)}?lines=ie")
    wrote = web.send(page, way(case, "write_to_author"))
    decided = web.post(way(case, "decide"), action="keep", reason="worried", note=KEPT)

    assert (wrote.status_code, decided.status_code) == (303, 303)
    [made] = session.scalars(select(Decision))
    assert made.action is Action.KEEP
    # Bea finds the lines, and can answer; to everybody else her words are as they were.
    told = web.as_(bea).get(url("notice", notice_id=case.id)).text
    assert "Samaritans: 116 123" in told
    assert "The moderators don’t know who you are" in told
    answered = web.post(url("answer_notice", notice_id=case.id), body="Thank you.")
    assert answered.status_code == 303
    assert "Women like you" in web.as_(amina).follow(web.get(url("post", post_id=unnamed.id))).text


def test_who_was_worried_is_told_kindly_and_not_what_was_said(
    web, make, session, case, unnamed, amina, grace, mona
):
    other = report(make, grace, unnamed, Reason.UNKIND)
    assert other.id == case.id
    make.asked(case.id, mona, "A word for her alone.")
    make.decision(case.id, mona, Action.KEEP, KEPT)

    receipts = {}
    for who in (amina, grace):
        listed = web.as_(who).get(url("receipts")).text
        path = listed.split('href="/reports/')[1].split('"')[0]
        receipts[who.handle] = web.get(f"/reports/{path}").text

    assert "Thank you for looking out for her. A moderator has read it." in receipts["amina"]
    assert KEPT in receipts["amina"]
    assert "that is hers to tell" in receipts["amina"]
    assert "looking out for her" not in receipts["grace"]
    assert KEPT in receipts["grace"]
    assert all("A word for her alone" not in page for page in receipts.values())


def test_nobody_is_unmasked(web, session, make, case, amina, bea, grace, mona, olga):
    """Neither who wrote it, nor who is worried."""
    for who in (mona, olga):
        page = web.as_(who).get(way(case)).text
        assert ">Bea<" not in page
        assert "by a member of this circle" in page
        assert "Amina" not in page.partition('id="reports"')[2].partition("</section>")[0]
    assert case.author_id is None
