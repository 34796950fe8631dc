"""Showing that one belongs: on one's own page and the organisation's, and never beside a post."""

import pytest

from app.core.keys import base32
from app.people.members.models import Role
from app.people.organisations import queries
from app.people.organisations.models import Place
from app.web.kit.addresses import url

WORKS = "Acme Works"


@pytest.fixture
def shown(web, acme, amina):
    web.as_(amina).post("/o/acme/show", on="yes")


def test_it_is_shown_to_nobody_until_she_says_so(web, acme, amina, stella):
    assert "@amina" not in web.as_(stella).get("/o/acme").text
    assert WORKS not in web.get("/m/amina").text

    page = web.as_(amina).get("/o/acme")
    answer = web.send(page, "/o/acme/show", on="yes")

    assert "It stands here and on your page now." in web.follow(answer).text
    assert "@amina" in web.as_(stella).get("/o/acme").text
    assert WORKS in web.get("/m/amina").text
    assert WORKS in web.as_(amina).get("/m/amina").text


def test_she_takes_it_away_again(web, acme, shown, amina, stella):
    page = web.as_(amina).get("/o/acme")

    web.send(page, "/o/acme/show", on="no")

    assert "@amina" not in web.as_(stella).get("/o/acme").text
    assert WORKS not in web.get("/m/amina").text


def test_what_was_shown_goes_when_she_leaves_or_is_taken_out(web, acme, shown, amina, bea, stella):
    web.as_(bea).post("/o/acme/members/amina/remove")

    assert WORKS not in web.as_(stella).get("/m/amina").text
    assert "@amina" not in web.get("/o/acme").text


def test_whoever_comes_back_shows_nothing_of_before(web, acme, shown, amina, bea, stella):
    web.as_(amina).post("/o/acme/leave")
    web.as_(bea).post("/o/acme/members", handle="amina")
    web.as_(amina).post("/o/acme/answer", answer="yes")

    assert WORKS not in web.as_(stella).get("/m/amina").text


def test_only_who_belongs_shows_it_and_only_for_herself(web, acme, stella, olga, mona):
    for who in (stella, olga, mona):
        assert web.as_(who).post("/o/acme/show", on="yes").status_code == 404
    assert web.as_(stella).post("/o/acme/show", on="perhaps").status_code == 422


def test_a_visitor_sees_it_nowhere(web, acme, shown):
    assert WORKS not in web.visitor().get("/m/amina").text
    assert web.get("/o/acme").status_code == 303


def test_whom_she_has_blocked_she_finds_there_no_more_and_the_other_notices_nothing(
    web, acme, shown, amina, stella
):
    before = web.as_(amina).get("/o/acme").text
    web.as_(stella).post("/m/amina/block", change="block")

    assert "@amina" not in web.get("/o/acme").text
    assert WORKS not in web.get("/m/amina").text
    assert ("@stella" in before) is ("@stella" in web.as_(amina).get("/o/acme").text)


def test_the_blocked_one_reads_the_page_as_before(web, acme, shown, amina, stella):
    web.as_(amina).post("/m/stella/block", change="block")

    assert "@amina" in web.as_(stella).get("/o/acme").text


def test_a_member_page_names_several_by_their_names(web, programmes, acme, shown, amina, stella):
    for slug in ("yard", "mill"):
        programmes.belongs(amina, programmes.organisation(slug))
        web.as_(amina).post(f"/o/{slug}/show", on="yes")

    page = web.as_(stella).get("/m/amina").text

    assert page.index("Acme Works") < page.index("Mill Works") < page.index("Yard Works")


@pytest.fixture
def thread(web, session, make, circle, acme, shown, amina, bea, grace, programmes):
    """Amina, who shows that she belongs, opens a thread by name and answers without one; Bea, who
    coordinates Acme, answers by name."""
    web.as_(bea).post("/o/acme/show", on="yes")
    circle.crowd = 30
    session.merge(circle)
    session.commit()
    thread = make.thread(circle, amina, title="The nights", replies=[(bea, "Me too")])
    make.voiced(thread, grace, "Nor me")
    programmes.belongs(grace, acme, Place.COORDINATOR)
    web.as_(grace).post("/o/acme/show", on="yes")
    return thread


def test_it_stands_beside_nothing_that_anybody_writes(
    web, make, thread, circle, amina, bea, grace, stella, mona
):
    """Neither named posts nor those without a name say it, on whatever page they are."""
    posts = [make.post(thread, n) for n in (1, 2, 3)]
    assert posts[2].author_id is None
    paths = [
        url("thread", thread_id=thread.id),
        url("circle", circle=circle.slug),
        url("circle", circle=circle.slug) + "?sort=newest",
        url("circle_people", circle=circle.slug),
        *("/", "/unanswered", "/wins", "/search?q=nights", "/search?q=nor"),
        *("/notifications", "/bookmarks", "/settings/anonymous"),
        *(url("post_history", post_id=post.id) for post in posts),
        *(url("finding_out", post_id=post.id) for post in posts),
        *(url("edit_post", post_id=post.id) for post in posts),
        *(url("report", kind="post", id=base32(post.id)) for post in posts),
        url("circle_feed", circle=circle.slug),
    ]

    found = set()
    for who in (amina, bea, grace, stella, mona, None):
        browser = web.as_(who) if who else web.visitor()
        for path in paths:
            page = browser.get(path)
            found.add(page.status_code)
            assert WORKS not in page.text, (who and who.handle, path)
            assert "/o/acme" not in page.text, (who and who.handle, path)

    assert 200 in found


def test_nor_does_a_case_about_it(web, make, thread, stella, mona, olga):
    report = make.report(make.post(thread, 3), stella)

    for who in (mona, olga):
        for path in ("/moderation", url("case", case_id=report.case_id)):
            page = web.as_(who).get(path)
            assert page.status_code == 200
            assert WORKS not in page.text


def test_other_rooms_can_ask_who_shows_what_and_for_whom_she_speaks(
    session, make, programmes, acme, shown, amina, bea, stella
):
    yard = programmes.organisation("yard", bea)
    shown_of = queries.shown_of(session, [amina.id, bea.id, stella.id])

    assert {who: [one.name for one in cards] for who, cards in shown_of.items()} == {
        amina.id: [WORKS]
    }
    assert queries.shown_of(session, []) == {}
    for who, wanted in ((bea, [acme.id, yard.id]), (amina, []), (stella, [])):
        with make._as(who) as (deed, viewer):
            assert [one.id for one in queries.of_coordinator(deed, viewer)] == wanted


def test_staff_sees_no_more(web, make, acme, shown):
    nora = make.member("Nora", role=Role.MODERATOR)

    assert "@amina" in web.as_(nora).get("/o/acme").text
    assert web.get("/o/acme/people").status_code == 403
