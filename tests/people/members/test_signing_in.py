"""Signing in: with a handle or an address; a new session each time; not too many guesses."""

from datetime import timedelta
from urllib.parse import urljoin, urlsplit

import pytest
import time_machine
from passlib.hash import argon2
from sqlalchemy import func, select

from app.core import clock, keys
from app.people.members import sessions
from app.people.members.models import Member, SessionRow, Standing
from tests.make import PASSWORD

WRONG = "That name and password don’t go together"


def sign_in(web, login="amina", password=PASSWORD, *, next_="/", **headers):
    page = web.client.get("/sign-in", params={"next": next_}, headers=headers)
    [values] = [f.values for f in forms(page) if f.action == "/sign-in"]
    data = values | {"login": login, "password": password}
    return web.client.post("/sign-in", data=data, headers=headers)


def forms(page):
    from tests.browser import forms_of

    return forms_of(page)


def rows(session):
    return session.scalar(select(func.count()).select_from(SessionRow))


@pytest.mark.parametrize(
    "login", ["amina", "AMINA", " Amina ", "amina@example.org", "Amina@Example.Org"]
)
def test_she_signs_in_with_her_handle_or_her_address(login, web, amina):
    answer = sign_in(web, login)

    assert answer.headers["location"] == "/"
    assert "Your account: Amina" in web.follow(answer).text


@pytest.mark.parametrize(
    ("login", "password"),
    [
        ("amina", "velvet orbit mustarD"),
        ("amina", PASSWORD + " "),
        ("amina", PASSWORD[:-1]),
        ("bea", PASSWORD),
        ("%", PASSWORD),
        ("' OR 1=1 --", PASSWORD),
        ("amina'--", "heron"),
    ],
)
def test_a_wrong_pair_is_refused_in_the_same_words(login, password, web, session, amina):
    answer = sign_in(web, login, password)

    assert answer.status_code == 422
    assert WRONG in answer.text
    assert password not in answer.text
    assert rows(session) == 0


@pytest.mark.parametrize("field", ["login", "password"])
def test_an_empty_field_is_asked_for(field, web, amina):
    answer = sign_in(web, **{field: ""})

    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text


def test_a_suspended_member_is_told_by_her_password_alone(web, session, make):
    make.member("Sue", standing=Standing.SUSPENDED)

    suspended, wrong = sign_in(web, "sue"), sign_in(web, "sue", "not her password")

    assert suspended.status_code == wrong.status_code == 422
    assert WRONG in wrong.text
    assert "suspended" not in wrong.text
    assert "Moderators have suspended your account. " in suspended.text
    assert "write to post@127.0.0.1 within six months" in suspended.text
    assert rows(session) == 0


def test_suspension_ends_what_is_signed_in(web, session, amina):
    web.as_(amina)
    before = web.get("/settings").status_code

    session.get(Member, amina.id).standing = Standing.SUSPENDED
    session.commit()

    assert before == 200
    assert web.get("/settings").headers["location"].startswith("/sign-in")


def test_a_paused_member_can_sign_in(web, make):
    make.member("Pia", standing=Standing.PAUSED)

    assert sign_in(web, "pia").headers["location"] == "/"


def test_who_has_not_confirmed_gets_a_new_link_and_no_session(web, session, postbox, make):
    make.member("Wren", standing=Standing.UNVERIFIED)

    answer = sign_in(web, "wren")
    refused = sign_in(web, "wren", "another password")

    assert answer.headers["location"] == "/join/done"
    assert refused.status_code == 422
    assert len(postbox.links("wren@example.org")) == 1
    assert rows(session) == 0


# --- where it leads

