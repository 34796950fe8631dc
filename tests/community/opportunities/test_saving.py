"""Saving an opportunity: hers alone, in her list, and a word before it closes."""

import re
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from app.chores import sweep
from app.community.opportunities import saved, telling, watching
from app.community.opportunities.kept_models import Watch
from app.community.opportunities.models import State
from app.core import clock, keys
from app.core.keys import base32
from app.people.members.models import Standing
from app.people.sheets.models import Sheet
from tests import dump
from tests.browser import forms_of
from tests.community.opportunities.making import opportunity
from tests.conftest import counted
from tests.people.members.leaving import after, close

WORD = "Something that you saved closes within three days"


def way(row, deed="save"):
    return f"/opportunities/{base32(row.id)}/{deed}"


def save(web, member, row, on="yes"):
    return web.as_(member).post(way(row), on=on)


@pytest.fixture
def saved_by(make):
    """The numbers of those that she has saved."""

    def saved_by(member):
        with make._as(member) as (session, viewer):
            found = saved.mine(session, viewer, make.house.ring)
        return [one.words.opportunity_id for one in found if one.words.saved]

    return saved_by


def tell(house, *, in_days=0):
    with time_machine.travel(clock.now() + timedelta(days=in_days), tick=False):
        return telling.tell_due(house.database, house.ring)


def closing(make, by, days, **said):
    return opportunity(make, by, closes=clock.minute() + timedelta(days=days), **said)


# Saving


def test_one_is_saved_from_the_list_which_comes_back_with_its_filters(web, make, amina, bea):
    row = opportunity(make, bea, title="Clinic manager")
    page = web.as_(amina).get("/opportunities?kind=job&q=clinic")
    [form] = [form for form in forms_of(page) if form.action == way(row)]

    answer = web.send(page, form.action, on="yes")

    assert answer.headers["location"] == (
        f"/opportunities?kind=job&q=clinic&said=opportunity-saved#o{base32(row.id)}"
    )
    back = web.follow(answer).text
    assert 'aria-pressed="true"' in back
    aside = back.partition("Saved by you")[2]
    assert "Clinic manager" in aside
    assert "Nothing yet." not in aside


def test_one_is_saved_from_its_page_and_found_in_her_list_and_among_bookmarks(
    web, make, amina, bea
):
    row = opportunity(make, bea, title="Clinic manager")
    page = web.as_(amina).get(f"/opportunities/{base32(row.id)}")

    web.follow(web.send(page, way(row), on="yes"))

    assert "Clinic manager" in web.get("/opportunities/your-list").text
    assert "Clinic manager" in web.get("/bookmarks").text


def test_pressed_twice_it_is_saved_once_and_pressed_again_it_is_not(
    web, make, amina, bea, saved_by
):
    row = opportunity(make, bea)
    save(web, amina, row)
    save(web, amina, row)
    assert saved_by(amina) == [row.id]

    save(web, amina, row, on="no")
    save(web, amina, row, on="no")

    assert saved_by(amina) == []
    assert "Nothing yet." in web.get("/opportunities").text


def test_a_visitor_is_asked_to_sign_in(web, make, bea):
    row = opportunity(make, bea, public=True)

    page = web.visitor().get(f"/opportunities/{base32(row.id)}")
    assert way(row) not in page.text
    assert "For you alone" not in page.text
    assert web.post(way(row), on="yes").status_code == 403
    assert web.get("/opportunities/your-list").headers["location"].startswith("/sign-in")


@pytest.mark.parametrize("state", [State.WAITING, State.WITHDRAWN, State.HIDDEN, State.REMOVED])
def test_what_cannot_be_seen_cannot_be_saved(web, make, amina, bea, saved_by, state):
    row = opportunity(make, bea, state=state)

    assert save(web, amina, row).status_code == 404
    assert saved_by(amina) == []


def test_what_is_over_cannot_be_saved_but_taken_off(web, make, amina, bea, saved_by):
    row = closing(make, bea, 2)
    save(web, amina, row)

    with time_machine.travel(clock.now() + timedelta(days=2, minutes=1), tick=False):
        other = opportunity(make, bea, state=State.FILLED)
        assert save(web, amina, other).status_code == 403
        save(web, amina, row, on="no")

    assert saved_by(amina) == []


