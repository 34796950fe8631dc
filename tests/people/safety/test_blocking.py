"""Blocking somebody: she is kept away from what one writes by name, and nobody sees it."""

import re

import pytest
from sqlalchemy import func, select

from app.community.threads.models import Post, Reaction
from app.core.keys import base32
from app.web.kit.addresses import url

CLOSED = "This thread is closed. You can still read it."
CANARY = "Marmalade weather"


@pytest.fixture(autouse=True)
def crowd(session, circle):
    circle.crowd = 30
    session.commit()


def block(web, by, whom, change="block"):
    answer = web.as_(by).post(url("block_member", handle=whom.handle), change=change)
    assert answer.status_code == 303, answer.text


def reply(web, who, thread, body="I kept a lamp on.", **typed):
    return web.as_(who).post(url("reply", thread_id=thread.id), body=body, **typed)


def posts(session):
    return session.scalar(select(func.count()).select_from(Post))


@pytest.mark.parametrize("anonymous", ["", "on"])
def test_whom_she_has_blocked_cannot_answer_in_her_thread(
    web, make, session, circle, amina, bea, anonymous
):
    thread = make.thread(circle, amina)
    block(web, amina, bea)

    answer = reply(web, bea, thread, anonymous=anonymous)

    assert answer.status_code == 403
    assert CLOSED in answer.text
    assert "I kept a lamp on." in answer.text
    assert posts(session) == 1


def test_it_reads_as_it_does_in_a_closed_thread(web, make, session, circle, amina, bea, grace):
    mine, closed = make.thread(circle, amina), make.thread(circle, grace)
    block(web, amina, bea)
    web.as_(grace).post(url("lock_thread", thread_id=closed.id), on="yes")

    answers = [reply(web, bea, thread).text for thread in (mine, closed)]

    plain = [
        page.replace(base32(thread.id), "")
        for page, thread in zip(_plain(answers), (mine, closed), strict=True)
    ]
    assert plain[0] == plain[1]


def test_it_may_not_wait_for_later_either(web, make, session, circle, amina, bea):
    thread = make.thread(circle, amina)
    block(web, amina, bea)

    answer = reply(web, bea, thread, anonymous="on", later="on")

    assert answer.status_code == 403
    assert CLOSED in answer.text


def test_nor_may_it_wait_for_a_moderator(web, make, session, circle, amina, bea):
    thread = make.thread(circle, amina)
    make.rule("link")
    block(web, amina, bea)

    answer = reply(web, bea, thread, body="See example.com")

    assert answer.status_code == 403
    assert CLOSED in answer.text


@pytest.mark.parametrize("anonymous", ["", "on"])
def test_she_cannot_be_mentioned_by_whom_she_has_blocked(
    web, make, session, circle, amina, bea, grace, anonymous
):
    thread = make.thread(circle, grace)
    block(web, amina, bea)

    answer = reply(web, bea, thread, body="As @Amina says", anonymous=anonymous)

    assert answer.status_code == 403
    assert "As @Amina says" in answer.text
    assert posts(session) == 1
    assert reply(web, bea, thread, body="As Amina says").status_code == 303


def test_nor_by_an_opening_post_or_an_edit(web, make, session, circle, amina, bea, grace):
    thread = make.thread(circle, grace, replies=[(bea, "Good morning")])
    block(web, amina, bea)
    opening = {"title": "A word", "intent": "advice-welcome", "body": "To @amina"}
    edit = url("edit_post", post_id=make.post(thread, 2).id)

    assert web.as_(bea).post(url("start_thread", circle=circle.slug), **opening).status_code == 403
    assert web.as_(bea).post(edit, body="Good morning @amina").status_code == 403
    assert web.as_(bea).post(edit, body="Good evening").status_code == 303


def test_an_old_mention_does_not_keep_her_from_editing(web, make, circle, amina, bea, grace):
    thread = make.thread(circle, grace, replies=[(bea, "Good morning @amina")])
    block(web, amina, bea)

    answer = web.as_(bea).post(
        url("edit_post", post_id=make.post(thread, 2).id), body="Good night @amina"
    )

    assert answer.status_code == 303


def test_she_cannot_react_to_what_stands_under_her_name(
    web, make, session, circle, amina, bea, grace
):
    thread = make.thread(circle, grace, replies=[(amina, "Me too"), (None, "And me")])
    block(web, amina, bea)
    path = url("react_here", thread_id=thread.id)

    refused = web.as_(bea).post(path, to="2w")

    assert refused.status_code == 403
    assert CLOSED in refused.text
    assert web.as_(bea).post(path, to="3w").status_code == 303
    assert session.scalars(select(Reaction.post_id)).all() == [make.post(thread, 3).id]


def test_what_she_said_before_she_may_take_back(web, make, session, circle, amina, bea):
    thread = make.thread(circle, amina)
    path = url("react_here", thread_id=thread.id)
    web.as_(bea).post(path, to="1w")
    block(web, amina, bea)

    assert web.as_(bea).post(path, to="1w").status_code == 303
    assert session.scalars(select(Reaction.post_id)).all() == []


def test_what_she_wrote_without_her_name_is_open_to_everybody(
    web, make, session, circle, amina, bea
):
    thread = make.thread(circle, bea)
    make.voiced(thread, amina, "Nobody knows me")
    hers = web.as_(amina).post(
        url("start_thread", circle=circle.slug),
        title="On nights",
        body="They are long",
        intent="advice-welcome",
        anonymous="on",
    )
    path = hers.headers["location"]
    block(web, amina, bea)

    assert web.as_(bea).post(f"{path}/replies", body="They are").status_code == 303
    assert reply(web, bea, thread, body="Welcome").status_code == 303
    assert web.as_(bea).post(url("react_here", thread_id=thread.id), to="2w").status_code == 303


