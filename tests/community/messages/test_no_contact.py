"""No more contact: one page, one deed, in one transaction, and nobody is told."""

import pytest
from sqlalchemy import select

from app import wiring
from app.core import events
from app.people.safety.events import ContactEnded
from app.people.safety.models import Block
from app.web.kit.addresses import url
from tests.browser import names
from tests.community.messages.conftest import REFUSED


def test_a_page_says_what_it_does_before_it_is_done(web, session, amina, bea):
    page = web.as_(amina).get(url("no_contact", handle="bea"))

    for words in ("can’t write to you any more", "nor you to her", "Nobody is told"):
        assert words in page.text
    assert session.scalars(select(Block)).all() == []
    assert web.send(page, url("no_contact", handle="bea"), contact="none").status_code == 303
    assert len(session.scalars(select(Block)).all()) == 1


def test_links_lead_there_from_her_profile_and_the_conversation(post, web, amina, bea):
    path = post.conversation(bea, amina)
    there = url("no_contact", handle="bea")

    web.as_(amina)

    for page in ("/m/bea", path, f"{path}/report"):
        assert f'href="{there}"' in web.get(page).text


@pytest.mark.parametrize("who", ["amina", "bea"])
def test_neither_can_write_any_more(who, post, web, request, amina, bea):
    path = post.friends(amina, bea)
    post.parts(*((amina, bea) if who == "amina" else (bea, amina)))

    for by, to in ((amina, bea), (bea, amina)):
        answer = web.as_(by).post(path, body="Anyway")
        again = web.post(url("message_member", handle=to.handle), body="Anyway")
        assert answer.status_code == again.status_code == 422
        if by.handle != who:
            assert REFUSED in answer.text


def test_she_finds_it_under_ended_and_the_other_where_it_was(post, amina, bea):
    path = post.friends(amina, bea)
    before = post.listed(bea)

    post.parts(amina, bea)

    assert not names(post.listed(amina), "Bea")
    assert "Bea" in post.listed(amina, "ended")
    assert post.listed(bea) == before
    assert "You have chosen to have no contact" in post.reads(amina, path).text
    # What was said stays with both, who know it.
    for who in (amina, bea):
        assert "may I ask you something" in post.reads(who, path).text


def test_a_request_is_gone_from_hers_and_stays_sent(post, amina, bea):
    post.conversation(amina, bea)
    before = post.listed(amina)

    post.parts(bea, amina)

    assert "Amina" not in post.listed(bea, "requests")
    assert "Amina" in post.listed(bea, "ended")
    assert post.listed(amina) == before


def test_neither_lets_the_other_write_afterwards(post, box, amina, bea):
    post.friends(amina, bea)
    assert box(amina).lets == (bea.id,)
    assert box(bea).lets == (amina.id,)

    post.parts(amina, bea)

    assert box(amina).lets == box(bea).lets == ()


def test_taken_back_they_begin_with_a_request(post, web, session, amina, bea):
    path = post.friends(amina, bea)
    post.parts(amina, bea)

    post.parts(amina, bea, "again")

    assert session.scalars(select(Block)).all() == []
    assert post.more(bea, path, "Can we talk?").status_code == 303
    assert "Bea" in post.listed(amina, "requests")
    assert web.as_(bea).post(path, body="Please").status_code == 403


def test_twice_is_once(post, session, amina, bea):
    post.parts(amina, bea)
    post.parts(amina, bea)

    assert len(session.scalars(select(Block)).all()) == 1


def test_a_listener_that_fails_leaves_nothing_done(post, web, session, monkeypatch, amina, bea):
    path = post.friends(amina, bea)

    def fails(_session, _event):
        raise RuntimeError("no")

    after = [*wiring.LISTENERS, (ContactEnded, fails)]
    monkeypatch.setattr(events, "_listeners", after)
    with pytest.raises(RuntimeError):
        web.as_(amina).post(url("no_contact", handle="bea"), contact="none")

    assert session.scalars(select(Block)).all() == []
    monkeypatch.setattr(events, "_listeners", wiring.LISTENERS)
    assert post.more(bea, path).status_code == 303


def test_not_with_herself_and_not_with_nobody(web, amina):
    web.as_(amina)

    assert web.get("/m/amina/no-contact").status_code == 403
    assert web.post("/m/amina/no-contact", contact="none").status_code == 403
    assert web.get("/m/nobody-here/no-contact").status_code == 404
    assert web.post("/m/nobody-here/no-contact", contact="none").status_code == 404


def test_a_field_that_says_neither_changes_nothing(web, session, amina, bea):
    assert web.as_(amina).post("/m/bea/no-contact", contact="maybe").status_code == 422
    assert session.scalars(select(Block)).all() == []
