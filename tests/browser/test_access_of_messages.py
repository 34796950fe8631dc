"""Whether everybody can use the pages on which two members write to each other."""

import pytest
from sqlalchemy.orm import Session
from test_access import Scene, overflow, press, stay, violations

from app.community.messages import writing
from app.core import keys
from app.core.keys import base32
from app.people.members.models import Member
from tests.make import Make

SCENES = [
    Scene("messages", "ute", "/messages"),
    Scene("no requests", "ute", "/messages?show=requests"),
    Scene("requests", "uma", "/messages?show=requests"),
    Scene("a request", "uma", "{request}"),
    Scene("a request that waits", "ute", "{request}"),
    Scene("a conversation", "ute", "{conversation}"),
    Scene("a conversation with errors", "ute", "{conversation}", press("Send")),
    Scene("words without a break", "ute", "{wide}"),
    Scene("a first message", "ute", "/m/ros/message"),
    Scene("a first message with errors", "ute", "/m/ros/message", press("Send")),
    Scene("messages to show", "ute", "{wide}/report"),
    Scene("messages to show with errors", "ute", "{wide}/report", press("Send the report")),
    Scene("a message to take back", "ute", "{wide}/1/take-back"),
    Scene("a conversation to delete", "ute", "{conversation}/delete"),
    Scene("who may write to her", "ute", "/settings/messages"),
    Scene("no contact", "ute", "/m/ros/no-contact"),
    Scene("no contact any more", "ute", "/m/sole/no-contact", press("No more contact")),
    Scene("page of another", "ute", "/m/uma"),
    Scene("a case about messages", "mona", "{case}", stay),
]


@pytest.fixture(scope="session")
def places(site, stage) -> dict[str, str]:
    """The addresses in the scenes that only this site knows."""
    with Session(site.house.database.engine, expire_on_commit=False) as session:
        return _written(Make(session, site.house))


def _written(make: Make) -> dict[str, str]:
    """What Ute writes with Uli and Ulla, and her request to Uma; Uli has reported one."""
    ute, uli, ulla, uma, _sole = (
        make.member(name) for name in ("Ute", "Uli", "Ulla", "Uma", "Sole")
    )
    here = make.conversation(ute, uli, "How are the *nights*?", "Long.", "You are no mother.")
    wide = make.conversation(ute, ulla, "w" * 300, f"`{'c' * 300}`\n\n{'v' * 200}")
    return {
        "conversation": f"/messages/{base32(here)}",
        "wide": f"/messages/{base32(wide)}",
        "request": f"/messages/{base32(_asked(make, ute, uma))}",
        "case": f"/moderation/cases/{base32(make.shown(here, uli, 3).case_id)}",
    }


def _asked(make: Make, by: Member, whom: Member) -> int:
    draft = writing.Draft("May I ask you something?", keys.token())
    with make._as(by) as (deed, viewer):
        return writing.write(deed, make.house.ring, viewer, whom.id, draft)[0]


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_everybody_can_use_the_page(look_as, places, scene):
    page = look_as(scene.who)
    page.goto(scene.path.format(**places))

    scene.act(page)

    assert violations(page) == []
    assert overflow(page) == 0
