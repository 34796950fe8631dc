"""The safety page: whom to ring, by country, signed out too and without JavaScript."""

import logging
import re

import pytest

from app.core.languages import catalogue
from app.people.safety import help_lines
from app.web.kit.addresses import url
from tests import dump
from tests.browser import forms_of

CHOICE = "/safety"


def shown(page):
    """The form of the choice, as it stands."""
    return next(form for form in forms_of(page) if form.action.startswith("/safety"))


def test_the_country_of_the_browser_is_shown_first(web):
    page = web.visitor().get(CHOICE, **{"Accept-Language": "en-IE,en;q=0.9"})

    assert shown(page).values["country"] == "ie"
    assert 'href="tel:116123"' in page.text
    assert 'href="sms:50808?body=HELLO"' in page.text
    assert 'href="tel:1800341900"' in page.text
    assert "In Ireland, ring" in page.text


def test_what_she_chooses_comes_before_her_browser(web):
    page = web.visitor().get(f"{CHOICE}?country=fr", **{"Accept-Language": "en-IE"})

    assert shown(page).values["country"] == "fr"
    assert 'href="tel:3919"' in page.text
    assert 'href="tel:116123"' not in page.text


@pytest.mark.parametrize(
    "asked", ["", "?country=xx", "?country=-", "?country=%3Cb%3E", "?country="]
)
def test_without_a_country_there_is_what_holds_everywhere(web, asked):
    page = web.visitor().get(CHOICE + asked, **{"Accept-Language": "en"})

    assert page.status_code == 200
    assert 'href="tel:112"' in page.text
    assert "findahelpline.com" in page.text
    assert "country" not in shown(page).values
    assert "<b>" not in page.text.partition("country=")[2][:20]


@pytest.mark.parametrize("code", sorted(help_lines.ours()))
def test_every_country_has_its_page(web, code):
    page = web.visitor().get(f"{CHOICE}?country={code.lower()}").text

    for line in help_lines.ours()[code].lines:
        assert f">{line.host}</a>" in page
        assert f'href="{help_lines.dialled(line.phone)}"' in page or not line.phone


def test_the_choice_is_a_plain_form_that_leads_to_the_same_place(web):
    page = web.visitor().get(CHOICE)
    form = shown(page)

    assert (form.method, form.action) == ("get", f"{url('safety')}#help")
    assert 'id="help"' in page.text


def test_every_page_leads_there_signed_out_too(web, make, circle, amina):
    thread = make.thread(circle, amina)
    for who in (web.visitor(), web.as_(amina)):
        for path in ("/", "/circles", url("thread", thread_id=thread.id), "/privacy", "/nowhere"):
            assert 'href="/safety#help"' in who.get(path).text


def test_nothing_about_her_is_kept_or_logged(web, session, amina, caplog):
    caplog.set_level(logging.DEBUG)
    web.as_(amina)
    before = dump.of(session)

    for asked in ("?country=ie", ""):
        answer = web.get(CHOICE + asked, **{"Accept-Language": "en-ZA"})
        assert answer.headers["cache-control"] == "no-store"
        assert "country" not in str(answer.headers.get("set-cookie", ""))

    assert dump.of(session) == before
    assert not [r for r in caplog.records if r.name.startswith("app") and "ie" in r.getMessage()]


@pytest.mark.parametrize(
    ("language", "country", "said"),
    [
        ("es", "es", ("De día y de noche", "Pensamientos de suicidio, tuyos o de alguien cercano")),
        ("es", "fr", ("Si no puedes hablar, envía un mensaje de texto al 114.", "Gratis")),
        ("es", "us", ("En inglés y español, gratis; también por chat.",)),
        ("ar", "es", ("ليلًا ونهارًا", "عن أفكار الانتحار، لديكِ أو لدى شخص قريب منكِ")),
        ("ar", "lu", ("كل يوم من 11:00 إلى 23:00، ويومي الجمعة والسبت حتى 3:00",)),
    ],
)
def test_hours_and_notes_are_said_in_her_language(web, language, country, said):
    page = web.visitor().get(f"{CHOICE}?country={country}", **{"Accept-Language": language}).text

    for words in said:
        assert words in page
    ours = help_lines.ours()[country.upper()]
    for line in ours.lines:
        # Its name, number and page are what they are.
        assert line.name in page
        assert f'href="{line.web}"' in page
        assert line.hours not in page
        assert line.whom not in page
    assert not ours.emergency_note or ours.emergency_note not in page


@pytest.mark.parametrize("code", ["es", "ar"])
def test_nothing_of_ours_lacks_its_words_in_another_language(code):
    spoken = catalogue(code)

    assert [said for said in help_lines.messages() if said not in spoken.messages] == []


def test_a_number_is_read_from_the_left_in_arabic_too(web):
    page = web.visitor().get(f"{CHOICE}?country=us", **{"Accept-Language": "ar"}).text

    assert 'dir="rtl"' in page
    numbers = re.findall(r'<a class="tel"[^>]*>', page)
    assert len(numbers) > 3
    assert all('dir="ltr"' in number for number in numbers)
