"""Pages for what is not there: with her own header for who is signed in, and they tell nothing."""

import re

import pytest

from app.core.db import Database
from app.core.keys import base32
from tests.conftest import counted
from tests.house.test_headers import another


def lost(browser):
    wrong = {"Content-Type": "multipart/form-data; boundary=y"}
    yield 404, browser.get("/nowhere")
    yield 405, browser.client.put("/circles")
    yield 400, browser.client.post("/sign-in", content=b"--x", headers=wrong)
    yield 413, browser.client.post("/preview", data={"body": "x" * 200_000})


def bare(page):
    """Without the token that differs each time."""
    return re.sub(r'name="csrf_token" value="[^"]+"', "", page.text)


def test_her_own_header_stands_above_them(web, amina):
    for status, page in lost(web.as_(amina)):
        assert page.status_code == status
        assert "Your account: Amina" in page.text
        assert 'href="/sign-in"' not in page.text
        assert page.headers["cache-control"] == "no-store"


def test_to_a_visitor_they_offer_to_sign_in_and_ask_the_database_nothing(web, house):
    with counted(house) as asked:
        for _, page in lost(web.visitor()):
            assert 'href="/sign-in"' in page.text
    assert asked == []


@pytest.mark.parametrize(
    ("sent", "above"),
    [
        ("/c/quiet-room/leave", "/c/quiet-room"),
        ("/announcement/7jzytg0pfh3rf/away", "/announcement"),
        ("/preview", "/"),
        ("/sign-out", "/"),
    ],
)
def test_an_address_that_takes_forms_alone_leads_to_the_page_above_it(sent, above, web, amina):
    for who in (web.as_(amina), web.visitor()):
        answer = who.client.get(sent)

        assert (answer.status_code, answer.headers["location"]) == (303, above)
        assert who.client.head(sent).status_code == 303


@pytest.mark.parametrize("who", ["stella", ""])
def test_what_is_nowhere_and_what_is_private_are_the_same_to_her(who, web, make, grace, stella):
    thread = make.thread(make.circle("Quiet room", visibility="private"), grace)
    browser = web.as_(stella) if who else web.visitor()
    paths = [f"/t/{base32(thread.id)}/{thread.slug}", "/t/zzzz/no", "/nowhere", "/m/nobody"]

    pages = [browser.get(path) for path in paths]

    assert {page.status_code for page in pages} == {404}
    assert len({main(page) for page in pages}) == 1
    if who:
        assert bare(pages[0]) == bare(pages[1])


def main(page):
    return page.text.partition("<main")[2]


def test_while_the_database_is_away_they_are_there_all_the_same(web, house, amina):
    nowhere = Database("postgresql+psycopg://test@/none?host=/nonexistent")
    away = another(house, database=nowhere).with_token(web.as_(amina).token)

    for status, page in lost(away):
        assert page.status_code == status
        assert "Amina" not in page.text
    nowhere.close()
