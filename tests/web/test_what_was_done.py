"""What a page says after a deed, which no link can have it say."""

from datetime import timedelta
from urllib.parse import urlsplit

from app.core import clock
from tests.make import PASSWORD

SAVED = "Saved."


def save(web, member):
    answer = web.as_(member).post("/settings/device", discretion="open")
    return answer.headers["location"]


def test_a_page_says_what_was_just_done_and_again_when_it_is_loaded_anew(web, amina):
    there = save(web, amina)

    assert SAVED in web.get(there).text
    assert SAVED in web.get(there).text


def test_a_link_has_no_page_say_it(web, amina, bea):
    there = save(web, amina)

    assert SAVED not in web.as_(bea).get(there).text
    assert SAVED not in web.visitor().get("/sign-in?said=saved").text
    for forged in ("saved", "x.y.z", "none.%00"):
        assert SAVED not in web.get(there, Cookie=f"said={forged}").text


def test_neither_with_another_word_nor_at_another_address(web, amina):
    there = save(web, amina)

    assert "Your post is deleted." not in web.get(f"{urlsplit(there).path}?said=post-deleted").text
    assert SAVED not in web.get("/settings?said=saved").text
    assert SAVED in web.get(there).text


def test_two_minutes_later_it_has_been_said(web, amina, monkeypatch):
    there = save(web, amina)
    later = clock.now() + timedelta(minutes=3)
    monkeypatch.setattr(clock, "now", lambda: later)

    assert SAVED not in web.get(there).text


def test_signing_in_with_such_a_way_on_says_nothing(web, amina):
    page = web.visitor().get("/sign-in?next=/settings/device%3Fsaid%3Dsaved")
    answer = web.send(page, "/sign-in", login="amina", password=PASSWORD)

    assert answer.headers["location"] == "/settings/device?said=saved"
    assert SAVED not in web.follow(answer).text
