"""Every answer, of whatever status, binds the browser in the same way."""

from dataclasses import replace

import pytest

from app import main
from app.core.db import Database
from app.core.limits import Limit
from app.web.kit import assets, csrf
from tests.browser import Browser
from tests.client import Client
from tests.house.world import routes

HEADERS = {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "x-robots-tag": "noindex, nofollow",
}
HSTS = "max-age=31536000; includeSubDomains"


def assert_bound(answer, *, secure=False):
    for name, value in HEADERS.items():
        assert answer.headers.get_list(name) == [value], (answer.status_code, name)
    assert answer.headers.get("strict-transport-security") == (HSTS if secure else None)
    assert "server" not in answer.headers
    assert "x-powered-by" not in answer.headers
    assert "access-control-allow-origin" not in answer.headers


def another(house, **changed):
    """A browser before an application of its own, which shows what breaks as a page."""
    app = main.build(replace(house, **changed))
    client = Client(app, app.state.house.settings.address, shows_what_breaks=True)
    return Browser(client, app.state.house)


def big(web):
    return {"csrf_token": csrf.token(web.house.ring, web.token), "body": "x" * 200_000}


def pieces():
    for _ in range(20):
        yield b"body=" + b"x" * 10_000 + b"&"


ANSWERS = {
    "a page": (200, lambda web: web.get("/")),
    "a block": (200, lambda web: web.get("/circles", into="main")),
    "health": (200, lambda web: web.get("/healthz")),
    "readiness": (200, lambda web: web.get("/readyz")),
    "robots": (200, lambda web: web.get("/robots.txt")),
    "a static file": (200, lambda web: web.get(assets.shelf().address("site.css"))),
    "a redirect": (303, lambda web: web.visitor().get("/settings")),
    "a deed": (303, lambda web: web.post("/settings/profile", name="Grace")),
    "a foreign name": (400, lambda web: web.get("/", Host="sparrowhawk.example")),
    "a bad form": (
        400,
        lambda web: web.client.post(
            "/sign-in", content=b"--x", headers={"Content-Type": "multipart/form-data; boundary=y"}
        ),
    ),
    "no token": (403, lambda web: web.client.post("/sign-out")),
    "nothing there": (404, lambda web: web.get("/nowhere")),
    "nothing for her": (404, lambda web: web.get("/t/zzzz")),
    "no such file": (404, lambda web: web.get("/static/none.css")),
    "a wrong method": (405, lambda web: web.client.put("/")),
    "too long, as it says": (413, lambda web: web.client.post("/preview", data=big(web))),
    "too long, in pieces": (
        413,
        lambda web: web.client.post(
            "/preview",
            content=pieces(),
            headers={"Content-Type": "application/x-www-form-urlencoded"},
        ),
    ),
    "a form that does not fit": (422, lambda web: web.post("/settings/profile", name="")),
}


@pytest.mark.parametrize("what", ANSWERS)
def test_every_answer_binds_the_browser(what, web, world):
    status, ask = ANSWERS[what]

    answer = ask(web.as_(world.grace))

    assert answer.status_code == status
    assert_bound(answer)


@pytest.mark.parametrize("what", [what for what in ANSWERS if what.startswith("too long")])
def test_what_is_too_long_to_send_is_refused_in_plain_words(what, web, world):
    _status, ask = ANSWERS[what]

    answer = ask(web.as_(world.grace))

    assert "That was too long to send" in answer.text
    assert "Make it shorter and send it again." in answer.text
    assert answer.headers["content-type"] == "text/html; charset=utf-8"


def test_also_an_unchanged_page(web, world):
    path = f"/t/{world.values['thread_id']}/{world.values['slug']}"
    mark = web.visitor().get(path).headers["etag"]

    answer = web.get(path, **{"If-None-Match": mark})

    assert answer.status_code == 304
    assert_bound(answer)


def test_also_when_it_was_too_often(web, world):
    web.as_(world.grace)
    for _ in range(10):
        web.house.limiter.hit(Limit.SIGN_IN_FAILURES, "login bea")

    answer = web.post("/sign-in", login="bea", password="x", next="/")

    assert answer.status_code == 429
    assert_bound(answer)


