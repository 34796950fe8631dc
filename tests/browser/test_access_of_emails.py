"""Whether everybody can use the pages on which she chooses what goes by email, and ends that."""

import pytest
from sqlalchemy.orm import Session
from test_access import Scene, overflow, press, stay, violations

from app.oversight.notifications import bounces, choices, unsubscribing
from app.oversight.notifications.choices import ALL, Choices
from app.people.noted.events import Kind
from tests.make import Make

PATH = "/settings/notifications"
SCENES = [
    Scene("emails", "valda", PATH),
    Scene("emails that are ended and come back", "vinca", PATH),
    Scene("a link to confirm", "vinca", PATH, press("Send me the link")),
    Scene("saved", "valda", PATH, press("Save")),
    Scene("to end emails", "", "{all}"),
    Scene("to end one kind", "valda", "{kind}"),
    Scene("emails ended", "valda", "{kind}", press("End these emails")),
    Scene("no link of ours", "valda", "/unsubscribe/x", stay),
]


@pytest.fixture(scope="session")
def links(site, stage) -> dict[str, str]:
    """Of Valda's letters; Vinca has ended hers, and her address refuses them."""
    house = site.house
    with Session(house.database.engine, expire_on_commit=False) as session:
        make = Make(session, house)
        room = make.circle("Valley", visibility="public")
        valda, vinca = (make.member(name, room) for name in ("Valda", "Vinca"))
    with house.database.changing() as session:
        ended = Choices(stopped=frozenset({ALL}))
        choices.change(session, house.ring, vinca.id, lambda _before: ended)
        bounces.count(session, house.ring, vinca.email, gone=True)
    tokens = {"all": None, "kind": Kind.REACTION}
    return {
        name: f"/unsubscribe/{unsubscribing.token(house.ring, valda.id, kind)}"
        for name, kind in tokens.items()
    }


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_everybody_can_use_the_page(look_as, links, scene):
    page = look_as(scene.who)
    page.goto(scene.path.format(**links))

    scene.act(page)

    assert violations(page) == []
    assert overflow(page) == 0
