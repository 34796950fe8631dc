"""Joining by request: she answers, confirms her address, and waits until somebody has read it."""

import pytest
from sqlalchemy import func, select, update

from app.people.joining.models import JoiningRequest
from app.people.members.models import Member, Standing
from tests import dump
from tests.crowd import at_once, many_hands, twin
from tests.people.joining.newcomers import (
    QUESTION,
    after,
    days_later,
    is_in,
    question,
    standing,
)

ANSWER = "A friend at the library told me."


@pytest.fixture
def asked(session):
    question(session)


def test_she_asks_confirms_waits_and_is_let_in(by_request, asked, session, mona):
    page = by_request.form()
    waits = by_request.waits(answer_1=ANSWER)
    path, again = by_request.comes_back()
    listed = by_request.web.as_(mona).get("/moderation/joining")
    shown = by_request.web.get("/moderation/joining/wren")

    approved = by_request.answers(mona, turn="approve")

    assert QUESTION in page.text
    assert "Your request waits" in waits.text
    assert path.startswith("/join/waiting/")
    assert ANSWER in again.text
    assert "/moderation/joining/wren" in listed.text
    assert ANSWER in shown.text
    assert "wren@example.org" not in shown.text
    assert approved.headers["location"] == "/moderation/joining?said=joining-approved"
    assert by_request.sign_in().headers["location"] == "/"
    assert "request has been read" in by_request.letter("Your account is open").text
    assert session.query(JoiningRequest).count() == 0


def test_until_then_she_is_nobody(by_request, asked, session, mona):
    by_request.waits(answer_1=ANSWER)
    by_request.comes_back()

    assert by_request.web.get("/settings").status_code == 303
    assert by_request.web.as_(mona).get("/m/wren").status_code == 404
    assert by_request.web.as_(mona).post("/messages/to/wren", body="Hello").status_code == 404
    assert standing(session) is Standing.WAITING


def test_nobody_reads_a_request_before_the_address_is_confirmed(by_request, asked, session, mona):
    by_request.ask(answer_1=ANSWER)

    assert "wren" not in by_request.web.as_(mona).get("/moderation/joining").text
    assert by_request.answers(mona, turn="approve").status_code == 404
    assert standing(session) is Standing.UNVERIFIED


def test_a_new_password_is_no_way_round_the_queue(by_request, asked, session, postbox):
    by_request.ask(answer_1=ANSWER)
    form = by_request.web.visitor().get("/forgot-password")
    by_request.web.send(form, "/forgot-password", email="wren@example.org")
    link = postbox.link("/reset-password/", "wren@example.org")

    by_request.web.get(link)
    assert by_request.web.post(link, password="velvet orbit mustard").status_code == 303

    assert standing(session) is Standing.WAITING


@pytest.mark.parametrize("typed", [{}, {"answer_1": "  "}, {"answer_1": "a" * 2001}])
def test_a_question_wants_an_answer_and_keeps_what_was_typed(typed, by_request, asked, session):
    answer = by_request.ask(**typed)

    assert answer.status_code == 422
    assert 'id="answer_1-error"' in answer.text
    assert 'value="wren@example.org"' in answer.text
    assert session.query(Member).count() == 0


@pytest.mark.parametrize("nothing", ["", "\u200b\u2060 ", "\u200d\u200d"])
def test_answers_without_words_are_all_named_at_once(nothing, by_request, asked, session):
    question(session, 2, "Who are you?")

    answer = by_request.ask(answer_1=nothing, answer_2=nothing)

    assert answer.status_code == 422
    assert 'id="answer_1-error"' in answer.text
    assert 'id="answer_2-error"' in answer.text
    assert session.query(Member).count() == 0


def test_signs_that_turn_a_text_round_are_left_out(by_request, session, olga, mona):
    page = by_request.web.as_(olga).get("/settings/joining")
    by_request.web.send(page, "/settings/joining", question_1="What \u202ebrings you?")
    by_request.waits(answer_1="A \u202efriend.")

    shown = by_request.web.as_(mona).get("/moderation/joining/wren")

    assert "What brings you?" in shown.text
    assert "A friend." in shown.text


def test_where_nothing_is_asked_she_waits_all_the_same(by_request, session):
    by_request.waits()

    assert standing(session) is Standing.WAITING


def test_moderators_ask_once_more_and_she_answers(by_request, asked, mona):
    by_request.waits(answer_1=ANSWER)
    by_request.answers(mona, turn="ask", words="Which library?")
    path, page = by_request.comes_back()

    replied = by_request.web.post(path, turn="reply", words="The one by the river.")
    twice = by_request.web.post(path, turn="reply", words="And again.")

    letter = by_request.letter("An answer to your request")
    assert "Which library?" in page.text
    assert "library" not in letter.subject + letter.text + letter.html
    assert replied.headers["location"].endswith("?said=joining-replied")
    assert twice.status_code == 409
    assert "The one by the river." in by_request.web.as_(mona).get("/moderation/joining/wren").text