def test_also_when_something_breaks_and_the_page_tells_nothing(house, world, caplog):
    web = another(house).as_(world.grace)
    web.client.app.state.leaves = None

    answer = web.get(f"/t/{world.values['thread_id']}/{world.values['slug']}")

    assert answer.status_code == 500
    assert_bound(answer)
    assert "Something went wrong on our side" in answer.text
    told = ("Traceback", "AttributeError", "NoneType", ".py", "app/")
    assert not any(word in answer.text for word in told)
    assert "AttributeError thread_page:" in caplog.text


def test_also_when_the_database_is_away(house):
    nowhere = Database("postgresql+psycopg://test@/none?host=/nonexistent")
    web = another(house, database=nowhere)

    answer = web.get("/")

    assert answer.status_code == 503
    assert int(answer.headers["retry-after"]) > 0
    assert_bound(answer)
    assert web.get("/healthz").status_code == 200
    assert web.get("/readyz").status_code == 503
    nowhere.close()


def test_also_over_https_which_then_stays(house):
    settings = house.settings.model_copy(update={"base_url": "https://circle.example.org"})
    web = another(house, settings=settings)

    for answer in (web.get("/"), web.get("/nowhere"), web.client.put("/"), web.get("/static/x")):
        assert_bound(answer, secure=True)


def test_search_engines_are_let_in_only_on_request(house):
    settings = house.settings.model_copy(update={"search_engines": True})
    web = another(house, settings=settings)

    assert "x-robots-tag" not in web.get("/").headers
    assert "Disallow: /m/" in web.get("/robots.txt").text


@pytest.mark.parametrize(
    "name",
    [
        "hawk.example", "127.0.0.1.hawk.example", "127.0.0.1@hawk.example", "hawk.example:8000", "",
        "xn--e1afmkfd", "127.0.0.2", "0.0.0.0", "[::2]", "[", "localhost.", "127.0.0.1 evil",
    ],
)  # fmt: skip
def test_no_other_name_is_answered_to(name, web):
    for path in ("/", "/sign-in", "/healthz", assets.shelf().address("site.css")):
        answer = web.get(path, Host=name)

        assert answer.status_code == 400
        assert len(answer.content) < 100


@pytest.mark.parametrize("name", ["127.0.0.1", "127.0.0.1:9", "LOCALHOST:8000", "[::1]:8000"])
def test_this_machine_goes_by_several_names(name, web):
    assert web.get("/", Host=name).status_code == 200


def test_forwarded_headers_change_nothing(web, world, running):
    web.as_(world.grace)
    spoofed = {
        "X-Forwarded-Host": "sparrowhawk.example",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-For": "127.0.0.1",
        "X-Forwarded-Prefix": "/sparrowhawk",
        "X-Original-URL": "/settings",
        "X-Rewrite-URL": "/settings",
        "X-HTTP-Method-Override": "DELETE",
        "Forwarded": "host=sparrowhawk.example;proto=https",
    }

    for name, route in routes(running, "GET").items():
        path = world.path(route)
        plain, asked = web.get(path), web.get(path, **spoofed)
        assert plain.status_code == asked.status_code, name
        assert "sparrowhawk" not in asked.text + str(asked.headers), name
        assert "https://127" not in asked.text, name


@pytest.mark.parametrize(("who", "kept"), [("grace", "no-store"), ("", "private, no-cache")])
def test_what_members_see_is_kept_by_no_cache(who, kept, web, world, running):
    browser = web.as_(world.grace) if who else web.visitor()

    for name, route in routes(running, "GET").items():
        answer = browser.get(world.path(route))
        if "html" in answer.headers.get("content-type", ""):
            # Which country she looked at for help, and what she waits for, is nobody's to find,
            # signed in or not.
            wanted = "no-store" if name in {"safety", "joining_wait"} else kept
            assert answer.headers["cache-control"] == wanted, name
            assert answer.headers["vary"].startswith("HX-Request, HX-Target, Cookie"), name
        if not who:
            browser.visitor()


def test_a_static_file_is_kept_for_a_year(web):
    answer = web.get(assets.shelf().address("js/site.js"))

    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert "set-cookie" not in answer.headers


def test_whoever_asks_for_the_head_alone_gets_what_belongs_to_the_page(web, circle, amina):
    """As RFC 9110 (9.3.2) wants it of every server. A stream of news ends at once."""
    for path, status in (("/", 200), ("/safety", 200), ("/none", 404)):
        head = web.as_(amina).client.head(path)

        assert head.status_code == status
        assert_bound(head)
        assert int(head.headers["content-length"])
    assert web.client.head("/live?circle=new-mothers").status_code == 200
