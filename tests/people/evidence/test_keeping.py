"""Keeping what she did: by the page’s own forms, for her alone."""

import pytest

from app.core.keys import base32
from app.people.evidence import drawers
from app.people.members.models import Standing
from tests.browser import forms_of

NEW = "/evidence/new"


def keep(web, member, what="I ran the meeting.", **words):
    page = web.as_(member).get(NEW)
    return web.send(page, NEW, what=what, **words)


def test_it_is_in_her_file_with_all_three_things(web, amina):
    answer = keep(web, amina, who="Bea", change="We moved the date.", day="2026-03-14")

    page = web.follow(answer)
    for words in ("I ran the meeting.", "Bea", "We moved the date.", "14 March 2026"):
        assert words in page.text
    assert "It is in your evidence file." in page.text
    where = answer.headers["location"].rpartition("#")[2]
    assert f'id="{where}"' in page.text


def test_one_thing_is_enough(web, amina, file_of):
    keep(web, amina, who="", change="", day="")

    [entry] = file_of(amina)
    assert entry.words == drawers.Words("I ran the meeting.")
    assert "Some day" in web.as_(amina).get("/evidence").text


def test_the_month_is_enough_when_she_says_so(web, amina, file_of):
    keep(web, amina, day="2026-03-14", month="on")
    keep(web, amina, day="2026-02")

    assert [entry.words.day for entry in file_of(amina)] == ["2026-03", "2026-02"]
    page = web.as_(amina).get("/evidence").text
    assert "March 2026" in page
    assert "14 March" not in page


def test_her_words_are_shown_as_words(web, amina):
    keep(web, amina, "<b>I</b> did it\nalone", who="<i>Bea</i>")

    page = web.as_(amina).get("/evidence").text
    assert "&lt;b&gt;I&lt;/b&gt; did it\nalone" in page
    assert "<i>Bea</i>" not in page


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("what", "", "Please fill this in."),
        ("what", "x" * 8001, "Make it 8,000 at most."),
        ("who", "x" * 151, "Make it 150 at most."),
        ("change", "x" * 4001, "Make it 4,000 at most."),
        ("day", "yesterday", "Write a day as in 2026-03-14"),
        ("day", "2026-13-01", "Write a day as in 2026-03-14"),
        ("day", "2026-W01", "Write a day as in 2026-03-14"),
        ("day", "2026-03-14T10:00", "Write a day as in 2026-03-14"),
        ("day", "9999-01-01", "That day is still to come."),
        ("day", "1066-10-14", "Please look at the year again."),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_is_lost(web, amina, file_of, field, typed, said):
    words = {"what": "I ran it.", "who": "Bea", "change": "Much.", "day": ""} | {field: typed}

    answer = keep(web, amina, **words)

    assert answer.status_code == 422
    assert said in answer.text
    [form] = [form for form in forms_of(answer) if form.action == NEW]
    assert {name: form.values[name] for name in words} == words
    assert file_of(amina) == []


def test_the_same_form_sent_twice_keeps_one(web, amina, file_of):
    page = web.as_(amina).get(NEW)

    answers = [web.send(page, NEW, what="Once") for _ in range(2)]

    assert answers[0].headers["location"] == answers[1].headers["location"]
    assert len(file_of(amina)) == 1


def test_she_can_change_it(web, amina, file_of, entry, hers):
    page = web.as_(amina).get(hers["edit_evidence"])

    answer = web.send(page, hers["edit_evidence"], what="I said it twice.", who="")

    assert "I said it twice." in web.follow(answer).text
    [now] = file_of(amina)
    assert (now.id, now.words.what, now.words.who) == (entry.id, "I said it twice.", "")
    assert now.words.change == "We moved the date."


def test_a_month_stays_a_month_when_she_changes_something_else(web, make, amina, file_of):
    entry = make.evidence(amina, day="2026-03")
    path = f"/evidence/{base32(entry.id)}/edit"

    web.send(web.as_(amina).get(path), path, what="Otherwise")

    assert file_of(amina)[0].words.day == "2026-03"


