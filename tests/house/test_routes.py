"""What holds for every address: who is asked, what a form may bring, what reading leaves behind."""

from inspect import isfunction
from itertools import cycle
from typing import get_type_hints
from unittest import mock

import pytest
from fastapi.routing import iter_route_contexts

from app.web.api.kit.asking import Doer, Keeper, Overseer, Reader, Writer
from app.web.kit import csrf
from app.web.kit.asking import Anyone, SignedIn
from app.web.people.confirming import Confirmed
from tests.conftest import counted
from tests.house.security import COMES_BACK
from tests.house.world import FORMS, TAKES_ANYTHING, dump, routes

# Answered without looking who asks: whether the process lives, static files, and the forms
# by which somebody says who she is.
OPEN = {
    *("healthz", "Serving", "look"),
    *("POST sign_in", "POST join", "POST forgot_password", "POST reset_password"),
    "POST sign_in_by_passkey",
}
ASK = (Anyone, SignedIn, Confirmed, Reader, Writer, Doer, Keeper, Overseer)
FOREIGN = "was not sent from our own page"
SIGNED_OUT = "You were signed out"
EVERY_FORM = pytest.mark.parametrize("name", sorted(FORMS))


def send(web, route, path, **more):
    token = csrf.token(web.house.ring, web.token)
    data = {"csrf_token": token} | FORMS[route.name] | more.pop("data", {})
    return web.client.post(path, data=data, **more)


@pytest.fixture
def grace(web, world):
    """A browser in which Grace is signed in."""
    return web.as_(world.grace)


# Who is asked


def test_every_handler_asks_who_is_looking(running):
    # What finds a page by its first word answers nothing itself.
    found = [route for route in iter_route_contexts(running.routes) if route.endpoint]
    silent = {
        f"POST {route.name}" if "POST" in (route.methods or ()) else route.name
        for route in found
        if not _asks(route.endpoint)
    }

    assert len(found) > 55
    assert silent == OPEN


def _asks(handler):
    if not isfunction(handler):
        return False
    hints = get_type_hints(handler, include_extras=True).values()
    return any(hint in ASK for hint in hints)


def test_a_form_is_known_here_for_every_route_that_takes_one(running):
    methods = {m for route in routes(running).values() for m in route.methods or ()}

    assert set(routes(running, "POST")) == set(FORMS)
    assert methods <= {"GET", "HEAD", "POST"}


# Forms


@EVERY_FORM
def test_a_form_that_fits_is_taken(name, running, world, grace):
    route = routes(running, "POST")[name]

    answer = send(grace, route, world.path(route))

    assert answer.status_code in _taken(name)


def _taken(name):
    return {422} if name in COMES_BACK else {200, 303}


EXTRA = ("role", "author_id", "voice", "circle_id", "is_admin", "standing", "id")


def test_a_field_that_does_not_belong_to_a_form_is_refused(every_form, grace, make):
    before = dump(make)
    for route, path in every_form:
        extras = [extra for extra in EXTRA if extra not in FORMS[route.name]]
        answers = {
            extra: send(grace, route, path, data={extra: "administrator"}) for extra in extras
        }

        expected = 200 if route.name in TAKES_ANYTHING else 422
        assert {extra: a.status_code for extra, a in answers.items()} == dict.fromkeys(
            extras, expected
        )
    assert dump(make) == before


def test_a_field_sent_twice_is_refused(every_form, grace, make):
    token, before = csrf.token(grace.house.ring, grace.token), dump(make)
    for route, path in every_form:
        fields = FORMS[route.name]

        answers = [
            send(grace, route, path, data={field: [value, "another"]})
            for field, value in (fields | {"form_nonce": "x"}).items()
        ]
        twice = grace.client.post(path, data=fields | {"csrf_token": [token, token]})

        assert {answer.status_code for answer in answers} == {422}
        assert twice.status_code == 422
    assert dump(make) == before


