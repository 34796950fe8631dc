"""Moderators at once: no case is decided twice, none is lost."""

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from sqlalchemy import event, select, text
from sqlalchemy.exc import OperationalError

from app.community.threads.models import Post
from app.core.keys import base32
from app.core.trouble import is_entangled
from app.oversight.audit.models import Entry
from app.oversight.moderation.models import Case, CaseMessage, CaseState, Decision, Side
from app.web.kit.addresses import url
from tests.crowd import at_once, many_hands, twin
from tests.oversight.moderation.reporting import report, way

CASES = 40
SEVERAL = 8
TRIES = 5
WAITING_HERE = text("""
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'
""")


def test_two_moderators_race_for_the_same_cases(web, make, session, circle, amina, bea, mona, olga):
    thread = make.thread(circle, amina, replies=[(bea, f"Number {n}.") for n in range(CASES)])
    found = [report(make, amina, make.post(thread, n)) for n in range(2, CASES + 2)]
    windows = {who.name: twin(web.as_(who)) for who in (mona, olga)}

    def work(name):
        words = {"action": "remove", "reason": "selling", "note": f"Decided by {name}."}
        return Counter(
            windows[name].post(way(case, "decide"), **words).status_code for case in found
        )

    with many_hands():
        done = at_once([lambda name=name: work(name) for name in windows])

    session.expire_all()
    made = session.scalars(select(Decision)).all()
    told = select(CaseMessage.case_id, CaseMessage.report_id).filter_by(side=Side.TEAM)
    assert sum(done, Counter()) == {303: CASES, 409: CASES}
    assert Counter(one.case_id for one in made) == dict.fromkeys((c.id for c in found), 1)
    assert set(session.scalars(select(Case.state))) == {CaseState.DECIDED}
    # Author and reporter are told once, and the log says it once.
    assert set(Counter(session.execute(told).all()).values()) == {1}
    assert len(session.scalars(select(Entry.n)).all()) == CASES


@contextmanager
def entangled(house):
    """Deeds that the database ends meanwhile because two wait for each other, also where they are
    done anew."""
    found = []

    def note(context):
        if is_entangled(context.sqlalchemy_exception):
            found.append(context.original_exception)

    event.listen(house.database.engine, "handle_error", note)
    try:
        yield found
    finally:
        event.remove(house.database.engine, "handle_error", note)


def test_one_decides_several_while_the_other_decides_each(
    web, make, house, session, circle, amina, bea, mona, olga
):
    threads = [
        make.thread(circle, amina, replies=[(bea, f"Number {n}.") for n in range(SEVERAL)])
        for _ in range(CASES // SEVERAL)
    ]
    found = [
        report(make, amina, make.post(thread, seq))
        # A lot is of all threads, so that both want the same rows in another order.
        for seq in range(2, SEVERAL + 2)
        for thread in threads
    ]
    each, several = (twin(web.as_(who)) for who in (mona, olga))
    words = {"action": "remove", "reason": "selling", "note": "This is spam."}

    def decide_each():
        return {each.post(way(case, "decide"), **words).status_code for case in found}

    def decide_several():
        lots = [found[at : at + SEVERAL] for at in range(0, CASES, SEVERAL)]
        return {
            several.post(
                url("decide_several"), case=[base32(case.id) for case in lot], **words
            ).status_code
            for lot in reversed(lots)
        }

    with many_hands(), entangled(house) as ended:
        codes = at_once([decide_each, decide_several])

    session.expire_all()
    assert ended == []
    # Those of the second are a page that names what was decided meanwhile, or lead on.
    assert codes[0] <= {303, 409}
    assert codes[1] <= {303, 200}
    assert sorted(session.scalars(select(Decision.case_id))) == sorted(case.id for case in found)
    assert set(session.scalars(select(Case.state))) == {CaseState.DECIDED}


def test_who_is_ended_because_two_waited_for_each_other_is_done_anew(
    web, make, house, session, circle, amina, bea, mona
):
    """In SQLite one waits for the other from the start; PostgreSQL ends the one that has waited for
    a second, or the other where that one comes too late."""
    if house.database.is_sqlite:
        pytest.skip("in SQLite they cannot")
    for _ in range(TRIES):
        post = make.post(make.thread(circle, amina, replies=[(bea, "Lamps.")]), 2)
        case = report(make, amina, post)
        window = twin(web.as_(mona))

        with entangled(house) as ended, ThreadPoolExecutor(1) as hand:
            session.get(Post, post.id, with_for_update=True, populate_existing=True)
            words = {"action": "remove", "reason": "selling", "note": "This is spam."}
            answer = hand.submit(window.post, way(case, "decide"), **words)
            _until_somebody_waits(house)
            spared = _takes(session, case)
            session.rollback()

        assert answer.result().status_code == 303
        made = session.scalars(select(Decision.case_id).filter_by(case_id=case.id)).all()
        assert made == [case.id]
        if ended and spared:
            return
    pytest.fail("it was never the one who decides")


def _takes(session, case):
    try:
        session.get(Case, case.id, with_for_update=True, populate_existing=True)
    except OperationalError:
        return False
    return True


def _until_somebody_waits(house):
    until = time.monotonic() + 10
    with house.database.engine.connect() as looking:
        while not looking.scalar(WAITING_HERE):
            assert time.monotonic() < until
            time.sleep(0.01)


def test_two_who_take_the_same_case(web, make, session, circle, amina, bea, mona, olga):
    thread = make.thread(circle, amina, replies=[(bea, f"Number {n}.") for n in range(CASES)])
    found = [report(make, amina, make.post(thread, n)) for n in range(2, CASES + 2)]
    windows = [twin(web.as_(who)) for who in (mona, olga)]

    with many_hands():
        codes = at_once(
            [
                lambda w=w: [w.post(way(case, "claim_case")).status_code for case in found]
                for w in windows
            ]
        )

    assert [sorted(pair) for pair in zip(*codes, strict=True)] == [[303, 409]] * CASES
    session.expire_all()
    assert {case.claimant_id for case in found} <= {mona.id, olga.id}


def test_she_mends_while_a_moderator_restores(web, make, session, circle, amina, bea, mona):
    thread = make.thread(circle, amina, replies=[(bea, f"Number {n}.") for n in range(CASES)])
    posts = [make.post(thread, n) for n in range(2, CASES + 2)]
    made = [make.decided(post, amina, mona) for post in posts]
    hers, theirs = (twin(web.as_(who)) for who in (bea, mona))

    def mend():
        ways = [url("edit_post", post_id=post.id) for post in posts]
        return Counter(hers.post(way, body="I am sorry.").status_code for way in ways)

    def restore():
        ways = [url("decide", case_id=one.case_id) for one in made]
        words = {"action": "restore", "reason": "unkind", "note": "Thank you."}
        return Counter(theirs.post(way, **words).status_code for way in ways)

    with many_hands():
        done = at_once([mend, restore])

    assert done == [{303: CASES}, {303: CASES}]
    session.expire_all()
    assert {make.post(thread, post.seq).state for post in posts} == {"shown"}