def test_nothing_that_she_sees_is_another(web, make, circle, amina, bea, grace):
    thread = make.thread(circle, amina, replies=[(bea, CANARY)])
    paths = [
        *("/", f"/c/{circle.slug}", url("thread", thread_id=thread.id), "/m/amina"),
        *("/m/amina/block", f"/p/{base32(thread.id)}", "/settings", "/circles"),
    ]

    def seen(who):
        return [web.as_(who).get(path).text for path in paths]

    [seen(who) for who in (bea, grace)]
    before = {who.handle: _plain(seen(who)) for who in (bea, grace)}
    block(web, amina, bea)

    assert {who.handle: _plain(seen(who)) for who in (bea, grace)} == before


def _plain(pages):
    """Without what is new in every answer."""
    return [re.sub(r'name="(csrf_token|form_nonce)" value="[^"]*"', "", page) for page in pages]


def test_unblocked_she_can_answer_again(web, make, circle, amina, bea):
    thread = make.thread(circle, amina)
    block(web, amina, bea)
    block(web, amina, bea, "unblock")

    assert reply(web, bea, thread).status_code == 303


def test_she_is_told_that_she_has_blocked_whom_she_answers(web, make, session, circle, amina, bea):
    thread = make.thread(circle, bea)
    block(web, amina, bea)

    page = web.as_(amina).get(url("thread", thread_id=thread.id))
    answer = reply(web, amina, thread)

    assert "You have blocked the person who wrote this" in page.text
    assert 'id="composer"' in page.text
    assert "<textarea" not in page.text
    assert answer.status_code == 403
    assert "unblock her first" in answer.text
    word = web.as_(amina).post(url("react_here", thread_id=thread.id), to="1w")
    assert word.status_code == 403
    assert "unblock her first" in word.text


def test_she_is_told_whom_she_mentions(web, make, session, circle, amina, bea, grace):
    thread = make.thread(circle, grace)
    block(web, amina, bea)

    answer = reply(web, amina, thread, body="And @bea says")

    assert answer.status_code == 422
    assert "You have blocked @bea" in answer.text
    assert "And @bea says" in answer.text


def test_whom_she_blocked_is_folded_for_her_alone(web, make, circle, amina, bea, grace):
    thread = make.thread(circle, grace, replies=[(bea, CANARY), (None, "Cold toast")])
    path = url("thread", thread_id=thread.id)
    block(web, amina, bea)

    hers, others = web.as_(amina).get(path).text, web.as_(grace).get(path).text

    start = hers.index("From somebody you have blocked")
    fold = hers[start : hers.index("</details>", start)]
    assert hers.count("From somebody you have blocked") == 1
    assert CANARY in fold
    assert CANARY not in hers.replace(fold, "")
    assert "Cold toast" not in fold
    assert "From somebody" not in others


def test_her_threads_are_in_none_of_the_lists(web, make, circle, amina, bea, grace):
    make.thread(circle, bea, title=CANARY)
    make.thread(circle, grace, title="Cold toast")
    make.thread(circle, None, title="Warm milk")
    block(web, amina, bea)

    for path in (
        *("/", f"/c/{circle.slug}", f"/c/{circle.slug}?sort=newest"),
        *(f"/c/{circle.slug}?sort=unanswered", "/m/bea"),
    ):
        page = web.as_(amina).get(path).text
        assert CANARY not in page
        if path != "/m/bea":
            assert "Cold toast" in page
            assert "Warm milk" in page
            assert CANARY in web.as_(grace).get(path).text


def test_a_list_goes_on_after_what_was_left_out(web, make, circle, amina, bea, grace):
    for n in range(60):
        make.thread(circle, [bea, grace][n % 2], title=f"Thread {n}.")
    block(web, amina, bea)

    page, found = web.as_(amina).get(f"/c/{circle.slug}").text, []
    for _ in range(3):
        found += [n for n in range(60) if f"Thread {n}." in page]
        older = page.split("after=")[1].split('"')[0] if "after=" in page else ""
        page = web.as_(amina).get(f"/c/{circle.slug}?after={older}").text if older else ""

    assert sorted(found) == list(range(1, 60, 2))


def test_a_thread_of_hers_is_named_only_when_opened(web, make, circle, amina, bea):
    thread = make.thread(circle, bea, title=CANARY)
    block(web, amina, bea)

    page = web.as_(amina).get(url("thread", thread_id=thread.id)).text

    assert "<h1>A thread by somebody you have blocked</h1>" in page
    assert f"<title>{CANARY}" not in page
    assert CANARY in page.split("Its title")[1]


def test_her_page_says_that_she_is_blocked(web, make, session, circle, amina, bea):
    bea.bio = CANARY
    session.commit()
    before = web.as_(amina).get("/m/bea").text
    block(web, amina, bea)

    page = web.as_(amina).get("/m/bea").text

    assert "You have blocked her" in page
    assert 'value="unblock"' in page
    assert CANARY not in page
    write = url("message_member", handle="bea")
    assert write in before
    assert write not in page


def test_nobody_blocks_herself(web, amina):
    assert web.as_(amina).get("/m/amina/block").status_code == 403
    assert web.as_(amina).post("/m/amina/block", change="block").status_code == 403


def test_a_stranger_is_asked_to_sign_in(web, amina):
    assert web.visitor().get("/m/amina/block").headers["location"].startswith("/sign-in")


def test_a_bad_form_is_refused(web, amina, bea):
    assert web.as_(amina).post("/m/bea/block", change="haunt").status_code == 422
    assert web.as_(amina).post("/m/nobody/block", change="block").status_code == 404
