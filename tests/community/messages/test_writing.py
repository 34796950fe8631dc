"""Writing to a member: a stranger asks first, and nobody learns why she is told no."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from app.community.messages.contents import Who
from app.community.messages.models import Conversation, Message
from app.core import clock
from app.core.limits import Limit
from app.oversight.moderation.models import Action
from app.people.members.models import Member, Standing
from app.web.kit.addresses import url
from tests.browser import forms_of, names
from tests.community.messages.conftest import REFUSED, neutral

WORDS = "Hello, may I ask you something?"


def test_a_strangers_first_message_waits_as_a_request(post, web, amina, bea):
    path = post.conversation(amina, bea)

    assert "Sent, not answered yet" in post.listed(amina)
    assert "Amina" not in post.listed(bea)
    requests = post.listed(bea, "requests")
    assert "Amina" in requests
    assert "Requests (1)" in requests
    # The words are there once she opens it.
    assert WORDS not in requests
    assert WORDS in post.reads(bea, path).text


def test_until_she_has_answered_there_is_one_message_only(post, web, session, amina, bea):
    path = post.conversation(amina, bea)

    assert not post.can_write(amina, path)
    answer = web.as_(amina).post(path, body="Are you there?")

    assert answer.status_code == 403
    assert "once she has answered" in answer.text
    assert len(session.scalars(select(Message)).all()) == 1
    again = web.get(url("message_member", handle="bea"))
    assert again.headers["location"].startswith(path)


def test_once_accepted_both_write(post, amina, bea):
    path = post.conversation(amina, bea)

    post.turn(bea, path, "accept")
    for who, words in ((bea, "Of course"), (amina, "Thank *you*"), (amina, "It is about nights")):
        assert post.more(who, path, words).status_code == 303

    for who in (amina, bea):
        page = post.reads(who, path).text
        assert [page.index(w) for w in (WORDS, "Of course", "Thank <em>you</em>", "nights")] == (
            sorted(page.index(w) for w in (WORDS, "Of course", "Thank <em>you</em>", "nights"))
        )
        assert "Bea" in post.listed(amina)
        assert "Amina" in post.listed(bea)


def test_answering_by_her_profile_accepts_too(post, web, amina, bea):
    path = post.conversation(amina, bea)

    answer = web.as_(bea).post(url("message_member", handle="amina"), body="Ask away")

    assert answer.headers["location"].startswith(path)
    assert post.more(amina, path).status_code == 303


def test_declined_it_stays_sent(post, web, amina, bea):
    path = post.conversation(amina, bea)
    before, sent = post.listed(amina), post.reads(amina, path)
    refused = web.as_(amina).post(path, body="Are you there?")

    post.turn(bea, path, "decline")

    assert post.listed(amina) == before
    assert neutral(post.reads(amina, path)) == neutral(sent)
    after = web.as_(amina).post(path, body="Are you there?")
    assert (after.status_code, neutral(after)) == (refused.status_code, neutral(refused))
    assert "Amina" not in post.listed(bea, "requests")
    assert "Amina" in post.listed(bea, "ended")


def test_what_she_declined_she_is_not_asked_again(post, web, amina, bea):
    path = post.conversation(amina, bea)
    post.turn(bea, path, "decline")
    web.as_(amina).post(f"{path}/1/take-back")

    assert post.more(amina, path, "Please?").status_code == 303

    assert "Amina" not in post.listed(bea, "requests")
    assert "Sent, not answered yet" in post.listed(amina)


def test_a_declined_request_can_be_taken_up(post, amina, bea):
    path = post.conversation(amina, bea)
    post.turn(bea, path, "decline")

    post.turn(bea, path, "take-up")

    assert "Amina" in post.listed(bea, "requests")


def test_whom_she_lets_write_need_not_ask(post, amina, bea):
    post.lets(bea, amina)

    path = post.conversation(amina, bea)

    assert "Amina" in post.listed(bea)
    assert post.more(amina, path).status_code == 303


def test_letting_somebody_write_accepts_what_she_asked(post, amina, bea):
    path = post.conversation(amina, bea)

    post.lets(bea, amina)

    assert "Amina" in post.listed(bea)
    assert post.more(amina, path).status_code == 303


def test_with_messages_off_nobody_writes_to_her_nor_she(post, web, amina, bea):
    path = post.friends(amina, bea)
    post.chooses(bea, "off")

    refused = post.more(amina, path)
    hers = web.as_(bea).post(path, body="Anyway")

    assert refused.status_code == 422
    assert REFUSED in refused.text
    assert "And one more thing</textarea>" in refused.text
    assert hers.status_code == 403
    assert "switched messages off" in hers.text
    assert not post.can_write(bea, path)


def test_with_chosen_ones_only_these(post, amina, bea, grace):
    post.chooses(bea, "chosen")
    post.lets(bea, amina)

    assert post.first(amina, bea).status_code == 303
    stranger = post.first(grace, bea)

    assert stranger.status_code == 422
    assert REFUSED in stranger.text


def test_whoever_she_writes_to_may_answer(post, box, amina, bea):
    post.chooses(amina, "chosen")
    path = post.conversation(amina, bea)

    assert post.turn(bea, path, "accept").status_code == 303
    assert post.more(bea, path).status_code == 303
    assert box(amina).lets == (bea.id,)


def test_she_takes_somebody_off_her_list(post, box, amina, bea):
    post.chooses(bea, "chosen")
    post.lets(bea, amina)
    path = post.conversation(amina, bea)

    post.lets(bea, amina, on="no")

    assert box(bea).lets == ()
    assert post.more(amina, path).status_code == 422


def test_everybody_can_ask_unless_she_chooses_otherwise(box, amina):
    assert box(amina).who is Who.ALL


CLOSED = ("off", "not chosen", "blocked", "blocks", "ended", "suspended", "leaving")


def close(how, post, make, session, amina, bea, path=""):
    """Bea takes nothing from Amina any more, for this reason."""
    if how in {"off", "not chosen"}:
        post.chooses(bea, "off" if how == "off" else "chosen")
        post.lets(bea, amina, on="no")
    elif how == "blocked":
        post.parts(bea, amina)
    elif how == "ended":
        post.turn(bea, path, "end")
    elif how == "suspended":
        session.get_one(Member, bea.id).standing = Standing.SUSPENDED
        session.commit()
    elif how == "leaving":
        make.leaving(bea)


@pytest.mark.parametrize("how", [one for one in CLOSED if one not in {"off", "blocks", "leaving"}])
def test_a_refusal_never_tells_why(how, post, web, make, session, amina, bea):
    """Byte for byte as where she has switched messages off, before and after sending."""
    path = post.friends(amina, bea)
    close("off", post, make, session, amina, bea)
    looks, usual, listed = post.reads(amina, path), post.more(amina, path), post.listed(amina)
    post.chooses(bea, "all")

    close(how, post, make, session, amina, bea, path)

    assert neutral(post.reads(amina, path)) == neutral(looks)
    refused = post.more(amina, path)
    assert (refused.status_code, neutral(refused)) == (422, neutral(usual))
    assert post.listed(amina) == listed


@pytest.mark.parametrize("how", ["not chosen", "blocked", "suspended"])
def test_nor_does_the_refusal_of_a_first_message(how, post, make, session, amina, bea):
    close("off", post, make, session, amina, bea)
    usual = post.first(amina, bea)
    post.chooses(bea, "all")

    close(how, post, make, session, amina, bea)

    refused = post.first(amina, bea)
    assert (refused.status_code, neutral(refused)) == (422, neutral(usual))
    assert session.scalars(select(Conversation)).all() == []


@pytest.mark.parametrize("how", ["off", "not chosen", "blocked", "suspended"])
def test_while_it_is_sent_it_stays_sent_whatever_she_does(
    how, post, web, make, session, amina, bea
):
    path = post.conversation(amina, bea)
    looks, listed = post.reads(amina, path), post.listed(amina)
    usual = web.as_(amina).post(path, body="Are you there?")

    close(how, post, make, session, amina, bea)

    assert neutral(post.reads(amina, path)) == neutral(looks)
    assert post.listed(amina) == listed
    more = web.as_(amina).post(path, body="Are you there?")
    assert (more.status_code, neutral(more)) == (usual.status_code, neutral(usual))


def test_whoever_is_leaving_is_a_former_member(post, make, amina, bea):
    path = post.friends(amina, bea)

    make.leaving(bea)

    page = post.reads(amina, path)
    assert "A former member" in page.text
    assert not names(page.text, "Bea")
    refused = post.more(amina, path)
    assert refused.status_code == 422
    assert REFUSED in refused.text


def test_her_profile_offers_to_write_whether_she_takes_it_or_not(post, web, amina, bea):
    open_to_all = web.as_(amina).get("/m/bea")
    form = web.get("/m/bea/message")

    post.chooses(bea, "off")

    assert 'href="/m/bea/message"' in open_to_all.text
    assert neutral(web.as_(amina).get("/m/bea")) == neutral(open_to_all)
    assert neutral(web.get("/m/bea/message")) == neutral(form)
    assert "/message" not in web.as_(bea).get("/m/bea").text.partition("<main")[2]
    assert "/message" not in web.visitor().get("/m/bea").text


def test_a_visitor_signs_in_first(post, web, amina, bea):
    path = post.conversation(amina, bea)
    for there in ("/messages", path, "/m/bea/message", "/settings/messages", f"{path}/report"):
        assert web.visitor().get(there).headers["location"].startswith("/sign-in?next=")


def test_nobody_else_finds_a_conversation(post, web, amina, bea, grace, mona):
    path = post.friends(amina, bea)
    for who in (grace, mona):
        web.as_(who)
        for there in (path, f"{path}/delete", f"{path}/report", f"{path}/1/take-back"):
            assert web.get(there).status_code == 404
            fields = {"reason": "unkind", "chosen": "1"} if there.endswith("report") else {}
            body = {"body": "x"} if there == path else fields
            assert web.post(there, **body).status_code == 404
        assert web.post(f"{path}/turn", turn="end").status_code == 404


def test_she_does_not_write_to_herself(web, amina):
    web.as_(amina)

    assert web.get("/m/amina/message").status_code == 403
    assert web.post("/m/amina/message", body="Dear me").status_code == 403
    assert web.post("/m/amina/lets-write", on="yes").status_code == 403


@pytest.mark.parametrize("body", ["", "  ", "\u2800", "x" * 8001])
def test_words_that_do_not_fit_are_kept_with_the_reason(body, post, web, session, amina, bea):
    answer = post.first(amina, bea, body)

    assert answer.status_code == 422
    assert 'id="body-error"' in answer.text
    assert session.scalars(select(Message)).all() == []


def test_the_same_form_sent_twice_is_one_message(post, web, session, amina, bea):
    path = url("message_member", handle="bea")
    [form] = [f for f in forms_of(web.as_(amina).get(path)) if "body" in f.values]
    data = form.values | {"body": "Only once"}

    first, second = (web.client.post(path, data=data) for _ in range(2))

    assert first.headers["location"] == second.headers["location"]
    assert len(session.scalars(select(Message)).all()) == 1


def test_no_markup_comes_through(post, amina, bea):
    path = post.conversation(amina, bea, "<script>alert(1)</script> [x](javascript:alert(1)) @bea")

    page = post.reads(bea, path).text.partition("<main")[2]

    assert "<script>alert" not in page
    assert 'href="javascript' not in page


def test_so_many_new_conversations_a_day(post, make, session, amina):
    session.get_one(Member, amina.id).joined = clock.today() - timedelta(days=30)
    session.commit()
    others = [make.member(f"Member{n}") for n in range(Limit.CONVERSATIONS.times + 1)]
    with time_machine.travel(clock.now(), tick=False) as time:
        for other in others[:-1]:
            assert post.first(amina, other).status_code == 303
            time.shift(10)

        answer = post.first(amina, others[-1])

        assert answer.status_code == 429
        assert "about 24 hours" in answer.text


def test_few_for_who_is_new_here_and_each_that_is_refused_counts(post, make, amina, bea):
    post.chooses(bea, "off")
    for _ in range(Limit.FIRST_CONVERSATIONS.times):
        assert post.first(amina, bea).status_code == 422

    assert post.first(amina, make.member("Zoe")).status_code == 429


def test_so_many_messages_a_minute(post, amina, bea):
    path = post.friends(amina, bea)
    for n in range(Limit.MESSAGES.times - 1):
        assert post.more(amina, path, f"{n}").status_code == 303

    answer = post.more(amina, path, "Once more")

    assert answer.status_code == 429
    assert "Once more</textarea>" in answer.text


def test_a_paused_member_reads_and_does_not_write(post, make, web, session, amina, bea, mona):
    path = post.friends(amina, bea)
    make.decided(amina, bea, mona, action=Action.PAUSE, days=7)

    page = post.reads(amina, path)

    assert page.status_code == 200
    assert "You can read, but not write, until" in page.text
    assert web.post(path, body="Still here").status_code == 403


def test_a_message_without_javascript_is_one_plain_form(post, web, amina, bea):
    path = post.friends(amina, bea)
    [form] = [f for f in forms_of(post.reads(amina, path)) if "body" in f.values]

    assert (form.action, form.method) == (path, "post")
    assert {"csrf_token", "form_nonce", "body"} == set(form.values)
