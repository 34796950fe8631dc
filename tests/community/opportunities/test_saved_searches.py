"""Saved searches: the filters of the list under a name, and a word when something new fits."""

import io
import json
import zipfile
from datetime import timedelta
from urllib.parse import urlencode

import pytest
import time_machine
from sqlalchemy import select

from app.community.opportunities import searches, telling
from app.community.opportunities.kept_models import Watch
from app.community.opportunities.models import State
from app.community.opportunities.words import Kind, Way
from app.core import clock
from app.core.keys import base32
from tests import dump
from tests.community.opportunities.making import opportunity
from tests.community.opportunities.test_listing import titles
from tests.make import PASSWORD
from tests.people.members.leaving import after, close

HERE = "/opportunities/saved-searches"
WORD = "Something new fits a saved search of yours"
CANARY = "acanaryinasearch"


def save(web, member, name="Clinics", **filters):
    page = web.as_(member).get(f"{HERE}?{urlencode(filters)}")
    return web.send(page, HERE, name=name)


@pytest.fixture
def of(make):
    def of(member):
        with make.house.database.reading() as session:
            return searches.hers(session, make.house.ring, member.id)

    return of


@pytest.fixture
def tell(house):
    """The chores of the day that is so many days from now."""

    def tell(days=1):
        with time_machine.travel(clock.now() + timedelta(days=days), tick=False):
            return telling.tell_due(house.database, house.ring)

    return tell


def news(web, member):
    with time_machine.travel(clock.now() + timedelta(days=1), tick=False):
        return web.as_(member).get("/notifications").text.count(f"{WORD}</a>")


# Saving


def test_the_filters_of_the_list_are_saved_under_a_name_and_lead_back(web, make, amina, bea):
    opportunity(make, bea, title="Clinic manager")
    opportunity(make, bea, title="Talk", kind=Kind.EVENT, begins=clock.minute())
    page = web.as_(amina).get("/opportunities?kind=job&place=bristol&paid=on").text
    path = page.partition("Save this search")[0].rpartition('href="')[2].partition('"')[0]

    answer = web.send(web.get(path.replace("&amp;", "&")), HERE, name="Clinics here")

    shown = web.follow(answer).text
    for words in ("Clinics here", "Jobs", "bristol", "Says what it pays"):
        assert words in shown
    there = web.get(f"{HERE}/1").headers["location"]
    assert there == "/opportunities?kind=job&place=bristol&paid=on"
    assert titles(web.get(there)) == ["Clinic manager"]


def test_without_any_filter_there_is_nothing_to_save(web, amina, of):
    answer = web.as_(amina).post(HERE, name="All")

    assert answer.status_code == 422
    assert "Choose at least one filter first." in answer.text
    assert of(amina) == []


def test_there_are_ten_at_most(web, amina, of):
    for n in range(10):
        assert save(web, amina, f"Number {n}", q=f"word{n}").status_code == 303

    answer = save(web, amina, "One more", q="more")

    assert answer.status_code == 422
    assert "You have 10 saved searches" in answer.text
    assert len(of(amina)) == 10


def test_one_form_saves_one(web, amina, of):
    page = web.as_(amina).get(f"{HERE}?q=clinic")

    for _ in range(2):
        assert web.send(page, HERE, name="Clinics").status_code == 303

    assert len(of(amina)) == 1


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"name": ""},
        {"name": "x" * 61},
        {"name": "A", "kind": "castle"},
        {"name": "A", "q": "x" * 101},
        {"name": "A", "q": "a", "also": "this"},
    ],
)
def test_a_bad_form_saves_nothing(web, amina, of, typed):
    assert web.as_(amina).post(HERE, **({"q": "clinic"} | typed)).status_code == 422
    assert of(amina) == []


def test_a_visitor_is_asked_to_sign_in(web):
    assert web.visitor().get(HERE).headers["location"].startswith("/sign-in")
    assert web.post(HERE, name="Clinics", q="clinic").status_code == 403


