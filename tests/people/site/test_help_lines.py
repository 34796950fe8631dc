"""Administrators keep help lines right; whatever becomes of what they wrote, the page stands."""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from app.people.safety import help_lines
from app.people.site.memory import Site
from app.people.site.models import HelpLinesOf
from tests.browser import forms_of
from tests.house.administration import LINES

IRELAND, ICELAND = "/admin/help-lines/ie", "/admin/help-lines/is"


def test_a_line_is_changed_shown_and_put_back(web, session, olga):
    page = web.as_(olga).get(IRELAND)
    words = page.text[page.text.index("name: Ireland") :].partition("</textarea>")[0]

    answer = web.post(IRELAND, words=f"{words}".replace("116 123", "116 999"))
    told = web.get(answer.headers["location"])
    assert "Put back those of the program" in told.text
    assert "tel:116999" in web.visitor().get("/safety?country=ie").text
    assert "Changed here" in web.as_(olga).get("/admin/help-lines").text

    web.send(web.get(IRELAND), f"{IRELAND}/default")
    web.get(IRELAND)
    assert "tel:116123" in web.visitor().get("/safety?country=ie").text
    assert session.scalars(select(HelpLinesOf)).all() == []


@pytest.mark.parametrize("language", ["es", "ar"])
def test_what_she_typed_stays_as_she_wrote_it(language, web, olga):
    web.follow(web.as_(olga).post(ICELAND, words=LINES))

    page = web.visitor().get("/safety?country=is", **{"Accept-Language": language}).text

    assert f'lang="{language}"' in page
    # Ours say the same, and would be said in hers.
    assert "<span>Day and night</span>" in page
    assert "<p>Anybody who needs to talk <a" in page


def test_she_changes_ours_as_they_are_said_in_her_language(web, olga):
    page = web.as_(olga).get("/admin/help-lines/es", **{"Accept-Language": "es"})
    [words] = [form.values["words"] for form in forms_of(page) if "words" in form.values]
    assert "kind: violence\nname: 016" in words
    assert "hours: De día y de noche" in words

    changed = words.replace("De día y de noche", "Siempre", 1)
    web.follow(web.send(page, "/admin/help-lines/es", words=changed))

    found = web.visitor().get("/safety?country=es", **{"Accept-Language": "ar"}).text
    assert "<span>Siempre</span>" in found
    assert "<span>De día y de noche</span>" in found


def test_a_country_that_is_not_in_the_program_is_added(web, olga):
    assert web.as_(olga).post(ICELAND, words=LINES).status_code == 303
    assert "Hjálparsíminn 1717" in web.get(ICELAND).text

    page = web.visitor().get("/safety", **{"Accept-Language": "is-IS"})
    assert "tel:1717" in page.text
    assert web.as_(olga).get("/admin/help-lines/iceland").status_code == 404


@pytest.mark.parametrize(
    ("was", "broken", "why"),
    [
        (LINES, "  ", "Please fill this in."),
        (LINES, LINES.partition("\n\n")[0], "there is no line"),
        ("emergency: 112\n", "", "a number is none"),
        ("phone: 1717", "phone: ring us", "cannot be dialled"),
        ("kind: crisis", "kind: other", "the kind is"),
        ("hours: Day and night\n", "", "something is missing"),
        ("web: https", "web: javascript", "begins with https://"),
        ("phone: 1717", "phone 1717", "write it as in"),
        ("phone: 1717", "phone: 1717\nphone: 1718", "write it as in"),
        ("phone: 1717", "fax: 1717", "a word that we don’t know"),
    ],
)
def test_what_would_help_nobody_is_refused_and_given_back(was, broken, why, web, session, olga):
    answer = web.as_(olga).post(ICELAND, words=LINES.replace(was, broken))

    assert answer.status_code == 422
    assert why in answer.text
    assert session.scalars(select(HelpLinesOf)).all() == []


@pytest.mark.parametrize(
    "told", ["", "{", "[]", '{"checked": 1}', '{"checked": "2026-01-01", "line": [1]}', "null"]
)
def test_the_page_stands_whatever_is_in_the_table(told, web, session, house, olga):
    session.add(HelpLinesOf(code="IE", told=told))
    session.commit()
    house.site.now = Site().now.__class__(rung=-1)
    house.site.listen(house.database)

    page = web.visitor().get("/safety?country=ie")

    assert page.status_code == 200
    assert "tel:116123" in page.text
    assert house.site.now.help_lines == help_lines.ours()
    assert web.as_(olga).get(IRELAND).status_code == 200


def test_the_page_stands_where_the_table_cannot_be_read(web, house, monkeypatch):
    def broken(*_args):
        raise SQLAlchemyError

    monkeypatch.setattr("app.people.site.told.select", broken)
    house.site.now = Site().now.__class__(rung=-1)
    house.site.listen(house.database)

    assert "tel:116123" in web.visitor().get("/safety?country=ie").text


def test_two_who_change_lines_at_once_hear_of_each_other(web, session, olga):
    early = web.as_(olga).get(ICELAND)
    web.post(ICELAND, words=LINES)

    late = web.send(early, ICELAND, words=LINES.replace("1717", "1818"))
    assert late.status_code == 422
    assert "As it stands now" in late.text
    assert "phone: 1717" in late.text
    assert "phone: 1818" in late.text

    assert web.send(late, ICELAND).status_code == 303
    assert "1818" in session.scalars(select(HelpLinesOf)).one().told
