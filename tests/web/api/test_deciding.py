"""Decisions by a program: the same deed as from the page, told and logged alike."""

import pytest
from sqlalchemy import select

from app.community.threads.held_models import HeldPost
from app.core.keys import base32
from app.core.outbox import Job
from app.oversight.audit.models import Entry
from app.oversight.moderation.models import Appeal, CaseMessage, Decision, Side
from app.people.safety.models import MemberSanction
from app.web.kit.addresses import url
from tests.client import Client
from tests.crowd import at_once, many_hands
from tests.oversight.moderation.deciding import case_of
from tests.oversight.moderation.reporting import appeal, report, way
from tests.web.api.program import Program

STATEMENT = "You had every right to be angry. Please take out the lines about her."


@pytest.fixture
def thread(make, circle, bea, grace):
    said = [(bea, "Women like you work at Tullow."), (bea, "And so do you.")]
    return make.thread(circle, grace, title="The nights", replies=said)


@pytest.fixture
def case(make, amina, thread):
    return report(make, amina, make.post(thread, 2))


def at(case):
    return f"/moderation/cases/{base32(case.id)}"


def decide(program, case, action, note=STATEMENT, reason="unkind", **more):
    key = {"Idempotency_Key": more.pop("key")} if "key" in more else {}
    said = {"action": action, "reason": reason, "note": note, **more}
    return program.post(f"{at(case)}/decisions", said, **key)


def take_back(program, decided, note="We were wrong."):
    return program.post(f"/moderation/decisions/{decided}/take-back", {"note": note})


def hear(program, decided, **said):
    said = {"statement": "We read it again.", **said}
    return program.post(f"/moderation/decisions/{decided}/hearing", said)


def left(session, case):
    """What a decision leaves: itself, what everybody was told, the log's line, and letters."""
    session.expire_all()
    made = session.scalars(select(Decision).filter_by(case_id=case.id)).one()
    told = session.scalars(select(CaseMessage).filter_by(case_id=case.id, side=Side.TEAM))
    said = [(bool(row.report_id), row.body, row.decision_id == made.id) for row in told]
    entry = session.scalars(select(Entry).order_by(Entry.n.desc()).limit(1)).one()
    logged = (entry.verb, entry.subject_kind, entry.subject_id, entry.reason, entry.actor)
    return (made.action, made.reason, made.statement, made.until), sorted(said), logged


DEEDS = [
    ("keep", {}),
    ("note", {"content_note": "her workplace"}),
    ("redact", {"words": "Words that stay."}),
    ("hide", {}),
    ("remove", {}),
    ("warn", {}),
    ("pause", {"days": 7}),
    ("pause-anonymous", {"days": 7}),
    ("suspend", {}),
]


@pytest.mark.parametrize(("action", "more"), DEEDS)
def test_it_leaves_what_the_page_leaves(
    web, program, make, session, circle, amina, bea, grace, mona, thread, case, action, more
):
    twin = make.member("Bri", circle)
    beside = make.thread(circle, grace, replies=[(twin, "Women like you work at Tullow.")])
    other = report(make, amina, make.post(beside, 2))
    fields = {name: str(value) for name, value in more.items()}

    answer = decide(program.of(mona), case, action, **more)
    by_program, letters = left(session, case), session.query(Job).count()
    fields |= {"action": action, "reason": "unkind", "note": STATEMENT}
    web.as_(mona).post(way(other, "decide"), **fields)
    by_page, both = left(session, other), session.query(Job).count()

    assert (answer.status_code, answer.json()["action"]) == (201, action)
    assert answer.json()["case"] == base32(case.id)
    (*made, logged), (*as_made, as_logged) = by_program, by_page
    assert made == as_made
    assert logged[:4] == (action, "post", base32(make.post(thread, 2).id), "unkind")
    assert logged[:2] + logged[3:] == as_logged[:2] + as_logged[3:]
    assert both == 2 * letters
    assert (letters == 0) is (action == "keep")
    seen = program.of(mona).get(at(case)).json()
    assert (seen["state"], seen["can"]) == ("decided", [])
    assert [one["statement"] for one in seen["decisions"]] == [STATEMENT]
    assert STATEMENT in web.get(way(case)).text
    words = web.as_(grace).get(url("thread", thread_id=thread.id)).text
    assert ("at Tullow" in words) is (action not in {"redact", "hide", "remove"})


