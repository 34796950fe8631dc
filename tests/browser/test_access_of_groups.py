"""Whether everybody can use the pages of mentoring groups."""

import pytest
from sqlalchemy.orm import Session
from test_access import Scene, overflow, press, violations

from app.core.keys import base32
from app.people.circles.models import Circle
from tests.make import Make
from tests.mentoring.groups.arranged import group

SCENES = [
    Scene("a new group", "gwendolen", "/mentoring/groups/new"),
    Scene("a new group with errors", "gwendolen", "/mentoring/groups/new", press("Open the group")),
    Scene("a group of hers", "gisela", "{group}"),
    Scene("an invitation with errors", "gisela", "{group}", press("Invite")),
    Scene("a group without anybody", "gisela", "{nobody}"),
    Scene("a group that she is in", "gudrun", "{group}"),
    Scene("an invitation", "ghislaine", "{asked}"),
    Scene("an invitation without a place", "ghislaine", "{full}"),
    Scene("the people of its circle", "gisela", "{circle}/people"),
    Scene("its circle to change", "gisela", "{circle}/edit"),
    Scene("a group that is closed", "gisela", "{empty}", press("Close the group")),
]


@pytest.fixture(scope="session")
def places(site, stage) -> dict[str, str]:
    """The addresses in the scenes that only this site knows."""
    with Session(site.house.database.engine, expire_on_commit=False) as session:
        return _groups(Make(session, site.house))


def _groups(make: Make) -> dict[str, str]:
    """Gisela leads one with Gudrun and Gerlinde, who has a long name; Ghislaine is asked into
    another two."""
    gisela, gudrun, gerlinde, ghislaine, gwendolen = (
        make.member(name) for name in ("Gisela", "Gudrun", "Gerlinde", "Ghislaine", "Gwendolen")
    )
    gerlinde.name = "W" * 60
    make.session.commit()
    here = group(make, gisela, gudrun, gerlinde, asked=[ghislaine, gwendolen])
    named = {
        "group": here,
        "nobody": group(make, gisela, name="Not yet"),
        "empty": group(make, gisela, name="No longer"),
        "asked": group(make, gudrun, gerlinde, asked=[ghislaine], name="w" * 60),
        "full": group(make, gwendolen, gerlinde, gudrun, asked=[ghislaine], places=2),
    }
    found = {name: f"/mentoring/groups/{base32(one.id)}" for name, one in named.items()}
    slug = make.session.get_one(Circle, here.circle_id).slug
    return found | {"circle": f"/c/{slug}"}


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_everybody_can_use_the_page(look_as, places, scene):
    page = look_as(scene.who)
    page.goto(scene.path.format(**places))

    scene.act(page)

    assert violations(page) == []
    assert overflow(page) == 0
