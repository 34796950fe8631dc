"""Where she is signed in: to see, to end one, to end all others; rows that tell nobody whose."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from app.core import clock, keys
from app.people.members import sessions
from app.people.members.models import Member, SessionRow
from app.people.recognition import recognise
from tests.browser import forms_of
from tests.conftest import counted


@pytest.fixture
def devices(web, amina):
    """The cookies of two devices of Amina's; the browser is the second."""
    first = web.as_(amina).client.cookies.get("session")
    second = web.as_(amina).client.cookies.get("session")
    return first, second


def alive(web, cookie):
    web.visitor()
    return web.get("/settings", Cookie=f"session={cookie}").status_code == 200


def ends(page):
    return [f.action for f in forms_of(page) if f.action.endswith("/end")]


def rows(session):
    return session.execute(select(SessionRow.__table__)).all()


def test_she_sees_her_devices_and_nobody_elses(web, bea, devices):
    cookie = web.client.cookies.get("session")
    web.as_(bea)
    web.visitor().client.cookies.set("session", cookie, domain="127.0.0.1")

    page = web.get("/settings/sessions")

    assert page.text.count("This device") == 1
    assert page.text.count("Another device") == 1


def test_she_ends_another_device(web, devices):
    page = web.get("/settings/sessions")
    [end] = ends(page)

    answer = web.send(page, end)

    assert answer.headers["location"] == "/settings/sessions?said=session-ended"
    assert not alive(web, devices[0])
    assert alive(web, devices[1])


def test_she_ends_all_others_and_goes_on_here(web, devices):
    answer = web.send(web.get("/settings/sessions"), "/settings/sessions/end-others")
    here = web.client.cookies.get("session")

    assert answer.headers["location"] == "/settings/sessions?said=sessions-ended"
    assert web.get("/settings").status_code == 200
    assert here not in devices
    assert not alive(web, devices[0])
    assert not alive(web, devices[1])


def test_she_may_end_the_one_she_sits_at(web, session, amina):
    web.as_(amina)
    [row] = rows(session)

    answer = web.post(f"/settings/sessions/{row.h.hex()}/end")

    assert answer.headers["location"] == "/?said=signed-out"
    assert web.get("/settings").status_code == 303


def test_another_members_session_is_not_there(web, session, amina, bea):
    web.as_(amina)
    [hers] = rows(session)

    foreign = web.as_(bea).post(f"/settings/sessions/{hers.h.hex()}/end")
    nothing = web.post(f"/settings/sessions/{'0' * 64}/end")

    assert foreign.status_code == nothing.status_code == 404
    assert len(rows(session)) == 2


def test_an_epoch_ends_every_session_at_once(web, session, amina, devices):
    session.get(Member, amina.id).session_epoch += 1
    session.commit()

    assert not any(alive(web, cookie) for cookie in devices)


def test_a_dead_epoch_is_not_listed(web, session, house, amina, devices):
    session.get(Member, amina.id).session_epoch += 1
    session.commit()

    page = web.as_(amina).get("/settings/sessions")

    assert "Another device" not in page.text


def test_a_session_of_a_member_who_is_gone_is_a_visitor(web, session, stella):
    web.as_(stella)

    session.delete(session.get(Member, stella.id))
    session.commit()

    assert web.get("/settings").status_code == 303


def test_a_week_without_a_visit_ends_it(web, amina, devices):
    with time_machine.travel(clock.now() + timedelta(days=7, seconds=5), tick=False):
        assert not alive(web, devices[0])
    with time_machine.travel(clock.now() + timedelta(days=6, hours=23), tick=False):
        assert alive(web, devices[0])


def test_a_visit_renews_the_cookie_after_ten_minutes_and_the_row_never(web, session, amina):
    web.as_(amina)
    before = rows(session)

    soon = web.get("/")
    with time_machine.travel(clock.now() + timedelta(minutes=11), tick=False):
        later = web.get("/")

    assert "set-cookie" not in soon.headers
    assert "set-cookie" in later.headers
    assert rows(session) == before


