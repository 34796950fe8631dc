"""A form that is sent when she is signed in no more: it says so, gives back what she typed, and
leads through signing in to the page on which she was."""

from urllib.parse import parse_qs, urlsplit

import pytest

from app.people.circles.models import Visibility
from app.web.kit.addresses import url
from tests.browser import forms_of
from tests.house.test_given_back import given

SIGNED_OUT = "You were signed out, or haven’t signed in yet."
NOT_OURS = "This form was open for too long, or was not sent from our own page."
WORDS = {"body": "I kept a lamp on."}


@pytest.fixture
def thread(make, circle, amina):
    return make.thread(circle, amina)


def leads_to(answer, web):
    """Where the page's button leads her, by way of signing in."""
    [at] = [part.split('"')[0] for part in answer.text.split('href="') if ">Sign in<" in part][-1:]
    assert urlsplit(at).path == url("sign_in")
    [form] = [f for f in forms_of(web.get(at)) if f.action == url("sign_in")]
    assert parse_qs(urlsplit(at).query).get("next", ["/"]) == [form.values["next"]]
    return form.values["next"]


def reply_after(web, member, thread, deed, **headers):
    """She opens the thread, `deed` happens in another tab, and she sends her reply."""
    page = url("thread", thread_id=thread.id)
    shown = web.as_(member).get(page)
    to = url("reply", thread_id=thread.id)
    [form] = [f for f in forms_of(shown) if f.action == to]
    deed()
    came = {"referer": str(shown.url)} | headers
    return web.client.post(to, data=form.values | WORDS, headers=came), shown.url.path


def test_her_reply_comes_back_and_signing_in_leads_to_its_thread(web, thread, amina):
    answer, page = reply_after(web, amina, thread, lambda: web.post(url("sign_out")))

    assert answer.status_code == 403
    assert SIGNED_OUT in answer.text
    assert NOT_OURS not in answer.text
    assert given(answer) == {"Your reply": WORDS["body"]}
    assert leads_to(answer, web) == page


def test_so_it_is_where_her_session_has_ended_and_the_cookie_is_still_there(web, thread, amina):
    elsewhere = url("end_other_sessions")

    def end():
        here = web.token
        web.as_(amina).post(elsewhere)
        web.with_token(here)

    answer, page = reply_after(web, amina, thread, end)

    assert SIGNED_OUT in answer.text
    assert leads_to(answer, web) == page


@pytest.mark.parametrize(
    "referer",
    [
        "",
        "https://elsewhere.example/t/1",
        "{address}.elsewhere.example/circles",
        "{address}//elsewhere.example",
        "{address}/nowhere-at-all",
        "http://[",
        "{address}/sign-out",
    ],
)
def test_no_page_but_one_of_ours_that_opens_is_led_to(referer, web, house, thread, amina):
    said = referer.format(address=house.settings.address)

    answer, _page = reply_after(web, amina, thread, web.visitor, referer=said)

    assert SIGNED_OUT in answer.text
    assert leads_to(answer, web) == "/"


def test_from_a_later_page_of_a_thread_signing_in_leads_back_to_it(web, make, amina):
    open_to_all = make.circle("Harbour", visibility=Visibility.PUBLIC)
    long = make.thread(open_to_all, amina, replies=[(amina, "And?")] * 25)
    path = url("thread_slugged", thread_id=long.id, slug=long.slug)

    first, second = (web.visitor().get(at) for at in (path, f"{path}?after=20"))

    assert leads_to(first, web) == path
    assert leads_to(second, web) == f"{path}?after=20"


def test_a_thread_that_she_may_not_see_answers_in_the_same_words(web, make, amina):
    private = make.thread(make.circle("Quiet", visibility=Visibility.PRIVATE), amina)
    nowhere = url("reply", thread_id=1)

    answers = [
        web.visitor().client.post(path, data=WORDS)
        for path in (url("reply", thread_id=private.id), nowhere)
    ]

    assert [a.status_code for a in answers] == [403, 403]
    assert all(SIGNED_OUT in a.text for a in answers)


def test_a_form_for_everybody_and_one_sent_from_elsewhere_say_what_they_said(web, thread, amina):
    other = {"sec-fetch-site": "cross-site"}
    reply = url("reply", thread_id=thread.id)

    for_all = web.visitor().client.post(url("sign_in"), data={"login": "amina"})
    from_elsewhere = web.visitor().client.post(reply, data=WORDS, headers=other)
    stale = web.as_(amina).client.post(reply, data=WORDS)

    for answer in (for_all, from_elsewhere, stale):
        assert NOT_OURS in answer.text
        assert SIGNED_OUT not in answer.text