ELSEWHERE = [
    "//evil.example", "///evil.example", "////evil.example", "/\\evil.example", "\\/evil.example",
    "\\\\evil.example", "/\\/evil.example", "https://evil.example", "HTTPS://evil.example",
    "https:evil.example", "https:/evil.example", "http:///evil.example", "evil.example",
    "//evil.example@127.0.0.1", "//127.0.0.1@evil.example", "@evil.example", "javascript:alert(1)",
    "JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x", "/\t/evil.example",
    "\t//evil.example", " //evil.example", "/ /evil.example", "/\n/evil.example",
    "/\r\nSet-Cookie: session=x", "/x\r\nLocation: //evil.example", "\x00//evil.example",
    "/\x00/evil.example", "//evil.example/%2e%2e", "//evil%E3%80%82example", "/／evil.example",
    "／／evil.example", "//[::1]", "//evil.example:80", "?next=//evil.example", "#//evil.example",
    "./evil", "../evil", "", "/%0d%0aSet-Cookie:x=y\x0b", "/\x85/evil.example", "/\u2028/evil",
    "//％65vil.example", "/;//evil\\", "http:\\\\evil.example", "mailto:evil@evil.example",
    "/\u200b/evil.example", "ftp://evil.example", "//0x7f000001", "//evil。example",
]  # fmt: skip
OWN = ["/", "/circles", "/t/abc?after=20#p21", "/settings/email", "/m/amina", "/%2F/evil.example"]


def leads_home(location):
    """Whether a browser that follows it stays on this site (URL standard: backslash is a slash)."""
    seen = location.replace("\\", "/").translate(dict.fromkeys(map(ord, "\t\r\n")))
    there = urlsplit(urljoin("http://127.0.0.1:8000/sign-in", seen.strip()))
    return (there.scheme, there.netloc) == ("http", "127.0.0.1:8000")


@pytest.mark.parametrize("place", ELSEWHERE)
def test_nobody_is_led_elsewhere_by_signing_in(place, web, amina):
    answer = sign_in(web, next_=place)
    asked_again = web.client.get("/sign-in", params={"next": place})
    typed = web.visitor().client.get("/sign-in")
    [values] = [f.values for f in forms(typed) if f.action == "/sign-in"]
    data = values | {"login": "amina", "password": PASSWORD, "next": place}
    planted = web.client.post("/sign-in", data=data)

    for response in (answer, asked_again, planted):
        assert response.status_code == 303
        assert response.headers["location"] == "/"


@pytest.mark.parametrize("place", OWN)
def test_she_goes_on_where_she_was(place, web, amina):
    answer = sign_in(web, next_=place)

    assert answer.headers["location"] == place
    assert leads_home(place)


def test_a_page_for_members_sends_a_visitor_through_signing_in(web, amina):
    asked = web.visitor().get("/settings/email")

    answer = sign_in(web, next_="/settings/email")

    assert asked.headers["location"] == "/sign-in?next=%2Fsettings%2Femail"
    assert answer.headers["location"] == "/settings/email"


# --- the session


def test_the_token_is_new_after_signing_in(web, session, amina):
    web.get("/sign-in")
    as_visitor = web.token

    sign_in(web)
    first = web.token
    sign_in_again = web.client.get("/sign-in")
    web.client.post("/sign-out", data=forms(web.get("/"))[0].values)
    sign_in(web)

    assert sign_in_again.headers["location"] == "/"
    assert len({as_visitor, first, web.token}) == 3
    assert rows(session) == 1


def test_signing_in_anew_ends_the_session_it_came_from(web, session, amina, bea):
    web.as_(amina)
    hers = web.client.cookies.get("session")

    web.post("/sign-in", login="bea", password=PASSWORD, next="/")

    assert "Your account: Bea" in web.get("/").text
    assert rows(session) == 1
    web.client.cookies.clear()
    web.client.cookies.set("session", hers, domain="127.0.0.1")
    assert web.get("/settings").status_code == 303


def test_a_planted_cookie_never_becomes_a_session(web, house, session, amina):
    planted = keys.token()
    web.with_token(planted)

    sign_in(web)

    given = web.client.cookies.get("session")
    assert not given.startswith(planted)
    assert web.visitor().get("/settings", Cookie=f"session={given}").status_code == 200
    assert web.with_token(planted).get("/settings").status_code == 303
    assert rows(session) == 1


