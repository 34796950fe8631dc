"""The link by which letters end (RFC 8058): without a session, for ever, telling nothing."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import delete

from app.core import clock
from app.oversight.notifications import choices, unsubscribing
from app.oversight.notifications.choices import Rhythm, Way
from app.people.members.models import Member
from app.people.noted.events import CHOSEN, Kind
from app.web.kit.addresses import url
from tests.house.world import dump

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def path(house, member, kind=None):
    return f"/unsubscribe/{unsubscribing.token(house.ring, member.id, kind)}"


def ways(session, house, member):
    session.rollback()
    chosen = choices.of(session, house.ring, member.id)
    return {kind for kind in Kind if chosen.way(kind) is Way.MAIL}, chosen.wants_news


def test_a_letters_own_address_ends_all_of_them_by_one_click_of_a_mail_program(
    web, post, session, house, amina, bea, thread
):
    post.choose(amina, news=True)
    web.as_(bea).post(url("reply", thread_id=thread.id), body="A word to @amina")
    [letter] = post.write()
    address = letter.unsubscribe.removeprefix("http://127.0.0.1:8000")

    # From a data centre, with neither cookie nor page.
    answer = web.visitor().client.post(address, data=ONE_CLICK, headers={"Origin": "null"})

    assert answer.status_code == 200
    assert ways(session, house, amina) == (set(), False)
    assert post.waiting() == []
    for telling in ("amina", "Amina", "example.org"):
        assert telling not in answer.text.partition("<main")[2]


@pytest.mark.parametrize("as_files", [False, True])
def test_it_may_be_sent_as_either_kind_of_form(as_files, web, post, session, house, amina):
    post.choose(amina)
    fields = {name: (None, value) for name, value in ONE_CLICK.items()}
    sent = {"files": fields} if as_files else {"data": ONE_CLICK}

    assert web.visitor().client.post(path(house, amina), **sent).status_code == 200

    assert ways(session, house, amina) == (set(), False)


def test_a_link_may_end_one_kind(web, post, session, house, amina):
    post.choose(amina, news=True)

    web.visitor().client.post(path(house, amina, Kind.MENTION), data=ONE_CLICK)

    assert ways(session, house, amina) == (set(CHOSEN) - {Kind.MENTION}, True)


def test_opening_it_ends_nothing_and_asks(web, post, session, house, make, amina):
    post.choose(amina)
    before = dump(make)

    page = web.visitor().get(path(house, amina))

    assert "End these emails?" in page.text
    assert dump(make) == before


def test_whoever_presses_can_take_it_back_and_has_what_she_had(web, post, session, house, amina):
    post.choose(amina, kinds={Kind.QUOTE: Way.MAIL}, news=True, rhythm=Rhythm.WEEKLY)
    here = path(house, amina)

    done = web.send(web.visitor().get(here), here)
    assert ways(session, house, amina) == (set(), False)
    assert "No more emails about “What is new” are sent." in done.text
    again = web.send(done, here, again="yes")

    assert "come as they did before" in again.text
    assert ways(session, house, amina) == ({Kind.QUOTE}, True)
    assert len(post.waiting()) == 1


def test_taking_back_begins_nothing_that_she_has_not_chosen(web, session, house, make, amina):
    here = path(house, amina, Kind.REPLY)

    web.send(web.visitor().get(here), here)
    web.post(here, again="yes")

    assert ways(session, house, amina) == (set(), False)


def test_it_holds_after_ten_years(web, post, session, house, amina):
    post.choose(amina)
    here = path(house, amina)

    with time_machine.travel(clock.now() + timedelta(days=3650)):
        web.visitor().client.post(here, data=ONE_CLICK)

    assert ways(session, house, amina) == (set(), False)


def test_of_an_account_that_is_gone_it_says_the_same(web, session, house, amina, stella):
    gone, there = path(house, amina), path(house, stella)
    session.execute(delete(Member).where(Member.id == amina.id))
    session.commit()

    pages = [web.visitor().client.post(one, data=ONE_CLICK) for one in (gone, there)]

    assert {page.status_code for page in pages} == {200}
    bodies = [page.text.partition("<h1>")[2].partition("<form")[0] for page in pages]
    assert bodies[0] == bodies[1]


@pytest.mark.parametrize("token", ["x", "é", "A" * 72, "-_" * 30, "=" * 8])
def test_what_is_no_link_of_ours_is_not_there(token, web):
    for answer in (
        web.visitor().get(f"/unsubscribe/{token}"),
        web.client.post(f"/unsubscribe/{token}", data=ONE_CLICK),
    ):
        assert answer.status_code == 404


def test_a_changed_link_is_none(web, house, amina):
    token = path(house, amina)
    changed = token[:-2] + ("A" if token[-2] != "A" else "B") + token[-1]

    assert web.visitor().client.post(changed, data=ONE_CLICK).status_code == 404


def test_a_link_names_nobody(house, amina):
    one, other = (unsubscribing.token(house.ring, amina.id) for _ in "12")

    assert one != other
    assert amina.id.hex not in one


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"List-Unsubscribe": "Two-Clicks"},
        ONE_CLICK | {"again": "yes"},
        {"again": "yes"},
    ],
)
def test_nothing_else_is_taken_without_our_own_page(fields, web, post, session, house, amina):
    post.choose(amina)

    answer = web.visitor().client.post(path(house, amina), data=fields)

    assert answer.status_code == 403
    assert ways(session, house, amina) == (set(CHOSEN), False)


@pytest.mark.parametrize("where", ["/settings/notifications", "/sign-out", "/"])
def test_one_click_opens_no_other_door(where, web, amina):
    answer = web.as_(amina).client.post(where, data=ONE_CLICK)

    assert answer.status_code in {403, 405}
