"""Starting a thread: with an intent and perhaps a content note, once however often it is sent."""

import pytest
from sqlalchemy import func, select

from app.community.threads.models import Intent, Post, Thread
from app.people.members.models import Standing
from app.web.kit.addresses import url
from tests.browser import forms_of
from tests.crowd import at_once, many_hands, twin

WORDS = {
    "title": "First weeks",
    "body": "Nobody told me about the nights.",
    "intent": "advice-welcome",
}


def new(circle):
    return url("new_thread", circle=circle.slug)


def start(circle):
    return url("start_thread", circle=circle.slug)


def count(session, table=Thread):
    return session.scalar(select(func.count()).select_from(table))


@pytest.mark.parametrize("intent", list(Intent))
def test_a_thread_says_what_its_author_asked_for(web, circle, amina, intent):
    form = web.as_(amina).get(new(circle))

    answer = web.send(form, start(circle), **WORDS | {"intent": intent.value})

    shown = web.follow(answer).text
    assert "Nobody told me about the nights." in shown
    assert intent.label in shown
    assert intent.asks in shown


def test_the_form_offers_every_intent_and_chooses_none(web, circle, amina):
    form = web.as_(amina).get(new(circle))

    assert all(f'value="{intent.value}"' in form.text for intent in Intent)
    assert not any("intent" in f.values for f in forms_of(form))


def test_a_content_note_folds_the_words(web, circle, amina, bea):
    form = web.as_(amina).get(new(circle))

    answer = web.send(form, start(circle), **WORDS, content_note="Birth & loss")

    shown = web.as_(bea).follow(answer).text
    fold = shown[shown.index("<details") : shown.index("</details>")]
    assert "Birth &amp; loss" in fold.partition("</summary>")[0]
    assert "Nobody told me about the nights." in fold.partition("</summary>")[2]
    assert "<details open" not in shown
    assert "Birth &amp; loss" in web.get(url("circle", circle=circle.slug)).text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", ""),
        ("title", "ab"),
        ("title", "t" * 151),
        ("title", "\u2800\u2800\u2800"),
        ("body", " \n "),
        ("body", "\u200b"),
        ("body", "b" * 8001),
        ("intent", ""),
        ("intent", "gossip"),
        ("content_note", "n" * 151),
    ],
)
def test_what_does_not_fit_is_named_and_what_she_typed_is_kept(
    web, session, circle, amina, field, value
):
    kept = {
        "title": "Kept title",
        "body": "Kept body",
        "intent": "celebrate",
        "content_note": "Kept note",
    }
    form = web.as_(amina).get(new(circle))

    answer = web.send(form, start(circle), **kept | {field: value})

    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert "There is one thing to change" in answer.text
    shown = next(f for f in forms_of(answer) if f.action == start(circle)).values
    assert {k: v for k, v in shown.items() if k in kept and k != field} == {
        k: v for k, v in kept.items() if k != field
    }
    assert count(session) == 0


def test_two_things_that_do_not_fit_are_both_named(web, circle, amina):
    answer = web.as_(amina).post(start(circle), title="", body="")

    assert answer.status_code == 422
    assert "There are 3 things to change" in answer.text


def test_a_field_of_somebody_elses_invention_is_refused(web, session, circle, amina):
    answer = web.as_(amina).post(start(circle), **WORDS, pinned="yes")

    assert answer.status_code == 422
    assert count(session) == 0


def test_the_same_form_sent_twice_makes_one_thread(web, session, circle, amina):
    form = web.as_(amina).get(new(circle))

    first = web.send(form, start(circle), **WORDS)
    second = web.send(form, start(circle), **WORDS)

    assert first.headers["location"] == second.headers["location"]
    assert (count(session), count(session, Post)) == (1, 1)


def test_twenty_sendings_of_one_form_at_once_make_one_thread(web, session, circle, amina):
    form = web.as_(amina).get(new(circle))
    windows = [twin(web) for _ in range(20)]

    with many_hands():
        answers = at_once([lambda w=w: w.send(form, start(circle), **WORDS) for w in windows])

    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.headers["location"] for answer in answers}) == 1
    assert (count(session), count(session, Post)) == (1, 1)


def test_two_forms_with_the_same_words_are_two_threads(web, session, circle, amina):
    web.as_(amina)

    for _ in range(2):
        web.send(web.get(new(circle)), start(circle), **WORDS)

    assert count(session) == 2


def test_a_form_without_a_number_of_its_own_is_new_each_time(web, session, circle, amina):
    web.as_(amina)

    for body in ("One", "Two"):
        web.post(start(circle), **WORDS | {"body": body})

    assert count(session) == 2


def test_the_same_number_from_two_members_is_two_threads(web, session, circle, amina, bea):
    for who in (amina, bea):
        web.as_(who).post(start(circle), form_nonce="0" * 32, **WORDS)

    assert count(session) == 2


def test_a_stranger_is_told_to_join_and_keeps_her_words(web, session, circle, stella):
    web.as_(stella)

    asked = web.get(new(circle))
    answer = web.post(start(circle), **WORDS)

    assert asked.status_code == answer.status_code == 403
    assert "Nobody told me about the nights." in answer.text
    assert count(session) == 0


def test_a_paused_member_reads_but_does_not_post(web, session, make, circle):
    rosa = make.member("Rosa", circle, standing=Standing.PAUSED)

    answer = web.as_(rosa).post(start(circle), **WORDS)

    assert answer.status_code == 403
    assert "until your pause is over" in answer.text
    assert web.get(url("circle", circle=circle.slug)).status_code == 200


def test_a_visitor_comes_back_to_the_form_after_signing_in(web, make):
    circle = make.circle("Open room", visibility="public")

    answer = web.visitor().get(new(circle))

    assert answer.status_code == 303
    assert answer.headers["location"] == "/sign-in?next=%2Fc%2Fopen-room%2Fnew"


def test_too_many_in_a_short_time_are_asked_to_wait(web, session, circle, amina):
    web.as_(amina)
    for _ in range(20):
        web.post(start(circle), **WORDS)

    answer = web.post(start(circle), **WORDS | {"body": "The twenty-first"})

    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) > 0
    assert "The twenty-first" in answer.text
    assert count(session) == 20


def test_words_are_shown_and_never_obeyed(web, circle, amina, bea):
    form = web.as_(amina).get(new(circle))
    bad = "<script>alert(1)</script> <b onclick=x>&lt;i&gt;</b> [x](javascript:alert(1))"

    answer = web.send(
        form, start(circle), **WORDS | {"title": bad, "body": bad, "content_note": bad}
    )

    shown = web.as_(bea).follow(answer).text
    assert "<script>alert" not in shown
    assert "<b onclick" not in shown
    assert 'href="javascript' not in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown
