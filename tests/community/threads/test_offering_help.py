"""Where words speak of harm, help is offered beside them; nothing is held up, kept or told."""

import logging

import pytest
from sqlalchemy import func, select

from app.community.threads.models import Post
from app.core.limits import Limit
from app.people.members.models import Standing
from app.web.kit.addresses import url
from tests import dump
from tests.adversary.test_write_set import writing
from tests.browser import forms_of

HARM = "I don't want to be alive any more."
HARMLESS = "This deadline is killing me, and I'm dying to know why."
OFFERED = "If any of this is about you right now"


@pytest.fixture
def thread(make, session, circle, bea):
    circle.crowd = 30
    session.commit()
    return make.thread(circle, bea)


@pytest.fixture
def action(thread):
    return url("reply", thread_id=thread.id)


@pytest.fixture
def page(web, thread, amina):
    return web.as_(amina).get(url("thread", thread_id=thread.id))


def offer(web, **words):
    return web.post(url("offer"), **words)


# While she types


def test_the_script_gets_the_offer_or_nothing(web, page):
    assert OFFERED in offer(web, body=HARM).text
    assert 'href="/safety#help"' in offer(web, body=HARM).text
    assert offer(web, body=HARMLESS).text.strip() == ""


@pytest.mark.parametrize("field", ["title", "body", "content_note"])
def test_it_looks_at_the_title_and_the_note_as_well(web, page, field):
    assert OFFERED in offer(web, **{"body": "", field: HARM}).text


def test_whatever_else_is_in_the_form_is_not_looked_at(web, page):
    answer = offer(web, body="Good morning", pseudonym=HARM, anonymous="on", later="on")

    assert (answer.status_code, answer.text.strip()) == (200, "")


def test_it_is_the_same_with_her_name_and_without(web, page):
    by_name, without = (offer(web, body=HARM, anonymous=a).text for a in ("", "on"))

    assert by_name == without


def test_a_form_without_a_body_or_with_two_is_refused(web, page):
    assert offer(web, title=HARM).status_code == 422
    assert offer(web, body=[HARM, HARM]).status_code == 422


def test_it_has_no_page_of_its_own_and_no_words_of_hers(web, page):
    answer = offer(web, body=f"{HARM} <script>x</script>")

    assert "<html" not in answer.text
    assert "script" not in answer.text
    assert "alive" not in answer.text


def test_a_stranger_to_this_place_is_asked_to_sign_in(web, page):
    assert web.visitor().client.post(url("offer"), data={"body": HARM}).status_code == 403


def test_a_suspended_member_has_no_session_to_ask_with(web, session, page, amina):
    amina.standing = Standing.SUSPENDED
    session.commit()

    assert offer(web, body=HARM).status_code == 403


def test_it_is_asked_a_limited_number_of_times_and_nothing_else_is_used_up(web, page, action):
    times = Limit.DRAFTS_LOOKED_AT.times
    answers = [offer(web, body="Hello").status_code for _ in range(times + 1)]

    assert answers == [200] * times + [429]
    assert web.send(page, action, body=HARM).status_code == 303
    assert web.post(url("preview"), body=HARM).status_code == 200


def test_a_draft_of_any_length_is_looked_at(web, page):
    assert offer(web, body="a " * 20_000).status_code == 200
    assert OFFERED in offer(web, body=HARM + " and so on" * 3000).text


# Without JavaScript


def test_the_preview_offers_it_in_the_same_place(web, page, action):
    shown = web.send(page, action, body=HARM, preview="on")

    assert shown.status_code == 200
    assert OFFERED in shown.text.partition('id="offer"')[2].partition('id="preview"')[0]
    [form] = [form for form in forms_of(shown) if form.action == action]
    assert form.values["body"] == HARM


def test_a_form_that_is_shown_again_offers_it_too(web, page, action):
    refused = web.send(page, action, body=HARM, content_note="x" * 200)

    assert refused.status_code == 422
    assert OFFERED in refused.text


