"""Hiding an announcement where she is filling in a form that keeps no draft on her device."""

import pytest
from enhanced import is_same, visit
from playwright.sync_api import expect

from app.core import clock
from app.people.site import memory
from app.people.site.models import Announcement, Audience

WORDS = ("On Sunday we move.", "On Monday we rest.")


@pytest.fixture
def announced(site):
    """Puts these words up, and takes them down at the end."""
    rows, today = [], clock.today()

    def announce(*words):
        rows.extend(
            Announcement(words=each, audience=Audience.EVERYBODY, begins=today, ends=today)
            for each in words
        )
        with site.changing() as session:
            session.add_all(rows)
            memory.ring(session)
        site.hears()

    yield announce
    with site.changing() as session:
        for row in rows:
            session.delete(session.merge(row))
        memory.ring(session)
    site.hears()


def hide(page):
    return page.get_by_role("button", name="Hide this")


def test_what_she_has_typed_stays(open_as, announced):
    announced(WORDS[0])
    page = open_as("bea")
    visit(page, "/settings")
    page.locator("#bio").fill("I keep bees.")

    hide(page).focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("complementary", name="Announcements")).to_have_count(0)
    expect(page.get_by_text("No announcement is left.")).to_be_focused()
    expect(page.locator("#bio")).to_have_value("I keep bees.")
    assert is_same(page)
    page.reload()
    expect(page.get_by_text(WORDS[0])).to_have_count(0)


def test_of_two_the_other_stays_and_its_button_is_next(open_as, announced):
    announced(*WORDS)
    page = open_as("bea")
    visit(page, "/settings")
    page.locator("#bio").fill("I keep bees.")

    hide(page).first.focus()
    page.keyboard.press("Enter")

    expect(hide(page)).to_have_count(1)
    expect(hide(page)).to_be_focused()
    page.keyboard.press("Enter")
    expect(hide(page)).to_have_count(0)
    expect(page.locator("#bio")).to_have_value("I keep bees.")
    assert is_same(page)


def test_a_visitor_loses_nothing_of_what_she_joins_with(open_as, announced):
    announced(WORDS[0])
    page = open_as()
    visit(page, "/join")
    page.locator("#handle").fill("wren")

    page.get_by_role("link", name="Hide this").click()
    expect(hide(page)).to_be_focused()
    hide(page).click()

    expect(page.get_by_text(WORDS[0])).to_have_count(0)
    expect(page.locator("#handle")).to_have_value("wren")
    assert is_same(page)


def test_without_script_she_comes_back_to_the_page(open_as, announced):
    announced(WORDS[0])
    page = open_as("bea", script=False)
    page.goto("/circles")

    hide(page).click()

    expect(page).to_have_url("/circles")
    expect(page.get_by_text(WORDS[0])).to_have_count(0)
