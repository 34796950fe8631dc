"""Writing by a program: once for a key, by the rules of the pages, and without a name as safely."""

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from app.community.threads.models import Post, Reaction
from app.core.keys import base32
from app.people.members.models import Standing
from tests.adversary.test_write_set import is_moment, writing


@pytest.fixture
def thread(session, make, circle, bea):
    circle.crowd = 30
    session.commit()
    return make.thread(circle, bea)


@pytest.fixture
def at(thread):
    return f"/threads/{base32(thread.id)}/posts"


def test_she_opens_a_thread_answers_edits_and_deletes(program, make, circle, amina):
    hers = program.of(amina)
    opening = {"title": "At work", "body": "They *ask*", "intent": "advice-welcome"}
    opening |= {"anonymous": False}

    opened = hers.post("/circles/new-mothers/threads", opening)
    at = f"/threads/{opened.json()['thread']}/posts"
    replied = hers.post(at, {"body": "And again", "anonymous": False, "advice": True})
    first, second = hers.get(at).json()["data"]
    one = hers.get(f"/posts/{first['id']}").json()
    change = {"title": "At home", "body": "They ask", "as_of": one["as_of"]}
    edited = hers.put(f"/posts/{first['id']}", change)
    stale = hers.put(f"/posts/{first['id']}", change | {"body": "Something else"})
    deleted = hers.delete(f"/posts/{second['id']}")

    assert (opened.status_code, replied.status_code) == (201, 201)
    assert (one["body"], one["mine"], second["advice"]) == ("They *ask*", True, True)
    assert edited.json()["html"] == "<p>They ask</p>"
    assert (stale.status_code, deleted.status_code) == (409, 204)
    assert stale.json()["detail"].startswith("This was changed since you read it.")
    assert [p["state"] for p in hers.get(at).json()["data"]] == ["shown", "deleted"]


def test_the_same_key_does_it_once_and_other_words_are_refused(
    program, session, at, amina, bea, house
):
    hers, others = program.of(amina), program.of(bea)
    said = {"body": "I kept a lamp on", "anonymous": False}

    first, again = (hers.post(at, said, Idempotency_Key="one") for _ in range(2))
    other_words = hers.post(at, {"body": "I did not", "anonymous": False}, Idempotency_Key="one")
    of_another = others.post(at, {"body": "So did I", "anonymous": False}, Idempotency_Key="one")
    still = hers.post(at, said, Idempotency_Key="one")
    without = hers.post(at, said)

    assert first.json() == again.json() == still.json()
    assert (other_words.status_code, other_words.json()["type"][-8:]) == (422, "key-used")
    assert (of_another.status_code, without.status_code) == (201, 201)
    assert session.query(Post).count() == 4


def test_without_her_name_nothing_of_hers_is_written(program, house, session, at, amina):
    hers = program.of(amina)
    said = {"body": "Nor can I", "anonymous": True}
    named = hers.post(at, {"body": "By name", "anonymous": False}, Idempotency_Key="a")

    with writing(house) as written:
        answer = hers.post(at, said, Idempotency_Key="b")
    again = hers.post(at, said, Idempotency_Key="b")

    assert written.tables <= {"posts", "voices", "threads", "circles", "search"}
    assert amina.id not in written.values
    assert not any(is_moment(value) for value in written.values)
    assert answer.json() == again.json() == named.json() | {"number": 3}
    names = {"content-length", "ratelimit-remaining", "ratelimit-reset"}
    same = [{k: v for k, v in a.headers.items() if k not in names} for a in (answer, named)]
    assert same[0] == same[1]
    post = program.of(amina).get(at).json()["data"][2]
    assert (post["mine"], post["author"]["handle"], len(post["at"])) == (True, None, 10)


def test_nobody_else_is_told_whose_it_is(program, at, amina, bea, mona):
    program.of(amina).post(at, {"body": "Nor can I", "anonymous": True})

    for who in (bea, mona):
        post = program.of(who).get(at).json()["data"][1]
        one = program.of(who).get(f"/posts/{post['id']}")
        assert (post["mine"], post["author"]["anonymous"]) == (False, True)
        assert "amina" not in one.text.lower()
        assert one.json()["body"] is None


def test_what_may_give_her_away_is_told_first_and_posted_once_she_has_seen_it(
    program, session, at, amina
):
    hers = program.of(amina)
    said = {"body": "Write to me at amina@example.org", "anonymous": True}

    told = hers.post(at, said)
    offers = told.json()["offers"]
    sent = hers.post(at, said | {"seen": [offer["mark"] for offer in offers]})

    assert (told.status_code, told.json()["type"][-17:]) == (422, "may-give-you-away")
    assert [offer["passage"] for offer in offers] == ["amina@example.org"]
    assert sent.status_code == 201
    assert session.query(Post).count() == 2


