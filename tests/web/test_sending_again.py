"""One form, sent twice: with the same words it is one thing, with others nothing is lost."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from app.community.threads.models import Post
from app.core.repeats import Sent
from app.web.kit.addresses import url
from tests.conftest import counted
from tests.house.test_given_back import given

NONCE = "0f" * 16
AGAIN = "You have sent this before"


@pytest.fixture
def circle(make):
    return make.circle("New mothers", crowd=30)


@pytest.fixture
def reply(make, circle, amina):
    return url("reply", thread_id=make.thread(circle, amina).id)


def replies(session):
    session.expire_all()
    return session.scalars(select(Post.body).where(Post.seq > 1)).all()


def test_the_same_words_are_one_reply(web, session, bea, reply):
    answers = [web.as_(bea).post(reply, body="A lamp.", form_nonce=NONCE) for _ in range(2)]

    assert {answer.headers["location"] for answer in answers} == {answers[0].headers["location"]}
    assert replies(session) == ["A lamp."]


@pytest.mark.parametrize("anonymous", ["", "on"])
def test_other_words_are_given_back_beside_what_stands(web, session, bea, reply, anonymous):
    form = {"form_nonce": NONCE, "anonymous": anonymous, "content_note": "sleep"}
    first = web.as_(bea).post(reply, body="A lamp.", **form)

    second = web.post(reply, body="Two lamps, and tea.", **form)

    assert second.status_code == 409
    assert AGAIN in second.text
    assert given(second) == {"Your reply": "Two lamps, and tea.", "Content note": "sleep"}
    assert f'href="{first.headers["location"].partition("?")[0]}' in second.text
    assert replies(session) == ["A lamp."]
    assert web.post(reply, body="A lamp.", **form).status_code == 303


def test_also_after_the_server_has_been_started_anew(web, house, session, bea, reply):
    web.as_(bea).post(reply, body="A lamp.", form_nonce=NONCE)
    web.client.app.state.house = replace(house, sent=Sent())

    second = web.post(reply, body="Two lamps.", form_nonce=NONCE)

    assert second.status_code == 409
    assert given(second) == {"Your reply": "Two lamps."}


def test_a_form_that_was_refused_may_say_something_else(web, session, bea, reply):
    refused = web.as_(bea).post(reply, body="", form_nonce=NONCE)
    taken = web.post(reply, body="Two lamps.", form_nonce=NONCE)

    assert (refused.status_code, taken.status_code) == (422, 303)
    assert replies(session) == ["Two lamps."]


def test_the_form_of_somebody_else_is_another(web, session, amina, bea, reply):
    for member, body in ((amina, "A lamp."), (bea, "Two lamps.")):
        assert web.as_(member).post(reply, body=body, form_nonce=NONCE).status_code == 303
    assert len(replies(session)) == 2


def test_a_first_reply_asks_nothing_more_for_it(web, house, bea, reply):
    web.as_(bea).post(reply, body="Warm.")

    with counted(house) as one:
        web.post(reply, body="A lamp.", form_nonce=NONCE)
    with counted(house) as other:
        web.post(reply, body="A lamp, too.")

    assert len(one) == len(other)


def test_wherever_a_form_makes_one_thing(web, amina, bea, circle):
    """Messages, her evidence, a thread: each finds what it has made."""
    forms = {
        url("message_member", handle="bea"): {"body": "Hello"},
        url("new_evidence"): {"what": "I said no", "who": "", "change": "", "day": ""},
        url("start_thread", circle=circle.slug): {
            "title": "The nights",
            "body": "They are long",
            "intent": "just-listening",
        },
        url("suggest_resource"): {
            "form": "guide",
            "title": "The first month",
            "about": "What to ask for.",
            "body": "Ask.",
            "topic": "self-doubt",
            "language": "en",
            "circle": "",
        },
    }
    web.as_(amina)
    for n, (path, form) in enumerate(forms.items()):
        nonce = f"{n:032x}"
        words = {name: f"{form[name]} again" for name in ("body", "what", "title") if name in form}

        first = web.post(path, **form, form_nonce=nonce)
        same = web.post(path, **form, form_nonce=nonce)
        other = web.post(path, **form | words, form_nonce=nonce)

        assert (first.status_code, same.status_code) == (303, 303), (path, first.text[-3000:])
        assert other.status_code == 409, path
        assert {*words.values()} <= {*given(other).values()}, path
