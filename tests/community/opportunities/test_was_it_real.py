"""*Was it real?* Asked once, counted without a name, shown to moderators from three on."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import inspect, select

from app.community.opportunities.kept_models import Answered, Reality
from app.community.opportunities.models import State
from app.core import clock
from app.core.keys import base32
from app.oversight.moderation import doubts
from app.oversight.moderation.models import Case
from tests import dump
from tests.community.opportunities.making import opportunity

LIST = "/opportunities/your-list"
QUESTION = "You were interested in these"


def way(row, deed="real"):
    return f"/opportunities/{base32(row.id)}/{deed}"


@pytest.fixture
def row(make, bea):
    return opportunity(make, bea, title="Clinic manager", closes=clock.minute() + timedelta(days=2))


@pytest.fixture
def interested(web, make, circle, row):
    """So many members who were interested before it closed."""

    def interested(many):
        people = [make.member(f"Reader{n}", circle) for n in range(many)]
        for one in people:
            web.as_(one).post(way(row, "interest"), on="yes")
        return people

    return interested


@pytest.fixture
def after():
    def after():
        return time_machine.travel(clock.now() + timedelta(days=3), tick=False)

    return after


def answer(web, member, row, said="real"):
    return web.as_(member).post(way(row), answer=said)


def test_she_is_asked_once_it_is_over_and_once(web, interested, after, row):
    [reader] = interested(1)
    assert QUESTION not in web.as_(reader).get(LIST).text

    with after():
        page = web.as_(reader).get(LIST)
        assert QUESTION in page.text
        web.follow(web.send(page, way(row), answer="real"))

        assert QUESTION not in web.get(LIST).text
        assert "Clinic manager" in web.get(LIST).text
        assert answer(web, reader, row, "not-real").status_code == 403


def test_she_is_asked_of_what_was_filled(web, session, interested, row):
    [reader] = interested(1)
    row.state = State.FILLED
    session.add(row)
    session.commit()

    assert QUESTION in web.as_(reader).get(LIST).text


@pytest.mark.parametrize("state", [State.WITHDRAWN, State.HIDDEN, State.REMOVED])
def test_she_is_not_asked_of_what_cannot_be_seen(web, session, interested, after, row, state):
    [reader] = interested(1)
    row.state = state
    session.add(row)
    session.commit()

    with after():
        assert QUESTION not in web.as_(reader).get(LIST).text
        assert answer(web, reader, row).status_code == 404


def test_whoever_was_not_interested_has_no_say(web, after, row, amina, bea):
    with after():
        assert answer(web, amina, row).status_code == 404
        assert answer(web, bea, row).status_code == 404


def test_while_it_is_open_nobody_has(web, interested, row):
    [reader] = interested(1)

    assert answer(web, reader, row).status_code == 404


@pytest.mark.parametrize("typed", [{}, {"answer": "perhaps"}, {"answer": "real", "who": "me"}])
def test_a_bad_form_counts_nothing(web, session, interested, after, row, typed):
    [reader] = interested(1)

    with after():
        assert web.as_(reader).post(way(row), **typed).status_code == 422
    assert session.scalars(select(Answered)).all() == []


# What is kept


def test_what_is_kept_is_a_mark_and_a_number_and_nothing_joins_them(
    web, session, interested, after, row
):
    [reader] = interested(1)
    with after():
        page = web.as_(reader).get(LIST)
        before = dump.of(session)
        web.send(page, way(row), answer="not-real")

    now = dump.of(session)
    changed = {table for table, found in now.items() if found != before[table]}
    assert changed == {"opportunity_answered", "opportunity_reality"}
    [[_of, mark]] = now["opportunity_answered"]
    assert len(mark) == 16
    assert now["opportunity_reality"] == [(row.id, 0, 1, 0)]


def test_no_column_has_room_for_a_time_or_a_member(session):
    for model in (Answered, Reality):
        columns = inspect(session.connection()).get_columns(model.__tablename__)
        assert {str(one["type"]).split("(")[0] for one in columns} <= {
            *("INTEGER", "BIGINT", "BLOB", "BYTEA"),
        }


def test_the_marks_of_one_member_have_nothing_in_common(web, make, session, bea, amina, after):
    rows = [opportunity(make, bea, closes=clock.minute() + timedelta(days=2)) for _ in range(2)]
    for each in rows:
        web.as_(amina).post(way(each, "interest"), on="yes")
    with after():
        for each in rows:
            answer(web, amina, each)

    one, other = session.scalars(select(Answered))

    assert one.answerer != other.answerer


def test_who_posted_it_hears_nothing(web, interested, after, row, bea):
    with after():
        people = interested_before(web, row, interested)
        for one in people:
            answer(web, one, row, "not-real")
        page = web.as_(bea).get(f"/opportunities/{base32(row.id)}").text
        assert "Was it real?" not in page
        assert "without their names" not in page


def interested_before(web, row, interested):
    """Who was interested while it was open, asked for when it is not any more."""
    with time_machine.travel(row.closes - timedelta(days=1), tick=False):
        return interested(3)


# What moderators see


def test_moderators_see_numbers_from_three_answers_on(web, interested, after, row, mona, amina):
    people = interested(3)
    page = f"/opportunities/{base32(row.id)}"
    with after():
        for one, said in zip(people, ("real", "real", "unknown"), strict=True):
            assert "without their names" not in web.as_(mona).get(page).text
            answer(web, one, row, said)

        assert "without their names" in web.as_(mona).get(page).text
        assert "without their names" not in web.as_(amina).get(page).text


def test_three_who_say_that_it_was_not_have_moderators_look_once(
    web, session, interested, after, row, bea, mona
):
    people = interested(5)

    with after():
        for n, one in enumerate(people):
            assert len(session.scalars(select(Case)).all()) == int(n >= 3)
            session.rollback()
            answer(web, one, row, "not-real")

        [case] = session.scalars(select(Case))
        assert (case.kind, case.author_id, case.reports) == ("opportunity", bea.id, 0)
        assert "Clinic manager" in web.as_(mona).get("/moderation").text
        assert doubts.WHY in web.get(f"/moderation/cases/{base32(case.id)}").text


def test_other_answers_have_nobody_look(web, session, interested, after, row):
    people = interested(4)

    with after():
        for one, word in zip(people, ("not-real", "not-real", "real", "unknown"), strict=True):
            answer(web, one, row, word)

    assert session.scalars(select(Case)).all() == []