def test_the_same_twice_is_done_once_and_who_is_late_is_told(
    program, session, case, bea, mona, olga
):
    hers = program.of(mona)

    first, again = (decide(hers, case, "warn", key="one") for _ in range(2))
    without = decide(hers, case, "warn")
    other_words = decide(hers, case, "warn", "Something else.")
    late = decide(program.of(olga), case, "warn")

    assert first.json() == again.json() == without.json()
    assert [one.status_code for one in (first, again, without)] == [201] * 3
    assert [one.status_code for one in (other_words, late)] == [409, 409]
    assert "You have decided this meanwhile" in other_words.json()["detail"]
    assert "Somebody else has decided this meanwhile" in late.json()["detail"]
    assert session.query(Decision).count() == session.query(Entry).count() == 1


def test_two_programs_decide_at_once(running, program, session, case, mona, olga):
    both = [program.of(who) for who in (mona, olga)]
    both = [Program(Client(running), each.house, each.token) for each in both]

    with many_hands():
        answers = at_once([lambda p=p: decide(p, case, "remove").status_code for p in both])

    assert sorted(answers) == [201, 409]
    assert session.query(Decision).count() == session.query(Entry).count() == 1


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"action": "erase"}, "action"),
        ({"action": "hide", "reason": "mood"}, "reason"),
        ({"action": "hide", "note": " "}, "note"),
        ({"action": "note"}, "content_note"),
        ({"action": "redact"}, "words"),
        ({"action": "pause"}, "days"),
        ({"action": "pause", "days": -1}, "days"),
        ({"action": "hide", "by": "mona"}, "by"),
    ],
)
def test_what_does_not_fit_is_said_by_its_field(program, session, case, mona, said, field):
    answer = program.of(mona).post(
        f"{at(case)}/decisions", {"reason": "unkind", "note": STATEMENT} | said
    )

    assert answer.status_code == 422
    assert [one["field"] for one in answer.json()["errors"]] == [field]
    assert session.query(Decision).count() == 0


def test_it_is_for_the_thing_and_for_her(program, make, circle, amina, thread, case, mona):
    there = [decide(program.of(mona), case, action) for action in ("lock", "restore")]
    moved = report(make, amina, thread)

    unknown = decide(program.of(mona), moved, "move", circle="no-room")

    assert [one.status_code for one in there] == [403, 403]
    assert unknown.json()["errors"][0]["field"] == "circle"


def test_what_was_decided_is_taken_back_once(
    web, program, session, grace, mona, olga, case, thread
):
    decided = decide(program.of(olga), case, "hide").json()["id"]
    hers, path = program.of(mona), url("thread", thread_id=thread.id)
    hidden = "at Tullow" in web.as_(grace).get(path).text

    offered = hers.get(at(case)).json()["takes_back"]
    empty = take_back(hers, decided, "")
    back, again = take_back(hers, decided), take_back(hers, decided)
    late = take_back(program.of(olga), decided)
    nothing = take_back(hers, back.json()["id"])

    assert (offered, hidden) == (decided, False)
    assert (empty.status_code, empty.json()["errors"][0]["field"]) == (422, "note")
    assert (back.status_code, back.json()["action"]) == (201, "restore")
    assert back.json() == again.json()
    assert [one.status_code for one in (late, nothing)] == [409, 403]
    assert "at Tullow" in web.get(path).text
    verbs = session.scalars(select(Entry.verb).order_by(Entry.n)).all()
    assert verbs == ["hide", "restore"]
    assert hers.get(at(case)).json()["takes_back"] is None
    assert [one["undone"] for one in hers.get(at(case)).json()["decisions"]] == [True, False]


def test_by_one_way_what_was_decided_by_the_other(web, program, session, case, mona, olga, bea):
    page = web.as_(mona).get(way(case))
    web.send(page, way(case, "decide"), action="pause", reason="unkind", note=STATEMENT, days="7")
    decided = session.scalars(select(Decision)).one()

    assert session.query(MemberSanction).count() == 1
    assert take_back(program.of(olga), base32(decided.id)).status_code == 201
    session.expire_all()
    assert session.query(MemberSanction).count() == 0
    assert "Taken back" in web.get(way(case)).text


