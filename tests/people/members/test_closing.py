"""Closing an account: from that moment nobody else finds anything of her."""

import re

import pytest
from sqlalchemy import func, select

from app.core import clock
from app.people.members.models import Closure, Member, Role, Standing
from app.web.kit.addresses import url
from tests import dump
from tests.make import PASSWORD
from tests.people.members.leaving import GRACE, close, path, seen


def test_she_is_signed_out_everywhere(web, amina, thread):
    other = web.as_(amina).client.cookies.get("session")

    answer = close(web, amina)

    assert (
        "Until the day that our mail names you can sign in and keep it." in web.follow(answer).text
    )
    assert answer.headers["clear-site-data"] == '"cache", "storage"'
    assert web.get("/settings").status_code == 303
    assert web.get("/settings", Cookie=f"session={other}").status_code == 303


def test_beside_the_box_she_is_told_what_removing_her_anonymous_words_shows(web, amina):
    page = web.as_(amina).get("/settings/close").text

    beside = page[
        page.index('id="anonymous"') : page.index("</fieldset>", page.index('id="anonymous"'))
    ]
    assert "We recommend leaving them" in beside
    assert "some weeks before you close your account" in beside
    assert f'href="{url("settings_anonymous")}"' in beside
    assert 'aria-describedby="anonymous-stays anonymous-going"' in beside


def test_her_words_stay_without_her_name(web, amina, bea, grace, thread):
    web.as_(grace).get(path(thread))
    web.visitor()

    close(web, amina)

    for page in seen(web, bea, path(thread), "/c/new-mothers", "/", "/c/new-mothers/people"):
        assert "Amina" not in page
        assert "amina" not in page.replace(path(thread), "")
    html = seen(web, bea, path(thread))[0]
    assert html.count("A former member") == 2
    assert "So does mine." in html
    assert "Started this thread" not in html
    assert 'href="/m/"' not in html


def unnamed(html):
    """A page without what says who wrote under a name, and who of them started it."""
    html = re.sub(r'<span class="?avatar[^>]*>.</span>', "", html)
    html = re.sub(r"<a class=who.*?</a>|<b>A former member</b>", "", html)
    html = re.sub(r"<bdi>(Amina|A former member)</bdi>", "", html)
    return html.replace('<span class="tag advice">Started this thread</span>', "").replace(
        ' class="op"', ""
    )


def test_nothing_else_changes_on_the_pages_of_others(
    web, session, make, circle, amina, bea, grace, mona, olga, thread
):
    circle.crowd = 30
    session.commit()
    hidden = make.thread(circle, bea, title="Not under my name")
    make.voiced(hidden, amina, "Nobody here knows me")
    make.voiced(thread, amina, "Nor here")
    paths = (path(thread), path(hidden), "/", "/settings/anonymous", "/m/bea")
    readers = (bea, grace, mona, olga)
    for who in readers:
        seen(web, who, *paths)
    before = [seen(web, who, *paths) for who in readers]

    close(web, amina)

    after = [seen(web, who, *paths) for who in readers]
    assert [[unnamed(page) for page in pages] for pages in after] == [
        [unnamed(page) for page in pages] for pages in before
    ]
    assert [pages[1] for pages in after] == [pages[1] for pages in before]
    assert "Nor here" in after[0][0]


def test_her_session_is_not_known_by_its_going(web, session, amina):
    web.as_(amina)
    rows = dump.of(session)["sessions"]

    close(web, amina)

    assert [row for row in rows if row not in dump.of(session)["sessions"]] == []


def test_her_profile_is_not_there(web, amina, bea):
    close(web, amina)

    assert web.as_(bea).get("/m/amina").status_code == 404


def test_a_host_who_leaves_is_no_host_any_more(web, session, circle, grace, bea, make):
    thread = make.thread(circle, grace)
    count = circle.members

    close(web, grace)

    session.refresh(circle)
    assert circle.members == count - 1
    html = "".join(seen(web, bea, "/c/new-mothers", path(thread)))
    assert "Grace" not in html
    assert "Circle host" not in html


def test_mentions_stay_as_words_and_lead_nowhere_new(web, make, circle, amina, bea):
    close(web, amina)
    thread = make.thread(circle, bea)
    web.as_(bea).post(url("reply", thread_id=thread.id), body="As @amina said")

    html = web.get(path(thread)).text

    assert "As @amina said" in html
    assert 'href="/m/amina"' not in html


def test_she_is_told_by_mail_until_when(web, postbox, amina):
    ends = clock.today() + GRACE

    close(web, amina)

    [letter] = postbox.all("amina@example.org")
    assert letter.subject == "Your account is closed"
    assert "Hello Amina" in letter.text
    assert f"Until {ends.day} {ends:%B %Y} you can sign in and keep it." in letter.text


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"password": "not her password"}, "password"),
        ({"password": ""}, "password"),
        ({"words": "burn"}, "words"),
    ],
)
def test_what_does_not_fit_closes_nothing(web, session, amina, typed, field):
    answer = close(web, amina, **typed)

    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert session.scalar(select(func.count()).select_from(Closure)) == 0
    assert web.get("/settings").status_code == 200


def test_the_password_cannot_be_guessed_without_end(web, amina):
    codes = [close(web, amina, password=f"guess {n}").status_code for n in range(10)]

    assert codes == [422] * 10
    assert close(web, amina).status_code == 429


def test_the_last_administrator_stays(web, session, make, olga):
    page = web.as_(olga).get("/settings/close")
    refused = web.post("/settings/close", words="keep", password=PASSWORD)

    assert "You are the only administrator." in page.text
    assert 'action="/settings/close"' not in page.text
    assert refused.status_code == 403
    make.member("Ursula", role=Role.ADMINISTRATOR, standing=Standing.SUSPENDED)
    assert web.post("/settings/close", words="keep", password=PASSWORD).status_code == 403
    make.member("Petra", role=Role.ADMINISTRATOR)
    assert close(web, olga).status_code == 303


def test_nobody_can_take_her_handle_or_her_address_meanwhile(web, session, postbox, amina):
    close(web, amina)
    fields = {"handle": "amina", "email": "new@example.org", "password": "copper lantern drizzle"}

    taken = web.send(web.get("/join"), "/join", accept_guidelines="on", **fields)
    fields |= {"handle": "another", "email": "amina@example.org"}
    known = web.send(web.get("/join"), "/join", accept_guidelines="on", **fields)

    assert "Somebody here has that name already" in taken.text
    assert known.headers["location"] == "/join/done"
    assert postbox.all("amina@example.org")[-1].subject
    assert session.scalar(select(func.count()).select_from(Member)) == 1
