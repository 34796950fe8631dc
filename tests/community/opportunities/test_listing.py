"""The list of what is open: who sees what, in which order, for how long, by which filters."""

import html
import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from app.community.opportunities.events import OpportunitiesChanged
from app.community.opportunities.models import State
from app.community.opportunities.words import Hours, Kind, Per, Travel, Way
from app.core import clock, events
from app.core.keys import base32
from app.web.kit.addresses import url
from tests.community.opportunities.making import opportunity
from tests.conftest import counted


def titles(page):
    """In the order of the page."""
    parts = page.text.split("<h3>")[1:]
    return [part.split("</a>")[0].rsplit(">", 1)[1].strip() for part in parts]


def test_whoever_is_signed_in_sees_all_that_is_open_soonest_to_close_first(web, make, amina, bea):
    now = clock.minute()
    opportunity(make, bea, title="Later", closes=now + timedelta(days=9))
    opportunity(make, bea, title="Sooner", closes=now + timedelta(days=2))

    page = web.as_(amina).get("/opportunities")

    assert titles(page) == ["Sooner", "Later"]
    assert "2 open. Soonest to close first." in page.text


@pytest.mark.parametrize("state", [one for one in State if one is not State.SHOWN])
def test_what_is_not_shown_is_in_no_list(web, make, amina, bea, state):
    opportunity(make, bea, title="Elsewhere", state=state)

    assert titles(web.as_(amina).get("/opportunities")) == []


def test_a_visitor_sees_what_its_poster_shows_to_everybody(web, make, bea):
    opportunity(make, bea, title="For all", public=True)
    hers = opportunity(make, bea, title="For members")

    page = web.visitor().get("/opportunities")

    assert titles(page) == ["For all"]
    assert "1 open." in page.text
    # Whether there is one at all, she is not told before she has signed in.
    for number in (base32(hers.id), "nothere"):
        at = web.get(f"/opportunities/{number}").headers["location"]
        assert at == f"/sign-in?next=%2Fopportunities%2F{number}"


def test_a_list_of_any_length_takes_few_statements(web, make, amina, bea):
    for n in range(25):
        opportunity(make, bea, title=f"Number {n}")
    web.as_(amina).get("/opportunities")

    with counted(web.house) as asked:
        page = web.get("/opportunities")

    assert len(titles(page)) == 20
    assert len(asked) <= 5


def test_what_is_beyond_the_first_page_is_reached_by_its_place(web, make, amina, bea):
    closes = clock.minute() + timedelta(days=3)
    for n in range(45):
        opportunity(make, bea, title=f"Number {n}", closes=closes + timedelta(minutes=n // 9))
    path, seen = "/opportunities", []
    web.as_(amina)
    while path:
        page = web.get(path)
        seen += titles(page)
        found = re.search(r'rel="next"\s+href="([^"]*)"', page.text)
        path = html.unescape(found[1]) if found else ""

    assert len(seen) == 45
    assert set(seen) == {f"Number {n}" for n in range(45)}


@pytest.mark.parametrize("after", ["x", "1.", "-1.2", "99999999999.1", "9999999999.1", ".", "½.1"])
def test_a_place_that_there_is_not_is_no_trouble(web, make, amina, bea, after):
    opportunity(make, bea)

    assert web.as_(amina).get(f"/opportunities?after={after}").status_code == 200


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", {"Midwife", "Talk", "Reader", "Helper"}),
        ("kind=job", {"Midwife"}),
        ("kind=speaking&way=hybrid", {"Talk"}),
        ("way=home", {"Reader"}),
        ("hours=evenings", {"Helper"}),
        ("paid=on", {"Midwife", "Talk", "Helper"}),
        ("place=leeds", {"Talk"}),
        ("place=LEEDS+north", {"Talk"}),
        ("q=babies", {"Midwife"}),
        ("q=SAO+paulo", {"Reader"}),
        ("q=100%25", set()),
        ("q=_", {"Midwife", "Talk", "Reader", "Helper"}),
        ("kind=nonsense&way=1&hours=any", {"Midwife", "Talk", "Reader", "Helper"}),
    ],
)
def test_filters_narrow_it_down(web, make, amina, bea, asked, found):
    opportunity(make, bea, title="Midwife", body="For babies.")
    opportunity(
        make,
        bea,
        kind=Kind.SPEAKING,
        way=Way.HYBRID,
        title="Talk",
        place="North Leeds",
        travel=Travel.PAID,
    )
    unsaid = {"pay_from": None, "currency": ""}
    opportunity(
        make,
        bea,
        kind=Kind.COLLABORATION,
        way=Way.HOME,
        title="Reader",
        giver="São Paulo press",
        place="",
        **unsaid,
    )
    opportunity(
        make,
        bea,
        kind=Kind.VOLUNTEERING,
        hours=Hours.EVENINGS,
        title="Helper",
        unpaid=True,
        **unsaid,
    )

    page = web.as_(amina).get(f"/opportunities?{asked}")

    assert set(titles(page)) == found
    assert f"{len(found)} open." in page.text or not found