def test_eight_weeks_end_it_however_often_she_comes(web, session, amina):
    web.as_(amina)
    began = clock.now()
    codes = []

    for days in range(0, 70, 5):
        with time_machine.travel(began + timedelta(days=days), tick=False):
            codes.append(web.get("/settings").status_code)

    assert codes[:9] == [200] * 9  # a session ends with a week, so at 49 days at the earliest
    assert codes[12:] == [303] * 2


def test_what_has_run_out_is_swept(session, house, web, amina):
    web.as_(amina)

    with (
        time_machine.travel(clock.now() + timedelta(weeks=9), tick=False),
        house.database.changing() as opened,
    ):
        sessions.sweep(opened)

    assert session.scalar(select(func.count()).select_from(SessionRow)) == 0


def test_rows_are_equal_in_length_and_bear_no_owner(web, session, make, amina):
    longest = make.member("M" * 60)
    session.get(Member, longest.id).session_epoch = 2_000_000_000
    session.commit()
    for member in (amina, longest):
        web.as_(session.get(Member, member.id))

    kept = rows(session)

    assert {column.name for column in SessionRow.__table__.columns} == {
        "h", "sealed", "expires_week",
    }  # fmt: skip
    assert len({len(row.sealed) for row in kept}) == 1
    assert len({row.expires_week for row in kept}) == 1
    for row in kept:
        assert amina.id.bytes not in row.sealed
        assert amina.id.hex.encode() not in row.sealed


def test_a_row_moved_under_another_hash_opens_for_nobody(web, session, house, amina, bea):
    web.as_(amina)
    [hers] = rows(session)
    web.as_(bea)
    mine = next(row for row in rows(session) if row.h != hers.h)

    row = session.get(SessionRow, mine.h)
    row.sealed = hers.sealed
    session.commit()

    assert web.get("/settings").status_code == 303


def test_whose_it_is_is_asked_together_with_it(house, amina):
    with house.database.changing() as session:
        token = sessions.start(session, house.ring, amina)
    with house.database.reading() as session, counted(house) as asked:
        first = recognise(session, house.ring, token)
        again = recognise(session, house.ring, token)

    assert again.id == first.id == amina.id
    assert len(asked) == 2 + 1


def test_a_row_that_says_something_else_is_somebody_elses(session, house, amina, bea):
    """Whatever this process has read before: the row counts, and the row alone."""
    token = sessions.start(session, house.ring, amina)
    other = sessions.start(session, house.ring, bea)
    session.flush()
    assert recognise(session, house.ring, token).id == amina.id
    row = session.get_one(SessionRow, keys.digest(token))
    said = sessions._seal(house.ring).open(
        session.get_one(SessionRow, keys.digest(other)).sealed, keys.digest(other)
    )

    row.sealed = sessions._seal(house.ring).close(said, row.h)
    session.flush()

    assert recognise(session, house.ring, token).id == bea.id


@pytest.mark.parametrize("how", ["gone", "run out", "spoilt"])
def test_a_row_that_does_not_hold_any_more_is_nobodys(session, house, amina, how):
    token = sessions.start(session, house.ring, amina)
    session.flush()
    assert recognise(session, house.ring, token).signed_in
    row = session.get_one(SessionRow, keys.digest(token))

    if how == "gone":
        session.delete(row)
    elif how == "run out":
        row.expires_week = clock.week(clock.today())
    else:
        row.sealed = row.sealed[:-1] + bytes([row.sealed[-1] ^ 1])
    session.flush()

    assert not recognise(session, house.ring, token).signed_in


def test_no_more_rows_are_kept_open_than_so_many(session, house, amina, monkeypatch):
    monkeypatch.setattr(sessions, "OPENED", 3)
    opened = sessions.Opened()
    tokens = [sessions.start(session, house.ring, amina) for _ in range(5)]
    session.flush()
    hashes = [keys.digest(token) for token in tokens]

    for h in hashes:
        held = session.get_one(SessionRow, h)
        opened.open(house.ring, sessions.Row(h, held.sealed, held.expires_week))

    assert [opened.whose(h) for h in hashes] == [None, None, *[amina.id] * 3]
