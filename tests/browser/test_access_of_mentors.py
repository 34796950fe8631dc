"""Whether everybody can use the pages on which somebody finds a mentor, is one, and asks one."""

import pytest
from sqlalchemy.orm import Session
from test_access import Scene, overflow, press, violations

from app.core.keys import base32
from app.mentoring.profiles.known import Audience, Known
from app.mentoring.requests import replies
from app.people.members.models import Member
from tests.make import Make
from tests.mentoring import making

SCENES = [
    Scene("a hub with nothing", "yuna", "/mentoring"),
    Scene("a hub", "yelda", "/mentoring"),
    Scene("the list", "yelda", "/mentors"),
    Scene("the list of who is closest", "yuna", "/mentors"),
    Scene("a list with nobody", "yelda", "/mentors?topic=trades&language=ta"),
    Scene("a mentor", "yuna", "/mentors/yelda"),
    Scene("her own page", "yelda", "/mentors/yelda"),
    Scene("becoming a mentor", "yuna", "/mentoring/profile"),
    Scene("becoming one with errors", "yuna", "/mentoring/profile", press("Become a mentor")),
    Scene("what she offers", "yelda", "/mentoring/profile"),
    Scene("three answers", "yuna", "/mentoring/answers"),
    Scene("asking", "yuna", "/mentors/yelda/ask"),
    Scene("asking with errors", "yuna", "/mentors/yelda/ask", press("Send my request")),
    Scene("a request to her", "yelda", "{to_her}"),
    Scene("a request with errors", "yelda", "{to_her}", press("Tell me more first")),
    Scene("a request without a name", "yelda", "{veiled}"),
    Scene("her own without a name", "xochitl", "{veiled}"),
    Scene("a place in a line", "xochitl", "{waits}"),
    Scene("asked for more", "xochitl", "{more}"),
    Scene("no place, and others", "xochitl", "{over}"),
]


@pytest.fixture(scope="session")
def places(site, stage) -> dict[str, str]:
    """The addresses in the scenes that only this site knows."""
    with Session(site.house.database.engine, expire_on_commit=False) as session:
        return _arranged(Make(session, site.house))


def _arranged(make: Make) -> dict[str, str]:
    """Yelda is asked by Xochitl without her name, and by Xara; Xochitl waits for Xiu."""
    yelda, yuna, xochitl, xara, xiu = (
        make.member(name) for name in ("Yelda", "Yuna", "Xochitl", "Xara", "Xiu")
    )
    known = {"accent": Known(Audience.ALL, counts=True)}
    making.mentor(make, yelda, capacity=3, known=known)
    making.mentor(make, xiu)
    making.paired(make, xiu, make.member("Ximo"))
    making.paired(make, yelda, make.member("Xola"))
    making.answered(make, yuna, topics=("self-doubt",), backgrounds=("accent",))
    more, over = (
        making.asks(make, xochitl, making.mentor(make, make.member(name)))
        for name in ("Xue", "Xylia")
    )
    for request_id, name in ((more, "Xue"), (over, "Xylia")):
        _replied(make, request_id, name)
    made = {
        "to_her": making.asks(make, xara, yelda),
        "veiled": making.asks(make, xochitl, yelda, anonymous=True),
        "waits": making.asks(make, xochitl, xiu),
        "more": more,
        "over": over,
    }
    return {name: f"/mentoring/requests/{base32(number)}" for name, number in made.items()}


def _replied(make: Make, request_id: int, name: str) -> None:
    by = make.session.query(Member).filter_by(name=name).one()
    with make._as(by) as (deed, viewer):
        if name == "Xue":
            replies.ask_more(deed, make.house.ring, viewer, request_id, "Since when?")
        else:
            replies.decline(deed, make.house.ring, viewer, request_id, replies.Why.NO_ROOM, "")


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_everybody_can_use_the_page(look_as, places, scene):
    page = look_as(scene.who)
    page.goto(scene.path.format(**places))

    scene.act(page)

    assert violations(page) == []
    assert overflow(page) == 0
