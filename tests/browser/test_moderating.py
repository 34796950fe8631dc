"""Moderating in a real browser: by keyboard, with a list that keeps itself up to date."""

import pytest
from enhanced import visit
from playwright.sync_api import expect
from sqlalchemy.orm import Session

from app.oversight.moderation import statements
from app.oversight.moderation.models import Reason
from tests.make import Make
from tests.oversight.moderation import scenes
from tests.oversight.moderation.reporting import report, way


@pytest.fixture(scope="session")
def places(site):
    with Session(site.house.database.engine, expire_on_commit=False) as session:
        return scenes.places(Make(session, site.house))


@pytest.fixture
def hers_alone(site):
    """A case that no other test looks at, high up in the list."""
    with Session(site.house.database.engine, expire_on_commit=False) as session:
        make = Make(session, site.house)
        circle = make.circle("Window seat")
        dot, eve = make.member("Dot", circle), make.member("Eve", circle)
        thread = make.thread(circle, dot, replies=[(dot, "Wait until I find you.")])
        return way(report(make, eve, make.post(thread, 2), Reason.THREAT))


def focused(page):
    return page.evaluate("document.activeElement.textContent.trim()")


def test_the_keyboard_alone_goes_along_the_rows_and_takes_one(open_as, places):
    page = open_as("ilse")
    page.goto("/moderation")
    rows = page.locator(".queue h3 a")

    page.keyboard.press("j")
    first = focused(page)
    page.keyboard.press("j")
    page.keyboard.press("k")

    assert focused(page) == first == rows.first.inner_text()
    page.keyboard.press("c")
    expect(page.get_by_text("You are reviewing this.")).to_be_visible()
    page.get_by_role("button", name="Give it back").click()
    expect(page.get_by_text("With the keyboard")).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("d")
    page.wait_for_url("**/moderation/cases/*#decision")


def test_the_keys_can_be_switched_off_and_never_stop_her_typing(open_as, places):
    page = open_as("ilse")
    page.goto("/moderation")

    page.locator("#reason").focus()
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.id") == "reason"
    page.get_by_label("Use these keys").uncheck()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("j")

    assert page.evaluate("document.activeElement.tagName") == "BODY"


def test_what_changes_takes_its_place_and_her_focus_stays(open_as, places):
    page, other = open_as("ilse"), open_as("iris")
    page.clock.install()
    visit(page, "/moderation")
    row = page.locator(f'.queue li:has(a[href="{places["case"]}"])')
    row.get_by_role("link").focus()
    page.evaluate("scrollTo(0, 40)")
    other.goto(places["case"])
    other.get_by_role("button", name="Take it").click()
    expect(other.get_by_text("You are reviewing this.")).to_be_visible()

    page.clock.run_for(20_000)

    expect(row).to_contain_text("Taken by somebody")
    expect(row.get_by_role("link")).to_be_focused()
    assert page.evaluate("scrollY") == page.evaluate(
        "Math.min(40, document.documentElement.scrollHeight - innerHeight)"
    )
    other.get_by_role("button", name="Give it back").click()


def test_words_to_begin_with_leave_what_she_has_chosen(open_as, places):
    page = open_as("ilse")
    page.goto(places["case"])
    page.locator("#reason").select_option("ignored")

    page.get_by_label("Words to begin the statement with").select_option(
        "Selling, or asking for money"
    )
    page.get_by_role("button", name="Begin with these").click()

    expect(page.locator("#note")).to_be_focused()
    expect(page.locator("#note")).to_have_value(words_of("Selling, or asking for money"))
    expect(page.locator('.ruling [value="remove"]')).to_be_checked()
    expect(page.locator("#reason")).to_have_value("ignored")


def words_of(title):
    return next(one.body.strip() for one in statements.ours() if one.title == title)


def test_what_an_action_needs_is_shown_with_it(open_as, places):
    page = open_as("ilse")
    page.goto(places["case"])
    expect(page.locator("#words")).to_be_hidden()

    page.get_by_role("radio", name="Take details out").check()
    expect(page.locator("#words")).to_have_value("Go back to your nice desk.")
    page.get_by_role("radio", name="Suspend her account").check()

    expect(page.locator("#words")).to_be_hidden()
    expect(page.locator("#days")).to_be_visible()


def test_a_heavy_thing_is_folded_until_she_opens_it(open_as, places):
    page = open_as("ilse", script=False)
    page.goto(places["heavy_case"])
    words = page.locator(".context").get_by_text("I know where you live.")
    expect(words).to_be_hidden()

    page.get_by_text("This may be heavy.").click()

    expect(words).to_be_visible()


def test_a_case_is_decided_without_javascript(open_as, places, hers_alone):
    page = open_as("ilse", script=False)
    page.goto("/moderation")
    page.locator(f'.queue li:has(a[href="{hers_alone}"])').get_by_role("button").click()
    page.get_by_label("Words to begin the statement with").select_option("We looked, and it stays")
    page.get_by_role("button", name="Begin with these").click()

    expect(page.get_by_role("radio", name="Leave it up").first).to_be_checked()
    page.get_by_role("button", name="Send the decision").click()

    expect(page.get_by_text("It is decided, and everybody it concerns")).to_be_visible()


def test_what_the_page_asks_by_itself_says_so_and_what_she_asks_does_not(open_as, places):
    page = open_as("ilse")
    page.clock.install()
    visit(page, "/moderation")

    with page.expect_request(lambda request: "hx-request" in request.headers) as refreshed:
        page.clock.run_for(20_000)
    with page.expect_request("**/moderation?shelf=appeals*") as opened:
        page.get_by_role("link", name="Appeals").click()

    assert refreshed.value.headers["x-by-itself"] == "true"
    assert "x-by-itself" not in opened.value.headers


def test_a_list_that_is_closed_to_her_meanwhile_leads_to_the_page_that_says_why(
    open_as, site, places
):
    page = open_as("ilse")
    page.clock.install()
    visit(page, "/moderation")

    with site.set_to(staff_two_factor=True):
        page.clock.run_for(20_000)
        page.wait_for_url("**/settings/security?said=staff-steps")

    expect(page.get_by_text("Staff sign in by two steps here.", exact=True)).to_be_visible()
    expect(page.get_by_role("main")).to_have_count(1)


def test_who_is_signed_out_meanwhile_is_led_to_sign_in_and_back(open_as, places):
    page = open_as("ilse")
    page.clock.install()
    visit(page, "/moderation?shelf=appeals")
    page.context.clear_cookies()

    page.clock.run_for(20_000)

    page.wait_for_url("**/sign-in?next=*")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    expect(page.locator("[name=next]").first).to_have_value("/moderation?shelf=appeals")
