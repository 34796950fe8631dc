"""Blocking people one by one does not show who is behind a pseudonym, nor does it show to them.

*What somebody sees may depend only on what she may know.* Dora blocks each of the others, and mutes
them; no anonymous post becomes another for her, and no page at all for anybody else.
"""

import re
from datetime import timedelta

import pytest

from app.web.kit.addresses import url
from tests.adversary import crawl, deeds
from tests.adversary.conftest import on_one_database
from tests.adversary.deeds import CLOSED, FRIENDS, HER, HER_TOO, OPEN
from tests.adversary.test_two_worlds import Story

# Each of them is blocked and unblocked, and all pages are read in between.
pytestmark = [on_one_database, pytest.mark.timeout(600)]

WHO = "Dora"
BLOCKED = tuple(name for name in (HER, HER_TOO, *FRIENDS, "Grace", "Mona", "Olga") if name != WHO)
WATCHERS = (HER, HER_TOO, "Edith", "Grace", "Mona", "")
PIECE = re.compile(
    r'<article class="opening.*?(?=<h2 id="replies")'
    r'|<li id="p\d+".*?</article>.*?</li>|<li>.*?</li>',
    re.DOTALL,
)


@pytest.fixture(scope="module")
def story(new_world):
    with new_world() as world:
        deeds.settle(world)
        # Bea and Cleo each write in one thread, so that it is two whom Dora might tell apart.
        story = Story(world, HER, HER_TOO)
        story.tell()
        world.pace = timedelta()
        for _ in range(2):
            crawl.pages(world, (WHO, *WATCHERS))
        yield story


def change(story, whom, what):
    path = url("block_member", handle=whom.lower())
    answer = story.world.as_(WHO).post(path, change=what)
    assert answer.status_code == 303, answer.text


def anonymous(story):
    """Every anonymous post that Dora finds, and every row of an anonymous thread, as it stands."""
    addresses = [f"/t/{thread}" for thread in (story.open, story.closed, story.own)]
    addresses += ["/", "/settings/anonymous", *(url("circle", circle=c) for c in (OPEN, CLOSED))]
    web = story.world.as_(WHO)
    found = {}
    for address in addresses:
        story.world.dice.load(f"{WHO} at {address}")
        pieces = PIECE.findall(web.get(address).text)
        found[address] = [p for p in pieces if "Anonymous</i>" in p or "(anonymous)" in p]
    return found


def seen(story):
    """What everybody else finds, by her name and the address."""
    return crawl.pages(story.world, WATCHERS)


def test_there_is_something_to_be_found(story):
    found = anonymous(story)

    assert sum(len(pieces) for pieces in found.values()) >= 6
    assert found[f"/t/{story.open}"]


@pytest.mark.parametrize(("on", "off"), [("block", "unblock"), ("mute", "unmute")])
def test_no_anonymous_post_is_another_whoever_is_blocked(story, on, off):
    before = anonymous(story)

    for whom in BLOCKED:
        change(story, whom, on)
        assert anonymous(story) == before, whom
        change(story, whom, off)
        assert anonymous(story) == before, whom


def test_nor_when_all_are_and_nobody_else_sees_a_difference(story):
    before, pages = anonymous(story), seen(story)

    for whom in BLOCKED:
        change(story, whom, "block")
    blocked, during = anonymous(story), seen(story)
    for whom in BLOCKED:
        change(story, whom, "unblock")

    assert blocked == before
    assert during == pages
    assert seen(story) == pages


def test_her_own_pages_do_show_whom_she_has_blocked(story):
    """Else the test above would find nothing because nothing happens."""
    web = story.world.as_(WHO)
    plain = web.get(f"/t/{story.open}").text
    change(story, HER, "block")

    folded = web.get(f"/t/{story.open}").text
    change(story, HER, "unblock")

    assert "From somebody you have blocked" not in plain
    assert "From somebody you have blocked" in folded