def test_what_is_to_wait_waits_and_says_so_again(program, session, at, amina):
    hers = program.of(amina)
    said = {"body": "In some hours", "anonymous": True, "later": True}

    answers = [hers.post(at, said, Idempotency_Key="w") for _ in range(2)]

    assert [(a.status_code, a.json()["state"]) for a in answers] == [(202, "waits")] * 2
    assert session.query(Post).count() == 1


def test_the_rules_of_the_pages_hold(program, session, make, thread, at, amina, bea, stella):
    make.rule("link", on=True)
    stranger, hers, own = program.of(stella), program.of(amina), program.of(bea)
    post = base32(make.post(thread).id)

    not_in = stranger.post(at, {"body": "Me too", "anonymous": False})
    held = hers.post(at, {"body": "See https://example.com", "anonymous": False})
    not_hers = hers.put(f"/posts/{post}", {"body": "Other words", "title": "Another"})
    own_word = own.put(f"/posts/{post}/reactions/thanks")
    amina.standing = Standing.SUSPENDED
    session.merge(amina)
    session.commit()

    assert [a.status_code for a in (not_in, not_hers, own_word)] == [403, 403, 403]
    assert (held.status_code, held.json()["state"]) == (202, "held")
    assert hers.get("/me").status_code == 401


def test_whom_she_has_blocked_cannot_answer_her(program, at, amina, bea):
    blocked = program.of(bea).put("/members/amina/block")
    answer = program.of(amina).post(at, {"body": "Hello", "anonymous": False})
    listed = program.of(bea).get("/blocks").json()["data"]

    assert (blocked.status_code, answer.status_code) == (204, 403)
    assert "closed" in answer.json()["detail"]
    assert [one["handle"] for one in listed] == ["amina"]


def test_kind_words_are_said_and_taken_back_once(program, session, make, thread, amina):
    hers, post = program.of(amina), base32(make.post(thread).id)
    word = f"/posts/{post}/reactions/with-you"

    said = [hers.put(word).status_code for _ in range(2)]
    shown = hers.get(f"/posts/{post}").json()
    back = [hers.delete(word).status_code for _ in range(2)]

    assert said == back == [204, 204]
    assert (shown["reactions"], shown["my_reactions"]) == ({"with-you": 1}, ["with-you"])
    assert session.query(Reaction).count() == 0


@pytest.mark.parametrize("odd", ["no", "false", 0, 0.0, None])
def test_whether_it_is_without_a_name_is_said_by_true_or_false_alone(
    program, make, circle, amina, odd
):
    thread = make.thread(circle, amina)
    at = f"/threads/{base32(thread.id)}/posts"

    answer = program.of(amina).post(at, {"body": "I kept a lamp on", "anonymous": odd})

    assert answer.status_code == 422
    assert [one["field"] for one in answer.json()["errors"]] == ["anonymous"]


def test_a_text_is_missing_or_too_long_in_characters(program, make, circle, amina):
    at = f"/threads/{base32(make.thread(circle, amina).id)}/posts"
    hers = program.of(amina)

    said = [
        hers.post(at, {"body": body, "anonymous": False}).json()["detail"]
        for body in ("", "x" * 20_000)
    ]

    assert said[0] == "This is missing."
    assert said[1].startswith("This one has 20000 characters.") or "20,000" in said[1]


def test_what_she_has_destroyed_does_not_come_back_by_its_key(program, make, session, amina):
    hers, said = program.of(amina), {"what": "I said no"}

    made = hers.post("/evidence", said, Idempotency_Key="one").json()["id"]
    hers.delete(f"/evidence/{made}")
    late = hers.post("/evidence", said, Idempotency_Key="one")

    assert (late.status_code, late.json()["type"][-8:]) == (422, "key-used")
    assert hers.get("/evidence").json()["data"] == []
    assert hers.post("/evidence", said, Idempotency_Key="two").status_code == 201


def test_what_could_not_be_kept_is_sent_again_by_its_key(program, make, circle, amina):
    at = f"/threads/{base32(make.thread(circle, amina).id)}/posts"
    hers, said = program.of(amina), {"body": "I kept a lamp on", "anonymous": False}

    def fail(_session):
        raise OperationalError("COMMIT", {}, Exception("disk I/O error"))

    event.listen(Session, "before_commit", fail, once=True)
    failed = hers.post(at, said, Idempotency_Key="one")
    again = hers.post(at, said, Idempotency_Key="one")

    assert (failed.status_code, again.status_code) == (503, 201)
    assert [post["html"] for post in hers.get(at).json()["data"]][1:] == ["<p>I kept a lamp on</p>"]
