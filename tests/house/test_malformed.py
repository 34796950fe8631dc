"""Whatever is sent, the answer is a page: never a broken one, never a slow one."""

# ruff: noqa: E501  # a corpus is read row by row

import time
from dataclasses import replace
from urllib.parse import quote, quote_from_bytes

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core.limits import Limiter
from app.web.kit import csrf
from tests.house.world import FORMS, routes

HOUSE = settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
ODD = [
    "\0", "a\0b", "".join(map(chr, range(1, 32))), "\x7f\x80\x9f", "\u202e\u2066\u200b",
    "\ufffe\uffff", "\U000e0001", "\U0010ffff", "' OR 1=1 --", "'; DROP TABLE members; --", "%", "_", "\\",
    "%%%s",    "{{7*7}}", "${7*7}", "%(x)s", "*" * 500, "-1", "0", "1e9", "9" * 30, "0x10", "٣", "²", "NaN",
    "../../etc/passwd", "<script>", "\r\nSet-Cookie: a=b", " ", "\t", "null", "true", "[]", "{}",
    "e\u0301" * 100, "ﷺ" * 100, "🧵" * 60,
]  # fmt: skip
TEXT = st.one_of(st.sampled_from(ODD), st.text(max_size=40))
BYTES = st.one_of(st.binary(min_size=1, max_size=20), TEXT.filter(bool).map(lambda t: t.encode()))
QUERY = ("after", "before", "sort", "said", "next", "x")
EVERY_FORM = pytest.mark.parametrize("name", sorted(FORMS))
KINDS = {"application/x-www-form-urlencoded", "multipart/form-data; boundary=b", "application/json"}


def fine(answer):
    return answer.status_code < 500


def fresh(web, member):
    """Signed in, and with no limit used up."""
    web.client.app.state.house = replace(web.house, limiter=Limiter())
    return web.as_(member)


def parts(fields, charset):
    """A body of one part for each field, its value as these bytes; and its content type."""
    made = [
        b'--b\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % (name.encode(), value)
        for name, value in fields.items()
    ]
    kind = f"multipart/form-data; boundary=b; charset={charset}"
    return b"".join(made) + b"--b--\r\n", kind


@HOUSE
@given(data=st.data())
def test_no_address_breaks_a_page(data, running, world, web):
    route = data.draw(st.sampled_from(sorted(routes(running, "GET").items())))[1]
    wild = {
        key: quote_from_bytes(data.draw(BYTES), safe="")
        for key in world.values
        if data.draw(st.booleans())
    }
    query = data.draw(st.lists(st.tuples(st.sampled_from(QUERY), BYTES), max_size=3))
    path = world.path(route, **{"token": "none"} | wild)
    path += "?" + "&".join(f"{name}={quote_from_bytes(value)}" for name, value in query)

    answer = fresh(web, world.grace).get(path)

    assert fine(answer), path


@HOUSE
@given(cookie=st.binary(max_size=80), theme=st.binary(max_size=10), target=st.binary(max_size=20))
def test_no_header_breaks_a_page(cookie, theme, target, web, world):
    sent = b"session=" + cookie + b"; theme=" + theme
    headers = [(b"Cookie", sent), (b"HX-Request", b"true"), (b"HX-Target", target)]
    headers += [(b"If-None-Match", target), (b"Accept-Encoding", theme), (b"X-CSRF-Token", cookie)]
    clean = [(name, value.translate(None, b"\r\n\0")) for name, value in headers]

    for answer in (
        web.visitor().client.get("/", headers=clean),
        web.client.post("/sign-in", headers=clean, data={"login": "x"}),
    ):
        assert fine(answer)


@HOUSE
@given(data=st.data())
def test_no_form_breaks_a_page(data, running, world, web):
    name = data.draw(st.sampled_from(sorted(FORMS)))
    fields = {
        field: data.draw(TEXT) if data.draw(st.booleans()) else value
        for field, value in (FORMS[name] | {"form_nonce": "n"}).items()
    }
    browser = fresh(web, world.grace)
    path = world.path(routes(running, "POST")[name])

    answer = browser.post(path, **fields)

    assert fine(answer), (name, fields)


@HOUSE
@given(body=st.binary(max_size=200), kind=st.sampled_from(sorted(KINDS)))
def test_no_body_breaks_a_page(body, kind, web, world):
    browser = fresh(web, world.grace)
    token = csrf.token(web.house.ring, browser.token)

    answer = browser.client.post(
        "/settings/profile", content=body, headers={"Content-Type": kind, "X-CSRF-Token": token}
    )

    assert fine(answer)


