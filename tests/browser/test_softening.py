"""Softer words in a real browser: with the script and without, and what the draft becomes."""

import pytest
from enhanced import is_same, visit
from playwright.sync_api import Page, expect

NEW = "/c/pay-and-promotion/new"
TOLD = "I work at Siemens in Leeds."
SOFTER = "I work at a large company in Leeds."


def written(page: Page) -> Page:
    """Dina has written an anonymous thread and pressed the button that starts it."""
    page.goto(NEW)
    page.get_by_role("radio", name="Just listening").check()
    page.get_by_role("radio", name="Post anonymously").check()
    page.locator("#title").fill("Something at work")
    page.locator("#body").fill(TOLD)
    page.get_by_role("button", name="Start the thread anonymously").click()
    return page


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def page(request, open_as) -> Page:
    return written(open_as("dina", script=request.param, reduced_motion="reduce"))


def test_she_is_taken_to_what_may_identify_her(page):
    heading = page.get_by_role("heading", name="Before others see it")

    expect(heading).to_be_focused()
    expect(heading).to_be_in_viewport()
    expect(page.get_by_role("heading", name="2 passages may identify you")).to_be_visible()
    expect(page.locator("#body")).to_have_value(TOLD)


def test_the_words_that_she_ticked_stand_in_her_text(page):
    page.get_by_role("checkbox", name="It names a place").uncheck()
    page.get_by_role("button", name="Use the softer words").click()

    expect(page.get_by_text("The softer words are in your text.")).to_be_visible()
    expect(page.locator("#body")).to_have_value(SOFTER)


def test_they_stand_in_her_draft_too(open_as):
    page = written(open_as("dina"))
    page.get_by_role("checkbox", name="It names a place").uncheck()
    page.get_by_role("button", name="Use the softer words").click()
    expect(page.locator("#body")).to_have_value(SOFTER)

    page.goto(NEW)

    expect(page.locator("#body")).to_have_value(SOFTER)


def test_she_posts_it_as_it_is_by_the_one_button_there_is(page):
    expect(page.locator(".send")).to_be_hidden()

    page.get_by_role("button", name="Post as it is, anonymously").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Something at work")
    expect(page.locator("#p1")).to_contain_text(TOLD)


def test_under_her_name_nothing_of_it_matters(page):
    page.get_by_role("radio", name="Post as me").check()

    expect(page.locator(".offers")).to_be_hidden()
    expect(page.get_by_role("button", name="Start the thread as Dina R.")).to_be_visible()


def test_a_preview_offers_them_without_a_new_page(open_as):
    page = open_as("dina")
    visit(page, NEW)
    page.get_by_role("radio", name="Post anonymously").check()
    page.locator("#body").fill(TOLD)

    page.get_by_role("button", name="Preview").click()

    expect(page.locator("#preview mark").first).to_have_text("Siemens")
    expect(page.locator("#status")).to_have_text(
        "Preview shown below the form, with 2 passages that may identify you"
    )
    assert is_same(page)
    # What she has been told of is part of the form: it is not said again.
    page.get_by_role("button", name="Preview").click()
    expect(page.locator("[name=seen]")).to_have_count(1)
