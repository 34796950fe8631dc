"""Her evidence file in a real browser: keeping, reading three, and sharing one without her name."""

import pytest
from playwright.sync_api import expect

WHAT = "I said in the meeting that the number was wrong."
TITLE = "I said it out loud"


def keep(page, what, who=""):
    """She keeps one, by the way that her account’s menu has."""
    page.goto("/")
    page.get_by_role("button", name="Your account").click()
    page.get_by_role("link", name="Your evidence file").first.click()
    page.get_by_role("link", name="Keep something").click()
    page.locator("#what").fill(what)
    page.locator("#who").fill(who)
    page.get_by_role("checkbox", name="The month is enough").check()
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_text("It is in your evidence file.")).to_be_visible()
    return page.locator(".sheets > li", has_text=what).first


def begin_to_share(page, entry):
    entry.get_by_role("link", name="Share it as a win").click()
    page.get_by_role("radio", name="Pay and promotion").check()
    page.get_by_role("button", name="Go on").click()


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def page(request, open_as):
    return open_as("dina", script=request.param)


def test_she_keeps_one_and_is_read_three(page):
    expect(keep(page, WHAT, "Ines")).to_contain_text("Ines")

    page.get_by_role("link", name="Read me three").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("This was you")
    expect(page.locator(".sheets > li").first).to_be_visible()


def test_she_shares_one_without_her_name(page):
    begin_to_share(page, keep(page, WHAT))
    expect(page.locator("#body")).to_have_value(WHAT)
    expect(page.get_by_role("radio", name="Celebrate with me")).to_be_checked()
    page.locator("#title").fill(TITLE)
    page.get_by_role("radio", name="Post anonymously").check()
    page.get_by_role("button", name="Start the thread anonymously").click()

    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(page.locator("#p1")).to_contain_text("Anonymous")
    assert "evidence" not in page.url
    page.goto("/wins")
    expect(page.get_by_role("link", name=TITLE).first).to_be_visible()


def test_an_older_draft_does_not_take_the_place_of_what_she_shares(open_as):
    page = open_as("dina")
    page.goto("/c/pay-and-promotion/new")
    page.locator("#body").fill("Something else entirely")

    begin_to_share(page, keep(page, "I asked for the raise."))

    expect(page.locator("#body")).to_have_value("I asked for the raise.")


def test_what_she_took_out_can_be_put_back(open_as):
    page = open_as("dina")
    keep(page, "I slept eight hours.")
    entries = page.locator(".sheets > li", has_text="I slept eight hours.")

    entries.first.get_by_role("link", name="Take it out").click()
    page.get_by_role("button", name="Take it out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Taken out")
    page.get_by_role("button", name="Put it back").click()

    expect(entries).to_have_count(1)


def test_on_paper_stand_her_words_alone(open_as):
    page = open_as("dina")
    keep(page, "I finished the thesis.")
    page.goto("/evidence/print")

    page.emulate_media(media="print")

    expect(page.get_by_text("I finished the thesis.").first).to_be_visible()
    for hidden in ("header", "footer", ".crumbs", ".screen"):
        expect(page.locator(hidden).first).to_be_hidden()