def test_where_nothing_fits_or_nothing_is_there_the_page_says_so(web, make, amina, bea):
    assert "Nothing is open at the moment" in web.as_(amina).get("/opportunities").text
    assert "Members see more" in web.visitor().get("/opportunities").text
    opportunity(make, bea)

    assert "Nothing fits all of that" in web.as_(amina).get("/opportunities?kind=event").text


def test_what_closes_is_gone_at_the_minute(web, make, amina, bea):
    closes = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    with time_machine.travel(closes - timedelta(days=1), tick=False):
        row = opportunity(make, bea, closes=closes)
    path = f"/opportunities/{base32(row.id)}"
    with time_machine.travel(closes - timedelta(seconds=1), tick=False):
        assert titles(web.as_(amina).get("/opportunities")) == ["Clinic manager"]
        assert "https://westgate.example/jobs/7" in web.get(path).text
    with time_machine.travel(closes, tick=False):
        page = web.as_(amina).get("/opportunities")
        assert titles(page) == []
        assert "It is closed." in web.get(path).text
        assert "https://westgate.example/jobs/7" not in web.get(path).text


# Clocks are put back in London on 25 October 2026 at 02:00, an hour that comes twice.
@pytest.mark.parametrize(
    ("zone", "closes", "day", "exact"),
    [
        ("Europe/London", datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "25 October", "01:30"),
        ("Europe/London", datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "25 October", "01:30"),
        ("Europe/London", datetime(2026, 10, 24, 22, 59, tzinfo=UTC), "24 October", "23:59"),
        ("America/New_York", datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "24 October", "20:30"),
        ("Pacific/Auckland", datetime(2026, 10, 24, 22, 59, tzinfo=UTC), "25 October", "11:59"),
        ("", datetime(2026, 10, 24, 23, 30, tzinfo=UTC), "25 October", "00:30"),
    ],
)
def test_it_is_said_by_her_own_clocks_else_by_the_sites(
    settings, web, make, session, amina, bea, zone, closes, day, exact
):
    settings(time_zone="Europe/London")
    amina.time_zone = zone
    session.commit()
    with time_machine.travel(datetime(2026, 10, 20, 12, tzinfo=UTC), tick=False):
        row = opportunity(make, bea, closes=closes)
        web.as_(amina)

        listed = web.get("/opportunities").text
        page = web.get(f"/opportunities/{base32(row.id)}").text

    # Where she has chosen none, the script may say it by the clocks of her device.
    mark, between = ("", " ") if zone else (" data-zone", "T")
    called = (zone or "Europe/London").replace("_", " ")
    machine = f'datetime="{closes:%Y-%m-%d}{between}{closes:%H:%MZ}"'
    assert f'<time {machine} data-ahead="day">{day}</time>' in listed
    assert re.search(f'<time {machine} data-ahead="exact">\\w+ {day}, {exact}</time>', page)
    for shown in (listed, page):
        assert f"Times are those of <span{mark}>{called}</span>." in shown


