"""The weekly rota of greeters: kept by a host, filled by members, seen by those in the circle."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from sqlalchemy import select

from app import chores
from app.core import clock
from app.oversight.audit.models import Entry
from app.people.circles import greeters
from app.people.circles.models import Circle, Greeter, Visibility
from app.people.members.models import Standing
from app.web.kit.addresses import url
from tests.conftest import counted
from tests.crowd import at_once, many_hands, twin
from tests.make import PASSWORD
from tests.people.members.test_exporting import ask, opened

ROTA = "/c/new-mothers/greeters"
SWITCH = f"{ROTA}/rota"
CIRCLE = "/c/new-mothers"


@pytest.fixture
def kept(session, circle):
    """The circle keeps a rota."""
    circle.greets = True
    session.commit()
    return circle


def put(web, who, week=None, on="yes"):
    return web.as_(who).post(ROTA, week=(week or greeters.monday()).isoformat(), on=on)


def down(session, week=None):
    session.rollback()
    rows = session.scalars(select(Greeter).order_by(Greeter.week))
    return [row.member_id for row in rows if week in (None, row.week)]


def said(html):
    """What the circle’s page says of its greeters, as it is heard."""
    text = re.sub(r"<[^>]+>", "", html)
    found = re.search(r"(This week .*? newcomers\.|Nobody is down .*? this week\.)", text)
    return found and " ".join(found[0].split())


# Keeping a rota


def test_a_host_begins_and_ends_the_rota(web, session, circle, grace, amina):
    page = web.as_(grace).get(ROTA)
    begun = web.follow(web.send(page, SWITCH, on="yes"))
    put(web, amina)
    ended = web.follow(web.as_(grace).send(web.get(ROTA), SWITCH, on="no"))

    assert "This circle keeps no rota of greeters." in page.text
    assert "The rota is on." in begun.text
    assert "The rota is off" in ended.text
    assert "Amina" not in ended.text
    assert down(session) == []
    assert not session.get(Circle, circle.id).greets
    assert {e.verb for e in session.query(Entry)} == {"greeters-on", "greeters-off"}


def test_beginning_twice_is_beginning_once(web, session, kept, grace, amina):
    put(web, amina)

    web.as_(grace).post(SWITCH, on="yes")

    assert down(session) == [amina.id]
    assert session.query(Entry).count() == 0


@pytest.mark.parametrize(
    ("who", "status"), [("amina", 403), ("stella", 403), ("mona", 403), ("olga", 303)]
)
def test_who_may_switch_it(web, session, request, circle, who, status):
    answer = web.as_(request.getfixturevalue(who)).post(SWITCH, on="yes")

    session.rollback()
    assert answer.status_code == status
    assert session.get(Circle, circle.id, populate_existing=True).greets is (status == 303)


@pytest.mark.parametrize("on", ["", "maybe", "YES"])
def test_a_switch_that_is_none_is_refused(web, session, circle, grace, on):
    assert web.as_(grace).post(SWITCH, on=on).status_code == 422
    assert not session.get(Circle, circle.id).greets


# Being down for a week


def test_a_member_puts_herself_down_and_takes_herself_off(web, session, kept, amina):
    page = web.as_(amina).get(ROTA)
    assert page.text.count("Put me down") == 9

    added = web.follow(web.send(page, ROTA, on="yes"))
    there = down(session)
    off = web.follow(web.send(added, ROTA, on="no"))

    assert "You’re down for that week." in added.text
    assert added.text.count("Take me off") == 1
    assert there == [amina.id]
    assert "no longer down" in off.text
    assert down(session) == []


def test_weeks_are_seen_with_who_is_down(web, kept, amina, bea):
    put(web, amina)
    put(web, bea)
    put(web, bea, greeters.weeks()[3])

    html = web.as_(amina).get(ROTA).text

    weeks = re.findall(r'<li>\s*<div>\s*<h2 id="from-([^"]+)">.*?<p>(.*?)</p>', html, re.DOTALL)
    names = {week: re.findall(r"<bdi>([^<]+)</bdi>", people) for week, people in weeks}
    assert list(names) == [week.isoformat() for week in greeters.weeks()]
    assert names[greeters.monday().isoformat()] == ["Amina", "Bea"]
    assert names[greeters.weeks()[3].isoformat()] == ["Bea"]
    assert html.count('href="/m/bea"') == 2


def test_twice_is_once(web, session, kept, amina):
    put(web, amina)

    assert put(web, amina).status_code == 303
    assert down(session) == [amina.id]
    put(web, amina, on="no")
    assert put(web, amina, on="no").status_code == 303


@pytest.mark.parametrize(
    "week",
    [
        *("", "next", "2026-02-30", "0001-01-01", "9999-12-31", "1e9", "1700000000"),
        (greeters.monday() - timedelta(days=7)).isoformat(),
        (greeters.monday() + timedelta(days=1)).isoformat(),
        (greeters.monday() + timedelta(weeks=9)).isoformat(),
    ],
)
def test_a_week_that_is_not_to_be_chosen_is_refused(web, session, kept, amina, week):
    answer = web.as_(amina).post(ROTA, week=week, on="yes")

    assert answer.status_code == 422
    assert "There is one thing to change" in answer.text
    assert down(session) == []


def test_six_are_enough(web, session, make, kept, amina):
    for n in range(6):
        assert put(web, make.member(f"Friend{n}", kept)).status_code == 303
    page = web.as_(amina).get(ROTA).text

    answer = put(web, amina)

    assert page.count("Put me down") == 8
    assert "Six are down" in page
    assert answer.status_code == 422
    assert "Another week has room." in answer.text
    assert len(down(session)) == 6


def test_of_twelve_at_once_six_are_down(web, session, make, kept):
    crowd = [twin(web.as_(make.member(f"Friend{n}", kept))) for n in range(12)]
    week = greeters.monday().isoformat()

    with many_hands():
        answers = at_once([lambda w=w: w.post(ROTA, week=week, on="yes") for w in crowd])

    assert sorted(answer.status_code for answer in answers) == [303] * 6 + [422] * 6
    assert len(down(session)) == 6


def test_who_leaves_at_that_moment_is_not_down(web, session, kept, amina):
    greets, leaves = twin(web.as_(amina)), twin(web.as_(amina))
    week = greeters.monday().isoformat()

    with many_hands():
        answers = at_once(
            [
                lambda: greets.post(ROTA, week=week, on="yes"),
                lambda: leaves.post(url("leave_circle", circle=kept.slug)),
            ]
        )

    assert answers[0].status_code in {303, 403}
    assert answers[1].status_code == 303
    assert down(session) == []


@pytest.mark.parametrize(
    ("who", "status"), [("stella", 403), ("mona", 403), ("olga", 403), ("nobody", 403)]
)
def test_who_is_not_in_the_circle_does_not_greet_there(web, session, request, kept, who, status):
    if who == "nobody":
        web.visitor().get("/sign-in")
    else:
        web.as_(request.getfixturevalue(who))

    answer = web.post(ROTA, week=greeters.monday().isoformat(), on="yes")

    assert answer.status_code == status
    assert down(session) == []


def test_who_is_paused_sees_the_rota_and_takes_herself_off(web, session, kept, amina):
    put(web, amina)
    amina.standing = Standing.PAUSED
    session.commit()
    html = web.as_(amina).get(ROTA).text

    refused = put(web, amina, greeters.weeks()[1])
    off = put(web, amina, on="no")

    assert "You can read, but not greet" in html
    assert "Put me down" not in html
    assert (refused.status_code, off.status_code) == (403, 303)
    assert down(session) == []


def test_without_a_rota_nobody_is_down(web, session, circle, amina):
    assert put(web, amina).status_code == 403
    assert down(session) == []


# Who sees it


@pytest.mark.parametrize("visibility", list(Visibility))
@pytest.mark.parametrize("who", ["visitor", "stella", "mona"])
def test_names_are_for_those_in_the_circle(web, session, request, kept, amina, visibility, who):
    put(web, amina)
    kept.visibility = visibility
    session.commit()
    browser = web.visitor() if who == "visitor" else web.as_(request.getfixturevalue(who))

    for path in (CIRCLE, ROTA):
        answer = browser.get(path)
        assert "Amina" not in answer.text
        assert answer.status_code in {200, 303, 403, 404}


def test_the_circle_says_who_greets_this_week(web, kept, amina, bea, grace):
    nobody = said(web.as_(bea).get(CIRCLE).text)
    put(web, amina)
    one = web.as_(bea).get(CIRCLE).text
    put(web, grace)
    put(web, bea)
    put(web, bea, greeters.weeks()[1])

    three = web.as_(bea).get(CIRCLE).text

    assert nobody == "Nobody is down to welcome newcomers this week."
    assert said(one) == "This week Amina welcomes newcomers."
    assert said(three) == "This week Amina, Bea and Grace welcome newcomers."
    assert '<a href="/m/amina"><bdi>Amina</bdi></a>' in three


def test_a_host_who_greets_is_both(web, kept, grace, amina):
    put(web, grace)

    html = web.as_(amina).get(CIRCLE).text

    assert said(html) == "This week Grace welcomes newcomers."
    assert html.count('href="/m/grace"') == 2


def test_who_joins_sees_who_welcomes_her(web, kept, amina, stella):
    put(web, amina)
    page = web.as_(stella).get(CIRCLE)
    assert said(page.text) is None

    welcomed = web.follow(web.send(page, url("join_circle", circle=kept.slug))).text

    assert "You’re in this circle now." in welcomed
    assert said(welcomed) == "This week Amina welcomes newcomers."


def test_the_page_that_is_kept_is_never_stale(web, session, kept, amina, bea):
    """The same page for many: it changes with who is down, with her name, and with the week."""
    put(web, amina)
    web.as_(bea)
    seen = [said(web.get(CIRCLE).text)]
    amina.name = "Amina O’Neill"
    session.commit()
    seen.append(said(web.get(CIRCLE).text))
    with time_machine.travel(clock.now() + timedelta(days=7), tick=False):
        seen.append(said(web.get(CIRCLE).text))
    put(web, amina, on="no")
    seen.append(said(web.as_(bea).get(CIRCLE).text))

    assert seen == [
        "This week Amina welcomes newcomers.",
        "This week Amina O’Neill welcomes newcomers.",
        "Nobody is down to welcome newcomers this week.",
        "Nobody is down to welcome newcomers this week.",
    ]


def test_who_is_suspended_welcomes_nobody(web, session, kept, amina, bea):
    put(web, amina)
    amina.standing = Standing.SUSPENDED
    session.commit()

    html = web.as_(bea).get(ROTA).text

    assert "Amina" not in html
    assert said(web.get(CIRCLE).text) == "Nobody is down to welcome newcomers this week."


def test_it_costs_the_circles_page_no_question(web, house, kept, amina, bea):
    web.as_(bea).get(CIRCLE)
    with counted(house) as without:
        web.get(CIRCLE)
    put(web, amina)
    web.as_(bea).get(CIRCLE)

    with counted(house) as asked:
        web.get(CIRCLE)

    assert len(asked) == len(without)


# Going


@pytest.mark.parametrize("how", ["leaves", "is taken out", "closes her account"])
def test_who_goes_is_off_every_week(web, session, kept, amina, bea, grace, how):
    for week in greeters.weeks()[:2]:
        put(web, amina, week)
        put(web, bea, week)

    web.as_(grace if how == "is taken out" else amina)
    if how == "leaves":
        web.post(url("leave_circle", circle=kept.slug))
    elif how == "is taken out":
        web.post(url("change_in_circle", circle=kept.slug, handle="amina"), change="remove")
    else:
        web.post("/settings/close", words="keep", password=PASSWORD)

    assert down(session) == [bea.id, bea.id]
    assert said(web.as_(grace).get(CIRCLE).text) == "This week Bea welcomes newcomers."


def test_old_weeks_are_forgotten(web, house, session, kept, amina):
    put(web, amina)
    begins = greeters.monday()

    left = []
    for weeks in (8, 9):
        with time_machine.travel(clock.now() + timedelta(weeks=weeks), tick=False):
            chores.sweep(house)
        left.append(down(session, begins))

    assert left == [[amina.id], []]


def test_her_copy_holds_her_weeks(web, kept, amina, bea):
    weeks = greeters.weeks()[:2]
    for week in weeks:
        put(web, amina, week)
    put(web, bea)

    copy = opened(ask(web, amina))

    said = [{"circle": kept.name, "week": week.isoformat()} for week in weeks]
    assert copy["data.json"]["greets"] == said
    assert "Weeks in which you greet" in copy["index.html"]


def test_a_week_begins_on_monday():
    assert greeters.monday(date(2028, 1, 2)) == date(2027, 12, 27)
    assert greeters.monday(date(2028, 1, 3)) == date(2028, 1, 3)
    assert {week.weekday() for week in greeters.weeks()} == {0}
    assert len(set(greeters.weeks())) == 9
