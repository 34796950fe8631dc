"""What is new shows while the page is open: calmly, and nothing of hers is lost."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from enhanced import is_same, visit
from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session

from app.community.threads import actions
from app.community.threads.models import Thread
from app.community.threads.posting import Draft
from app.core import keys
from app.core.keys import base32
from app.people.circles.models import Circle
from app.people.members.models import Discretion, Member, Role
from tests.make import Make
from tests.site import Site

LINE = ".news"
# How soon is seen in tests/live; here that it comes at all, on a machine that is busy.
SOON = 5000


@contextmanager
def making(site: Site) -> Iterator[Make]:
    """Nothing is held meanwhile: whoever writes beside the server would hold it up."""
    with Session(site.house.database.engine, expire_on_commit=False) as session:
        yield Make(session, site.house)


@dataclass
class Scene:
    """Lina reads and Mette replies, in a thread of Signe's."""

    site: Site
    thread: Thread
    mette: Member
    signe: Member

    @property
    def path(self) -> str:
        return f"/t/{base32(self.thread.id)}/{self.thread.slug}"

    def reply(self, body: str) -> None:
        with making(self.site) as make, make._as(self.mette) as (session, viewer):
            draft = Draft(body, nonce=keys.token())
            actions.reply(session, viewer, make.house.ring, self.thread.id, draft)

    def report(self) -> None:
        with making(self.site) as make:
            post = make.post(self.thread, 2)
            make.session.commit()
            make.report(post, self.signe)


@pytest.fixture(scope="session")
def people(site) -> tuple[int, Member, Member]:
    with making(site) as make:
        circle = make.circle("Harbour room")
        make.member("Lina", circle)
        liv = make.member("Liv", circle)
        liv.discretion = Discretion.SHARED_DEVICE
        make.session.commit()
        make.member("Ragna", role=Role.MODERATOR)
        return circle.id, make.member("Mette", circle), make.member("Signe", circle)


@pytest.fixture
def scene(site, people) -> Scene:
    circle_id, mette, signe = people
    with making(site) as make:
        circle = make.session.get_one(Circle, circle_id)
        thread = make.thread(circle, signe, replies=[(mette, "I know them.")])
    return Scene(site, thread, mette, signe)


def opened(open_as, handle: str, path: str) -> Page:
    """With its stream open."""
    page = open_as(handle)
    with page.expect_response(lambda answer: "/live?" in answer.url) as stream:
        visit(page, path)
    assert stream.value.status == 200
    return page


def test_a_reply_is_told_within_a_second_and_shown_where_she_asks(open_as, scene):
    page = opened(open_as, "lina", scene.path)
    page.locator("#body").fill("I was just")
    page.locator("#body").evaluate("field => field.setSelectionRange(2, 5)")
    place = page.locator("#body").bounding_box()

    scene.reply("The harbour lights.")

    line = page.locator(LINE)
    expect(line).to_have_text("1 new reply. Show it", timeout=SOON)
    assert line.get_attribute("role") == "status"
    assert page.locator("#body").bounding_box() == place
    assert page.locator("#p3").count() == 0
    scene.reply("And the bell.")
    expect(line).to_have_text("2 new replies. Show them", timeout=4 * SOON)
    line.get_by_role("link").click()

    expect(page.locator("#p4")).to_contain_text("And the bell.")
    expect(page.locator("#p3")).to_be_focused()
    expect(line).to_be_empty()
    expect(page.locator("#body")).to_have_value("I was just")
    assert is_same(page)


def test_on_a_shared_device_nothing_gives_itself_away(open_as, scene):
    page = opened(open_as, "liv", scene.path)
    title = page.title()
    page.locator("#body").fill("I was just")

    scene.reply("The harbour lights.")

    line = page.locator(LINE)
    expect(line).to_have_text("1 new reply. Show it", timeout=SOON)
    assert page.title() == title
    line.get_by_role("link").click()
    expect(page.locator("#p3")).to_be_focused()
    expect(page.locator("#body")).to_have_value("I was just")