def test_on_its_last_day_the_hour_is_said(web, make, session, amina, bea):
    amina.time_zone = "Europe/London"
    session.commit()
    closes = datetime(2026, 3, 29, 16, 0, tzinfo=UTC)
    # Clocks are put forward that night.
    with time_machine.travel(datetime(2026, 3, 28, 12, tzinfo=UTC), tick=False):
        opportunity(make, bea, closes=closes)
        assert "tomorrow at 17:00" in web.as_(amina).get("/opportunities").text
    with time_machine.travel(datetime(2026, 3, 29, 0, tzinfo=UTC), tick=False):
        assert "today at 17:00" in web.as_(amina).get("/opportunities").text


def test_whom_she_has_blocked_or_muted_is_left_out_and_she_is_not_told_who_blocks_her(
    web, make, amina, bea, stella
):
    row = opportunity(make, bea, title="By Bea", body="Marmalade weather")
    opportunity(make, amina, title="By Amina")
    web.as_(amina).post("/m/bea/block", change="block")

    page = web.get("/opportunities")
    assert titles(page) == ["By Amina"]
    assert "1 open." in page.text
    hers = web.get(f"/opportunities/{base32(row.id)}").text
    assert "From somebody you have blocked" in hers
    # She who is blocked sees what everybody sees.
    assert set(titles(web.as_(bea).get("/opportunities"))) == {"By Amina", "By Bea"}


def test_words_that_she_has_muted_are_not_in_her_list(web, make, amina, bea):
    opportunity(make, bea, title="Marmalade weather", giver="The jam shop")
    web.as_(amina).post("/settings/muted/phrases", phrase="marmalade")

    page = web.get("/opportunities").text

    assert "An opportunity with words you have muted" in page
    assert "Marmalade" not in page
    assert "Marmalade" in web.as_(bea).get("/opportunities").text


def test_the_pages_of_one_and_of_the_form_take_few_statements(web, make, amina, bea):
    row = opportunity(make, bea)
    mine = opportunity(make, amina, title="Mine")
    web.as_(amina).get("/opportunities")
    for path in (
        f"/opportunities/{base32(row.id)}",
        "/opportunities/mine",
        "/opportunities/new",
        f"/opportunities/{base32(mine.id)}/edit",
    ):
        with counted(web.house) as asked:
            assert web.get(path).status_code == 200
        assert len(asked) <= 5, asked


def test_search_finds_what_is_open_for_whoever_may_see_it(web, make, session, amina, bea):
    web.as_(bea).get("/")
    row = opportunity(make, bea, title="Marmalade maker", closes=clock.minute() + timedelta(days=1))
    _index(web, row)

    assert "Marmalade" in web.as_(amina).get("/search?q=marmalade").text
    assert base32(row.id) not in web.visitor().get("/search?q=marmalade").text
    with time_machine.travel(row.closes):
        assert base32(row.id) not in web.as_(amina).get("/search?q=marmalade").text
    web.as_(bea).post(f"/opportunities/{base32(row.id)}/withdraw")
    assert base32(row.id) not in web.as_(amina).get("/search?q=marmalade").text


def _index(web, row):
    """As the deeds of moderators have it done."""
    with web.house.database.changing() as session:
        events.publish(session, OpportunitiesChanged(numbers=(row.id,)))


@pytest.mark.parametrize(
    ("pay", "said"),
    [
        ({"pay_from": 500_00}, "\u2068£500\u2069 في السنة"),
        (
            {"pay_from": 500_00, "pay_to": 1500_00},
            "\u2068\u2068£500\u2069 إلى \u2068£1,500\u2069\u2069 في السنة",
        ),
    ],
)
def test_an_amount_stays_whole_among_words_that_run_the_other_way(web, make, amina, pay, said):
    """Else the sign of an amount that follows Arabic letters would stand on its other side."""
    row = opportunity(make, amina, currency="GBP", per=Per.YEAR, **pay)

    for path in ("/opportunities", url("opportunity", opportunity_id=row.id)):
        page = web.as_(amina).get(path, **{"Accept-Language": "ar"}).text
        assert f'<bdi class="pay">{said}</bdi>' in page