# Forms that may be empty: they are taken, and the query changes nothing about that.
MAY_BE_EMPTY = {"confirm", "export", "second_step", "settings_joining"}


def test_what_stands_in_the_query_is_no_field(every_form, grace):
    token = csrf.token(grace.house.ring, grace.token)
    for route, path in every_form:
        fields = FORMS[route.name]
        if not fields:
            continue

        answer = grace.client.post(path, params=fields, data={"csrf_token": token})
        in_query = grace.client.post(path, params={"csrf_token": token}, data=fields)

        assert answer.status_code in {403, 422} or route.name in MAY_BE_EMPTY, route.name
        assert in_query.status_code == 403


# Where a form comes from


def test_only_our_own_pages_are_obeyed(every_form, world, web, make):
    web.as_(world.bea)
    another = csrf.token(web.house.ring, web.token)
    web.as_(world.grace)
    before = dump(make)
    for route, path in every_form:
        forged = dict(forgeries(web, path, FORMS[route.name], another))

        assert {why: a.status_code for why, a in forged.items() if a.status_code != 403} == {}
        # Whoever wants to be gone is told nothing: that page is empty in any case.
        assert route.name == "exit" or all(FOREIGN in a.text for a in forged.values())
    assert dump(make) == before


ELSEWHERE = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://127.0.0.1:8000"},
    {"Sec-Fetch-Site": "nonsense"},
    {"Origin": "https://evil.example"},
    {"Origin": "http://127.0.0.1:9999"},
    {"Origin": "https://127.0.0.1:8000"},
    {"Origin": "http://127.0.0.1:8000.evil.example"},
    {"Origin": "null"},
    {"Origin": ""},
]


def forgeries(web, path, fields, another):
    """The answers to what does not come from her own page; `another` is somebody else's token."""
    own, post = csrf.token(web.house.ring, web.token), web.client.post
    tokens = {"an empty token": "", "garbage": "é\x00==", "half a token": own[:20]}
    for why, token in (tokens | {"another session's": another}).items():
        yield why, post(path, data=fields | {"csrf_token": token})
    yield "no token", post(path, data=fields)
    yield "another in a header", post(path, data=fields, headers={"X-CSRF-Token": another})
    yield "json", post(path, json=fields | {"csrf_token": own})
    plain = {"Content-Type": "text/plain"}
    yield "plain text", post(path, content=f"csrf_token={own}", headers=plain)
    for headers in ELSEWHERE:
        yield str(headers), post(path, data=fields | {"csrf_token": own}, headers=headers)


