"""What a page needs before it can be seen and used: itself and its stylesheet, nothing else."""

import re

import pytest
from enhanced import is_same, visit
from playwright.sync_api import Page, expect

NEVER = re.compile(r"\.(js|woff2|svg)$")
HTMX = re.compile(r"/htmx[^/]*\.js$")
IS_PAINTED = """() => new Promise((tell) => {
  new PerformanceObserver(() => tell(true)).observe({ type: "paint", buffered: true });
  setTimeout(() => tell(false), 10_000);
})"""


def without(page: Page, files: re.Pattern[str], path: str) -> None:
    """Go to a page while these files of it are on their way and do not arrive."""
    page.route(files, lambda _: None)
    page.goto(path, wait_until="commit")


@pytest.mark.parametrize("at", ["/", "thread"])
def test_a_page_is_painted_before_its_scripts_and_fonts_have_come(open_as, stage, at):
    page = open_as("")

    without(page, NEVER, stage.thread if at == "thread" else at)

    assert page.evaluate(IS_PAINTED)
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_a_button_that_is_pressed_before_htmx_has_come_works_by_itself(open_as, stage):
    page = open_as("grace")
    without(page, HTMX, stage.thread)
    button = page.locator("#p2").get_by_role("button", name=re.compile("^I’ve been there"))
    expect(button).to_have_attribute("aria-pressed", "false")
    page.evaluate("window.same = true")

    button.click()

    expect(button).to_have_attribute("aria-pressed", "true")
    assert not is_same(page)


def test_a_link_that_is_followed_before_htmx_has_come_leads_to_its_page(open_as):
    page = open_as("dina")
    without(page, HTMX, "/c/imposter-syndrome")

    page.get_by_role("link", name="No replies yet").click()

    page.wait_for_url("**?sort=unanswered", wait_until="commit")
    expect(page.get_by_text("Everyone here has had an answer.")).to_be_visible()


def test_htmx_comes_by_itself_when_the_page_has_been_painted(open_as, stage):
    page = open_as("grace")

    visit(page, stage.thread)

    assert page.evaluate("htmx.config.history") == "reload"
    page.locator("#p3").get_by_role("button", name=re.compile("^I’ve been there")).click()
    expect(page.locator("#p3 [aria-pressed=true]")).to_have_count(1)
    assert is_same(page)
