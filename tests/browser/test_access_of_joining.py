"""Whether everybody can use the pages of asking to join, of inviting, and of answering."""

from dataclasses import dataclass, field

import pytest
from sqlalchemy.orm import Session
from test_access import Act, overflow, press, stay, violations

from app.core.keys import Keyring
from app.people.joining import admission, invitations
from app.people.joining.contents import Contents
from app.people.joining.models import JoiningQuestion, JoiningRequest, RequestState
from app.people.members.models import Member, Role, Standing
from tests.make import Make

REQUEST = {"joining": "request", "joining_domains": "mill.example", "joining_challenge": "always"}
INVITATION = {"joining": "invitation"}
QUESTIONS = ("What brings you here?", f"What would you like {'most' * 20}?")
HERE = "/moderation/joining"


@dataclass(frozen=True)
class Scene:
    """A page with the site's settings at that moment, and what she does there first. What stands in
    braces is Xiomara's or Xanthe's way to the page on which each waits, or an invitation."""

    name: str
    who: str
    path: str
    settings: dict[str, str] = field(default_factory=REQUEST.copy)
    act: Act = stay


SCENES = [
    Scene("asking to join", "", "/join"),
    Scene("asking without answers", "", "/join", act=press("Ask to join")),
    Scene("joining by invitation", "", "/join", INVITATION),
    Scene("an invitation to type", "", "/join", INVITATION, press("Create", invitation="mine")),
    Scene("invited", "", "{invited}", INVITATION),
    Scene("an invitation that is dead", "", "/join/with/none", INVITATION),
    Scene("a closed door", "", "/join", {"joining": "closed"}),
    Scene("waiting", "", "{xiomara}"),
    Scene("waiting with a dead invitation", "", "{xiomara}", act=press("Use it", invitation="x")),
    Scene("asked once more", "", "{xanthe}"),
    Scene("a reply without words", "", "{xanthe}", act=press("Send it")),
    Scene("declined", "", "{xelia}"),
    Scene("requests", "xuan", HERE),
    Scene("a request", "xuan", f"{HERE}/xiomara"),
    Scene("a request that was asked", "xuan", f"{HERE}/xanthe"),
    Scene("declining without words", "xuan", f"{HERE}/xiomara", act=press("Decline kindly")),
    Scene("the questions", "ximena", "/settings/joining"),
    Scene(
        "a question without answers",
        "ximena",
        "/settings/joining",
        act=press("Save", challenge_question="What are we?", challenge_answers=""),
    ),
    Scene("invitations", "xuan", "/settings/invitations", INVITATION),
    Scene("a new invitation", "xuan", "/settings/invitations", INVITATION, press("Make a link")),
]


@pytest.fixture(scope="session")
def newcomers(site, stage) -> dict[str, Member]:
    """Those who wait, by name; beside them Xuan, who moderates, and Ximena, who administers."""
    with Session(site.house.database.engine, expire_on_commit=False) as session:
        return _cast(Make(session, site.house))


def _cast(make: Make) -> dict[str, Member]:
    xuan = make.member("Xuan", role=Role.MODERATOR)
    make.member("Ximena", role=Role.ADMINISTRATOR)
    for number, words in enumerate(QUESTIONS, 1):
        make.saved(JoiningQuestion(number=number, words=words))
    make.saved(JoiningQuestion(number=0, words="What do we call a room here?", accepted="circle"))
    answers = tuple((question, "A friend.\n" + "a" * 90) for question in QUESTIONS)
    words = Contents(answers, words="Which friend?")
    with make._as(xuan) as (session, viewer):
        ring, settings = make.house.ring, make.house.settings
        invitations.make(session, ring, settings, viewer, (5, 7, "scenes"))
    return {
        "xiomara": _waiting(make, "Xiomara", Contents(answers), RequestState.WAITS),
        "xanthe": _waiting(make, "Xanthe", words, RequestState.ASKED),
        "xelia": _waiting(make, "Xelia", words, RequestState.DECLINED),
    }


def _waiting(make: Make, name: str, said: Contents, state: RequestState) -> Member:
    member = make.member(name, standing=Standing.WAITING)
    row = JoiningRequest(member_id=member.id, sealed=said.sealed(make.house.ring, member.id))
    row.state = state
    make.saved(row)
    return member


def _ways(ring: Keyring, newcomers: dict[str, Member]) -> dict[str, str]:
    return {
        name: f"/join/waiting/{admission.key(ring, member)}" for name, member in newcomers.items()
    }


def _invited(site) -> str:
    with site.changing() as session:
        return f"/join/with/{invitations.make_for_nobody(session, site.house.ring, 1, 7)}"


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_everybody_can_use_the_page(look_as, site, newcomers, scene):
    page = look_as(scene.who)
    ways = _ways(site.house.ring, newcomers) | {"invited": _invited(site)}

    with site.set_to(**scene.settings):
        page.goto(scene.path.format(**ways))
        scene.act(page)

        assert violations(page) == []
        assert overflow(page) == 0