@EVERY_FORM
def test_odd_characters_in_any_field_are_answered(name, running, world, web):
    path = world.path(routes(running, "POST")[name])
    for field in FORMS[name]:
        for odd in ODD[:5]:
            answer = fresh(web, world.grace).post(path, **FORMS[name] | {field: odd})
            assert fine(answer), (field, odd)


@pytest.mark.parametrize("charset", ["unicode_escape", "undefined"])
def test_a_charset_of_the_senders_choice_makes_no_broken_text(charset, every_form, world, web):
    for route, path in every_form:
        token = csrf.token(web.house.ring, web.as_(world.grace).token)
        for field in FORMS[route.name]:
            fields = {key: value.encode() for key, value in FORMS[route.name].items()}
            body, kind = parts(fields | {field: rb"\ud800 +2AA- \x00"}, charset)

            answer = web.client.post(
                path, content=body, headers={"Content-Type": kind, "X-CSRF-Token": token}
            )

            assert fine(answer), field


TAKES_FILES = ("import_opportunities", "give_logo")


def test_too_much_is_refused_at_once(every_form, world, web):
    for route, path in every_form:
        if route.name not in TAKES_FILES:
            refuses_too_much(web.as_(world.grace), route.name, path)


@pytest.mark.parametrize("name", TAKES_FILES)
def test_where_a_file_is_taken_it_is_one_and_has_an_end(name, running, world, web):
    """What is longer is tests/community/opportunities/test_importing.py’s, and test_logo.py’s."""
    path = routes(running, "POST")[name].path
    browser = web.as_(world.olga)
    two = b'--b\r\nContent-Disposition: form-data; name="a"; filename="a"\r\n\r\nx\r\n' * 2

    answer = browser.client.post(
        path,
        content=two + b"--b--\r\n",
        headers={"Content-Type": "multipart/form-data; boundary=b"},
    )

    assert answer.status_code == 400


def refuses_too_much(browser, name, path):
    token = {"csrf_token": csrf.token(browser.house.ring, browser.token)}
    field = next(iter(FORMS[name]), "x")
    many = "&".join(["a="] * 10_000)
    piece = b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n\r\n'
    file = b'--b\r\nContent-Disposition: form-data; name="a"; filename="a"\r\n\r\nx\r\n--b--\r\n'
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    multipart = {"Content-Type": "multipart/form-data; boundary=b"}

    start = time.perf_counter()
    megabyte = browser.client.post(path, data=FORMS[name] | token | {field: "x" * 2**20})
    fields = browser.client.post(path, content=many, headers=form)
    thousand = browser.client.post(path, content=piece * 1000 + b"--b--\r\n", headers=multipart)
    with_file = browser.client.post(path, content=file, headers=multipart)
    taken = time.perf_counter() - start

    assert megabyte.status_code == 413
    assert fields.status_code in {400, 403, 422}
    assert thousand.status_code == 400
    assert with_file.status_code == 400
    assert taken < 2


@pytest.mark.parametrize("letter", ["x", "é", "字", "🧵"])
def test_the_longest_post_in_any_script_is_taken(letter, world, web):
    browser = fresh(web, world.grace)

    answer = browser.post(f"/t/{world.values['thread_id']}/replies", body=letter * 8000)
    longer = browser.post(f"/t/{world.values['thread_id']}/replies", body=letter * 8001)

    assert answer.status_code == 303
    assert longer.status_code == 422


@pytest.mark.parametrize(
    "body",
    [">" * 5000, "[" * 8000, "![" * 4000, "*a_" * 2600, "`" * 7999, "- " * 4000, "<" * 8000,
     "](" * 4000, "[a](" * 2000, "\\" * 8000, "&#" * 4000, "http://" * 1100, "@a" * 4000,
     "a@b." * 2000, "1. " * 2600, "~~" * 4000, "\t" * 7000 + "x", "|" * 8000, "***" * 2600,
     "[a]: x\n" * 1100, "a\n> " * 2000, "((((" * 2000, "\u0301" * 7999 + "a"],
    ids=lambda body: repr(body[:6]),
)  # fmt: skip
def test_no_post_takes_longer_than_a_second(body, world, web):
    browser = fresh(web, world.grace)
    start = time.process_time()

    answer = browser.post("/preview", body=body)

    assert answer.status_code in {200, 422}
    assert time.process_time() - start < 1


@pytest.mark.parametrize(
    "number", ["0", "z" * 13, "7" * 13, "8" + "0" * 12, "i", "l", "o", "u", "Z" * 14, "-1"]
)
def test_an_id_that_is_none_leads_nowhere(number, web, world):
    for path in ("/t/{}", "/p/{}", "/p/{}/edit", "/t/{}/slug"):
        answer = fresh(web, world.grace).get(path.format(quote(number)))

        assert answer.status_code == 404