def test_what_comes_while_she_is_offline_is_told_when_she_is_back(open_as, scene, site):
    page = opened(open_as, "lina", scene.path)
    site.house.live.stop()
    scene.reply("The harbour lights.")
    site.house.live.start()

    expect(page.locator(LINE)).to_have_text("1 new reply. Show it", timeout=2 * SOON)


def test_a_page_that_nobody_looks_at_hears_nothing_until_somebody_does(open_as, scene, site):
    page = opened(open_as, "lina", scene.path)
    hide = "Object.defineProperty(document, 'hidden', {value: %s, configurable: true});"
    tell = "document.dispatchEvent(new Event('visibilitychange'))"
    page.evaluate(hide % "true" + tell)
    scene.reply("The harbour lights.")
    page.wait_for_timeout(500)
    assert page.locator(LINE).text_content() == ""

    page.evaluate(hide % "false" + tell)

    expect(page.locator(LINE)).to_have_text("1 new reply. Show it", timeout=2 * SOON)


BESIDE = """() => {
  const [side, list] = [".page-side", "#threads"].map((one) =>
    document.querySelector(one).getBoundingClientRect());
  return side.left >= list.right && side.top === list.top;
}"""


def test_what_waits_to_tell_takes_no_place_beside_the_list(open_as, scene):
    page = opened(open_as, "lina", "/c/harbour-room")
    line = page.locator(LINE)

    expect(line).to_be_attached()
    page.wait_for_function(BESIDE)
    scene.reply("The harbour lights.")
    expect(line).to_contain_text("new post", timeout=2 * SOON)
    page.wait_for_function(BESIDE)


def test_a_circle_tells_of_new_posts_and_home_counts_them_in_place(open_as, scene):
    circle = opened(open_as, "lina", "/c/harbour-room")
    home = opened(open_as, "lina", "/")
    row = home.locator("#hers li", has_text="Harbour room")
    link = row.get_by_role("link")
    link.focus()

    scene.reply("The harbour lights.")

    expect(circle.locator(LINE)).to_contain_text("new post", timeout=SOON)
    expect(row).to_contain_text("new", timeout=2 * SOON)
    expect(link).to_be_focused()
    assert is_same(home)
    circle.locator(LINE).get_by_role("link").click()
    expect(circle.locator("#threads li").first).to_contain_text("2 replies")


def test_the_queue_is_as_it_is_now(open_as, scene):
    page = opened(open_as, "ragna", "/moderation")
    waits = page.locator("#queue .tabs a").first
    before = waits.text_content()
    waits.focus()

    scene.report()

    expect(waits).not_to_have_text(before, timeout=2 * SOON)
    expect(waits).to_be_focused()
    assert is_same(page)


def test_without_the_stream_the_page_is_what_it_was(open_as, scene, watch):
    page = open_as("lina")
    page.route("**/live?*", lambda route: route.abort())
    visit(page, scene.path)
    scene.reply("The harbour lights.")
    page.wait_for_timeout(1000)
    assert page.locator(LINE).text_content() == ""

    page.reload()

    expect(page.locator("#p3")).to_contain_text("The harbour lights.")
    page.close()
    # Chromium's own note of what this test has cut.
    assert all("ERR_FAILED" in trouble for trouble in watch.troubles)
    watch.troubles.clear()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_the_line_fits_and_hides_nothing_that_has_the_focus(open_as, scene, theme, width):
    page = open_as("lina", color_scheme=theme, viewport={"width": width, "height": 640})
    visit(page, scene.path)
    page.evaluate("document.querySelector('#body').focus()")
    scene.reply("The harbour lights.")
    line = page.locator(LINE)
    expect(line).to_have_text("1 new reply. Show it", timeout=2 * SOON)
    box = line.bounding_box()

    page.keyboard.press("Tab")
    overlaps = page.evaluate(
        """() => {
          const a = document.activeElement.getBoundingClientRect();
          const b = document.querySelector('.news').getBoundingClientRect();
          return a.bottom > b.top && a.top < b.bottom && a.right > b.left && a.left < b.right;
        }"""
    )

    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert not overlaps
