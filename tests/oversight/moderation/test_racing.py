"""Moderators at once: no case is decided twice, none is lost."""

from collections import Counter

from sqlalchemy import select

from app.oversight.audit.models import Entry
from app.oversight.moderation.models import Case, CaseMessage, CaseState, Decision, Side
from app.web.kit.addresses import url
from tests.crowd import at_once, many_hands, twin
from tests.oversight.moderation.reporting import report, way

CASES = 40


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

    assert [sorted(pair) for pair in zip(*codes, strict=True)] == [[303, 403]] * CASES
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
