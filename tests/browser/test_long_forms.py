"""Forms of many fields, half filled in: kept in the tab as a reply is, all fields together."""

import re

import pytest
from playwright.sync_api import expect
from sqlalchemy.orm import Session

from app.people.members.models import Discretion, Member
from tests.make import Make

NEW = "/opportunities/new"
WORDS = "Two nights a week, and tea"


@pytest.fixture(scope="session")
def writers(site, stage):
    """Ottilie, and Ortrud, whose device others use."""
    with Session(site.house.database.engine, expire_on_commit=False) as session:
        make = Make(session, site.house)
        make.member("Ottilie")
        ortrud = make.member("Ortrud")
        session.get_one(Member, ortrud.id).discretion = Discretion.SHARED_DEVICE
        session.commit()


def kept(page):
    return page.evaluate("JSON.stringify({...sessionStorage}) + JSON.stringify({...localStorage})")


def fill(page):
    page.goto(NEW)
    page.locator("#kind").select_option(index=2)
    page.locator("#title").fill("Nights at the archive")
    page.locator("#giver").fill("The archive")
    page.locator("#body").fill(WORDS)
    page.locator("#unpaid").check()
    expect(page.locator("[data-draft-note]")).to_be_visible()


def test_a_half_written_opportunity_is_there_again_with_every_field(open_as, writers):
    page = open_as("ottilie")
    fill(page)
    chosen = page.locator("#kind").input_value()

    page.goto("/circles")
    page.goto(NEW)

    expect(page.locator("#kind")).to_have_value(chosen)
    expect(page.locator("#title")).to_have_value("Nights at the archive")
    expect(page.locator("#giver")).to_have_value("The archive")
    expect(page.locator("#body")).to_have_value(WORDS)
    expect(page.locator("#unpaid")).to_be_checked()


def test_what_the_form_complains_of_is_newer_than_the_draft_and_sent_it_is_gone(open_as, writers):
    page = open_as("ottilie")
    fill(page)
    page.locator("#title").fill("Nights")
    page.get_by_role("button", name="Send it to the moderators").click()
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.locator("#title")).to_have_value("Nights")

    page.locator("#apply").fill("Write to jobs@archive.example")
    page.locator("#kind").select_option("volunteering")
    page.locator("#place").fill("Bristol")
    page.get_by_role("button", name="Send it to the moderators").click()

    expect(page.get_by_text("A moderator looks at it, and then it is in the list.")).to_be_visible()
    assert WORDS not in kept(page)
    page.goto(NEW)
    expect(page.locator("#title")).to_have_value("")


def test_words_that_came_too_late_for_their_form_are_to_be_copied_and_stay_a_draft(
    open_as, writers
):
    """She goes back to a form that was sent, changes it, and sends it again."""
    page = open_as("ottilie")
    page.goto("/evidence/new")
    page.locator("#what").fill("I said no")
    nonce = page.locator("main [name=form_nonce]").get_attribute("value")
    page.get_by_role("button", name="Keep it").click()
    page.goto("/evidence/new")
    page.locator("#what").fill("I said no, twice")
    page.locator("main [name=form_nonce]").evaluate(
        "(field, nonce) => (field.value = nonce)", nonce
    )
    page.get_by_role("button", name="Keep it").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("You have sent this before")
    expect(page.get_by_label("What you did")).to_have_value("I said no, twice")
    page.goto("/evidence/new")
    expect(page.locator("#what")).to_have_value("I said no, twice")


def test_on_a_device_that_others_use_nothing_is_kept(open_as, writers):
    page, asked = open_as("ortrud"), []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    fill(page)
    expect(page.locator("[data-draft-note]")).to_have_text(re.compile("Nothing is kept"))

    page.get_by_role("link", name="Circles", exact=True).first.click()

    expect(page.locator("#body")).to_have_value(WORDS)
    assert asked == ["beforeunload"]
    assert kept(page) == "{}{}"


def test_what_was_just_done_is_said_aloud_once_the_page_is_there(open_as, writers):
    """A live region says what is added to it, and nothing that stood in it before."""
    page = open_as("ottilie")
    page.add_init_script(
        """document.addEventListener("DOMContentLoaded", () => {
          const note = document.querySelector(".notice[role=status]");
          const look = (seen) => {
            const added = seen.flatMap((one) => [...one.addedNodes]);
            document.documentElement.dataset.added = added.map((one) => one.textContent);
          };
          if (note) new MutationObserver(look).observe(note, { childList: true });
        })"""
    )
    page.goto("/preferences")
    page.get_by_label("Dark").check()
    page.get_by_role("button", name="Remember this").press("Enter")

    expect(page.locator(".notice[role=status]")).to_have_text("Saved.")
    expect(page.locator("html")).to_have_attribute("data-added", "Saved.")
