"""Two members write to each other, with JavaScript and again without; then one wants no more."""

import re

import pytest
from playwright.sync_api import expect
from sqlalchemy.orm import Session

from tests.make import Make

HELLO = "Hello. May I ask you how you began again?"


@pytest.fixture(params=["with script", "without script"])
def pages(request, site, open_as):
    """One who asks, and one who is asked."""
    script = request.param == "with script"
    names = ("Tilda", "Torunn") if script else ("Thora", "Tamsin")
    with Session(site.house.database.engine, expire_on_commit=False) as session:
        for name in names:
            Make(session, site.house).member(name)
    return tuple((name, open_as(name.lower(), script=script)) for name in names)


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def write(page, words):
    page.get_by_label("Your message").fill(words)
    press(page, "Send")
    expect(page.get_by_role("status").filter(has_text="Sent.")).to_be_visible()


def test_they_write_and_one_of_them_wants_no_more(pages):
    (asker, hers), (asked, other) = pages
    ask_and_accept(asker, hers, asked, other)

    hers.goto("/messages")
    expect(hers.locator("main").get_by_text("1 new")).to_be_visible()
    hers.get_by_role("link", name=asked).click()
    expect(hers.locator("em", has_text="anything")).to_be_visible()
    write(hers, "Why are you so slow?")
    end_it(asker, other)

    hers.get_by_label("Your message").fill("Are you there?")
    press(hers, "Send")
    expect(hers.get_by_role("alert")).to_contain_text("You can’t write to her.")
    expect(hers.get_by_label("Your message")).to_have_value("Are you there?")


def ask_and_accept(asker, hers, asked, other):
    hers.goto(f"/m/{asked.lower()}")
    hers.get_by_role("link", name="Write to her").click()
    write(hers, HELLO)
    expect(hers.get_by_text("You can write more once she has answered")).to_be_visible()

    other.goto("/messages")
    expect(other.get_by_text("No conversations yet")).to_be_visible()
    other.get_by_role("link", name="Requests (1)").click()
    expect(other.get_by_text(HELLO)).to_have_count(0)
    other.get_by_role("link", name=asker).click()
    expect(other.get_by_text(HELLO)).to_be_visible()
    press(other, "Accept")
    write(other, "Of course. Ask me *anything*.")


def end_it(asker, other):
    other.reload()
    other.get_by_role("link", name="No more contact with her").click()
    press(other, "No more contact")
    expect(other.get_by_text("It is done. Nobody is told.")).to_be_visible()
    other.goto("/messages?show=ended")
    expect(other.get_by_role("link", name=asker)).to_be_visible()


def test_a_draft_stays_on_the_device_until_it_is_sent(site, open_as):
    with Session(site.house.database.engine, expire_on_commit=False) as session:
        for name in ("Yara", "Yvonne"):
            Make(session, site.house).member(name)
    page = open_as("yara")
    page.goto("/m/yvonne/message")
    page.get_by_label("Your message").type("Half a sen")
    page.goto("/messages")

    page.goto("/m/yvonne/message")

    expect(page.get_by_label("Your message")).to_have_value("Half a sen")
    press(page, "Send")
    expect(page).to_have_url(re.compile(r"/messages/\w+"))
    assert page.evaluate("Object.keys(sessionStorage).filter((k) => k.startsWith('draft'))") == []
