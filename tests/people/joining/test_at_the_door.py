"""What the door asks beside: a question in a flood, nothing of who has an address at a domain."""

import re

import pytest

from app.core import networks
from app.core.limits import Limit
from app.oversight.audit.models import Entry
from app.people.joining.challenge import _WORDS, FIRST, MANY, SITE, WRONG
from app.people.joining.models import JoiningQuestion
from app.people.members.models import Member, Standing
from tests.browser import forms_of
from tests.people.joining.newcomers import days_later, is_in, question, standing


def stamp_of(page):
    [form] = [form for form in forms_of(page) if form.action == "/join"]
    return form.values["challenge"]


def sum_of(page):
    first, second = re.search(r"What is (\w+) plus (\w+)\?", page.text).groups()
    numbers = {word: number for number, word in _WORDS.items()}
    return str(numbers[first] + numbers[second])


def flood(newcomers):
    for _ in range(Limit.JOINS_HERE.times):
        newcomers.web.house.limiter.count(Limit.JOINS_HERE, SITE)


# A question for people


@pytest.mark.parametrize(
    ("when", "flooded", "asks"),
    [
        ("flood", False, False),
        ("flood", True, True),
        ("always", False, True),
        ("never", True, False),
    ],
)
def test_it_is_asked_when_a_setting_says_so_or_many_join(when, flooded, asks, site, session):
    here = site(joining_challenge=when)
    if flooded:
        flood(here)

    page = here.form()
    without = here.ask()

    assert ("challenge_answer" in page.text) is asks
    assert (FIRST in without.text) is (when == "always")
    assert (MANY in without.text) is (asks and flooded)
    assert without.status_code == (422 if asks else 303)


def test_a_small_sum_is_answered_in_figures(site, session):
    here = site(joining_challenge="always")
    page = here.form()

    answer = here.sends(page, here, challenge_answer=sum_of(page))
    here.confirm()

    assert answer.headers["location"] == "/join/done"
    assert is_in(session)


def test_the_administrators_own_question_is_lenient_about_spelling(site, session):
    question(session, 0, "What do we call a room here?", "circle\na circle")
    here = site(joining_challenge="always")
    page = here.form()

    answer = here.sends(page, here, challenge_answer=" A  Circle! ")

    assert "What do we call a room here?" in page.text
    assert "circle\na circle" not in page.text
    assert answer.headers["location"] == "/join/done"


def test_a_wrong_answer_is_asked_again_and_what_was_typed_is_kept(site, session):
    here = site(joining_challenge="always")
    page = here.form()

    answer = here.sends(page, here, challenge_answer="a thousand")

    assert answer.status_code == 422
    assert WRONG in answer.text
    assert 'value="wren@example.org"' in answer.text
    assert standing(session) is None


def test_who_answered_right_is_not_asked_anew_for_another_mistake(site):
    here = site(joining_challenge="always")
    page = here.form()

    refused = here.sends(page, here, challenge_answer=sum_of(page), password="weak")

    assert stamp_of(refused) == stamp_of(page)
    assert f'value="{sum_of(page)}"' in refused.text
    assert here.sends(refused, here).headers["location"] == "/join/done"


def test_one_answer_is_good_for_one_account(site, session):
    here = site(joining_challenge="always")
    page = here.form()
    solved = sum_of(page)

    here.sends(page, here, challenge_answer=solved)
    again = here.sends(page, here, "finch", challenge_answer=solved)

    assert again.status_code == 422
    assert FIRST in again.text
    assert standing(session, "finch") is None


@pytest.mark.parametrize("how", ["forged", "old", "of a question that is asked no more"])
def test_a_stamp_that_is_not_good_is_none(how, site, session):
    here = site(joining_challenge="always")
    page = here.form()
    typed = {"challenge_answer": sum_of(page)}
    if how == "forged":
        typed["challenge"] = stamp_of(page)[:-1] + "~"
    if how.startswith("of"):
        question(session, 0, "What do we call a room here?", "circle")

    if how == "old":
        with days_later(1):
            answer = here.sends(page, here, **typed)
    else:
        answer = here.sends(page, here, **typed)

    assert answer.status_code == 422
    assert standing(session) is None


# Floods


def test_blocks_of_the_network_are_counted_and_kept_nowhere(web_with, site, session):
    hosts = [f"203.0.113.{n}" for n in range(1, 5)]
    tried = []
    for host in hosts:
        web = web_with(client=(host, 5000))
        page = web.visitor().get("/join")
        tried += [
            web.send(
                page,
                "/join",
                handle="wren",
                email="w@example.org",
                password="weak",
                accept_guidelines="on",
            ).status_code
            for _ in range(16)
        ]
    far = web_with(client=("198.51.100.1", 5000))
    elsewhere = far.send(
        far.visitor().get("/join"),
        "/join",
        handle="wren",
        email="w@example.org",
        password="weak",
        accept_guidelines="on",
    )

    assert tried == [422] * 60 + [429] * 4
    assert elsewhere.status_code == 422


