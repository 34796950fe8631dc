"""A decision with its statement, its entry in the log and its notices: all of it, or nothing."""

from contextlib import contextmanager

import pytest
from sqlalchemy import event, select

from app.core.keys import base32
from app.core.outbox import Job
from app.oversight.audit.models import Entry
from app.oversight.moderation.models import Action, CaseMessage, Decision, Report
from app.web.kit.addresses import url
from tests.house.world import dump
from tests.oversight.moderation.reporting import appeal, report

NEEDS = {Action.NOTE: {"content_note": "sleep"}, Action.REDACT: {"words": "Less", "heading": "So"}}
LASTING = {Action.PAUSE, Action.PAUSE_ANONYMOUS, Action.SUSPEND}
ON_POSTS = sorted(set(Action) - {Action.RESTORE, Action.LOCK, Action.MOVE})


class Killed(Exception):
    """The server is gone."""


@contextmanager
def killed_at(house, number):
    """Before its statement of this number a deed has no future."""
    left = [number]

    def count(*_given):
        left[0] -= 1
        if left[0] < 0:
            raise Killed

    engines = {house.database.engine, house.database._reader}
    for engine in engines:
        event.listen(engine, "before_cursor_execute", count)
    try:
        yield
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", count)


def all_or_nothing(web, make, house, path, form):
    """Killed before each statement in turn nothing has changed; not killed, all of it has."""
    before = dump(make)
    number = 0
    while True:
        with killed_at(house, number):
            try:
                answer = web.post(path, **form)
            except Killed:
                assert dump(make) == before, f"before statement {number}"
                number += 1
                continue
        assert answer.status_code == 303
        return number


@pytest.mark.parametrize("action", ON_POSTS)
@pytest.mark.parametrize("hides", [False, True], ids=["named", "unnamed"])
def test_a_decision_is_made_whole_or_not_at_all(
    action, hides, web, house, session, make, circle, amina, bea, mona
):
    if hides and action in {Action.PAUSE, Action.SUSPEND}:
        return  # never done to a voice
    circle.crowd = 30
    session.commit()
    thread = make.thread(circle, amina, replies=[(bea, "You are all fools")])
    if hides:
        make.voiced(thread, bea, "You are all fools, I say")
    case = report(make, amina, make.post(thread, 3 if hides else 2))
    form = {"action": action.value, "reason": "unkind", "note": "Please be kind."}
    form |= NEEDS.get(action, {}) | ({"days": "3"} if action in LASTING else {})
    web.as_(mona)

    statements = all_or_nothing(web, make, house, url("decide", case_id=case.id), form)

    assert statements > 10
    assert session.scalars(select(Decision)).one().action is action
    assert [one.verb for one in session.scalars(select(Entry))] == [action.value]
    told = session.scalars(select(CaseMessage.report_id)).all()
    assert len(told) == (1 if action is Action.KEEP else 2)
    assert len(session.scalars(select(Job)).all()) == (not hides and action is not Action.KEEP)


def test_a_hearing_is_held_whole_or_not_at_all(
    web, house, session, make, circle, amina, bea, mona, olga
):
    thread = make.thread(circle, amina, replies=[(bea, "You are all fools")])
    made = make.decided(make.post(thread, 2), amina, mona)
    appeal(make, bea, made.id)
    form = {"outcome": "overturned", "statement": "You were right."}
    web.as_(olga)

    all_or_nothing(web, make, house, url("hear_appeal", decision_id=made.id), form)

    assert make.post(thread, 2).state == "shown"
    assert len(session.scalars(select(Decision)).all()) == 2


def test_a_report_is_made_whole_or_not_at_all(web, house, session, make, circle, amina, bea):
    thread = make.thread(circle, amina, replies=[(bea, "You are all fools")])
    path = url("report", kind="thread", id=base32(thread.id))
    web.as_(bea)

    form = {"reason": "unkind", "note": "Please look."}
    all_or_nothing(web, make, house, path, form)

    assert session.scalars(select(Report)).one().note == "Please look."
