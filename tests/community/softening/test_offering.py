"""Softer words are offered once, before an anonymous post is made; they never stand in its way."""

import logging
import re

import pytest
from sqlalchemy import func, select

from app.community.threads.models import Post, Thread
from app.people.circles.models import Anonymity
from app.web.community import previews
from app.web.kit.addresses import url
from tests import dump
from tests.browser import forms_of
from tests.conftest import counted

TOLD = "I work at Siemens in Leeds."
OFFERED = "may identify you"


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


def offers(answer):
    """What is offered, by the passage: the name of its box, and whether it is ticked."""
    boxes = re.findall(r'name="softer"\s+value="(\w+)"\s+(checked)?', answer.text)
    passages = re.findall(r"<mark><bdi>([^<]+)</bdi></mark>", answer.text)
    return dict(zip(passages, boxes, strict=False))


def tick(answer, *passages):
    return [offers(answer)[passage][0] for passage in passages]


def again(web, answer, action, **typed):
    """Send the form that came back, its boxes as `softer` says."""
    [form] = [form for form in forms_of(answer) if form.action == action]
    return web.client.post(action, data=form.values | {"softer": []} | typed)


def bodies(session):
    return list(session.scalars(select(Post.body).where(Post.seq > 1)))


def test_she_is_told_before_it_is_posted_and_keeps_what_she_typed(web, session, page, action):
    answer = web.send(page, action, body=TOLD, content_note="a note", anonymous="on")

    assert answer.status_code == 200
    [form] = [form for form in forms_of(answer) if form.action == action]
    assert form.values["body"] == TOLD
    assert form.values["content_note"] == "a note"
    assert form.values["anonymous"] == "on"
    assert f"2 passages {OFFERED}" in answer.text
    assert "It names an employer" in answer.text
    assert "Use “a large company”" in answer.text
    assert "<mark>Siemens</mark> in <mark>Leeds</mark>" in answer.text
    assert bodies(session) == []


def test_she_posts_it_as_it_is(web, session, page, action):
    answer = web.send(page, action, body=TOLD, anonymous="on")

    posted = again(web, answer, action)

    assert posted.status_code == 303
    assert bodies(session) == [TOLD]


def test_what_she_ticked_is_put_in_and_shown_to_her_again(web, session, page, action):
    answer = web.send(page, action, body=TOLD, anonymous="on")

    shown = again(web, answer, action, preview="softer", softer=tick(answer, "Siemens"))

    [form] = [form for form in forms_of(shown) if form.action == action]
    assert form.values["body"] == "I work at a large company in Leeds."
    assert bodies(session) == []
    # What she left is not ticked for her again, nor is she held up by it.
    assert {passage: box[1] for passage, box in offers(shown).items()} == {"Leeds": ""}
    again(web, shown, action)
    assert bodies(session) == ["I work at a large company in Leeds."]


def test_with_all_softer_words_nothing_is_left_to_say(web, session, page, action):
    answer = web.send(page, action, body=TOLD, anonymous="on")

    ticked = tick(answer, "Siemens", "Leeds")
    shown = again(web, answer, action, preview="softer", softer=ticked)

    assert OFFERED not in shown.text
    assert "The softer words are in your text." in shown.text
    assert web.send(shown, action).status_code == 303
    assert bodies(session) == ["I work at a large company in a city."]


def test_what_she_adds_later_is_said_and_what_she_knows_is_not(web, session, page, action):
    answer = web.send(page, action, body=TOLD, anonymous="on")

    more = again(web, answer, action, body=f"{TOLD} My boss Karen knows.")
    moved = again(web, more, action, body=f"My boss Karen knows. {TOLD}")

    assert {passage: box[1] for passage, box in offers(more).items()} == {
        "Siemens": "",
        "Leeds": "",
        "boss Karen": "checked",
    }
    assert moved.status_code == 303


