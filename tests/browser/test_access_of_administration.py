"""Whether everybody can use the pages of administration, and an announcement."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from sqlalchemy.orm import Session
from test_access import Act, overflow, press, stay, violations

from app.core import clock
from app.people.circles.models import Circle
from app.people.members.models import Role
from app.people.site import memory
from app.people.site.models import Announcement, Audience
from tests.make import Make


@dataclass(frozen=True)
class Scene:
    name: str
    path: str
    act: Act = stay


BRIDGE = "https://bridge.example.org/in"
SCENES = [
    Scene("how things are", "/admin"),
    Scene("settings", "/admin/settings"),
    Scene("settings that do not fit", "/admin/settings", press("Save", joining_days="0")),
    Scene("all circles", "/admin/circles"),
    Scene("a circle", "/admin/circles/bookbinders"),
    Scene("nobody to host", "/admin/circles/bookbinders", press("Make host", handle="x")),
    Scene("roles", "/admin/roles"),
    Scene("a member found", "/admin/roles?handle=yolanda"),
    Scene("nobody found", "/admin/roles?handle=nobody-like-that"),
    Scene("announcements", "/admin/announcements"),
    Scene("no words", "/admin/announcements", press("Announce it", words="")),
    Scene("webhooks", "/admin/webhooks"),
    Scene("no webhook", "/admin/webhooks", press("Add it", name="The chat", url="http://x")),
    Scene("a webhook", "/admin/webhooks", press("Add it", name="The chat", url=BRIDGE)),
]


@pytest.fixture(scope="session")
def administered(site, stage) -> None:
    """Yelena administers, Yolanda hosts a circle."""
    with Session(site.house.database.engine, expire_on_commit=False) as session:
        make = Make(session, site.house)
        make.member("Yelena", role=Role.ADMINISTRATOR)
        circle: Circle = make.circle("Bookbinders")
        make.member("Yolanda", circle, host=True)


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_everybody_can_use_the_page(look_as, administered, scene):
    page = look_as("yelena")

    page.goto(scene.path)
    scene.act(page)

    assert violations(page) == []
    assert overflow(page) == 0


@pytest.fixture
def announced(site) -> Iterator[None]:
    today = clock.today()
    words = f"On Sunday we [move](https://mill.example/), {'all ' * 30}of us."
    said = Announcement(words=words, audience=Audience.EVERYBODY, begins=today, ends=today)
    with site.changing() as session:
        session.add(said)
        memory.ring(session)
    site.hears()
    yield
    with site.changing() as session:
        session.delete(session.merge(said))
        memory.ring(session)
    site.hears()


@pytest.mark.usefixtures("administered", "announced")
@pytest.mark.parametrize("who", ["yelena", ""])
def test_everybody_can_read_an_announcement_and_hide_it(open_as, who):
    page = open_as(who, reduced_motion="reduce")
    page.goto("/circles")

    assert violations(page) == []
    assert overflow(page) == 0
    page.get_by_text("Hide this").click()
    if not who:
        page.get_by_role("button", name="Hide this").click()
    page.goto("/circles")
    assert page.get_by_role("complementary", name="Announcement").count() == 0
