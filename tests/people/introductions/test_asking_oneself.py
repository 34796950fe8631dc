"""Being introduced oneself: somebody asks to know another, who alone decides."""

from datetime import timedelta

import pytest
import time_machine

from app.chores import sweep
from app.core import clock, keys
from app.core.errors import Invalid, NotAllowed
from app.people.introductions import actions, boxes
from app.people.introductions.actions import Wish
from app.people.introductions.contents import SPAN
from app.web.kit.addresses import url
from tests.browser import without_chance
from tests.people.introductions.making import whole

WORDS = "I would like to ask you about the clinic."


@pytest.fixture
def ask(make):
    """The numbers of who asks and of who is asked."""

    def ask(by, whom, words=WORDS, nonce=None):
        with make._as(by) as (session, viewer):
            wish = Wish(whom.id, words, nonce or keys.token())
            number = actions.ask(session, make.house.ring, viewer, wish)
        return number, whole(make, by, number).numbers[2]

    return ask


def way(number):
    return url("introduction", introduction_id=number)


def answer(web, number, said):
    return web.post(url("answer_introduction", introduction_id=number), answer=said)


def seen(web, member, number):
    return without_chance(web.as_(member).get(way(number)).text)


def test_she_is_asked_by_name_and_reads_what_was_said(web, ask, amina, grace):
    hers, asked = ask(amina, grace)

    page = seen(web, grace, asked)
    assert "would like to know you" in page
    assert "Amina" in page
    assert WORDS in page
    assert "would like to know you" in web.get(url("introductions")).text
    assert "There is news of an introduction" in web.get("/notifications").text
    own = seen(web, amina, hers)
    assert "You have asked." in own
    assert WORDS in own


def test_a_yes_lets_them_write_to_each_other(web, ask, amina, grace):
    hers, asked = ask(amina, grace)

    page = web.follow(answer(web.as_(grace), asked, "yes"))

    assert "You and <bdi>Amina</bdi>" in page.text
    assert "She has said yes." in seen(web, amina, hers)
    assert "There is news of an introduction" in web.get("/notifications").text
    for one, other in ((amina, "grace"), (grace, "amina")):
        wrote = web.as_(one).post(url("message_member", handle=other), body="Hello")
        assert wrote.status_code == 303


def test_a_no_is_told_to_nobody_and_runs_out_like_silence(web, house, ask, amina, bea, grace):
    pairs = [ask(amina, grace), ask(amina, bea)]
    answer(web.as_(grace), pairs[0][1], "no")

    def hers():
        return [seen(web, amina, mine).replace("Grace", "").replace("Bea", "") for mine, _ in pairs]

    one, other = hers()
    assert "You have asked." in one
    assert "You have asked." in other
    assert "There is news" not in web.as_(amina).get("/notifications").text

    with time_machine.travel(clock.now() + SPAN + timedelta(days=1), tick=False):
        sweep(house)
        assert all("did not come about" in page for page in hers())


def test_whoever_wants_to_be_asked_nothing_is_not(web, make, house, ask, amina, grace):
    with make._as(grace) as (session, viewer):
        actions.take(session, house.ring, viewer, on=False)

    hers, asked = ask(amina, grace)

    assert "You have asked." in seen(web, amina, hers)
    assert web.as_(grace).get(way(asked)).status_code == 404


def test_a_block_has_it_reach_nobody_and_says_nothing(web, ask, amina, grace):
    web.as_(grace).post(url("no_contact", handle="amina"), contact="none")

    hers, asked = ask(amina, grace)

    assert "You have asked." in seen(web, amina, hers)
    assert web.as_(grace).get(way(asked)).status_code == 404
    assert "There is news" not in web.get("/notifications").text


def test_a_block_after_it_was_asked_ends_it_without_a_word(web, ask, amina, grace):
    hers, asked = ask(amina, grace)

    web.as_(grace).post(url("no_contact", handle="amina"), contact="none")

    assert "You have asked." in seen(web, amina, hers)
    assert web.as_(grace).get(way(asked)).status_code == 404


def test_the_same_one_is_asked_once_at_a_time(ask, amina, grace):
    ask(amina, grace)

    with pytest.raises(Invalid):
        ask(amina, grace)


def test_one_form_asks_once(make, ask, amina, grace):
    nonce = keys.token()

    assert ask(amina, grace, nonce=nonce) == ask(amina, grace, nonce=nonce)
    with make.house.database.reading() as session:
        assert len(boxes.read(session, make.house.ring, grace.id).hers) == 1


def test_nobody_is_introduced_to_herself(ask, amina):
    with pytest.raises(NotAllowed):
        ask(amina, amina)


def test_it_can_be_taken_back(web, ask, amina, grace):
    hers, asked = ask(amina, grace)

    web.as_(amina).post(url("take_back_introduction", introduction_id=hers))

    assert "did not come about" in seen(web, grace, asked)
    assert answer(web, asked, "yes").status_code == 403


def test_only_who_was_asked_answers(web, ask, amina, bea, grace):
    hers, asked = ask(amina, grace)

    assert answer(web.as_(amina), hers, "yes").status_code == 403
    assert answer(web.as_(amina), asked, "yes").status_code == 404
    assert answer(web.as_(bea), asked, "yes").status_code == 404
