"""Reading her file: in order, in pages, by words, and three at a time on a hard day."""

import re

from app.core.keys import base32
from app.people.evidence import queries
from tests.browser import forms_of
from tests.conftest import counted
from tests.make import Make

SAID = re.compile(r'<p class="said" dir="auto">(.*?)</p>', re.DOTALL)


def said(page):
    assert page.status_code == 200
    return SAID.findall(page.text)


def older(page):
    found = re.search(r'rel="next"\s+href="([^"]+)"', page.text)
    return found and found[1].replace("&amp;", "&")


def fill(make: Make, member, many):
    for n in range(many):
        make.evidence(member, f"Entry {n}", day=f"2025-{n // 28 + 1:02}-{n % 28 + 1:02}")


def test_an_empty_file_says_how_to_begin(web, amina):
    page = web.as_(amina).get("/evidence").text

    assert "Begin with the last thing somebody thanked you for." in page
    assert "Read me three" not in page


def test_it_is_ordered_by_day_and_what_has_none_by_that_of_keeping(web, make, amina):
    for what, day in [
        ("March", "2026-03-14"),
        ("April", "2026-04"),
        ("undated", ""),
        ("long ago", "1999-12-31"),
        ("later in March", "2026-03-14"),
    ]:
        make.evidence(amina, what, day=day)

    assert said(web.as_(amina).get("/evidence")) == [
        "undated",
        "April",
        "later in March",
        "March",
        "long ago",
    ]


def test_pages_are_of_twenty_and_nothing_is_lost_or_twice(web, make, amina):
    fill(make, amina, 45)

    page, found, sizes = web.as_(amina).get("/evidence"), [], []
    while True:
        found += said(page)
        sizes.append(len(said(page)))
        if not (way := older(page)):
            break
        page = web.get(way)

    assert sizes == [20, 20, 5]
    assert found == [f"Entry {n}" for n in reversed(range(45))]
    assert "Back to the newest" in page.text


def test_a_page_goes_on_where_it_was_whatever_came_or_went_since(web, make, amina, file_of):
    fill(make, amina, 25)
    way = older(web.as_(amina).get("/evidence"))
    last = file_of(amina)[19]
    make.evidence(amina, "New", day="2026-01-01")

    web.as_(amina).post(f"/evidence/{base32(last.id)}/delete")

    assert said(web.get(way)) == [f"Entry {n}" for n in reversed(range(5))]


def test_a_place_that_is_none_is_the_beginning(web, amina, entry):
    for after in ("x", "2026-01-01", "2026-01-01.x", ".", "9999.99999999999999999", "%00.1"):
        assert said(web.as_(amina).get(f"/evidence?after={after}")) == [entry.words.what]


def test_it_is_searched_in_all_that_she_wrote_and_no_address_says_for_what(web, make, amina):
    make.evidence(amina, "I gave the TALK", who="Étienne")
    make.evidence(amina, "I wrote the report", change="A talk was not needed.")
    make.evidence(amina, "I slept")
    page = web.as_(amina).get("/evidence")

    found = web.send(page, "/evidence/search", q="talk")

    assert said(found) == ["I wrote the report", "I gave the TALK"]
    assert said(web.send(page, "/evidence/search", q="gave talk étienne")) == ["I gave the TALK"]
    none = web.send(page, "/evidence/search", q="spreadsheet")
    assert said(none) == []
    assert "Nothing with “<bdi>spreadsheet</bdi>” in it." in none.text
    assert "talk" not in "".join(re.findall(r'(?:href|action)="([^"]*)"', found.text))


def test_a_search_has_pages_too(web, make, amina):
    fill(make, amina, 25)
    page = web.send(web.as_(amina).get("/evidence"), "/evidence/search", q="entry")
    [onward] = [form for form in forms_of(page) if "after" in form.values]

    second = web.client.post(onward.action, data=onward.values)

    assert len(said(page)) == 20
    assert said(second) == [f"Entry {n}" for n in reversed(range(5))]


def test_looking_for_nothing_says_so_and_shows_the_file(web, amina, entry):
    for words in ("", " ", "x" * 101):
        answer = web.send(web.as_(amina).get("/evidence"), "/evidence/search", q=words)

        assert answer.status_code == 422
        assert 'id="q-error"' in answer.text
        assert entry.words.what in answer.text


def test_three_are_read_to_her_at_random(web, make, amina):
    fill(make, amina, 9)

    pages = [said(web.as_(amina).get("/evidence/three")) for _ in range(12)]

    assert {len(set(page)) for page in pages} == {3}
    assert len({tuple(page) for page in pages}) > 1
    assert len({one for page in pages for one in page}) > 3


def test_three_others_are_others(web, make, amina):
    fill(make, amina, 6)
    page = web.as_(amina).get("/evidence/three")
    [way] = re.findall(r'href="(/evidence/three\?but=[^"]+)"', page.text)

    others = said(web.get(way))

    assert set(said(page)) | set(others) == {f"Entry {n}" for n in range(6)}


def test_where_there_are_few_she_gets_what_there_is(web, make, amina):
    make.evidence(amina, "The one")

    page = web.as_(amina).get("/evidence/three")

    assert said(page) == ["The one"]
    assert "Three others" not in page.text
    assert web.get("/evidence/three?but=x..0.zzzzzzzzzzzzz").status_code == 200


def test_of_four_the_unread_one_is_among_the_next_three(make, amina, file_of):
    fill(make, amina, 4)
    found = file_of(amina)

    chosen = queries.three(found, [entry.id for entry in found[:3]])

    assert len(chosen) == 3
    assert chosen[0] == found[3]


def test_an_empty_file_has_warm_words_for_a_hard_day_too(web, amina):
    assert "One line on an ordinary day is enough" in web.as_(amina).get("/evidence/three").text


def test_reading_asks_little_however_much_is_in_it(web, house, make, amina):
    fill(make, amina, 70)
    web.as_(amina)

    for path in ("/evidence", "/evidence/three", "/evidence/print"):
        with counted(house) as asked:
            assert web.get(path).status_code == 200
        # Who she is and what she was written, then her sheets in two steps.
        assert len(asked) <= 4, "\n".join(asked)


def test_titles_say_nothing_to_whoever_sees_the_history(web, amina, entry, hers):
    web.as_(amina)
    paths = ["/evidence", "/evidence/new", "/evidence/three", "/evidence/praise", "/evidence/print"]

    for path in [*paths, *hers.values()]:
        assert "<title>Your notes ·" in web.get(path).text
