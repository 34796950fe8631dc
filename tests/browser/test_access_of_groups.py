"""Whether everybody can use the pages of mentoring groups."""

import pytest
from sqlalchemy.orm import Session
from test_access import Scene, overflow, press, violations

from app.core.keys import base32
from app.people.circles.models import Circle
from tests.make import Make
from tests.mentoring.groups.arranged import group

SCENES = [
    Scene("a new group", "wenda", "/mentoring/groups/new"),
    Scene("a new group with errors", "wenda", "/mentoring/groups/new", press("Open the group")),
    Scene("a group of hers", "wilma", "{group}"),
    Scene("an invitation with errors", "wilma", "{group}", press("Invite")),
    Scene("a group without anybody", "wilma", "{nobody}"),
    Scene("a group that she is in", "winnie", "{group}"),
    Scene("an invitation", "wanda", "{asked}"),
    Scene("an invitation without a place", "wanda", "{full}"),
    Scene("the people of its circle", "wilma", "{circle}/people"),
    Scene("its circle to change", "wilma", "{circle}/edit"),
    Scene("a group that is closed", "wilma", "{empty}", press("Close the group")),
]


@pytest.fixture(scope="session")
def places(site, stage) -> dict[str, str]:
    """The addresses in the scenes that only this site knows."""
    with Session(site.house.database.engine, expire_on_commit=False) as session:
        return _groups(Make(session, site.house))


def _groups(make: Make) -> dict[str, str]:
    """Wilma leads one with Winnie and Willa, who has a long name; Wanda is asked into
    another two."""
    wilma, winnie, willa, wanda, wenda = (
        make.member(name) for name in ("Wilma", "Winnie", "Willa", "Wanda", "Wenda")
    )
    willa.name = "W" * 60
    make.session.commit()
    here = group(make, wilma, winnie, willa, asked=[wanda, wenda])
    named = {
        "group": here,
        "nobody": group(make, wilma, name="Not yet"),
        "empty": group(make, wilma, name="No longer"),
        "asked": group(make, winnie, willa, asked=[wanda], name="w" * 60),
        "full": group(make, wenda, willa, winnie, asked=[wanda], places=2),
    }
    found = {name: f"/mentoring/groups/{base32(one.id)}" for name, one in named.items()}
    slug = make.session.get_one(Circle, here.circle_id).slug
    return found | {"circle": f"/c/{slug}"}


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_everybody_can_use_the_page(open_as, places, scene):
    page = open_as(scene.who, reduced_motion="reduce")
    page.goto(scene.path.format(**places))

    scene.act(page)

    assert violations(page) == []
    assert overflow(page) == 0
