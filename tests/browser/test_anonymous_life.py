"""A life without a name, as she lives it: with JavaScript, and again without.

She writes, is answered, sees it, edits, deletes, takes a copy and leaves; meanwhile the pages of
somebody else show what was said, and never who it was.
"""

import json
import re
import zipfile

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.people.circles.models import Circle
from tests.make import Make

WORDS = "I read every message from him twice before I open it."
MENDED = "I read every message from him three times before I open it."
ANSWER = "So did I, for a year."
CIRCLE = "/c/imposter-syndrome"
# What differs from one look to the next: the forms' tokens; and, since each process counts for
# itself, how long ago that which answers looked for what is new to the reader herself.
CHANGING = re.compile(r'(name="csrf_token" value=|name="form_nonce" value=)"[^"]*"| data-old="yes"')


@pytest.fixture(params=["with script", "without script"])
def her(request, site, open_as) -> Page:
    """A member of a circle in which enough people have been for a month."""
    script = request.param == "with script"
    handle = "vesna" if script else "vida"
    with Session(site.house.database.engine, expire_on_commit=False) as session:
        make = Make(session, site.house)
        circle = session.scalars(select(Circle).filter_by(slug="imposter-syndrome")).one()
        circle.crowd = 30
        session.commit()
        make.member(handle.capitalize(), circle)
    return open_as(handle, script=script, accept_downloads=True)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def seen_by(page: Page, address: str) -> str:
    """A page as its bytes are, but for its forms' tokens."""
    return CHANGING.sub("", page.request.get(address).text())


def test_she_speaks_and_leaves_and_nobody_learns_who_it_was(her, site, open_as):
    other = open_as("priya-n")
    her.goto("/settings")
    name = her.locator("[name=name]").input_value().lower()

    address = starts_without_her_name(her)
    assert name not in seen_by(other, address).lower()
    is_answered(other, address)
    finds_the_answer(her)
    changes_her_words(her, address)
    takes_a_copy(her)
    deletes_a_reply(her, address)
    # The first look reads what is new; from then on only a change changes anything.
    _, before = seen_by(other, address), seen_by(other, address)
    closes_her_account(her)

    assert seen_by(other, address) == before
    assert name not in before.lower()
    expect(her.get_by_role("button", name=re.compile("^Your account"))).to_have_count(0)


def starts_without_her_name(page: Page) -> str:
    page.goto(f"{CIRCLE}/new")
    page.get_by_role("radio", name="Just listening").check()
    page.get_by_role("radio", name=re.compile("^Post anonymously")).check()
    page.locator("#title").fill("Messages from above")
    page.locator("#body").fill(WORDS)
    press(page, "Start the thread anonymously")
    expect(page.get_by_role("heading", level=1)).to_have_text("Messages from above")
    expect(page.locator("#p1")).to_contain_text("Anonymous")
    return page.url


def is_answered(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.get_by_role("link", name=re.compile("^Edit"))).to_have_count(0)
    page.locator("[name=body]").fill(ANSWER)
    page.get_by_role("button", name=re.compile("^Post as Priya")).click()
    expect(page.locator(".replies")).to_contain_text(ANSWER)


def finds_the_answer(page: Page) -> None:
    page.goto("/settings/anonymous")
    expect(page.get_by_role("region", name="Answers to you")).to_contain_text(ANSWER)
    page.get_by_role("link", name="Messages from above", exact=True).click()
    own = page.locator("#p1").get_by_role("link", name=re.compile("^Who could find out"))
    expect(own).to_be_visible()


def changes_her_words(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("link", name="Edit the opening post").click()
    page.locator("[name=body]").fill(MENDED)
    press(page, "Save")
    expect(page.locator("#p1")).to_contain_text(MENDED)


def takes_a_copy(page: Page) -> None:
    page.goto("/settings/export")
    page.locator("[name=anonymous]").check()
    with page.expect_download() as download:
        press(page, "Download my data")
    with zipfile.ZipFile(download.value.path()) as copy:
        [post] = json.loads(copy.read("data.json"))["anonymous"]
    assert post["text"] == MENDED


def deletes_a_reply(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("radio", name=re.compile("^Post anonymously")).check()
    page.locator("[name=body]").fill("This was too much.")
    page.get_by_role("button", name=re.compile("^Post as")).click()
    page.get_by_role("link", name="Delete reply 2").click()
    press(page, "Delete my words")
    expect(page.locator("#p3")).to_contain_text("was deleted by the person who wrote it")


def closes_her_account(page: Page) -> None:
    page.goto("/settings/close")
    page.get_by_role("radio", name=re.compile("^Leave it")).check()
    press(page, "Close my account")
    expect(page.get_by_role("status").filter(has_text=re.compile("closed"))).to_be_visible()
