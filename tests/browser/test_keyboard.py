"""Whether the keyboard alone is enough."""

import pytest
from playwright.sync_api import Page, expect
from test_access import WIDTHS


def focused(page: Page) -> dict[str, str]:
    """What has the focus, and how it shows."""
    return page.evaluate(
        """() => {
          const one = document.activeElement, style = getComputedStyle(one);
          const box = one.getBoundingClientRect();
          const x = Math.max(box.left, 0) + Math.min(box.width, innerWidth) / 2;
          const top = document.elementFromPoint(x, box.top + box.height / 2);
          return {
            name: one.id || one.name || one.textContent.trim().replace(/\\s+/g, " "),
            tag: one.tagName,
            ring: `${style.outlineStyle} ${style.outlineWidth}`,
            hidden: !(top && (one.contains(top) || (top.closest("label") ?? top).contains(one))),
          };
        }"""
    )


def test_the_second_stop_of_the_keyboard_skips_to_the_content(open_as):
    page = open_as("bea")
    page.goto("/circles")

    page.keyboard.press("Tab")
    way_out = focused(page)
    page.keyboard.press("Tab")
    first = focused(page)
    page.keyboard.press("Enter")

    assert way_out["name"] == "Exit this page"
    assert not way_out["hidden"]
    assert first["name"] == "Skip to main content"
    assert not first["hidden"]
    assert focused(page)["name"] == "main"


@pytest.mark.parametrize("width", WIDTHS)
def test_the_keyboard_alone_reaches_every_part_and_shows_where_it_is(open_as, stage, width):
    page = open_as("bea", viewport={"width": width, "height": 700}, reduced_motion="reduce")
    page.goto(stage.circle + "/new")
    stops = []

    for _ in range(60):
        page.keyboard.press("Tab")
        stops.append(focused(page))
        if stops[-1]["tag"] == "BODY":
            break

    names = [stop["name"] for stop in stops]
    start = "Start the thread as Bea"
    reached = ["intent", "title", "body", "content_note", "An ending", start, "preview"]
    names = [name.removesuffix(" Show") for name in names]
    assert [name for name in names if name in reached] == reached
    unseen = [s for s in stops if s["tag"] != "BODY" and (s["ring"] != "solid 3px" or s["hidden"])]
    assert unseen == []


def test_the_keyboard_alone_writes_a_reply(open_as, stage):
    page = open_as("bea")
    page.goto(stage.thread)
    for _ in range(80):
        page.keyboard.press("Tab")
        if focused(page)["name"] == "body":
            break

    page.keyboard.type("Without a mouse.")
    for _ in ("content note", "advice", "an ending", "post"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.locator(".replies")).to_contain_text("Without a mouse.")
