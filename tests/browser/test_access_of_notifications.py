"""Whether everybody can use the page of what there is for her, and the bell above all others."""

import pytest
from playwright.sync_api import expect
from sqlalchemy.orm import Session
from test_access import Scene, overflow, violations

from app.community.threads import actions, queries
from app.community.threads.models import Post, ReactionKind, Thread
from app.community.threads.posting import Draft
from app.core import keys
from app.people.members.models import Member
from tests.make import Make

SCENES = [
    Scene("nothing there", "nova", "/notifications"),
    Scene("something there", "yrsa", "/notifications"),
    Scene("her first page", "yrsa", "/"),
    Scene("a member to follow", "yrsa", "/m/yves"),
    Scene("her settings", "yrsa", "/settings"),
]


@pytest.fixture(scope="session")
def told(site, stage) -> None:
    """Yrsa and Ylva are each mentioned with and without a name, have kind words, a message, and a
    title too long for any line."""
    with Session(site.house.database.engine, expire_on_commit=False) as session:
        make = Make(session, site.house)
        circle = make.circle("Attic", visibility="public", crowd=30)
        yves = make.member("Yves", circle)
        for name in ("Yrsa", "Ylva"):
            hers = make.member(name, circle)
            thread = make.thread(circle, hers, title="w" * 140)
            _say(make, yves, thread, f"Ask @{hers.handle}", anonymous=True)
            _say(make, yves, thread, f"Hello @{hers.handle}")
            _react(make, yves, make.post(thread))
            make.conversation(yves, hers, "Hello", "Hello yourself", "How are the nights?")


def _say(make: Make, by: Member, thread: Thread, body: str, *, anonymous: bool = False) -> None:
    draft = Draft(body, nonce=keys.token(), anonymous=anonymous)
    with make._as(by) as (session, viewer):
        actions.reply(session, viewer, make.house.ring, thread.id, draft)


def _react(make: Make, by: Member, post: Post) -> None:
    with make._as(by) as (session, viewer):
        found, head = queries.post(session, viewer, post.id)
        thread = session.get_one(Thread, head.id)
        actions.react(session, viewer, make.house.ring, (found, thread), ReactionKind.WITH_YOU)


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_everybody_can_use_the_page(look_as, told, scene):
    page = look_as(scene.who)
    page.goto(scene.path)

    assert violations(page) == []
    assert overflow(page) == 0


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_she_sees_it_opens_it_and_the_bell_says_less(open_as, site, told, script):
    page = open_as("yrsa" if script else "ylva", script=script)
    page.goto("/notifications")
    bell = page.locator("#bell b")
    before = int(bell.inner_text().split()[0])

    item = page.get_by_role("listitem").filter(has_text="mentioned you").filter(has_text="New")
    item.first.get_by_role("button", name="Mark as read").click()

    site.shows(page, lambda: expect(bell).to_contain_text(str(before - 1)))
    page.get_by_role("button", name="Mark all as read").click()
    expect(page.get_by_text("You have seen everything.")).to_be_visible()
    site.shows(page, lambda: expect(bell).to_have_count(0))
    page.get_by_role("button", name="Keep as new").first.click()
    site.shows(page, lambda: expect(bell).to_contain_text("1"))
