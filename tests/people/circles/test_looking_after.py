"""Administrators look after circles: hosts, readers, and the end of one that is done."""

import pytest
from sqlalchemy import select

from app.oversight.audit.models import Entry
from app.people.circles import looking_after
from app.people.circles.models import Circle, CircleRole, Membership, Visibility
from app.people.circles.policy import BY_THE_GROUP, CLOSED
from app.web.kit.addresses import url
from tests.browser import without_chance


@pytest.fixture
def here(circle):
    return url("admin_circle", circle=circle.slug)


def role_of(session, circle, member):
    session.expire_all()
    row = session.get(Membership, (circle.id, member.id))
    return row.role if row else None


def closing(web, circle, olga, closed="yes"):
    return web.as_(olga).post(url("close_circle", circle=circle.slug), closed=closed)


def test_all_circles_are_listed_with_their_hosts_and_no_word_of_theirs(web, make, olga, grace, bea):
    quiet = make.circle("Quiet room", visibility="private")
    make.thread(quiet, bea, title="Xanthippe", body="Marmalade")

    page = web.as_(olga).get(url("admin_circles"))
    one = web.get(url("admin_circle", circle=quiet.slug))

    words = " ".join(without_chance(page.text).split())
    assert "Quiet room" in words
    assert "Nobody hosts it." in words
    assert "Grace" in words
    for shown in (page, one):
        assert "Xanthippe" not in shown.text
        assert "Marmalade" not in shown.text


def test_each_circle_has_its_page_also_where_the_list_is_full(web, make, circle, olga, monkeypatch):
    monkeypatch.setattr(looking_after, "MOST", 1)
    make.circle("Zinnias")

    page = web.as_(olga).get(url("admin_circle", circle="zinnias"))

    assert page.status_code == 200
    assert "Nobody hosts it" in page.text
    assert "Zinnias" not in web.get(url("admin_circles")).text


def test_hosts_are_appointed_and_dismissed(web, session, circle, olga, grace, stella, here):
    page = web.as_(olga).get(here)
    appointed = web.send(page, url("admin_circle_hosts", circle=circle.slug), handle="@stella")
    again = web.post(url("admin_circle_hosts", circle=circle.slug), handle="stella")

    assert appointed.status_code == 303
    assert role_of(session, circle, stella) is CircleRole.HOST
    assert session.get_one(Circle, circle.id).members == 2
    assert again.status_code == 422
    assert "hosts this circle already" in again.text
    told = web.as_(stella).get("/notifications").text
    assert "You were brought into a circle" in told
    assert "You are a host of this circle now" in told

    web.as_(olga)
    gone = web.send(web.get(here), url("dismiss_host", circle=circle.slug, handle="stella"))
    assert gone.status_code == 303
    assert role_of(session, circle, stella) is CircleRole.MEMBER
    assert web.post(url("dismiss_host", circle=circle.slug, handle="stella")).status_code == 404
    assert web.post(url("admin_circle_hosts", circle=circle.slug), handle="no").status_code == 422


def test_no_administrator_brings_anybody_into_a_private_circle(web, session, make, olga, stella):
    quiet = make.circle("Quiet room", visibility="private")
    web.as_(olga)

    for handle in ("olga", "stella"):
        answer = web.post(url("admin_circle_hosts", circle=quiet.slug), handle=handle)
        assert answer.status_code == 422
        assert "no administrator brings anybody into a private one" in answer.text
    assert role_of(session, quiet, olga) is None
    make.joins(stella, quiet)
    assert (
        web.post(url("admin_circle_hosts", circle=quiet.slug), handle="stella").status_code == 303
    )
    assert role_of(session, quiet, stella) is CircleRole.HOST


@pytest.mark.parametrize(("now", "then"), [("private", "members"), ("members", "public")])
def test_what_was_written_for_few_is_opened_to_no_more(web, session, make, olga, grace, now, then):
    circle = make.circle("Quiet room", visibility=now)
    make.joins(grace, circle)
    session.get_one(Membership, (circle.id, grace.id)).role = CircleRole.HOST
    circle.bump = 1
    session.commit()
    words = {"name": "Quiet room", "summary": "For the nights", "anonymity": "allowed"}

    by_page = web.as_(olga).post(url("admin_circle_readers", circle=circle.slug), visibility=then)
    by_host = web.as_(grace).post(f"/c/{circle.slug}/edit", visibility=then, **words)

    for answer in (by_page, by_host):
        assert answer.status_code == 422
        assert "was written for those who can read it now" in answer.text
    session.expire_all()
    assert session.get_one(Circle, circle.id).visibility.value == now


