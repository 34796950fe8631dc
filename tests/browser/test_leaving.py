"""Drafts that stay on her device, and ways out that leave nothing behind."""

import re

import pytest
from playwright.sync_api import Page, expect

WORDS = "I have not told anybody yet"


@pytest.fixture
def page(open_as, stage) -> Page:
    return open_as("bea")


def write(page: Page, stage) -> None:
    page.goto(stage.thread)
    page.locator("#body").fill(WORDS)
    expect(page.locator("[data-draft-note]")).to_be_visible()


def kept(page: Page) -> str:
    return page.evaluate("JSON.stringify({...sessionStorage}) + JSON.stringify({...localStorage})")


def test_a_draft_survives_a_reload(page, stage):
    write(page, stage)

    page.reload()

    expect(page.locator("#body")).to_have_value(WORDS)
    assert page.evaluate("localStorage.length") == 0


def test_a_draft_of_a_thread_keeps_every_choice(page, stage):
    page.goto(f"{stage.circle}/new")
    page.get_by_role("radio", name="Celebrate with me").check()
    page.locator("#title").fill("It snowed")
    page.locator("#content_note").fill("snow")
    page.get_by_text("An ending", exact=True).click()
    page.locator("#ending").select_option("month")

    page.goto("/circles")
    page.goto(f"{stage.circle}/new")

    expect(page.get_by_role("radio", name="Celebrate with me")).to_be_checked()
    expect(page.locator("#title")).to_have_value("It snowed")
    expect(page.locator("#content_note")).to_have_value("snow")
    expect(page.get_by_label("How long may it stay?")).to_have_value("month")
    expect(page.locator("#ending")).to_be_visible()


def test_a_draft_survives_an_error(page, site, stage):
    write(page, stage)
    with site.without_database():
        page.get_by_role("button", name="Post as Bea").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("We are busy for a moment")

    page.goto(stage.thread)

    expect(page.locator("#body")).to_have_value(WORDS)


def test_a_draft_survives_a_complaint_about_the_form(page, stage):
    write(page, stage)
    page.locator("#content_note").evaluate("field => field.removeAttribute('maxlength')")
    page.locator("#content_note").fill("long " * 100)
    page.get_by_role("button", name="Post as Bea").click()
    expect(page.get_by_role("alert")).to_be_focused()

    page.goto(stage.thread)

    expect(page.locator("#body")).to_have_value(WORDS)


def test_a_draft_is_gone_once_it_is_sent(page, stage):
    write(page, stage)
    page.locator("#body").fill(f"{WORDS}, until now")
    page.get_by_role("button", name="Post as Bea").click()
    expect(page.locator(".replies")).to_contain_text("until now")

    page.goto(stage.thread)

    expect(page.locator("#body")).to_have_value("")
    assert WORDS not in kept(page)


def test_a_draft_survives_a_connection_that_broke_as_she_sent_it(page, stage, watch):
    write(page, stage)
    page.context.set_offline(True)
    page.get_by_role("button", name="Post as Bea").click()
    expect(page).to_have_url(re.compile("^chrome-error:"))
    page.context.set_offline(False)
    watch.troubles[:] = [said for said in watch.troubles if "INTERNET_DISCONNECTED" not in said]

    page.goto(stage.thread)
    expect(page.locator("#body")).to_have_value(WORDS)
    page.get_by_role("button", name="Post as Bea").click()
    expect(page.locator(".replies")).to_contain_text(WORDS)

    page.goto(stage.thread)
    expect(page.locator("#body")).to_have_value("")


def test_signing_out_takes_the_drafts_along(page, stage):
    write(page, stage)
    page.get_by_role("button", name="Your account: Bea").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_text("You’re signed out.")).to_be_visible()

    assert kept(page) == "{}{}"


def sign_in(page: Page, site, handle: str) -> None:
    """In the same tab, as whoever this is."""
    cookie = {"name": "session", "value": site.cookie(handle), "url": site.url}
    page.context.add_cookies([cookie])


def begin(page: Page, stage) -> None:
    """A thread, which nobody is to know is hers; then her session ends elsewhere."""
    page.goto(f"{stage.circle}/new")
    page.locator("#body").fill(WORDS)
    assert WORDS in kept(page)
    assert "/m/bea" not in kept(page)
    page.context.clear_cookies()


@pytest.mark.parametrize("asked", [True, False], ids=["asked to sign in", "signed in elsewhere"])
def test_a_draft_is_not_shown_to_whoever_signs_in_next(page, site, stage, asked):
    begin(page, stage)
    if asked:
        page.goto(f"{stage.circle}/new")
        expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")

    sign_in(page, site, "amina")
    page.goto(f"{stage.circle}/new")

    expect(page.locator("#body")).to_have_value("")
    assert WORDS not in kept(page)


def test_a_draft_waits_for_her_to_sign_in_again(page, site, stage):
    begin(page, stage)
    page.goto(f"{stage.circle}/new")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")

    sign_in(page, site, "bea")
    page.goto(f"{stage.circle}/new")

    expect(page.locator("#body")).to_have_value(WORDS)


def test_a_draft_outlives_the_page_that_gives_her_words_back(page, site, stage):
    write(page, stage)
    page.context.clear_cookies()
    page.get_by_role("button", name="Post as Bea").click()
    expect(page.get_by_text("It was not sent.")).to_be_visible()

    sign_in(page, site, "bea")
    page.goto(stage.thread)

    expect(page.locator("#body")).to_have_value(WORDS)


def test_a_draft_does_not_wait_longer_than_an_hour(page, stage):
    page.clock.install()
    begin(page, stage)
    page.goto(f"{stage.circle}/new")
    page.clock.fast_forward("50:00")
    page.reload()
    assert WORDS in kept(page)

    page.clock.fast_forward("10:01")

    assert kept(page) == "{}{}"


def test_a_page_for_visitors_takes_the_drafts_away(page, stage):
    begin(page, stage)

    page.goto("/circles")

    assert kept(page) == "{}{}"


def test_exit_asks_nothing_when_the_browser_keeps_no_drafts(page, stage, weather):
    page.add_init_script("Storage.prototype.setItem = () => { throw new Error('full') }")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
    page.goto(stage.thread)
    page.locator("#body").fill(WORDS)
    expect(page.locator("[data-draft-note]")).to_be_hidden()

    page.get_by_role("link", name="Exit this page").click()

    expect(page).to_have_url(weather)
    assert asked == []


def test_typing_in_capitals_is_not_leaving(page, stage):
    page.goto(stage.thread)
    page.locator("#body").focus()

    for letter in "NO":
        page.keyboard.press(f"Shift+{letter}")
    page.keyboard.press("Shift")

    expect(page.locator("#body")).to_have_value("NO")
    assert page.url.endswith(stage.thread)


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_after_signing_out_back_shows_nothing_of_hers(open_as, script):
    page = open_as("bea", script=script)
    page.goto("/settings")
    page.goto("/")
    page.get_by_role("button", name="Your account: Bea").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_text("You’re signed out.")).to_be_visible()

    for _ in range(2):
        page.go_back()
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert "bea@example.org" not in page.content()
        assert "Your account" not in page.content()
