"""Whether everybody can use the pages of what members do with opportunities; and that structured
data in a page is only ever data."""

import json
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session
from test_access import Scene, overflow, press, violations

from app.community.opportunities import saved, searches
from app.community.opportunities.models import State
from app.community.opportunities.queries import Wanted
from app.core import clock, keys
from app.core.keys import base32
from tests.community.opportunities.making import opportunity
from tests.make import Make

EVIL = "</script><script>document.title = 'taken'</script><!-- <script>"
LONG = "Kartoffelpufferbratereibetriebsleiterinnenstellvertretung" * 2
SCENES = [
    Scene("an empty list", "kaja", "/opportunities/your-list"),
    Scene("a list", "kirsi", "/opportunities/your-list"),
    Scene("no searches", "kaja", "/opportunities/saved-searches"),
    Scene("a search to save", "kaja", "/opportunities/saved-searches?q=lamp"),
    Scene(
        "a search without a name", "kaja", "/opportunities/saved-searches?q=lamp", press("Save it")
    ),
    Scene("searches", "kirsi", "/opportunities/saved-searches"),
    Scene("all with a filter", "kirsi", "/opportunities?q=lamp"),
    Scene("one that she has saved", "kirsi", "{open}"),
    Scene("interested", "kirsi", "{open}/interest"),
    Scene("not yet interested", "kaja", "{open}/interest"),
    Scene("to be introduced", "kirsi", "{open}/introduce"),
    Scene("to share", "kirsi", "{open}/share"),
    Scene("bookmarks with what is saved", "kirsi", "/bookmarks"),
    Scene("one for everybody", "", "{open}"),
]


@pytest.fixture(scope="session")
def places(site, stage) -> dict[str, str]:
    """The addresses in the scenes that only this site knows."""
    with Session(site.house.database.engine, expire_on_commit=False) as session:
        return _written(Make(session, site.house))


def _written(make: Make) -> dict[str, str]:
    """What Katla has posted, and Kirsi keeps of it."""
    circle = make.circle("Kelp room", visibility="public", summary="For whoever is up")
    kirsi, _kaja, katla = (make.member(name, circle) for name in ("Kirsi", "Kaja", "Katla"))
    later = clock.minute() + timedelta(days=2)
    there = opportunity(make, katla, title=LONG, public=True, closes=later)
    over = opportunity(make, katla, title="A lamp to keep", state=State.FILLED)
    gone = opportunity(make, katla, title="A lamp to sell", state=State.REMOVED)
    evil = opportunity(make, katla, title=EVIL, giver=EVIL, public=True)
    with make._as(kirsi) as (session, viewer):
        ring = make.house.ring
        for row in (there, gone):
            saved.save(session, viewer, ring, row.id, on=True)
        for row in (there, over):
            saved.be_interested(session, viewer, ring, row.id, "Asked on Tuesday. " * 20)
        for name in ("Lamps", LONG[:60]):
            searches.save(session, ring, viewer.id, name, Wanted(text="lamp"), keys.token())
    return {"open": _at(there.id), "evil": _at(evil.id)}


def _at(number: int) -> str:
    return f"/opportunities/{base32(number)}"


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_everybody_can_use_the_page(look_as, places, scene):
    page = look_as(scene.who)
    page.goto(scene.path.format(**places))

    scene.act(page)

    assert violations(page) == []
    assert overflow(page) == 0


def test_data_in_a_page_is_read_and_never_run(open_as, places):
    page = open_as("")

    page.goto(places["evil"])

    script = page.locator('script[type="application/ld+json"]')
    said = json.loads(script.inner_text())
    assert said["title"] == EVIL
    assert said["hiringOrganization"]["name"] == EVIL
    assert page.title() != "taken"
    assert page.locator("h1").inner_text() == EVIL
