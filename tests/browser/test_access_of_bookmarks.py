"""Whether everybody can use the pages of bookmarks and of sharing; what the share button copies."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import update
from sqlalchemy.orm import Session
from test_access import Scene, open_folds, overflow, press, violations

from app.community.threads import bookmarks
from app.community.threads.models import Post, PostState
from app.core.keys import base32
from app.people import blocking
from app.people.members.models import Member
from tests.make import Make

SCENES = [
    Scene("no bookmarks", "wanda", "/bookmarks"),
    Scene("bookmarks", "willa", "/bookmarks", open_folds),
    Scene("looked for nothing", "willa", "/bookmarks", press("Look")),
    Scene("found nothing", "willa", "/bookmarks", press("Look", q="spreadsheet")),
    Scene("a post to bookmark", "wanda", "{post}/bookmark"),
    Scene("too long a note", "wanda", "{post}/bookmark", press("Bookmark it", note="x" * 1001)),
    Scene("a bookmark", "willa", "{post}/bookmark"),
    Scene("a bookmark of what has gone", "willa", "{gone}/bookmark"),
    Scene("a bookmark taken off", "winnie", "{post}/bookmark", press("Take it off")),
    Scene("words to keep or to bookmark", "willa", "{keep_from}"),
    Scene("a public thread to share", "", "{thread}/share"),
    Scene("a thread to bookmark or share", "willa", "{thread}/share"),
    Scene("a closed thread to share", "wiebke", "{closed}/share"),
    Scene("a circle with a feed", "", "/c/willow-room"),
]


@pytest.fixture(scope="session")
def places(site, stage) -> dict[str, str]:
    """The addresses in the scenes that only this site knows."""
    with Session(site.house.database.engine, expire_on_commit=False) as session:
        return _written(Make(session, site.house))


def _written(make: Make) -> dict[str, str]:
    """What Willa and Winnie have bookmarked in Willow room; Wim is muted, and a reply is hidden."""
    circle = make.circle("Willow room", visibility="public", summary="For whoever is up")
    closed = make.circle("Willow cellar", visibility="private")
    willa, winnie, _wanda, wim = (
        make.member(name, circle) for name in ("Willa", "Winnie", "Wanda", "Wim")
    )
    said = [(wim, "Mine hums."), (None, "w" * 300), (winnie, "Not any more.")]
    thread = make.thread(circle, winnie, title="v" * 140, body="The small one.", replies=said)
    below = make.thread(closed, make.member("Wiebke", closed), title="Below")
    make.session.execute(
        update(Post).filter_by(thread_id=thread.id, seq=4).values(state=PostState.HIDDEN)
    )
    make.session.commit()
    posts = [make.post(thread, seq) for seq in range(1, 5)]
    for who, post in [*((willa, post) for post in posts), (winnie, posts[0])]:
        with make._as(who) as (session, viewer):
            bookmarks.keep(session, viewer, make.house.ring, post.id, f"For May. {'n' * 200}")
    _mute(make, willa, wim)
    return {
        "post": f"/p/{base32(posts[0].id)}",
        "gone": f"/p/{base32(posts[3].id)}",
        "thread": f"/t/{base32(thread.id)}",
        "closed": f"/t/{base32(below.id)}",
        "keep_from": f"/evidence/from/{base32(thread.id)}",
    }


def _mute(make: Make, by: Member, whom: Member) -> None:
    with make._as(by) as (session, viewer):
        blocking.mute(session, make.house.ring, viewer, whom.id, on=True)


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_everybody_can_use_the_page(look_as, places, scene):
    page = look_as(scene.who)
    page.goto(scene.path.format(**places))

    scene.act(page)

    assert violations(page) == []
    assert overflow(page) == 0


def test_the_link_is_copied_by_a_button(open_as, places):
    page = open_as("wiebke")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{places['closed']}/share")

    page.get_by_role("button", name="Copy it").click()

    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.endswith(places["closed"])
    expect(page.locator("#status")).to_have_text("Copied")


def test_without_scripts_the_field_is_there_and_no_dead_button(open_as, places):
    page = open_as("willa", script=False)

    page.goto(f"{places['thread']}/share")

    assert page.locator("#link").input_value().startswith("http")
    expect(page.locator("main button")).to_have_count(2)
    for button in page.locator("main button").all():
        expect(button).to_be_hidden()