def test_a_change_that_does_not_fit_changes_nothing(web, amina, file_of, entry, hers):
    page = web.as_(amina).get(hers["edit_evidence"])

    answer = web.send(page, hers["edit_evidence"], what=" ")

    assert answer.status_code == 422
    assert file_of(amina) == [entry]


def test_she_is_asked_before_it_is_taken_out(web, amina, file_of, entry, hers):
    page = web.as_(amina).get(hers["delete_evidence"])

    assert "Take this out?" in page.text
    assert entry.words.what in page.text
    assert file_of(amina) == [entry]


def test_the_page_after_it_can_put_it_back(web, amina, file_of, entry, hers):
    gone = web.as_(amina).post(hers["delete_evidence"])
    assert file_of(amina) == []
    assert web.get("/evidence").text.count(entry.words.what) == 0

    answer = web.send(gone, NEW)

    assert answer.status_code == 303
    assert [kept.words for kept in file_of(amina)] == [entry.words]


def test_what_was_taken_out_is_not_there_for_any_deed(web, amina, entry, hers):
    web.as_(amina).post(hers["delete_evidence"])

    assert {web.get(path).status_code for path in hers.values()} == {404}
    assert web.post(hers["edit_evidence"], what="Again").status_code == 404
    assert web.post(hers["delete_evidence"]).status_code == 404


def test_another_member_finds_nothing_of_it(web, bea, entry, hers, file_of, amina):
    web.as_(bea)

    assert {web.get(path).status_code for path in hers.values()} == {404}
    assert web.post(hers["edit_evidence"], what="Mine").status_code == 404
    assert web.post(hers["delete_evidence"]).status_code == 404
    assert web.post(hers["share_evidence"], circle="new-mothers").status_code == 404
    assert entry.words.what not in web.get("/evidence").text
    assert entry.words.what not in web.post("/evidence/search", q="nobody").text
    assert file_of(amina) == [entry]


@pytest.mark.parametrize("path", ["/evidence", NEW, "/evidence/three", "/evidence/praise"])
def test_a_visitor_is_asked_to_sign_in(web, path):
    assert web.visitor().get(path).headers["location"].startswith("/sign-in")


def test_who_is_paused_still_has_her_file(web, session, amina, file_of):
    amina.standing = Standing.PAUSED
    session.merge(amina)
    session.commit()

    assert keep(web, amina).status_code == 303
    assert len(file_of(amina)) == 1


def test_a_full_file_says_so_and_keeps_what_she_typed(web, monkeypatch, make, amina, file_of):
    from app.people.sheets import queries

    monkeypatch.setattr(queries, "MOST", 3)
    first, *_others = [make.evidence(amina, f"Entry {n}") for n in range(3)]

    full = keep(web, amina, "One too many")
    assert full.status_code == 422
    assert "which is all it can" in full.text
    assert "One too many" in full.text

    web.as_(amina).post(f"/evidence/{base32(first.id)}/delete")
    assert keep(web, amina, "Now it fits").status_code == 303
    assert [entry.words.what for entry in file_of(amina)] == ["Now it fits", "Entry 2", "Entry 1"]


def test_it_cannot_be_done_without_end(web, amina):
    web.as_(amina)

    codes = [web.post(NEW, what=f"Entry {n}").status_code for n in range(121)]

    assert codes == [303] * 120 + [429]


def test_what_she_typed_is_kept_when_she_was_signed_out(web, amina):
    page = web.as_(amina).get(NEW)
    form = next(form for form in forms_of(page) if form.action == NEW)
    web.post("/sign-out")

    answer = web.client.post(NEW, data=form.values | {"what": "I ran the meeting."})

    assert answer.status_code == 403
    assert "I ran the meeting." in answer.text
