"""Whether everybody can use the pages of resources; what of a form is in sight."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import select
from sqlalchemy.orm import Session
from test_access import Scene, overflow, press, violations

from app.community.links.models import LinkState, WatchedLink
from app.community.resources.models import State
from app.core import clock
from app.core.keys import base32
from app.people import blocking
from tests.community.resources import making
from tests.make import Make

LONG = "w" * 150
GONE = f"https://{'w' * 60}.example.org/gone"
SCENES = [
    Scene("resources of a visitor", "", "/resources"),
    Scene("resources", "rowena", "/resources"),
    Scene("resources of a circle", "rhoda", "{circle}"),
    Scene("nothing fits", "rowena", "/resources?q=mountain"),
    Scene("a guide", "rowena", "{guide}"),
    Scene("a guide for a visitor", "", "{guide}"),
    Scene("a note with errors", "rowena", "{link}", press("Leave it")),
    Scene("a link that is gone", "rhoda", "{link}"),
    Scene("one that waits, for its host", "rhoda", "{waits}"),
    Scene("one that waits, for her", "rowena", "{waits}"),
    Scene("one that is not shown", "rowena", "{declined}"),
    Scene("by somebody she has blocked", "romilly", "{guide}"),
    Scene("a new resource", "rowena", "/resources/new"),
    Scene("a new one with errors", "rowena", "/resources/new", press("Suggest it")),
    Scene("to change it", "rhoda", "{guide}/edit"),
    Scene("to withdraw it", "rowena", "{guide}/withdraw"),
    Scene("suggested by her", "rowena", "/resources/yours"),
    Scene("nothing suggested", "rhoda", "/resources/yours"),
    Scene("what waits", "rhoda", "/resources/waiting"),
    Scene("links to look at", "rhoda", "/resources/links"),
    Scene("links of a thread", "rowena", "{thread}/links"),
    Scene("a collection", "rowena", "{collection}"),
    Scene("a collection to change", "rhoda", "{collection}/edit"),
    Scene("a collection to delete", "rhoda", "{collection}/delete"),
    Scene("a new collection", "rhoda", "/resources/collections/new"),
    Scene("with errors", "rhoda", "/resources/collections/new", press("Open it")),
]


@pytest.fixture(scope="session")
def places(site, stage) -> dict[str, str]:
    """The addresses in the scenes that only this site knows."""
    with Session(site.house.database.engine, expire_on_commit=False) as session:
        return _passed_on(Make(session, site.house))


def _passed_on(make: Make) -> dict[str, str]:
    """Rhoda hosts a circle in which Rowena suggests; Romilly has blocked her."""
    room = make.circle("Passing on", visibility="public")
    rhoda, rowena = make.member("Rhoda", room, host=True), make.member("Rowena", room)
    romilly = make.member("Romilly", room)
    body = f"First, *breathe*. {LONG}\n\n1. One\n2. Two"
    guide = making.guide(make, rowena, room, f"Asking for more {LONG[:100]}", body)
    link = making.resource(make, rhoda, room, LONG, link=GONE, about=LONG)
    waits = making.resource(make, rowena, room, "It waits", state=State.SUGGESTED)
    declined = making.resource(make, rowena, room, "Not shown", state=State.DECLINED)
    declined.answer = f"Thank you. {LONG}"
    for who in (rhoda, romilly):
        making.note(make, who, guide, f"A line. {LONG}")
    gathered = making.collection(make, rhoda, room, LONG, [guide, link])
    thread = make.thread(room, None, body=f"Read {GONE} and https://second.example.org/")
    watched = make.session.scalars(select(WatchedLink).where(WatchedLink.url == GONE)).one()
    watched.state, watched.looked = LinkState.GONE, clock.today()
    make.session.commit()
    with make._as(romilly) as (session, viewer):
        blocking.block(session, make.house.ring, viewer, rowena.id)
    named = {"guide": guide, "link": link, "waits": waits, "declined": declined}
    return {
        "circle": "/resources?circle=passing-on",
        "collection": f"/resources/collections/{base32(gathered)}",
        "thread": f"/t/{base32(thread.id)}",
        **{name: f"/resources/{base32(row.id)}" for name, row in named.items()},
    }


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_everybody_can_use_the_page(look_as, places, scene):
    page = look_as(scene.who)
    page.goto(scene.path.format(**places))

    scene.act(page)

    assert violations(page) == []
    assert overflow(page) == 0


@pytest.mark.parametrize("script", [True, False], ids=["with a script", "without"])
def test_of_address_and_guide_the_one_that_fits_is_in_sight(open_as, places, script):
    page = open_as("rowena", script=script)
    page.goto("/resources/new")
    address, guide = page.get_by_label("The address"), page.get_by_label("The guide")
    expect(address).to_be_visible()
    expect(guide).to_be_hidden()

    page.get_by_role("radio", name="Guide").check()

    expect(address).to_be_hidden()
    guide.fill("First, *breathe*.")
    page.get_by_label("What it is called").fill(f"A guide {'with' if script else 'without'}")
    page.get_by_label("In a sentence or two").fill("For the morning after.")
    page.get_by_label("What is it about?").select_option("money")
    page.get_by_role("button", name="Suggest it").click()
    expect(page.locator("main")).to_contain_text("It is looked at first")
    expect(page.locator(".body em")).to_have_text("breathe")