@pytest.mark.parametrize("anonymous", ["", "on"])
def test_after_posting_the_page_says_one_calm_line(web, session, page, action, anonymous):
    posted = web.send(page, action, body=HARM, anonymous=anonymous)
    shown = web.follow(posted)

    assert posted.status_code == 303
    assert "said=sent" in posted.headers["location"]
    assert shown.text.count(OFFERED) == 1
    assert HARM.replace("'", "’") in shown.text or HARM in shown.text
    assert session.scalar(select(func.count()).select_from(Post).where(Post.seq == 2)) == 1


def test_after_other_words_it_says_nothing(web, page, action):
    posted = web.send(page, action, body=HARMLESS)

    assert "said=" not in posted.headers["location"]
    assert OFFERED not in web.follow(posted).text


def test_a_thread_of_her_own_and_its_note(web, circle, thread, amina):
    page = web.as_(amina).get(url("new_thread", circle=circle.slug))
    start = url("start_thread", circle=circle.slug)
    words = {"title": "At home", "body": "Is it me?", "content_note": "domestic violence"}

    shown = web.send(page, start, intent="just-listening", preview="on", **words)
    posted = web.send(page, start, intent="just-listening", **words)

    assert OFFERED in shown.text
    assert OFFERED in web.follow(posted).text


def test_what_waits_says_both(web, page, action):
    posted = web.send(page, action, body=HARM, anonymous="on", later="on")
    shown = web.follow(posted).text

    assert "It waits now" in shown
    assert OFFERED in shown


def test_what_is_held_says_both(web, make, page, action):
    make.rule("phrase", "alive")
    shown = web.follow(web.send(page, action, body=HARM)).text

    assert "It waits for a moderator now" in shown
    assert OFFERED in shown


def test_changed_words_offer_it_as_well(web, make, thread, page, action):
    web.send(page, action, body="As it was")
    edit = url("edit_post", post_id=make.post(thread, 2).id)
    form = web.get(edit)

    assert OFFERED not in form.text
    assert OFFERED in web.send(form, edit, body=HARM, preview="on").text
    assert OFFERED in web.follow(web.send(form, edit, body=HARM)).text


# What it does not do


def test_looking_writes_nothing_and_asks_the_database_nothing_more(web, house, session, page):
    before = dump.of(session)

    with writing(house) as written:
        offer(web, body=HARM)

    assert written.tables == set()
    assert dump.of(session) == before


def test_what_is_posted_is_written_as_any_other_words(web, house, page, action):
    tables = []
    for words in (HARM, HARMLESS):
        with writing(house) as written:
            web.send(web.get(page.url.path), action, body=words, anonymous="on")
        tables.append((written.tables, len(written.values)))

    (first, _), (second, count) = tables
    with writing(house) as written:
        web.send(web.get(page.url.path), action, body=f"{HARM} Again.", anonymous="on")
    assert "voices" in first | second or first == second
    assert (written.tables, len(written.values)) == (second, count)


def test_others_see_no_difference(web, page, action, bea, thread):
    web.send(page, action, body=HARM)
    at = url("thread", thread_id=thread.id)

    theirs = web.as_(bea).get(at).text
    visitors = web.visitor().get(at).text

    assert OFFERED not in theirs
    assert OFFERED not in visitors
    assert "said=" not in theirs


def test_nothing_of_it_is_logged(web, page, action, caplog):
    caplog.set_level(logging.DEBUG)

    offer(web, body=HARM)
    web.send(page, action, body=HARM, preview="on")
    web.send(page, action, body=HARM)

    ours = [r.getMessage() for r in caplog.records if not r.name.startswith(("httpx", "httpcore"))]
    assert not [said for said in ours if "alive" in said or "offer" in said or "said=sent" in said]


def test_the_word_in_an_address_says_nothing_by_itself(web, thread, amina):
    """Whoever follows such an address sees a line that could be for anybody."""
    path = url("thread_slugged", thread_id=thread.id, slug=thread.slug, said="sent")
    shown = web.as_(amina).told(path).text

    assert shown.count(OFFERED) == 1
