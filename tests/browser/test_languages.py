"""What scripts say, on a page in another language."""

import re

import pytest
from enhanced import visit
from playwright.sync_api import expect

LATELY = re.compile(r"^⟦(just now|\d+ min ago)⟧$")


@pytest.fixture
def spanish(site, tmp_path):
    with site.speaking(tmp_path):
        yield {"locale": "es"}


def test_scripts_speak_the_language_of_the_page(open_as, stage, spanish):
    page = open_as("amina", **spanish)
    visit(page, stage.thread)

    expect(page.locator("#p1 [data-quote]")).to_have_text("⟦Quote the opening post⟧")
    expect(page.locator("#p3 [data-quote]")).to_have_text("⟦Quote reply 2⟧")
    page.locator("#body").fill("Mine is green.")
    expect(page.locator("[data-draft-note]").first).to_have_text(
        "⟦Draft kept on this device until you send it, sign out or close the tab.⟧"
    )


def test_what_a_script_cannot_do_it_says_in_the_language_of_the_page(open_as, stage, spanish):
    page = open_as("amina", **spanish)
    visit(page, stage.circle)

    expect(page.locator("time[data-ago]").first).to_have_text(
        re.compile("^⟦(just|.* min) (now|ago)⟧$")
    )
    page.evaluate(
        """() => {
          const pressed = document.querySelector("main a");
          const detail = { ctx: { request: {}, sourceElement: pressed } };
          document.dispatchEvent(new CustomEvent("htmx:error", { detail }));
        }"""
    )

    expect(page.locator(".refusal p").first).to_have_text("⟦We couldn’t reach the server⟧")


def test_what_is_short_begins_where_an_arabic_page_does(open_as, stage):
    page = open_as("amina", locale="ar")
    visit(page, stage.circle)

    start = page.locator("main .tabs").bounding_box()
    title = page.locator(".threads h3").first
    looks = "one => [getComputedStyle(one).direction, getComputedStyle(one).textAlign]"
    for short in (title, page.locator("h1"), page.locator(".circle-head > p[dir]")):
        assert short.evaluate(looks) == ["ltr", "right"]
    link, tag = (
        title.locator("a").bounding_box(),
        page.locator(".threads .tag").first.bounding_box(),
    )
    assert link["x"] > start["x"] + start["width"] / 4
    assert link["x"] + link["width"] == pytest.approx(tag["x"] + tag["width"], abs=2)
