"""Whether everybody can use the pages on which somebody asks to be introduced to who works there,
and those on which a table of opportunities is taken in, which works without a script."""

import csv

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session
from test_access import Scene, overflow, press, violations

from app.core.keys import base32
from app.people.members.models import Role
from app.people.organisations.models import Affiliation, Organisation, Place
from tests.community.opportunities.making import opportunity
from tests.make import Make

LONG = "Kartoffelpufferbratereibetriebsleiterinnenstellvertretung"
COLUMNS = ("kind", "title", "giver", "body", "way", "apply", "unpaid")
LINE = (
    "volunteering",
    "Read aloud",
    "The pier",
    "An hour a week.",
    "home",
    "a@pier.example",
    "yes",
)


def choose(page: Page) -> None:
    page.get_by_label("The file").set_input_files(
        {"name": "a.csv", "mimeType": "text/csv", "buffer": TABLE}
    )
    page.get_by_role("button", name="Look at it first").click()


SCENES = [
    Scene("an organisation of others", "walburga", "/o/wharf"),
    Scene("its people", "wendela", "/o/wharf/people"),
    Scene("to change it", "winona", "/o/wharf/edit"),
    Scene("to ask there", "walburga", "/o/wharf/members/wanja/introduce"),
    Scene("with errors", "walburga", "/o/wharf/members/wanja/introduce", press("Ask her")),
    Scene("to choose whom", "walburga", "{open}/introduce"),
    Scene("to choose, with errors", "walburga", "{open}/introduce", press("Ask her")),
    Scene("a table", "winona", "/opportunities/import"),
    Scene("no table", "winona", "/opportunities/import", press("Look at it first")),
    Scene("what would come of it", "winona", "/opportunities/import", choose),
    Scene("what came", "winona", "/opportunities/import?taken=4999&present=1&left_out=12"),
    Scene("opportunities", "winona", "/opportunities"),
    Scene("home", "walburga", "/"),
]


def _table(*lines: tuple[str, ...]) -> bytes:
    class Text(list[str]):
        write = list.append

    rows = Text()
    csv.writer(rows).writerows([COLUMNS, *lines])
    return "".join(rows).encode()


TABLE = _table(
    LINE,
    (
        "volunteering",
        "Listen",
        "The pier",
        "Contact us on WhatsApp.",
        "home",
        "b@pier.example",
        "yes",
    ),
    ("job", f"{LONG} {LONG}", "The pier", "x", "home", "c@pier.example", "perhaps"),
    ("pyramid", "x", "x", "x", "x", "x", ""),
)


@pytest.fixture(scope="session")
def places(site, stage) -> dict[str, str]:
    """Wendela coordinates the wharf, at which Wanja and one with a long name show that they work;
    Winona administers."""
    with Session(site.house.database.engine, expire_on_commit=False) as session:
        make = Make(session, site.house)
        room = make.circle("Wharf room", visibility="public")
        wendela, wanja, _walburga = (
            make.member(name, room) for name in ("Wendela", "Wanja", "Walburga")
        )
        make.member("Winona", role=Role.ADMINISTRATOR)
        walda = make.member("Walda")
        walda.name = LONG
        wharf = make.saved(Organisation(slug="wharf", name=f"The wharf {LONG}"))
        for who in (wendela, wanja, walda):
            place = Place.COORDINATOR if who is wendela else Place.MEMBER
            here = {"organisation_id": wharf.id, "member_id": who.id}
            make.saved(Affiliation(**here, place=place, shown=True))
        row = opportunity(make, wendela, title=LONG, organisation_id=wharf.id)
        return {"open": f"/opportunities/{base32(row.id)}"}


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_everybody_can_use_the_page(look_as, places, scene):
    page = look_as(scene.who)
    page.goto(scene.path.format(**places))

    scene.act(page)

    assert violations(page) == []
    assert overflow(page) == 0


def test_without_a_script_a_file_is_looked_at_and_then_taken_in(open_as, places):
    page = open_as("winona", script=False)
    page.goto("/opportunities/import")

    choose(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("What would come of it")
    page.get_by_role("button", name="Take in 2 opportunities, and leave the rest out").click()

    expect(page.locator("main")).to_contain_text("2 opportunities taken in, 0 were here already")
    page.get_by_role("link", name="Look at the list").click()
    expect(page.locator("main")).to_contain_text("Read aloud")