def test_a_post_under_her_name_is_nobodys_business(web, session, page, action, amina):
    shown = web.send(page, action, body=TOLD, anonymous="", preview="on")
    posted = web.send(page, action, body=TOLD, anonymous="")

    assert OFFERED not in shown.text
    assert "<mark>" not in shown.text
    assert posted.status_code == 303


def test_what_she_quotes_is_not_marked(web, page, action):
    answer = web.send(page, action, body=f"> {TOLD}\n\n{TOLD}", anonymous="on")

    assert answer.text.count("<mark>Siemens</mark>") == 1


def test_an_age_or_a_link_alone_holds_nothing_up(web, session, page, action):
    words = "I'm 43, and https://www.nhs.uk/sleep helped."

    shown = web.send(page, action, body=words, anonymous="on", preview="on")
    posted = web.send(page, action, body=words, anonymous="on")

    assert set(offers(shown)) == {"43", "https://www.nhs.uk/sleep"}
    assert posted.status_code == 303


def test_the_preview_beside_the_form_offers_the_same(web, page, action):
    form = {"body": TOLD, "title": "From Leeds", "anonymous": "on", "preview": "on"}

    shown = web.post(url("preview"), into="preview", **form)
    by_name = web.post(url("preview"), into="preview", **form | {"anonymous": ""})

    assert "<html" not in shown.text
    assert set(offers(shown)) == {"Siemens", "Leeds"}
    assert "in the title" in shown.text
    assert OFFERED not in by_name.text


def test_a_thread_is_looked_at_with_its_title_and_its_note(web, session, circle, thread, amina):
    page = web.as_(amina).get(url("new_thread", circle=circle.slug))
    action = url("start_thread", circle=circle.slug)
    words = {"title": "Leaving Leeds", "body": "I need to.", "content_note": "at Siemens"}

    answer = web.send(page, action, intent="just-listening", anonymous="on", **words)
    ticked = tick(answer, "Leeds", "Siemens")
    shown = again(web, answer, action, preview="softer", softer=ticked)
    posted = web.send(shown, action)

    assert answer.status_code == shown.status_code == 200
    assert posted.status_code == 303
    titles = list(session.scalars(select(Thread.title)))
    assert "Leaving a city" in titles


def test_what_stands_on_her_profile_and_what_she_has_posted_is_hers(
    web, session, make, circle, thread, amina, action
):
    amina.bio = "I play the oboe with Concordia."
    session.commit()
    line = "The best thing I ever did was to write three lines each night"
    make.thread(circle, amina, body=f"Hello. {line}.", title="Nothing")

    page = web.as_(amina).get(url("thread", thread_id=thread.id))
    answer = web.send(page, action, body=f"{line}, says Concordia.", anonymous="on")

    assert "It stands in your profile or your address, too" in answer.text
    assert "You have posted the same words under your name" in answer.text
    # She alone can say it in other words: no box for that.
    assert answer.text.count('name="softer"') == 1
    assert again(web, answer, action).status_code == 303


def test_words_of_others_and_her_anonymous_ones_are_not_compared(
    web, session, make, circle, thread, amina, bea, action
):
    line = "The best thing I ever did was to write three lines each night"
    make.thread(circle, bea, body=line, replies=[(None, line)])

    page = web.as_(amina).get(url("thread", thread_id=thread.id))

    assert web.send(page, action, body=line, anonymous="on").status_code == 303


def test_a_member_who_is_spoken_to_is_no_detail_but_she_herself_is(web, page, action):
    to_bea = web.send(page, action, body="Thank you @bea.", anonymous="on")
    to_somebody = web.send(page, action, body="Find me as @quiet_heron.", anonymous="on")
    to_herself = web.send(page, action, body="Ask @amina.", anonymous="on")

    assert to_bea.status_code == 303
    assert [OFFERED in a.text for a in (to_somebody, to_herself)] == [True, True]