def test_a_reply_wants_words(by_request, asked, mona):
    by_request.waits(answer_1=ANSWER)
    by_request.answers(mona, turn="ask", words="Which library?")

    answer = by_request.turns(turn="reply", words=" ")

    assert answer.status_code == 422
    assert 'id="words-error"' in answer.text


@pytest.mark.parametrize("turn", ["approve", "ask", "decline"])
def test_who_was_not_read_is_not_answered(turn, by_request, asked, session, mona):
    path, words = "/moderation/joining/wren", "Which library?"
    by_request.waits(answer_1=ANSWER)
    window = twin(by_request.web.as_(mona))
    read = window.get(path)
    by_request.turns(turn="withdraw")
    by_request.waits(answer_1="Let me in.")

    crossed = window.send(read, path, turn=turn, words=words)
    state = session.scalar(select(JoiningRequest.state)).value
    again = window.send(crossed, path, turn="approve")

    assert crossed.status_code == 409
    assert "It says something else now" in crossed.text
    assert "Let me in." in crossed.text
    assert words in crossed.text
    assert state == "waits"
    assert again.status_code == 303
    assert is_in(session)


def test_nor_is_she_once_she_has_said_more(by_request, asked, session, mona):
    path = "/moderation/joining/wren"
    by_request.waits(answer_1=ANSWER)
    by_request.answers(mona, turn="ask", words="Which library?")
    window = twin(by_request.web.as_(mona))
    read = window.get(path)
    by_request.turns(turn="reply", words="The one by the river.")

    crossed = window.send(read, path, turn="decline", words="We are full.")

    assert crossed.status_code == 409
    assert "The one by the river." in crossed.text
    assert session.scalar(select(JoiningRequest.state)).value == "waits"


@pytest.mark.parametrize("turn", ["ask", "decline"])
def test_who_asks_or_declines_says_something(turn, by_request, asked, session, mona):
    by_request.waits(answer_1=ANSWER)

    answer = by_request.answers(mona, turn=turn, words="  ")

    assert answer.status_code == 422
    assert "She reads your words and nothing else." in answer.text
    assert session.scalar(select(JoiningRequest.state)).value == "waits"


def test_a_decline_is_read_by_her_alone_and_then_erased(by_request, asked, house, session, mona):
    by_request.waits(answer_1=ANSWER)
    by_request.answers(mona, turn="decline", words="We are a small group, and full.")
    _path, page = by_request.comes_back()
    twice = by_request.answers(mona, turn="approve")

    after(house, 29)
    still = standing(session)
    after(house, 30)

    assert "Not this time" in page.text
    assert "small group, and full" in page.text
    assert "Mona" not in page.text
    assert twice.status_code == 404
    assert still is Standing.WAITING
    assert standing(session) is None
    assert session.query(JoiningRequest).count() == 0


def test_who_was_declined_gets_a_letter_until_it_is_forgotten(
    by_request, asked, house, postbox, mona
):
    by_request.waits(answer_1=ANSWER)
    by_request.answers(mona, turn="decline", words="We are full.")

    again = by_request.ask("finch", email="wren@example.org", answer_1="Please")

    assert again.headers["location"] == "/join/done"
    assert by_request.letter("You have an account already")
    after(house, 30)
    assert by_request.ask("wren", answer_1="Once more").headers["location"] == "/join/done"


@pytest.mark.parametrize("declined", [False, True])
def test_she_takes_it_back_and_nothing_is_left(declined, by_request, asked, session, mona):
    by_request.waits(answer_1=ANSWER)
    if declined:
        by_request.answers(mona, turn="decline", words="We are full.")

    answer = by_request.turns(turn="withdraw")

    assert answer.headers["location"] == "/?said=joining-withdrawn"
    assert session.scalar(select(func.count()).where(Member.handle == "wren")) == 0
    assert session.query(JoiningRequest).count() == 0
    assert by_request.ask(answer_1=ANSWER).headers["location"] == "/join/done"


def test_her_page_closes_by_itself_and_lets_nobody_in_without_its_key(by_request, asked, session):
    by_request.waits(answer_1=ANSWER)
    path, _page = by_request.comes_back()
    forged = path[:-2] + ("aa" if path[-2:] != "aa" else "bb")

    with days_later(1):
        late = by_request.web.visitor().get(path)

    by_request.web.get("/sign-in")
    for answer in (late, by_request.web.get(forged), by_request.web.post(forged, turn="withdraw")):
        assert answer.headers["location"] == "/sign-in?said=too-late"
    assert standing(session) is Standing.WAITING


def test_the_page_of_somebody_who_was_let_in_sends_her_to_sign_in(by_request, asked, mona):
    by_request.waits(answer_1=ANSWER)
    path, _page = by_request.comes_back()
    by_request.answers(mona, turn="approve")

    by_request.web.visitor().get("/sign-in")
    withdrawn = by_request.web.post(path, turn="withdraw")

    assert withdrawn.headers["location"] == "/sign-in?said=too-late"
    assert by_request.sign_in().headers["location"] == "/"