# Each of them with a quarter of the forms: where the token stands is asked in one place for all.
OUR_OWN = (
    {"Sec-Fetch-Site": "same-origin"},
    {"Sec-Fetch-Site": "none"},
    {"Origin": "http://127.0.0.1:8000"},
    {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
)


@pytest.mark.parametrize(("name", "headers"), [*zip(sorted(FORMS), cycle(OUR_OWN))], ids=str)
def test_our_own_pages_are_obeyed_wherever_the_token_stands(headers, name, running, world, grace):
    route = routes(running, "POST")[name]
    token = {"X-CSRF-Token": csrf.token(grace.house.ring, grace.token), "HX-Request": "true"}

    answer = grace.client.post(world.path(route), data=FORMS[name], headers=headers | token)

    assert answer.status_code in _taken(name)


def test_a_token_dies_with_its_session(every_form, world, web):
    for route, path in every_form:
        web.as_(world.grace)
        own = csrf.token(web.house.ring, web.token)
        web.post("/sign-out")
        web.get("/sign-in")

        answer = web.client.post(path, data=FORMS[route.name] | {"csrf_token": own})

        assert answer.status_code == 403
        assert route.name == "exit" or FOREIGN in answer.text or SIGNED_OUT in answer.text


def test_two_pages_hold_two_masks_of_one_token(grace, house):
    one, other = (csrf.token(house.ring, grace.token) for _ in range(2))

    assert one != other
    assert csrf.fits(house.ring, grace.token, one)
    assert csrf.fits(house.ring, grace.token, other)
    assert not csrf.fits(house.ring, "", csrf.token(house.ring, ""))


# Reading


@pytest.mark.parametrize("who", ["grace", "bea", "nobody"])
def test_reading_writes_nothing(who, running, world, web, make):
    browser = web.visitor() if who == "nobody" else web.as_(getattr(world, who))
    pages = {name: world.path(route) for name, route in routes(running, "GET").items()}
    before = dump(make)

    with counted(world.house) as asked:
        codes = {name: browser.get(path).status_code for name, path in pages.items() for _ in "12"}

    assert {code for code in codes.values() if code >= 500} == set()
    assert len(asked) > 30
    changing = ("INSERT", "UPDATE", "DELETE", "CREATE", "ALTER", "DROP")
    assert [s for s in asked if s.lstrip().upper().startswith(changing)] == []
    assert [s for s in asked if "FOR UPDATE" in s.upper()] == []
    assert dump(make) == before


def test_twenty_visits_leave_no_trace(world, grace, make):
    path = f"/t/{world.values['thread_id']}/{world.values['slug']}"
    before = dump(make)

    codes = {grace.get(path).status_code for _ in range(20)}

    assert codes == {200}
    assert dump(make) == before


@pytest.mark.parametrize("page", ["home", "circle", "thread_slugged", "member", "settings"])
def test_every_page_for_grace_is_there(page, running, world, grace):
    assert grace.get(world.path(routes(running, "GET")[page])).status_code == 200


@pytest.mark.parametrize("who", ["grace", "nobody"])
def test_any_block_of_a_page_may_be_asked_for(who, running, world, web):
    browser = web.as_(world.grace) if who == "grace" else web.visitor()
    templates = running.state.templates
    asked = 0

    for name, route in routes(running, "GET").items():
        path = world.path(route)
        # What the whole page is made of is what parts of it can be asked for.
        with mock.patch.object(templates, "blocks", wraps=templates.blocks) as looked_for:
            browser.get(path, into="no-such-block")
        pages = {call.args[0] for call in looked_for.call_args_list}
        for block in {block for page in pages for block in templates.blocks(page)}:
            assert browser.get(path, into=block).status_code < 500, (name, block)
            asked += 1
    assert asked > 60


# What is not there


@pytest.mark.parametrize(
    "path",
    [
        "/docs", "/redoc", "/openapi.json", "/metrics", "/.env", "/.git/config",
        "/static/", "/static", "/static/css", "/static/css/ORDER", "/static/../app/main.py",
        "/static/%2e%2e/app/main.py", "/static/..%2fapp%2fmain.py", "/static//etc/passwd",
        "/static/%2fetc%2fpasswd", "/static/js/site.js", "/debug", "/server-status", "/sign-in/",
        "/circles/", "//", "/%2f", "/;/", "/T/abc", "/docs/oauth2-redirect",
    ],
)  # fmt: skip
def test_nothing_else_is_there(path, grace):
    answer = grace.client.get(f"http://127.0.0.1:8000{path}")

    assert answer.status_code == 404
    assert "import" not in answer.text.replace("important", "")


@pytest.mark.parametrize("method", ["TRACE", "OPTIONS", "PUT", "PATCH", "DELETE", "CONNECT", "FOO"])
def test_other_methods_do_nothing_and_repeat_nothing(method, running, world, grace, make):
    before = dump(make)

    for name, route in routes(running).items():
        path = world.path(route, token="none")
        answer = grace.client.request(method, path, headers={"X-Canary": "kestrel"})

        assert answer.status_code == (404 if path.startswith("/static") else 405), name
        assert "kestrel" not in answer.text
        assert "access-control-allow-origin" not in answer.headers
    assert dump(make) == before
