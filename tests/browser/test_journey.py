"""A newcomer's first day, as she lives it: with JavaScript, and again without."""

import re

import pytest
from playwright.sync_api import Page, expect

PASSWORD = "velvet orbit mustard"
CIRCLE = "Returning to work"


@pytest.fixture(params=["with script", "without script"])
def script(request):
    return request.param == "with script"


def fill(page: Page, **fields: str) -> None:
    for name, words in fields.items():
        page.locator(f"[name={name}]").fill(words)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def link_in(letter) -> str:
    text = letter.get_body(("plain",)).get_content()
    return re.search(r"http://\S+/verify-email/\S+", text)[0]


def join(page: Page, site, handle: str) -> None:
    page.goto("/")
    page.get_by_role("main").get_by_role("link", name=re.compile("^Join")).first.click()
    fill(page, handle=handle, email=f"{handle}@example.org", password=PASSWORD)
    page.get_by_role("checkbox").check()
    press(page, "Create my account")
    expect(page.get_by_role("heading", level=1)).to_have_text("Look in your mail")
    page.goto(link_in(site.letter_to(f"{handle}@example.org")))
    press(page, "Confirm my address")
    expect(page.get_by_text("Your address is confirmed.")).to_be_visible()


def sign_in(page: Page, handle: str) -> None:
    fill(page, login=handle, password=PASSWORD)
    press(page, "Sign in")
    expect(page.get_by_role("button", name=f"Your account: {handle}")).to_be_visible()


def join_circle(page: Page) -> None:
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Circles").click()
    page.get_by_role("link", name=CIRCLE).click()
    press(page, "Join this circle")
    expect(page.get_by_text("You’re in this circle now.")).to_be_visible()


def start_thread(page: Page, title: str) -> None:
    page.get_by_role("main").get_by_role("link", name="Start a thread").click()
    page.get_by_role("radio", name="Just listening").check()
    fill(page, title=title, body="Ten years away.\n\nI found *one* shoe.")
    press(page, "Preview")
    preview = page.get_by_role("region", name="How it will look")
    expect(preview.locator("em")).to_have_text("one")
    expect(page.locator("[name=title]")).to_have_value(title)
    page.get_by_role("button", name=re.compile("^Start the thread as ")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def reply(page: Page, words: str) -> None:
    fill(page, body=words)
    page.get_by_role("button", name=re.compile("^Post as")).click()
    expect(page.locator(".replies")).to_contain_text(words)


def test_a_newcomer_finds_her_way(site, open_as, script):
    handle = "newcomer" if script else "plainly"
    page = open_as(script=script, viewport={"width": 1280, "height": 900})

    join(page, site, handle)
    sign_in(page, handle)
    join_circle(page)
    start_thread(page, f"{handle} is back")
    address = page.url
    reply(page, "I forgot to say: it fits.")
    somebody = open_as("priya-n", script=script)
    somebody.goto(address)
    reply(somebody, "One is a start.")

    sees_what_is_new(page, f"{handle} is back")
    reacts_and_takes_it_back(page)
    changes_her_words(page)
    deletes_her_words(page)
    chooses_the_dark(page)
    signs_out(page)


def sees_what_is_new(page: Page, title: str) -> None:
    page.goto("/")
    row = page.get_by_role("listitem").filter(has=page.get_by_role("link", name=title))
    expect(row.locator(".new")).to_have_text("1 new")
    row.get_by_role("link", name=title).click()
    page.get_by_role("link", name="Go to 1 new reply").click()
    expect(page.locator("#new + li")).to_contain_text("One is a start.")
    assert page.locator("#new").bounding_box()["height"] < 60, "the line is one line"
    page.reload()
    expect(page.locator("#new")).to_have_count(0)


def reacts_and_takes_it_back(page: Page) -> None:
    button = page.locator("#p3").get_by_role("button", name=re.compile("^With you"))
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(button).to_contain_text("1")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")


def changes_her_words(page: Page) -> None:
    page.get_by_role("link", name="Edit reply 1").click()
    fill(page, body="I forgot to say: it nearly fits.")
    press(page, "Save")
    expect(page.locator("#p2")).to_contain_text("it nearly fits")
    page.locator("#p2").get_by_role("link", name=re.compile("^edited")).click()
    versions = page.locator(".versions > li")
    expect(versions).to_have_count(2)
    expect(page.locator(".versions")).to_contain_text("I forgot to say: it fits.")
    page.get_by_role("link", name="Back to the thread").click()


def deletes_her_words(page: Page) -> None:
    page.get_by_role("link", name="Delete reply 1").click()
    press(page, "Delete my words")
    expect(page.locator("#p2")).to_have_text("A reply here was deleted by the person who wrote it.")
    expect(page.locator("#p3")).to_contain_text("One is a start.")


def chooses_the_dark(page: Page) -> None:
    light = background(page)
    page.get_by_role("link", name="Light or dark").click()
    page.get_by_role("radio", name=re.compile("^Dark")).check()
    page.get_by_role("main").get_by_role("button").click()
    page.goto("/")
    assert background(page) != light


def background(page: Page) -> bytes:
    return page.screenshot(clip={"x": 0, "y": 600, "width": 3, "height": 3})


def signs_out(page: Page) -> None:
    page.get_by_role("button", name=re.compile("^Your account")).click()
    press(page, "Sign out")
    expect(page.get_by_text("You’re signed out.")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("^Your account"))).to_have_count(0)
