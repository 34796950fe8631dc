"""What the script adds to a thread: answers without a new page, focus that stays, quotes."""

import re

import pytest
from enhanced import is_same, visit
from playwright.sync_api import Page, expect

WITH_YOU = re.compile("^With you")


@pytest.fixture
def page(open_as, stage) -> Page:
    """Bea has the thread open."""
    page = open_as("bea")
    visit(page, stage.thread)
    return page


def test_a_reaction_stays_on_the_page_and_on_the_button(page):
    button = page.locator("#p2").get_by_role("button", name=WITH_YOU)

    button.focus()
    page.keyboard.press("Enter")

    expect(button).to_have_attribute("aria-pressed", "true")
    expect(button).to_have_text("With you 1")
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-pressed", "false")
    expect(button).to_be_focused()
    assert is_same(page)


def test_a_reaction_keeps_the_reply_that_she_is_writing(page):
    page.locator("#body").fill("I was just")

    button = page.locator("#p3").get_by_role("button", name=WITH_YOU)
    button.click()

    expect(button).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#body")).to_have_value("I was just")


def test_a_fold_that_she_has_opened_stays_open(open_as, stage):
    page = open_as("amina")
    page.goto(stage.thread)
    page.locator("#content_note").fill("the dark")
    page.locator("#body").fill("It went out once.")
    page.get_by_role("button", name="Post as Amina").click()
    page = open_as("bea")
    visit(page, stage.thread)
    fold = page.locator("details").last
    fold.locator("summary").click()

    button = page.locator("#p2").get_by_role("button", name="Thank you")
    button.click()

    expect(button).to_have_attribute("aria-pressed", "true")
    expect(fold).to_have_attribute("open", "")


@pytest.mark.parametrize(
    ("trouble", "words"),
    [
        ("busy", "Please wait 3 minutes"),
        ("without_database", "Too much is asked of the server"),
    ],
)
def test_what_hinders_is_said_beside_the_button(site, page, trouble, words):
    button = page.locator("#p2").get_by_role("button", name=WITH_YOU)

    with getattr(site, trouble)():
        button.click()
        expect(page.locator("#p2 [role=alert]")).to_contain_text(words)

    expect(button).to_be_focused()
    expect(page.locator(".replies > li[id^=p]")).not_to_have_count(0)
    expect(page.locator("header.site-header")).to_have_count(1)
    assert is_same(page)
    button.click()
    expect(page.locator("#p2 [role=alert]")).to_have_count(0)
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")


def test_who_was_signed_out_meanwhile_is_told_so(page):
    page.context.clear_cookies()

    page.locator("#p2").get_by_role("button", name=WITH_YOU).click()

    expect(page.locator("#p2 [role=alert]")).to_contain_text("You were signed out")


def test_a_server_that_cannot_be_reached_is_told_beside_the_button(page, watch):
    page.context.set_offline(True)

    page.locator("#p2").get_by_role("button", name=WITH_YOU).click()

    expect(page.locator("#p2 [role=alert]")).to_contain_text("We couldn’t reach the server")
    watch.troubles.clear()


def test_a_quote_goes_into_the_composer(page):
    page.locator("#p1").get_by_role("button", name="Quote the opening post").click()

    expect(page.locator("#body")).to_have_value("> The small one on the landing.\n\n")
    expect(page.locator("#body")).to_be_focused()


def test_what_she_selected_is_what_is_quoted(page):
    page.locator("#p1 em").select_text()

    page.locator("#p1").get_by_role("button", name="Quote the opening post").click()

    expect(page.locator("#body")).to_have_value("> other\n\n")


def test_quotes_are_offered_again_after_a_reaction(page):
    button = page.locator("#p3").get_by_role("button", name="I’ve been there")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")

    expect(page.locator("#p3").get_by_role("button", name="Quote reply 2")).to_have_count(1)


def test_where_she_cannot_reply_nothing_is_offered_to_quote(open_as, stage):
    page = open_as("bea")

    page.goto(stage.closed_thread)

    expect(page.get_by_role("button", name=re.compile("^Quote"))).to_have_count(0)


def test_a_preview_appears_below_and_takes_the_focus(page):
    page.locator("#body").fill("A *lamp*")

    page.get_by_role("button", name="Preview").click()

    expect(page.locator("#preview em")).to_have_text("lamp")
    expect(page.locator("#body")).to_have_value("A *lamp*")
    expect(page.get_by_role("status").first).to_have_text("Preview shown below the form")
    assert is_same(page)


def test_the_order_of_threads_changes_in_place_with_an_address_of_its_own(open_as, stage):
    page = open_as("nova")
    visit(page, stage.empty_circle)

    page.get_by_role("link", name="No replies yet").click()

    expect(page.get_by_role("link", name="No replies yet")).to_have_attribute(
        "aria-current", "page"
    )
    expect(page).to_have_url(re.compile(r"\?sort=unanswered$"))
    expect(page.get_by_text("Everyone here has had an answer.")).to_be_visible()
    assert is_same(page)


def test_times_are_told_in_the_zone_of_her_device(open_as, stage):
    zones = {}
    for zone in ("Pacific/Auckland", "America/Los_Angeles"):
        page = open_as("bea", timezone_id=zone)
        visit(page, stage.thread)
        zones[zone] = page.locator("#p1 time").first.inner_text()

    assert zones["Pacific/Auckland"] != zones["America/Los_Angeles"]
    assert re.fullmatch(r"\d{1,2} \w+ \d{4}, \d\d:\d\d", zones["Pacific/Auckland"])


def test_a_day_stays_the_day_that_the_page_says(open_as, stage):
    page = open_as("bea", timezone_id="America/Los_Angeles")

    page.goto("/settings/sessions")

    day = page.locator("main time").first
    assert "T" not in day.get_attribute("datetime")
    assert day.inner_text().split()[0] == str(int(day.get_attribute("datetime")[-2:]))