def test_nobody_finds_another_s(web, amina, bea, of):
    save(web, amina, q="clinic")

    web.as_(bea)
    assert "Clinics" not in web.get(HERE).text
    assert web.get(f"{HERE}/1").status_code == 404
    assert web.post(f"{HERE}/1/switch", on="no").headers["location"] == f"{HERE}?said=search-gone"
    assert web.post(f"{HERE}/1/delete").headers["location"] == f"{HERE}?said=search-deleted"
    assert of(amina)[0].on


@pytest.mark.parametrize("place", ["0", "11", "x", "-1", "1e3", "٣"])
def test_a_place_that_is_none_is_not_found(web, amina, place):
    save(web, amina, q="clinic")

    assert web.get(f"{HERE}/{place}").status_code == 404


def test_one_that_is_deleted_is_gone(web, amina, of):
    save(web, amina, q="clinic")
    save(web, amina, "Talks", kind="speaking")

    web.send(web.get(HERE), f"{HERE}/1/delete")

    assert [one.name for one in of(amina)] == ["Talks"]
    assert save(web, amina, "Again", q="again").status_code == 303
    assert [one.place for one in of(amina)] == [1, 2]


def test_a_copy_says_nothing_of_it(web, session, amina):
    page = web.as_(amina).get(f"{HERE}?q={CANARY}")
    before = dump.of(session)

    web.send(page, HERE, name=CANARY)

    changed = {table for table, found in dump.of(session).items() if found != before[table]}
    assert changed == {"opportunity_watches"}
    assert dump.holding(session, CANARY) == []


def test_a_row_of_a_search_is_like_one_of_a_reminder(web, make, session, amina, bea):
    save(web, amina, q="clinic")
    row = opportunity(make, bea)
    web.post(f"/opportunities/{base32(row.id)}/save", on="yes")

    assert len({len(one.sealed) for one in session.scalars(select(Watch))}) == 1


# Being told


def test_she_is_told_once_a_day_of_what_came(web, make, tell, amina, bea):
    save(web, amina, q="clinic")
    for n in range(3):
        opportunity(make, bea, title=f"Clinic {n}")

    assert tell() == 1
    assert tell() == 0
    assert tell(2) == 0
    assert news(web, amina) == 1


def test_the_word_leads_to_the_list_with_her_filters_and_says_neither(
    web, make, session, tell, amina, bea
):
    row = opportunity(make, bea, title="Clinic manager")
    save(web, amina, CANARY, q="clinic")

    tell()

    with time_machine.travel(clock.now() + timedelta(days=1), tick=False):
        page = web.as_(amina).get("/notifications").text
        assert CANARY not in page
        assert "Clinic manager" not in page
        path = page.partition(WORD)[0].rpartition('href="')[2].partition('"')[0]
        way = web.get(path).headers["location"]
        assert web.get(way).headers["location"] == "/opportunities?q=clinic"
    [told] = [one for one in dump.of(session)["notifications"] if telling.SEARCH in one]
    assert base32(row.id) not in told


def test_what_was_there_before_that_day_is_not_new(web, make, tell, session, amina, bea):
    old = opportunity(make, bea, title="Clinic manager")
    old.checked = clock.today() - timedelta(days=1)
    session.add(old)
    session.commit()
    save(web, amina, q="clinic")

    assert tell() == 0


def test_what_comes_later_is_told_when_moderators_let_it_stand(
    web, make, tell, session, amina, bea
):
    save(web, amina, q="clinic")
    row = opportunity(make, bea, title="Clinic", state=State.WAITING)
    assert tell(1) == 0

    row.state, row.checked = State.SHOWN, clock.today() + timedelta(days=3)
    session.add(row)
    session.commit()

    assert [tell(3), tell(4), tell(5)] == [0, 1, 0]


@pytest.mark.parametrize(
    ("filters", "fits"),
    [
        ({"kind": "job"}, True),
        ({"kind": "speaking"}, False),
        ({"way": "on-site"}, True),
        ({"way": "home"}, False),
        ({"place": "Bristol"}, True),
        ({"place": "Leeds"}, False),
        ({"q": "fridays off"}, False),
        ({"q": "friday off"}, True),
        ({"hours": "part-time"}, False),
        ({"paid": "on"}, True),
        ({"kind": "job", "place": "leeds"}, False),
    ],
)
def test_what_fits_is_what_the_list_shows(web, make, tell, amina, bea, filters, fits):
    opportunity(make, bea)
    save(web, amina, **filters)
    listed = web.get(web.get(f"{HERE}/1").headers["location"])

    assert bool(titles(listed)) is fits
    assert tell() == int(fits)