def test_whoever_may_not_work_it_finds_no_decision(program, make, case, amina, grace, mona):
    decided = decide(program.of(mona), case, "warn").json()["id"]

    answers = [take_back(program.of(who), decided) for who in (amina, grace)]
    answers += [hear(program.of(who), decided, outcome="upheld") for who in (amina, grace)]
    answers.append(take_back(program.of(amina), base32(7)))

    assert {one.status_code for one in answers} == {404}
    assert len({one.text for one in answers}) == 1


@pytest.mark.parametrize("anonymous", [False, True])
@pytest.mark.parametrize("action", ["keep", "remove"])
def test_what_waits_is_published_or_refused(
    program, session, make, circle, amina, bea, mona, anonymous, action
):
    circle.crowd = 30
    session.commit()
    make.rule("link")
    thread = make.thread(circle, bea)
    posts = f"/threads/{base32(thread.id)}/posts"
    said = {"body": "See https://example.com", "anonymous": anonymous}
    told = program.of(amina).post(posts, said)
    if told.status_code == 422:
        marks = [one["mark"] for one in told.json()["offers"]]
        told = program.of(amina).post(posts, said | {"seen": marks})
    hers = program.of(mona)

    [line] = hers.get("/moderation/cases").json()["data"]
    waits = case_of(session, "held", session.scalars(select(HeldPost)).one())
    seen = hers.get(at(waits))
    answer = decide(hers, waits, action, "" if action == "keep" else STATEMENT, "selling")

    assert told.json()["state"] == "held"
    assert (line["about"]["kind"], line["id"]) == ("held", base32(waits.id))
    assert line["why_here"] == "The rule: link"
    assert seen.json()["can"] == ["keep", "remove"]
    author = seen.json()["words"]["words"]["author"]
    assert author["handle"] == (None if anonymous else "amina")
    assert ("amina" in seen.text.lower()) is not anonymous
    assert answer.status_code == 201
    bodies = [post["html"] for post in program.of(bea).get(posts).json()["data"]]
    assert (len(bodies) == 2) is (action == "keep")


def test_an_appeal_is_heard_by_another(web, program, make, session, bea, mona, olga, case):
    decided = decide(program.of(mona), case, "hide").json()["id"]
    appeal(make, bea, session.scalars(select(Decision.id)).one())
    hers, others = program.of(mona), program.of(olga)

    shelf = hers.get("/moderation/cases?shelf=appeals").json()["data"]
    own = hear(hers, decided, outcome="upheld")
    offered = others.get(at(case)).json()["hears"]
    undone = hear(others, decided, outcome="changed")
    heard, again = (hear(others, decided, outcome="changed", action="warn") for _ in range(2))
    other = hear(others, decided, outcome="upheld")
    worded = hear(others, decided, outcome="changed", action="warn", statement="Once more.")
    needless = hear(others, decided, outcome="upheld", action="warn")

    assert [one["turn"] for one in shelf] == ["barred"]
    assert (own.status_code, offered) == (403, decided)
    assert undone.json()["errors"][0]["field"] == "action"
    assert (heard.status_code, again.status_code, other.status_code) == (204, 204, 409)
    assert (worded.status_code, needless.status_code) == (409, 422)
    assert needless.json()["errors"][0]["field"] == "action"
    assert "You have heard this appeal meanwhile" in other.json()["detail"]
    assert "Somebody else has heard" in hear(hers, decided, outcome="upheld").json()["detail"]
    assert session.scalars(select(Appeal.outcome)).all() == ["changed"]
    assert "appeal-changed" in session.scalars(select(Entry.verb)).all()
    assert "Changed" in web.as_(olga).get(way(case)).text
    seen = others.get(at(case)).json()
    outcomes = [made["appeal"] and made["appeal"]["outcome"] for made in seen["decisions"]]
    assert outcomes == ["changed", None]


def test_what_was_said_to_who_reported_bears_no_number_of_hers(program, mona, case):
    hers = program.of(mona)
    decide(hers, case, "keep")

    seen = hers.get(at(case)).json()

    assert [said["seat"] for each in seen["reports"] for said in each["talk"]] == [0]