@pytest.mark.parametrize("typed", [{}, {"on": "maybe"}, {"on": "yes", "also": "this"}])
def test_a_bad_form_saves_nothing(web, make, amina, bea, saved_by, typed):
    row = opportunity(make, bea)

    assert web.as_(amina).post(way(row), **typed).status_code == 422
    assert saved_by(amina) == []


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example", "/\\x"])
def test_nobody_is_sent_elsewhere_by_it(web, make, amina, bea, back):
    row = opportunity(make, bea)

    answer = web.as_(amina).post(way(row), on="yes", back=back)

    assert answer.headers["location"].startswith("/opportunities/your-list")


def test_a_paused_member_keeps_her_list(web, make, session, amina, bea, saved_by):
    row = opportunity(make, bea)
    amina.standing = Standing.PAUSED
    session.add(amina)
    session.commit()

    save(web, amina, row)

    assert saved_by(amina) == [row.id]


def test_what_is_gone_stays_in_her_list_without_a_word_of_it(web, make, session, amina, bea):
    row = opportunity(make, bea, title="Clinic manager")
    save(web, amina, row)
    row.state = State.REMOVED
    session.add(row)
    session.commit()

    page = web.get("/opportunities/your-list").text

    assert "Clinic manager" not in page
    assert "An opportunity that can’t be read here any more" in page


def test_a_list_with_saved_ones_takes_few_statements(web, make, amina, bea):
    for n in range(8):
        save(web, amina, opportunity(make, bea, title=f"Number {n}"))
    web.get("/opportunities")

    with counted(web.house) as asked:
        web.get("/opportunities")
    with counted(web.house) as kept:
        web.get("/opportunities/your-list")

    assert len(asked) <= 6
    assert len(kept) <= 5


# For her alone


def test_a_copy_says_nothing_of_it(web, make, session, amina, bea):
    row = opportunity(make, bea)
    page = web.as_(amina).get("/opportunities")
    before = dump.of(session)

    web.send(page, way(row), on="yes")

    changed = {table for table, found in dump.of(session).items() if found != before[table]}
    assert changed == {"sheets", "opportunity_watches"}
    [watch] = session.scalars(select(Watch))
    [sheet] = session.scalars(select(Sheet))
    for sealed in (watch.sealed, sheet.sealed):
        assert keys.number(row.id) not in sealed
        assert amina.id.bytes not in sealed
    assert not {watch.id, sheet.id} & {row.id}


def test_who_posted_it_sees_no_difference(web, make, amina, bea):
    row = opportunity(make, bea)

    def page():
        shown = web.as_(bea).get(f"/opportunities/{base32(row.id)}").text
        return re.sub(r'value="[^"]{30,}"', "", shown)

    before = page()
    save(web, amina, row)

    assert page() == before


def test_of_two_rows_none_says_that_they_are_of_one_member(web, make, session, amina, bea):
    for _ in range(2):
        save(web, amina, opportunity(make, bea))

    one, other = session.scalars(select(Watch))

    assert one.id >> 40 != other.id >> 40
    assert len(one.sealed) == len(other.sealed)
    assert one.sealed[:12] != other.sealed[:12]


# The word before it closes


def test_she_is_told_three_days_before_and_once(web, house, make, amina, bea):
    save(web, amina, closing(make, bea, 10, title="Clinic manager"))
    assert tell(house, in_days=6) == 0

    assert tell(house, in_days=7) == 1
    assert tell(house, in_days=8) == 0

    with time_machine.travel(clock.now() + timedelta(days=8), tick=False):
        page = web.as_(amina).get("/notifications")
        assert page.text.count(f"{WORD}</a>") == 1
        assert "Clinic manager" not in page.text


