"""One deed, one transaction: what is reported is kept, what is not is as if it never was."""

from dataclasses import dataclass

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from app.community.threads.models import Post
from app.core import events
from app.core.events import Event, StaffActed
from app.oversight.audit.models import Entry
from app.web.kit.addresses import url
from tests import dump


class OutOfOrder(Exception):
    pass


@dataclass(frozen=True, kw_only=True)
class Rung(Event):
    times: int


@pytest.fixture
def hear():
    """Listen for this test alone."""
    before = list(events._listeners)
    yield events.listen
    events._listeners[:] = before


@pytest.fixture
def calm(web):
    """A browser that is shown the page for an error, as everybody is."""
    web.client.shows_what_breaks = True
    yield web
    web.client.shows_what_breaks = False


def test_a_listener_that_fails_takes_the_deed_with_it(
    calm, session, make, hear, circle, grace, amina
):
    thread = make.thread(circle, amina)
    calm.as_(grace)
    before = dump.of(session)

    def fail(_session: Session, _event: Event) -> None:
        raise OutOfOrder

    hear(StaffActed, fail)
    answer = calm.post(url("pin_thread", thread_id=thread.id), on="yes")

    assert answer.status_code == 500
    assert "location" not in answer.headers
    assert "Something went wrong on our side" in answer.text
    assert dump.of(session) == before


def test_a_database_that_refuses_at_the_end_is_no_success(
    calm, session, make, hear, circle, grace, amina
):
    thread = make.thread(circle, amina)
    calm.as_(grace)
    before = dump.of(session)

    def break_a_rule(told: Session, event: StaffActed) -> None:
        told.execute(select(1))
        told.add(Entry(n=9, actor=event.actor_id.bytes, verb=None, subject_kind="", subject_id=""))

    hear(StaffActed, break_a_rule)
    answer = calm.post(url("pin_thread", thread_id=thread.id), on="yes")

    assert answer.status_code == 500
    assert dump.of(session) == before


def test_what_listeners_add_is_kept_with_the_deed(house, session, hear):
    heard = []

    def again(told: Session, event: Rung) -> None:
        heard.append(event.times)
        if event.times:
            events.publish(told, Rung(times=event.times - 1))

    hear(Rung, again)
    with house.database.changing() as changing:
        events.publish(changing, Rung(times=2))
        assert heard == []

    assert heard == [2, 1, 0]


def test_nobody_hears_of_what_did_not_happen(house, hear):
    heard = []
    hear(Rung, lambda _session, event: heard.append(event))

    def give_up():
        with house.database.changing() as changing:
            events.publish(changing, Rung(times=0))
            raise OutOfOrder

    with pytest.raises(OutOfOrder):
        give_up()

    assert heard == []


def test_an_answer_that_says_no_keeps_nothing(web, session, running, make, circle, amina):
    """Also what was done before the no: here the form is refused after the post was added."""
    from app.web.kit.route import OneHop

    route = next(r for r in running.router.routes if isinstance(r, OneHop) and r.name == "reply")
    thread = make.thread(circle, amina)
    way = url("reply", thread_id=thread.id)
    web.as_(amina)

    refused = web.post(way, body="Kept?", title="a field it does not have")
    assert (refused.status_code, _posts(session)) == (422, 1)

    was = route.app
    try:
        route.app = _refusing(route)
        answer = web.post(way, body="Kept?")
    finally:
        route.app = was
    assert answer.status_code == 409
    assert _posts(session) == 1
    assert web.post(way, body="Kept!").status_code == 303
    assert _posts(session) == 2


def _refusing(route):
    """The route, but after the deed its handler answers 409."""
    import functools

    from starlette.responses import Response

    from app.web.kit.route import OneHop

    done = route.endpoint

    @functools.wraps(done)
    def refuse(*args, **kwargs):
        assert done(*args, **kwargs).status_code == 303
        return Response("no", 409)

    other = OneHop(route.path, refuse, methods=["POST"], name="other")
    return other.app


def _posts(session):
    session.rollback()
    return session.scalar(select(func.count()).select_from(Post))


def test_a_page_cannot_change_anything(house, session):
    before = dump.of(session)

    with pytest.raises(DatabaseError), house.database.reading() as reading:
        reading.execute(text("UPDATE members SET name = 'x'"))
    with pytest.raises(DatabaseError), house.database.reading() as reading:
        reading.execute(text("DELETE FROM circles"))

    assert dump.of(session) == before