@pytest.mark.parametrize("cookie", ["x", "a.b.c", "\x7f", "é", "." * 3000, "null", '"', "a;b"])
def test_a_cookie_that_is_none_of_ours_is_a_visitor(cookie, web, amina):
    raw = f"session={cookie}".encode("latin-1")

    answer = web.visitor().client.get("/circles", headers=[(b"Cookie", raw)])

    assert answer.status_code == 200
    assert "Sign in" in answer.text


def test_a_session_has_256_bits_and_only_its_hash_is_kept(house, session, amina):
    with house.database.changing() as opened:
        token = sessions.start(opened, house.ring, amina)

    [row] = session.execute(select(SessionRow.__table__)).all()
    assert len(token) == 43
    assert row.h == keys.digest(token)
    assert token.encode() not in row.h + row.sealed


def test_an_old_weak_hash_is_made_anew_when_she_signs_in(web, session, amina):
    weak = argon2.using(memory_cost=1024, time_cost=1, parallelism=1).hash(PASSWORD)
    session.get(Member, amina.id).password = weak
    session.commit()

    answer = sign_in(web)

    kept = session.scalar(select(Member.password).where(Member.id == amina.id))
    assert answer.status_code == 303
    assert "m=19456,t=2,p=1" in kept
    assert sign_in(web.visitor()).status_code == 303


# --- how often


def test_after_ten_wrong_guesses_even_the_right_one_waits(web, amina):
    guesses = [sign_in(web, password=f"guess {n}").status_code for n in range(10)]

    answer = sign_in(web)

    assert guesses == [422] * 10
    assert answer.status_code == 429
    assert 0 < int(answer.headers["retry-after"]) <= 900
    assert "Please wait" in answer.text


def test_after_a_quarter_of_an_hour_she_can_sign_in(web, amina):
    for n in range(10):
        sign_in(web, password=f"guess {n}")

    with time_machine.travel(clock.now() + timedelta(minutes=15, seconds=1)):
        answer = sign_in(web)

    assert answer.status_code == 303


def test_guesses_are_counted_by_account_wherever_they_come_from(web_with, amina):
    for n in range(10):
        sign_in(web_with(client=(f"192.0.2.{n}", 1)), password=f"guess {n}")

    answer = sign_in(web_with(client=("192.0.2.99", 1)))

    assert answer.status_code == 429


def test_guesses_are_counted_by_network_whomever_they_try(web_with, amina, bea):
    there, elsewhere = web_with(client=("192.0.2.1", 1)), web_with(client=("192.0.2.2", 1))
    for n in range(10):
        sign_in(there, login=f"nobody{n}")

    assert sign_in(there).status_code == 429
    assert sign_in(elsewhere).status_code == 303


def test_signing_in_well_is_not_counted(web, amina):
    codes = {sign_in(web.visitor()).status_code for _ in range(11)}

    assert codes == {303}


def test_who_sets_forwarded_headers_herself_is_counted_all_the_same(web, amina):
    for n in range(10):
        sign_in(
            web, f"nobody{n}", **{"X-Forwarded-For": f"198.51.100.{n}", "Forwarded": f"for={n}"}
        )

    answer = sign_in(web, "amina", **{"X-Forwarded-For": "198.51.100.77"})

    assert answer.status_code == 429


def test_behind_our_own_proxy_the_last_address_counts(web_with, amina):
    web = web_with(trust_proxy=True)
    for n in range(10):
        sign_in(web, f"nobody{n}", **{"X-Forwarded-For": f"10.0.0.{n}, 203.0.113.9"})

    same = sign_in(web, "amina", **{"X-Forwarded-For": "10.1.1.1, 203.0.113.9"})
    other = sign_in(web, "amina", **{"X-Forwarded-For": "203.0.113.9, 203.0.113.8"})

    assert same.status_code == 429
    assert other.status_code == 303