def test_editing_an_anonymous_post_offers_them_too(web, session, page, action):
    web.send(page, action, body="As it was", anonymous="on")
    post = session.scalars(select(Post).where(Post.body == "As it was")).one()
    edit = url("edit_post", post_id=post.id)
    form = web.get(edit)

    answer = web.send(form, edit, body=TOLD)
    shown = again(web, answer, edit, preview="softer", softer=tick(answer, "Leeds"))
    saved = web.send(shown, edit)

    assert "Save it as it is" in answer.text
    assert saved.status_code == 303
    assert bodies(session) == ["I work at Siemens in a city."]


def test_editing_under_her_name_does_not(web, session, make, circle, thread, amina):
    own = make.post(make.thread(circle, amina), 1)
    edit = url("edit_post", post_id=own.id)

    saved = web.as_(amina).send(web.get(edit), edit, body=TOLD)

    assert saved.status_code == 303


@pytest.mark.parametrize(
    ("anonymity", "crowd", "locked"),
    [
        (Anonymity.NEVER, 30, False),
        (Anonymity.ALLOWED, 7, False),
        (Anonymity.ALLOWED, 30, True),
    ],
)
def test_where_it_cannot_be_posted_that_is_what_she_is_told(
    web, session, circle, thread, amina, action, anonymity, crowd, locked
):
    circle.anonymity, circle.crowd, thread.locked = anonymity, crowd, locked
    session.commit()

    answer = web.as_(amina).post(action, body=TOLD, anonymous="on")

    assert answer.status_code == 403
    assert OFFERED not in answer.text


def test_a_form_sent_twice_is_one_post_and_one_offer(web, session, page, action):
    first, second = (web.send(page, action, body=TOLD, anonymous="on") for _ in range(2))
    assert OFFERED in first.text
    assert OFFERED in second.text

    posted = [again(web, second, action) for _ in range(2)]

    assert len({answer.headers["location"] for answer in posted}) == 1
    assert bodies(session) == [TOLD]


def test_nothing_of_it_is_kept_or_logged(web, session, page, action, caplog):
    caplog.set_level(logging.DEBUG)
    before = dump.of(session)

    answer = web.send(page, action, body=TOLD, anonymous="on")
    web.post(url("preview"), body=TOLD, anonymous="on")
    again(web, answer, action, preview="softer", softer=tick(answer, "Leeds"))

    assert dump.of(session) == before
    assert "Siemens" not in caplog.text
    assert "Leeds" not in caplog.text


def test_looking_asks_two_questions_more_and_only_where_her_name_is_hidden(
    web, house, page, action
):
    asked = {}
    for anonymous in ("", "on"):
        with counted(house) as asked[anonymous]:
            web.post(url("preview"), body=TOLD, anonymous=anonymous)

    assert len(asked["on"]) - len(asked[""]) == 2
    assert [s for s in asked["on"] if not s.startswith("SELECT")] == []


def test_a_long_list_is_cut_and_still_goes_through(web, session, page, action):
    words = " ".join(f"I work at Firm{n:03d}." for n in range(200))

    answer = web.send(page, action, body=words, anonymous="on")
    posted = again(web, answer, action, softer=tick(answer, *offers(answer)))

    assert len(offers(answer)) == previews.MOST_OFFERS
    assert posted.status_code == 303
    assert bodies(session) == [words]


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"seen": "garbage é <", "softer": ["x", "", "é"]}, 200),
        ({"preview": "softer", "softer": ["no such"]}, 200),
        ({"softer": [str(n) for n in range(41)]}, 422),
        ({"seen": "x" * 1001}, 422),
        ({"preview": "else"}, 422),
    ],
)
def test_a_form_of_somebody_elses_making_does_no_harm(web, session, page, action, fields, status):
    answer = web.post(action, body=TOLD, anonymous="on", **fields)

    assert answer.status_code == status
    assert session.scalar(select(func.count()).select_from(Post).where(Post.seq > 1)) == 0


def test_markup_in_a_passage_is_words(web, page, action):
    answer = web.send(page, action, body="I work at Siemens</mark><script>x", anonymous="on")

    assert "<script>x" not in answer.text