@pytest.mark.parametrize(
    ("address", "block"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("::ffff:203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1::/48"),
        ("testclient", "testclient"),
        ("", ""),
    ],
)
def test_a_block_is_what_one_customer_has(address, block):
    assert networks.block(address) == block


# Domains


@pytest.mark.parametrize("mode", ["request", "invitation"])
@pytest.mark.parametrize(
    ("email", "needs_nothing"),
    [
        ("wren@Mill.example", True),
        ("wren@bücher.example", True),
        ("wren@sub.mill.example", False),
        ("wren@notmill.example", False),
        ("wren@mill.example.org", False),
    ],
)
def test_an_address_at_a_domain_is_enough(mode, email, needs_nothing, site, session):
    question(session)
    here = site(joining=mode, joining_domains="mill.example, xn--bcher-kva.example")

    page = here.form()
    answer = here.ask(email=email)

    assert "mill.example, xn--bcher-kva.example" in page.text
    assert answer.status_code == (303 if needs_nothing else 422)
    assert session.query(Member).count() == needs_nothing


def test_it_counts_once_it_is_proved_by_the_settings_of_then(site, session):
    here = site(joining="request", joining_domains="example.org")
    here.ask()
    unproved = standing(session)

    site(joining="request").confirm()
    waits = standing(session)
    here.ask("finch")
    here.confirm("finch")

    assert unproved is Standing.UNVERIFIED
    assert waits is Standing.WAITING
    assert is_in(session, "finch")


def test_a_closed_community_takes_no_domain_either(site, session):
    here = site(joining="closed", joining_domains="example.org")

    assert "example.org" not in here.form().text
    assert here.web.post("/join", handle="wren").status_code == 403


# The questions


def test_administrators_set_the_questions(by_request, session, olga):
    page = by_request.web.as_(olga).get("/settings/joining")

    saved = by_request.web.send(
        page,
        "/settings/joining",
        question_1="What brings you here?",
        question_3="Is there anything we should know?",
        challenge_question="What do we call a room?",
        challenge_answers=" circle \n\n a circle",
    )

    form = by_request.form().text
    asked = session.query(JoiningQuestion).order_by(JoiningQuestion.number).all()
    assert saved.headers["location"] == "/settings/joining?said=saved"
    assert [one.number for one in asked] == [0, 1, 2]
    assert asked[0].accepted == "circle\na circle"
    assert "Is there anything we should know?" in form
    assert "answer_2" in form
    assert "answer_3" not in form
    assert session.query(Entry).count() == 1


def test_a_question_that_nobody_could_answer_is_refused(by_request, session, olga):
    page = by_request.web.as_(olga).get("/settings/joining")

    answer = by_request.web.send(page, "/settings/joining", challenge_question="What are we?")

    assert answer.status_code == 422
    assert 'id="challenge_answers-error"' in answer.text
    assert session.query(JoiningQuestion).count() == 0


def test_an_answer_of_signs_alone_counts_as_none(by_request, site, session, olga):
    page = by_request.web.as_(olga).get("/settings/joining")
    typed = {"challenge_question": "What are we?", "challenge_answers": "women\n?!"}
    refused = by_request.web.send(page, "/settings/joining", **typed)

    # One that is kept already lets nobody in either.
    question(session, 0, "What are we?", "?!")
    here = site(joining_challenge="always")
    form = here.form()
    answer = here.sends(form, here, challenge_answer="...")

    assert refused.status_code == 422
    assert 'id="challenge_answers-error"' in refused.text
    assert answer.status_code == 422
    assert standing(session) is None


def test_nobody_else_sets_them(by_request, session, mona):
    assert by_request.web.as_(mona).get("/settings/joining").status_code == 403
    assert by_request.web.post("/settings/joining", question_1="Who?").status_code == 403
    assert session.query(JoiningQuestion).count() == 0


def test_what_was_answered_stays_beside_its_question(by_request, session, mona):
    question(session, words="What brings you here?")
    by_request.waits(answer_1="The river.")
    session.query(JoiningQuestion).delete()
    session.commit()

    shown = by_request.web.as_(mona).get("/moderation/joining/wren")

    assert "What brings you here?" in shown.text
    assert "The river." in shown.text


# What visitors read


@pytest.mark.parametrize(
    ("mode", "says"),
    [
        ("open", "a name you like"),
        ("request", "moderators look at it"),
        ("invitation", "an invitation from somebody here"),
        ("closed", "Joining is closed for now"),
    ],
)
def test_the_first_page_says_how_one_joins(mode, says, site):
    page = site(joining=mode).web.visitor().get("/")

    assert says in page.text
    assert ('class="btn" href="/join"' in page.text) is (mode != "closed")


def test_what_she_writes_is_text(by_request, session, mona):
    nasty = '<img src=x onerror="window.__x=1">'
    question(session, words=nasty)
    by_request.waits(answer_1=nasty)

    for page in (by_request.form(), by_request.web.as_(mona).get("/moderation/joining/wren")):
        assert nasty not in page.text
        assert "&lt;img" in page.text
