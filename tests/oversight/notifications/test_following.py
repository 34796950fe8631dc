"""Following circles and members: what it shows her, and that nobody else can tell."""

import pytest
from sqlalchemy import inspect, select, text

from app.people.members.models import Member
from app.web.kit.addresses import url


def start(web, who, circle, title):
    answer = web.as_(who).post(
        url("start_thread", circle=circle.slug),
        title=title,
        body="It is late here",
        intent="just-listening",
    )
    assert answer.status_code == 303, answer.text


def test_each_new_thread_of_a_circle(web, circle, amina, bea, told, bell):
    page = web.as_(amina).get(url("circle", circle=circle.slug))
    web.send(page, url("follow_circle", circle=circle.slug), on="yes")

    start(web, bea, circle, "A new lamp")

    assert "A new lamp" in told(amina)
    assert bell(amina) == "1"
    assert "A new lamp" not in told(bea)
    web.as_(amina).get(url("circle", circle=circle.slug))
    assert bell(amina) == ""


def test_she_can_stop(web, circle, amina, bea, told):
    for on in ("yes", "no"):
        web.as_(amina).post(url("follow_circle", circle=circle.slug), on=on)

    start(web, bea, circle, "A new lamp")

    assert "A new lamp" not in told(amina)


def test_a_circle_that_she_is_not_in_cannot_be_followed(web, circle, stella):
    answer = web.as_(stella).post(url("follow_circle", circle=circle.slug), on="yes")

    assert answer.status_code == 403


def test_what_a_member_opens_stands_on_the_first_page(web, circle, amina, bea):
    page = web.as_(amina).get(url("member", handle="bea"))
    web.send(page, url("follow_member", handle="bea"), on="yes")

    start(web, bea, circle, "A new lamp")

    home = web.as_(amina).get("/").text
    assert "From members you follow" in home
    assert home.index("From members you follow") < home.index("A new lamp")


def test_what_she_opens_without_her_name_does_not(web, circle, amina, bea):
    web.as_(amina).post(url("follow_member", handle="bea"), on="yes")
    web.as_(bea).post(
        url("start_thread", circle=circle.slug),
        title="A new lamp",
        body="It is late here",
        intent="just-listening",
        anonymous="on",
    )

    assert "From members you follow" not in web.as_(amina).get("/").text


def test_a_private_circle_stays_private(web, make, amina, bea):
    room = make.circle("Back room", visibility="private", crowd=30)
    make.joins(bea, room)
    web.as_(amina).post(url("follow_member", handle="bea"), on="yes")

    start(web, bea, room, "Behind the door")

    assert "Behind the door" not in web.as_(amina).get("/").text


def test_whoever_wants_no_followers_has_none(web, circle, amina, bea):
    web.as_(amina).post(url("follow_member", handle="bea"), on="yes")
    start(web, bea, circle, "A new lamp")
    page = web.get(url("settings"))

    web.send(page, url("settings_followers"), on="no")

    assert "From members you follow" not in web.as_(amina).get("/").text
    refused = web.as_(amina).post(url("follow_member", handle="bea"), on="no")
    assert refused.status_code == 303
    again = web.post(url("follow_member", handle="bea"), on="yes")
    assert again.status_code == 403
    assert "She would rather not be followed." in again.text


def test_blocking_her_ends_it(web, circle, amina, bea):
    web.as_(amina).post(url("follow_member", handle="bea"), on="yes")
    start(web, bea, circle, "A new lamp")

    web.as_(amina).post(url("block_member", handle="bea"), change="block")

    assert "From members you follow" not in web.get("/").text
    again = web.post(url("follow_member", handle="bea"), on="yes")
    assert again.status_code == 403


def test_herself_she_cannot_follow(web, amina):
    assert web.as_(amina).post(url("follow_member", handle="amina"), on="yes").status_code == 403


@pytest.mark.parametrize("deed", ["follow_member", "follow_circle"])
def test_no_table_says_whom_or_what_she_follows(web, session, circle, amina, bea, deed):
    where = {"handle": "bea"} if deed == "follow_member" else {"circle": circle.slug}
    web.as_(amina).post(url(deed, **where), on="yes")
    web.house.flush()

    session.rollback()
    hers = session.scalars(select(Member.id).where(Member.handle == "amina")).one()
    telling = {"members", "memberships", "noted_counts", "sessions", "member_secrets"}
    for table in inspect(session.connection()).get_table_names():
        if table not in telling:
            rows = session.execute(text(f'SELECT * FROM "{table}"')).all()
            assert hers.hex not in repr(rows), table
