"""The offer of help in a real browser: while she writes, without a script, and on the way there."""

import pytest
from playwright.sync_api import Page, expect

HARM = "I don't want to be alive any more."
OFFERED = "If any of this is about you right now"


@pytest.fixture
def page(open_as, stage) -> Page:
    page = open_as("bea")
    page.goto(stage.thread)
    return page


def asked(page: Page) -> list[str]:
    """The drafts that the page sends from now on."""
    sent: list[str] = []
    page.on("request", lambda one: one.url.endswith("/offer") and sent.append(one.post_data or ""))
    return sent


def test_it_comes_when_she_rests_below_the_form_and_takes_nothing_from_her(page):
    sent = asked(page)
    body = page.locator("#composer #body")

    body.press_sequentially(HARM, delay=5)
    offer = page.locator("#composer #offer")

    expect(offer).to_contain_text(OFFERED)
    expect(body).to_be_focused()
    expect(body).to_have_value(HARM)
    expect(page.locator("#status")).to_contain_text(OFFERED)
    expect(page.locator("#composer .send")).to_be_enabled()
    assert len(sent) == 1

    # It stays, and nothing more is sent, whatever she does with her words.
    body.fill("Better now.")
    page.wait_for_timeout(2500)
    expect(offer).to_contain_text(OFFERED)
    assert len(sent) == 1


def test_nothing_is_sent_while_nothing_has_changed_and_nothing_said_of_other_words(page):
    sent = asked(page)
    body = page.locator("#composer #body")

    body.fill("This deadline is killing me.")
    page.wait_for_timeout(2500)
    body.fill("This deadline is killing me!")
    body.fill("This deadline is killing me.")
    page.wait_for_timeout(2500)

    assert len(sent) == 1
    expect(page.locator("#composer #offer")).to_be_empty()


def test_where_asking_fails_nothing_is_said(page):
    page.route("**/offer", lambda route: route.fulfill(status=429, body="No"))

    page.locator("#composer #body").fill(HARM)
    page.wait_for_timeout(2500)

    expect(page.locator("#composer #offer")).to_be_empty()
    expect(page.locator(".refusal")).to_have_count(0)


def test_she_finds_somebody_and_her_draft_when_she_comes_back(page, stage):
    page.locator("#composer #body").fill(HARM)
    page.locator("#composer #offer").get_by_role("link").click()

    expect(page.get_by_role("combobox", name="Where are you?")).to_have_value("gb")
    page.get_by_role("combobox", name="Where are you?").select_option("ie")
    page.get_by_role("button", name="Show help lines").click()
    expect(page.get_by_role("heading", name="Women’s Aid")).to_be_visible()
    assert page.url.endswith("/safety?country=ie#help")
    page.goto(stage.thread)

    expect(page.locator("#composer #body")).to_have_value(HARM)


def test_without_a_script_it_is_said_after_posting(open_as, stage):
    page = open_as("amina", script=False)
    page.goto(stage.thread)
    page.locator("#composer #body").fill(HARM)
    page.locator("#composer .send").click()

    expect(page.locator(".notice")).to_contain_text(OFFERED)
    page.locator(".notice").get_by_role("link").click()
    expect(page.get_by_role("heading", name="Samaritans")).to_be_visible()