def test_the_word_leads_to_her_list(web, house, make, amina, bea):
    save(web, amina, closing(make, bea, 2))
    tell(house)
    page = web.as_(amina).get("/notifications").text
    path = page.partition(WORD)[0].rpartition('href="')[2].partition('"')[0]

    assert web.get(path).headers["location"] == "/opportunities/your-list"


def test_the_word_is_gone_once_it_is_closed(web, house, make, session, amina, bea):
    save(web, amina, closing(make, bea, 1))
    tell(house)
    assert WORD in web.as_(amina).get("/notifications").text

    with time_machine.travel(clock.now() + timedelta(days=1, minutes=1), tick=False):
        assert WORD not in web.as_(amina).get("/notifications").text
    with time_machine.travel(clock.now() + timedelta(days=4), tick=False):
        sweep(house)
    rows = dump.of(session)["notifications"]
    assert [row for row in rows if telling.SAVED in row] == []


@pytest.mark.parametrize("state", [State.FILLED, State.WITHDRAWN])
def test_nobody_is_told_of_what_is_over_early(web, house, make, session, amina, bea, state):
    row = closing(make, bea, 2)
    save(web, amina, row)
    row.state = state
    session.add(row)
    session.commit()

    assert tell(house) == 0


def test_whoever_saves_it_no_more_is_not_told(web, house, make, amina, bea):
    row = closing(make, bea, 2)
    save(web, amina, row)
    save(web, amina, row, on="no")

    assert tell(house) == 0


def test_another_day_of_closing_is_told_anew(web, house, make, session, amina, bea):
    row = closing(make, bea, 2)
    save(web, amina, row)
    assert tell(house) == 1
    row.closes += timedelta(days=20)
    session.add(row)
    session.commit()

    assert tell(house) == 0
    assert tell(house, in_days=20) == 1


def test_what_she_is_told_names_in_no_row_what_she_saved(web, house, make, session, amina, bea):
    row = closing(make, bea, 2, title="Clinic manager")
    save(web, amina, row)

    tell(house)

    [told] = [one for one in dump.of(session)["notifications"] if telling.SAVED in one]
    assert base32(row.id) not in told
    assert row.id not in told


def test_each_round_seals_all_rows_anew(web, house, make, session, amina, bea):
    save(web, amina, closing(make, bea, 2))
    save(web, amina, closing(make, bea, 30))
    before = {row.id: row.sealed for row in session.scalars(select(Watch))}
    session.rollback()

    tell(house)

    now = {row.id: row.sealed for row in session.scalars(select(Watch))}
    assert now.keys() == before.keys()
    assert all(now[n] != before[n] and len(now[n]) == len(before[n]) for n in now)


def test_rows_of_what_is_gone_go(web, house, make, session, amina, bea):
    row = closing(make, bea, 2)
    save(web, amina, row)
    session.delete(session.merge(row))
    session.commit()

    tell(house)

    assert session.scalars(select(Watch)).all() == []


# Leaving


def test_whoever_is_leaving_is_told_nothing(web, house, make, amina, bea):
    save(web, amina, closing(make, bea, 2))
    make.leaving(amina)

    assert tell(house) == 0


def test_once_she_has_left_nothing_opens_and_no_row_is_as_it_was(
    web, house, make, session, amina, bea, grace
):
    for who in (amina, grace):
        save(web, who, opportunity(make, bea))
    before = {row.id: row.sealed for row in session.scalars(select(Watch))}
    session.rollback()
    close(web, amina)

    after(house)

    now = {row.id: row.sealed for row in session.scalars(select(Watch))}
    assert now.keys() == before.keys()
    assert all(now[n] != before[n] for n in now)
    opened = [watching.opened(house.ring, n, sealed) for n, sealed in now.items()]
    assert [one.member_id for one in opened if one] == [grace.id]


def test_what_nobody_can_open_goes_some_day(house, session, monkeypatch):
    session.add(Watch(id=7, sealed=b"noise" * 200))
    session.commit()

    for happens in (False, True):
        monkeypatch.setattr(keys, "happens", lambda _chance, now=happens: now)
        tell(house)
        session.rollback()
        assert bool(session.get(Watch, 7)) is not happens