def test_who_reads_it_is_changed_with_its_consequence_said(web, session, circle, olga, here):
    page = web.as_(olga).get(here)
    assert "Only as long as nothing has been written in it" in page.text

    answer = web.send(page, url("admin_circle_readers", circle=circle.slug), visibility="public")

    session.expire_all()
    assert answer.status_code == 303
    assert session.get_one(Circle, circle.id).visibility is Visibility.PUBLIC
    assert web.visitor().get(f"/c/{circle.slug}").status_code == 200


def test_of_a_closed_circle_nothing_new_is_offered(web, session, circle, olga, bea):
    circle.greets = True
    session.commit()
    offered = ("Tell me of each new thread", "welcome newcomers")
    before = web.as_(bea).get(f"/c/{circle.slug}").text
    closing(web, circle, olga)
    after = web.as_(bea).get(f"/c/{circle.slug}").text

    assert [words in before for words in offered] == [True, True]
    assert [words in after for words in offered] == [False, False]


def test_in_a_closed_circle_nothing_is_written_and_all_is_read(
    web, make, session, circle, olga, amina, bea, grace, stella
):
    thread = make.thread(circle, amina, replies=[(bea, "Me too")])
    form = web.as_(bea).get(url("thread", thread_id=thread.id))
    assert closing(web, circle, olga).status_code == 303

    web.as_(bea)
    path = url("thread", thread_id=thread.id)
    page = web.get(path)
    late = web.send(form, url("reply", thread_id=thread.id), body="One more")
    begun = web.post(
        url("start_thread", circle=circle.slug),
        title="The nights",
        body="Long",
        intent="just-listening",
    )
    kind = web.post(url("react", post_id=make.post(thread, 1).id), kind="with-you")

    assert "Nobody told me about the nights." in page.text
    assert CLOSED in page.text
    assert [late.status_code, begun.status_code, kind.status_code] == [403, 403, 403]
    assert CLOSED in web.get(f"/c/{circle.slug}").text
    own = make.post(thread, 2)
    assert web.get(url("edit_post", post_id=own.id)).status_code == 200
    assert web.post(url("delete_post", post_id=own.id)).status_code == 303
    web.as_(stella)
    assert CLOSED in web.get(f"/c/{circle.slug}").text
    assert web.post(url("join_circle", circle=circle.slug)).status_code == 403
    assert closing(web, circle, olga, "no").status_code == 303
    again = web.as_(bea).get(path)
    assert web.send(again, url("reply", thread_id=thread.id), body="More").status_code == 303
    verbs = session.scalars(select(Entry.verb).order_by(Entry.n)).all()
    assert verbs == ["close", "reopen"]


def test_who_does_not_belong_is_not_asked_to_join_a_closed_circle(
    web, make, circle, olga, amina, stella
):
    path = url("thread", thread_id=make.thread(circle, amina).id)
    joining = url("join_circle", circle=circle.slug)
    assert joining in web.as_(stella).get(path).text

    closing(web, circle, olga)

    page = web.as_(stella).get(path).text
    assert CLOSED in page
    assert joining not in page


def test_a_circle_of_a_group_follows_the_group(web, make, olga, stella):
    bound = make.circle("Leads", visibility="private", bound=True)
    web.as_(olga)

    page = web.get(url("admin_circle", circle=bound.slug))
    answers = [
        web.post(url("close_circle", circle=bound.slug), closed="yes"),
        web.post(url("admin_circle_hosts", circle=bound.slug), handle="stella"),
        web.post(url("admin_circle_readers", circle=bound.slug), visibility="public"),
    ]

    assert "belongs to a mentoring group" in page.text
    assert [a.status_code for a in answers] == [403, 403, 422]
    assert BY_THE_GROUP in answers[0].text


def test_neither_hosts_nor_moderators_come_there(web, circle, grace, mona, olga, here):
    for member in (grace, mona):
        web.as_(member)
        assert web.get(here).status_code == 403
        assert web.post(url("close_circle", circle=circle.slug), closed="yes").status_code == 403
    late = web.lately(olga).post(url("close_circle", circle=circle.slug), closed="yes")
    assert late.status_code == 403
    assert "password" in late.text