def test_one_that_is_off_says_nothing_and_begins_anew_when_it_is_on(
    web, make, tell, of, amina, bea
):
    save(web, amina, q="clinic")
    web.send(web.get(HERE), f"{HERE}/1/switch", on="no")
    opportunity(make, bea, title="Clinic")
    assert tell() == 0

    with time_machine.travel(clock.now() + timedelta(days=2), tick=False):
        web.as_(amina)
        web.send(web.get(HERE), f"{HERE}/1/switch", on="yes")
    assert of(amina)[0].on
    assert tell(3) == 0


def test_her_own_is_no_news(web, make, tell, amina):
    save(web, amina, q="clinic")
    opportunity(make, amina, title="Clinic")

    assert tell() == 0


@pytest.mark.parametrize("by", ["amina", "bea"])
def test_nobody_is_told_of_what_somebody_posts_from_whom_she_is_kept_apart(
    web, make, tell, amina, bea, by
):
    save(web, amina, q="clinic")
    opportunity(make, bea, title="Clinic")
    one, other = (amina, "bea") if by == "amina" else (bea, "amina")
    web.as_(one).post(f"/m/{other}/no-contact", contact="none")

    assert tell() == 0


def test_what_is_over_by_then_is_no_news(web, make, tell, amina, bea):
    save(web, amina, q="clinic")
    opportunity(make, bea, title="Clinic", closes=clock.minute() + timedelta(hours=2))

    assert tell() == 0


def test_a_day_on_which_no_chore_ran_is_not_lost(web, make, tell, amina, bea):
    save(web, amina, q="clinic")
    opportunity(make, bea, title="Clinic", closes=clock.minute() + timedelta(days=30))

    assert tell(9) == 1


def test_two_processes_tell_once(web, make, house, tell, amina, bea):
    save(web, amina, q="clinic")
    opportunity(make, bea, title="Clinic")

    with time_machine.travel(clock.now() + timedelta(days=1), tick=False):
        told = [telling.tell_due(house.database, house.ring) for _ in range(2)]

    assert told == [1, 0]


def test_all_rows_move_whoever_was_told(web, make, session, tell, amina, bea, grace):
    save(web, amina, q="clinic")
    save(web, grace, q="talk")
    opportunity(make, bea, title="Clinic")
    before = {row.id: row.sealed for row in session.scalars(select(Watch))}
    session.rollback()

    tell()

    now = {row.id: row.sealed for row in session.scalars(select(Watch))}
    assert now.keys() == before.keys()
    assert all(now[each] != before[each] for each in now)


# To take with her, and when she leaves


def test_they_are_in_her_copy(web, make, amina, bea):
    row = opportunity(make, bea, title="Clinic manager")
    save(web, amina, "Clinics here", kind="job", q="clinic", way="on-site")
    web.post(f"/opportunities/{base32(row.id)}/interest", on="yes", note="Asked on Tuesday")

    asked = web.get("/settings/export")
    answer = web.send(asked, "/settings/export", password=PASSWORD)
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        account = json.loads(archive.read("data.json"))
        page = archive.read("index.html").decode()

    for words in ("Clinics here", "Clinic manager", "Asked on Tuesday"):
        assert words in page
    [search] = account["searches"]
    assert search["name"] == "Clinics here"
    assert (search["kind"], search["way"], search["words"]) == ("job", Way.ON_SITE, "clinic")
    [listed] = account["opportunities_kept"]
    assert listed["interested"]
    assert not listed["saved"]
    assert "Your list of opportunities" in web.get("/privacy").text


def test_they_go_with_her_account(web, house, make, session, of, amina, bea):
    save(web, amina, q="clinic")
    close(web, amina)

    after(house)

    assert of(amina) == []
