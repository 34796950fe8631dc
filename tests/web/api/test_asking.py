"""Who is let in, how often, and what a program is told when it is not."""

import pytest

from app.core.keys import base32
from app.core.limits import Limit
from app.people.house import House
from app.people.members.tokens import Scope
from tests.bracketed import speaking
from tests.web.api.program import AT

SOME = [("GET", "/me"), ("PUT", "/circles/new-mothers/membership"), ("GET", "/search?q=x")]


def test_without_a_token_nothing_opens_also_for_who_is_signed_in(web, program, circle, amina):
    web.as_(amina)

    by_cookie = [web.client.request(method, AT + path) for method, path in SOME]
    by_nobody = [program.ask(method, path) for method, path in SOME]

    for answer in by_cookie + by_nobody:
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"].startswith("Bearer")
        assert answer.json()["type"].endswith("/api#no-token")
        assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("token", ["nonsense", "ct_", "ct_\udcff", "x" * 5000])
def test_what_is_no_token_is_told_so(program, token):
    program.token = token.encode("utf-8", "replace").decode()

    answer = program.get("/me")

    assert answer.status_code == 401
    assert 'error="invalid_token"' in answer.headers["www-authenticate"]


def test_a_scope_that_it_lacks_closes_what_needs_it(program, make, circle, amina, bea):
    thread = base32(make.thread(circle, bea).id)
    reads, writes = program.of(amina, Scope.READ), program.of(amina, Scope.WRITE)

    refused = reads.post(f"/threads/{thread}/posts", {"body": "Me too", "anonymous": False})

    assert (refused.status_code, refused.json()["type"][-6:]) == (403, "#scope")
    assert 'scope="write"' in refused.headers["www-authenticate"]
    assert reads.get(f"/threads/{thread}").status_code == 200
    assert writes.get(f"/threads/{thread}").status_code == 403
    assert (
        writes.post(f"/threads/{thread}/posts", {"body": "Me too", "anonymous": False}).status_code
        == 201
    )


def test_who_looks_after_needs_the_scope_and_a_session_of_two_steps(
    running, program, make, circle, grace, bea, monkeypatch
):
    thread = base32(make.thread(circle, bea).id)
    at = f"/threads/{thread}/pin"
    plain = program.of(grace, Scope.READ, Scope.WRITE)
    full = program.of(grace, Scope.MODERATE)

    assert plain.put(at).status_code == 403
    assert full.put(at).status_code == 204
    assert plain.get(f"/threads/{thread}").json()["pinned"] is True


def test_staff_without_two_steps_are_members(running, house, program, mona):
    settings = house.settings.model_copy(update={"staff_two_factor": True})
    strict = House(**{**vars(house), "settings": settings})
    running.state.house = strict

    weak, strong = program.of(mona, strong=False), program.of(mona, strong=True)

    assert weak.get("/me").json()["role"] == "member"
    assert strong.get("/me").json()["role"] == "moderator"


def test_it_is_said_how_many_calls_are_left_alike_for_every_deed(
    program, session, make, circle, amina, bea
):
    circle.crowd = 30
    session.commit()
    thread = base32(make.thread(circle, bea).id)
    hers = program.of(amina)

    answers = [
        hers.get("/me"),
        hers.post(f"/threads/{thread}/posts", {"body": "By name", "anonymous": False}),
        hers.post(f"/threads/{thread}/posts", {"body": "Without", "anonymous": True}),
        hers.get("/nothing"),
        hers.get(f"/threads/{base32(7)}"),
        hers.post(f"/threads/{thread}/posts", {}),
    ]

    left = [answer.headers.get("ratelimit-remaining") for answer in answers]
    most = Limit.API_CALLS.times
    assert left == [*(str(most - n) for n in (1, 2, 3)), None, str(most - 4), str(most - 5)]
    assert answers[0].headers["ratelimit-limit"] == str(most)
    assert 0 < int(answers[0].headers["ratelimit-reset"]) <= 600


