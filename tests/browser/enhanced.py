"""To be sure of what the script adds: it comes when a page has been painted."""

from playwright.sync_api import Page


def visit(page: Page, path: str) -> None:
    """Go to a page that htmx has something to do on, and wait until it is ready to."""
    page.goto(path)
    page.locator("[data-htmx-powered]").first.wait_for(state="attached")
    page.evaluate("window.same = true")


def is_same(page: Page) -> bool:
    """Whether it is still the page that was visited, or a part of it has changed at most."""
    return page.evaluate("window.same === true")
