"""Nobody finds out from an answer whether an address is known here."""

import re
import time
from statistics import median

import pytest

from app.people.members import passwords
from app.people.members.models import Standing

STRONG = "copper lantern drizzle"
CHANCE = re.compile(
    r'name="(?:csrf_token|form_nonce)" value="[^"]*"|session=[^;]+|[A-Za-z0-9_-]{43}\.[\w.-]+'
)


def seen(answer, *addresses):
    """All that a browser gets, without what is random and without what she typed herself."""
    text = answer.text
    for address in addresses:
        text = text.replace(address, "ADDRESS")
    headers = sorted(
        (name, CHANCE.sub("", value))
        for name, value in answer.headers.items()
        if name != "content-length"
    )
    return answer.status_code, headers, CHANCE.sub("", text)


def join(web, email, handle="newcomer", password=STRONG):
    return web.send(
        web.visitor().get("/join"),
        "/join",
        handle=handle,
        email=email,
        password=password,
        accept_guidelines="on",
    )


def sign_in(web, login, password="not her password"):
    form = web.visitor().get("/sign-in")
    return web.send(form, "/sign-in", login=login, password=password)


def forget(web, email):
    return web.send(web.visitor().get("/forgot-password"), "/forgot-password", email=email)


@pytest.fixture
def everybody(make, amina):
    """Addresses of one member in each standing, and of nobody."""
    make.member("Wren", standing=Standing.UNVERIFIED)
    make.member("Sue", standing=Standing.SUSPENDED)
    make.member("Pia", standing=Standing.PAUSED)
    return [f"{name}@example.org" for name in ("amina", "wren", "sue", "pia", "nobody")]


def test_joining_answers_the_same(web, everybody):
    answers = {repr(seen(join(web, email, f"new-{n}"), email)) for n, email in enumerate(everybody)}

    assert len(answers) == 1


@pytest.mark.parametrize(
    ("handle", "password"),
    [("amina", STRONG), ("newcomer", "weak"), ("sue", STRONG), ("x", STRONG)],
)
def test_joining_is_refused_in_the_same_way(handle, password, web, everybody):
    answers = [seen(join(web, email, handle, password), email) for email in everybody]

    assert {answer[0] for answer in answers} == {422}
    assert len(set(map(repr, answers))) == 1


def test_signing_in_answers_the_same(web, everybody):
    answers = [seen(sign_in(web, email), email) for email in everybody]

    assert answers[0][0] == 422
    assert len(set(map(repr, answers))) == 1


def test_forgetting_answers_the_same(web, everybody):
    answers = {repr(seen(forget(web, email), email)) for email in everybody}

    assert len(answers) == 1


def test_too_many_tries_answer_the_same(web, everybody):
    known, unknown = "amina@example.org", "nobody@example.org"
    for _ in range(3):
        forget(web, known), forget(web, unknown)

    answers = [forget(web, known), forget(web, unknown)]

    assert [a.status_code for a in answers] == [429, 429]
    assert seen(answers[0], known)[2] == seen(answers[1], unknown)[2]


def test_letters_wait_in_the_outbox_and_go_from_there(web, postbox, everybody):
    for email in everybody:
        forget(web, email)

    assert {letter.to for letter in postbox.all()} == set(everybody) - {"nobody@example.org"}


def test_an_unknown_name_takes_as_long_as_a_known_one(web, amina):
    """Argon2 is most of the answer: without it an unknown name would answer in a fifth."""
    passwords.pretend()
    form = web.visitor().get("/sign-in")
    taken = {"amina": [], "nobody": []}

    for login in ["amina", "nobody"] * 4:
        start = time.perf_counter()
        web.send(form, "/sign-in", login=login, password="not her password")
        taken[login].append(time.perf_counter() - start)

    known, unknown = median(taken["amina"]), median(taken["nobody"])
    assert 0.5 < unknown / known < 2