def test_who_asks_too_often_is_told_how_long_to_wait(program, house, amina):
    hers = program.of(amina)
    hers.get("/me")
    for _ in range(Limit.API_CALLS.times):
        last = hers.get("/me")

    assert last.status_code == 429
    assert 0 < int(last.headers["retry-after"]) <= 600
    assert last.headers["ratelimit-remaining"] == "0"
    assert program.of(amina).get("/me").status_code == 200


def test_what_cannot_be_read_is_said_by_its_fields(program, make, circle, amina):
    hers = program.of(amina)
    at = "/circles/new-mothers/threads"

    empty = hers.post(at, {"title": "x" * 500, "body": "   ", "who": "me"})
    odd = hers.client.post(
        AT + at,
        content=b'{"title": ',
        headers={"Authorization": f"Bearer {hers.token}", "Content-Type": "application/json"},
    )
    form = hers.client.post(
        AT + at, data={"title": "x"}, headers={"Authorization": f"Bearer {hers.token}"}
    )
    query = hers.get(f"{at}?sort=loudest&after=1&after=2")
    method = hers.delete("/me")

    named = {e["field"] for e in empty.json()["errors"]}
    assert named == {"title", "body", "intent", "anonymous", "who"}
    assert [a.status_code for a in (empty, odd, form, query, method)] == [422, 400, 415, 422, 405]
    assert method.headers["allow"] == "GET"
    assert all(a.json()["status"] == a.status_code for a in (empty, odd, form, query, method))


def test_what_is_wrong_is_said_in_the_language_that_she_reads(
    program, session, circle, amina, running, tmp_path
):
    hers = program.of(amina)
    amina.language = "es"
    session.commit()

    with speaking(running, tmp_path):
        nothing = hers.get("/circles/no-such-circle").json()
        wrong = hers.post(f"/circles/{circle.slug}/threads", {}).json()
        by_nobody = program.ask("GET", "/me", accept_language="es").json()

    assert nothing["title"].startswith("⟦This page isn’t here")
    assert {each["message"] for each in wrong["errors"]} == {"⟦This is missing.⟧"}
    assert by_nobody["title"] == "⟦This needs a token⟧"


@pytest.mark.parametrize(
    ("field", "sent", "said"),
    [
        ("reply", "loudly", "⟦Say one of these: "),
        ("hour", "late", "⟦This must be a whole number.⟧"),
        ("hour", -1, "⟦This must be 0 or more.⟧"),
        ("hour", 24, "⟦This must be 23 or less.⟧"),
        ("news", "no", "⟦This must be true or false.⟧"),
        ("circles", "all", "⟦This must be a list.⟧"),
        ("circles.0", ["all"], "⟦This must be an object.⟧"),
        ("circles.0.circle", [{"circle": 1, "way": "list"}], "⟦This must be text.⟧"),
        (
            "circles",
            [{"circle": "x", "way": "list"}] * 1001,
            "⟦This has 1.001 entries. Make it 1.000 at most.⟧",
        ),
    ],
)
def test_and_so_is_what_does_not_fit(field, sent, said, program, session, amina, running, tmp_path):
    hers = program.of(amina)
    amina.language = "es"
    session.commit()

    with speaking(running, tmp_path):
        wrong = hers.put("/me/notifications", {field.partition(".")[0]: sent}).json()

    [message] = [each["message"] for each in wrong["errors"] if each["field"] == field]
    assert message.startswith(said)


def test_a_key_that_is_too_long_is_refused_and_nothing_is_done(program, make, circle, amina, bea):
    hers = program.of(amina)
    at = f"/threads/{base32(make.thread(circle, bea).id)}/posts"

    refused = hers.post(at, {"body": "Me too", "anonymous": False}, Idempotency_Key="k" * 201)

    assert refused.status_code == 422
    assert [error["field"] for error in refused.json()["errors"]] == ["Idempotency-Key"]
    assert len(hers.get(at).json()["data"]) == 1