@pytest.mark.parametrize("who", ["amina", "grace"])
def test_members_and_hosts_see_no_request(who, by_request, asked, request):
    by_request.waits(answer_1=ANSWER)
    web = by_request.web.as_(request.getfixturevalue(who))

    assert web.get("/moderation/joining").status_code == 404
    assert web.get("/moderation/joining/wren").status_code == 404
    assert web.post("/moderation/joining/wren", turn="approve").status_code == 404


def test_the_oldest_stands_first_page_by_page(by_request, asked, session, make, mona):
    from app.core import clock
    from app.people.joining.contents import Contents

    for number in range(27):
        one = make.member(f"Bird{number:02}", standing=Standing.WAITING)
        row = JoiningRequest(member_id=one.id, sealed=Contents().sealed(make.house.ring, one.id))
        row.day = clock.today().replace(year=2020 + (number < 2), month=1, day=1)
        make.saved(row)

    first = by_request.web.as_(mona).get("/moderation/joining")
    second = by_request.web.get("/moderation/joining?after=2020-01-01.bird26")

    assert first.text.index("bird02") < first.text.index("bird26")
    assert "bird01" not in first.text
    assert "after=2020-01-01.bird26" in first.text
    assert "bird00" in second.text
    assert "bird26" not in second.text
    assert by_request.web.get("/moderation/joining?after=nonsense").status_code == 200


def test_the_answers_are_nowhere_in_the_open(by_request, asked, session, mona):
    by_request.waits(answer_1=ANSWER)
    by_request.answers(mona, turn="ask", words="Which library?")

    assert dump.holding(session, "library") == []


def test_known_and_unknown_addresses_look_alike(by_request, asked, amina, make):
    make.member("Sue", standing=Standing.SUSPENDED)
    by_request.waits("wren", answer_1=ANSWER)
    emails = ["amina@example.org", "sue@example.org", "wren@example.org", "nobody@example.org"]

    answers = [by_request.ask(f"new-{n}", email=e, answer_1="x") for n, e in enumerate(emails)]
    refused = [by_request.ask(f"other-{n}", email=e) for n, e in enumerate(emails)]

    assert {(a.status_code, a.headers["location"]) for a in answers} == {(303, "/join/done")}
    assert {a.status_code for a in refused} == {422}


def test_what_two_moderators_do_at_once_is_done_once(by_request, asked, session, mona, olga):
    by_request.waits(answer_1=ANSWER)
    windows = [twin(by_request.web.as_(one)) for one in (mona, olga)]
    turns = [{"turn": "approve"}, {"turn": "decline", "words": "We are full."}]

    with many_hands():
        answers = at_once(
            [
                lambda w=w, turn=turn: w.post("/moderation/joining/wren", **turn).status_code
                for w, turn in zip(windows, turns, strict=True)
            ]
        )

    state = session.scalar(select(JoiningRequest.state))
    assert sorted(answers) == [303, 404]
    assert is_in(session) is (state is None)


def test_a_request_whose_key_is_lost_can_still_be_answered(by_request, asked, session, mona):
    by_request.waits(answer_1=ANSWER)
    session.execute(update(JoiningRequest).values(sealed=b"another key's"))
    session.commit()

    _path, page = by_request.comes_back()
    shown = by_request.web.as_(mona).get("/moderation/joining/wren")
    by_request.answers(mona, turn="approve")

    assert (page.status_code, shown.status_code) == (200, 200)
    assert is_in(session)


# The mode changes


def test_a_form_from_before_is_asked_what_is_asked_now(site, by_request, asked, session):
    opened = site(joining="open")
    before = opened.form()

    answer = by_request.sends(before, opened)

    assert answer.status_code == 422
    assert QUESTION in answer.text
    assert 'value="wren@example.org"' in answer.text


def test_a_form_with_answers_is_taken_where_none_are_asked_any_more(site, by_request, session):
    question(session)
    opened = site(joining="open")
    page = by_request.form()

    answer = opened.sends(page, by_request, answer_1=ANSWER)
    opened.confirm()

    assert answer.headers["location"] == "/join/done"
    assert is_in(session)


def test_who_confirms_once_joining_is_open_is_in(site, by_request, asked, session):
    by_request.ask(answer_1=ANSWER)

    site(joining="open").confirm()

    assert is_in(session)
    assert session.query(JoiningRequest).count() == 0


def test_who_asked_before_it_was_closed_is_not_turned_away(site, by_request, asked, session, mona):
    by_request.ask(answer_1=ANSWER)
    closed = site(joining="closed")

    closed.confirm()
    waits = standing(session)
    closed.answers(mona, turn="approve")

    assert waits is Standing.WAITING
    assert is_in(session)


def test_a_door_that_closes_between_form_and_post_says_so(site, by_request, asked, session):
    page = by_request.form()

    answer = site(joining="closed").sends(page, by_request, answer_1=ANSWER)

    assert answer.status_code == 403
    assert "takes no new members" in answer.text
    assert session.query(Member).count() == 0


def test_what_was_sent_last_counts(by_request, asked, mona):
    by_request.ask(answer_1="First")
    by_request.ask(answer_1="Second")
    by_request.confirm()

    shown = by_request.web.as_(mona).get("/moderation/joining/wren")

    assert "Second" in shown.text
    assert "First" not in shown.text
