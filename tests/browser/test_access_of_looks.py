"""Whether everybody can use the pages in whatever colour somebody has chosen, and with a logo."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect
from sqlalchemy import delete
from sqlalchemy.orm import Session
from test_access import overflow, press, violations
from test_access_of_administration import Scene

from app.core import text
from app.people.members.models import Role
from app.people.site import memory
from app.people.site.models import LookPart, SiteLook, SiteRules
from tests.make import Make
from tests.people.site.pictures import head, png, points
from tests.site import Site

RULES = (
    "1. Speak **for yourself**\n2. No names of clients\n\n> As we said\n\n[Why](https://a.example)"
)
PICTURE = png(first=head(480, 120), packed=points(480, 120))
EXTREMES = {"yellow": "#ffff00", "black": "#000000", "white": "#ffffff", "red": "#ff0000"}
SCENES = [
    Scene("rules", "/admin/rules"),
    Scene("no words", "/admin/rules", press("Save", body="")),
    Scene("rules before they are saved", "/admin/rules", press("Preview", body=RULES)),
    Scene("the agreement with rules", "/guidelines"),
    Scene("earlier rules", "/guidelines/earlier"),
    Scene("one of them", "/guidelines/earlier/1"),
    Scene("the look", "/admin/look"),
    Scene("a colour to try", "/admin/look?colour=%23ffcc00"),
    Scene("no colour", "/admin/look?colour=plum"),
    Scene("no picture", "/admin/look", press("Use it")),
]


@pytest.fixture(scope="session")
def ruled(site: Site, stage: object) -> None:
    """Xenia administers, and there have been rules twice."""
    with Session(site.house.database.engine, expire_on_commit=False) as session:
        make = Make(session, site.house)
        make.member("Xenia", role=Role.ADMINISTRATOR)
        for n in (1, 2):
            make.saved(SiteRules(n=n, body=RULES, html=text.rendered(RULES)))


@contextmanager
def looking(site: Site, colour: str) -> Iterator[None]:
    """Meanwhile it has this colour, and a logo."""
    parts = {LookPart.COLOUR: colour.encode(), LookPart.LOGO: PICTURE}
    try:
        with site.changing() as session:
            session.add_all(SiteLook(part=part, content=said) for part, said in parts.items())
            memory.ring(session)
        site.hears()
        yield
    finally:
        with site.changing() as session:
            session.execute(delete(SiteLook))
            memory.ring(session)
        site.hears()


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_everybody_can_use_the_page(look_as, ruled, scene):
    page = look_as("xenia")

    page.goto(scene.path)
    scene.act(page)

    assert violations(page) == []
    assert overflow(page) == 0


@pytest.mark.parametrize("name", EXTREMES)
def test_everybody_can_read_in_any_colour(open_as, site, stage, ruled, name):
    with looking(site, EXTREMES[name]):
        for who, path in (
            ("xenia", "/"),
            ("xenia", "/admin/look"),
            ("amina", stage.thread),
            ("amina", f"{stage.circle}/new"),
            ("", "/"),
        ):
            page = open_as(who, reduced_motion="reduce")
            page.goto(path)
            expect(page.locator(".brand img")).to_have_js_property("naturalWidth", 480)
            assert violations(page) == [], path
            assert overflow(page) == 0, path


def test_a_colour_is_tried_taken_and_put_back(open_as, site, ruled):
    page = open_as("xenia", reduced_motion="reduce")
    page.goto("/admin/look")

    page.locator("#colour").fill("#00f")
    page.get_by_role("button", name="the one you wrote").click()
    page.get_by_role("button", name="Use this colour").click()
    blue = page.locator("main form button.btn:not(.second)").first
    expect(blue).to_have_css("background-color", "rgb(0, 0, 255)")

    page.get_by_role("button", name="Go back to the usual plum").click()
    expect(page.locator("main form button.btn:not(.second)").first).to_have_css(
        "background-color", "rgb(87, 40, 99)"
    )
