"""Cookies: one for the session, none for who only reads, and none that a script can see. What was
just done has one of two minutes."""

from dataclasses import replace
from http.cookies import SimpleCookie

import pytest

from app import main
from tests.browser import Browser
from tests.client import Client
from tests.house.world import routes
from tests.make import PASSWORD


@pytest.fixture
def secure(house):
    """A browser before the same house at an https address."""
    settings = house.settings.model_copy(update={"base_url": "https://circle.example.org"})
    app = main.build(replace(house, settings=settings))
    client = Client(app, "https://circle.example.org")
    return Browser(client, app.state.house)


def set_by(answer, name=""):
    """The one cookie of an answer; or that of this name."""
    lines = answer.headers.get_list("set-cookie")
    [line] = [line for line in lines if not name or line.startswith(f"{name}=")]
    [(name, morsel)] = SimpleCookie(line).items()
    return name, morsel


def sign_in(web, login):
    return web.send(web.get("/sign-in"), "/sign-in", login=login, password=PASSWORD)


def test_over_https_the_session_is_bound_to_the_host(secure, amina):
    for answer in (secure.get("/sign-in"), sign_in(secure, "amina")):
        name, morsel = set_by(answer, "__Host-session")

        assert name == "__Host-session"
        assert morsel["secure"] is True
        assert morsel["httponly"] is True
        assert morsel["samesite"].lower() == "lax"
        assert morsel["path"] == "/"
        assert morsel["domain"] == ""
        assert int(morsel["max-age"]) == 7 * 24 * 3600
    assert secure.get("/settings").status_code == 200


def test_over_https_no_other_name_is_a_session(secure, house, amina):
    sign_in(secure, "amina")
    value = secure.client.cookies.get("__Host-session")
    secure.visitor()

    for name in ("session", "__Secure-session", "__host-session", "Session"):
        assert secure.get("/settings", Cookie=f"{name}={value}").status_code == 303
    assert secure.get("/settings", Cookie=f"__Host-session={value}").status_code == 200


def test_signing_out_over_https_takes_the_cookie_back(secure, amina):
    sign_in(secure, "amina")

    answer = secure.send(secure.get("/"), "/sign-out")

    name, morsel = set_by(answer, "__Host-session")
    assert name == "__Host-session"
    assert morsel["max-age"] == "0"
    assert morsel["secure"] is True
    assert morsel["path"] == "/"


def test_a_visitor_who_only_reads_gets_none(web, running, world):
    with_form = {"sign_in", "join", "forgot_password", "reset_password", "verify_email"}
    with_form |= {"confirm_email", "preferences", "keep_account", "unsubscribe"}
    with_form |= {"join_with", "joining_wait"}
    # The page that it leads to says that time is over.
    with_form |= {"second_step"}

    given = set()
    for name, route in routes(running, "GET").items():
        answer = web.visitor().get(world.path(route))
        if "set-cookie" in answer.headers:
            given.add(name)

    assert given == with_form


def test_a_member_is_given_none_while_it_is_fresh(web, running, world):
    web.as_(world.grace)

    for name, route in routes(running, "GET").items():
        if name != "second_step":  # the page that it leads to says that time is over
            assert "set-cookie" not in web.get(world.path(route)).headers, name


def test_the_token_stands_in_the_cookie_alone(web, running, world):
    web.as_(world.grace)

    for name, route in routes(running, "GET").items():
        answer = web.get(world.path(route))
        assert web.token not in answer.text + str(answer.headers), name


def test_what_was_just_done_has_a_cookie_of_two_minutes(web, secure, amina):
    """Blind: it tells neither the address nor the word."""
    sign_in(secure, "amina")
    answer = secure.send(secure.get("/settings/device"), "/settings/device", discretion="open")

    name, morsel = set_by(answer, "__Host-said")
    assert (name, morsel["max-age"], morsel["path"]) == ("__Host-said", "120", "/")
    assert morsel["httponly"] is True
    assert morsel["secure"] is True
    assert morsel["samesite"].lower() == "lax"
    assert "saved" not in morsel.value
    assert "settings" not in morsel.value


def test_a_device_on_which_somebody_has_signed_in_is_marked(secure, amina):
    _, morsel = set_by(sign_in(secure, "amina"), "__Host-known")

    assert morsel["secure"] is True
    assert morsel["httponly"] is True
    assert morsel["samesite"].lower() == "lax"
    assert morsel["path"] == "/"
    assert morsel["domain"] == ""


def test_the_theme_is_the_only_other_cookie(web, secure):
    web.visitor()
    page = web.get("/preferences")
    answer = web.send(page, "/preferences", theme="dark")
    over_https = secure.send(secure.get("/preferences"), "/preferences", theme="dark")

    name, morsel = set_by(answer, "theme")
    assert (name, morsel.value) == ("theme", "dark")
    assert morsel["httponly"] is True
    assert morsel["samesite"].lower() == "lax"
    assert set_by(over_https, "theme")[1]["secure"] is True
    assert 'data-theme="dark"' in web.get("/").text


@pytest.mark.parametrize("theme", ["", "blue", '"><script>', "dark\x00", "é"])
def test_a_theme_that_is_none_is_not_repeated(theme, web):
    answer = web.visitor().client.get(
        "/", headers=[(b"Cookie", b"theme=" + theme.encode("latin-1"))]
    )

    assert answer.status_code == 200
    assert "data-theme" not in answer.text
