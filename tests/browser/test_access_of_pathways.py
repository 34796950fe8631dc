"""Whether everybody can use the pages of pathways."""

import pytest
from sqlalchemy.orm import Session
from test_access import Scene, overflow, press, violations

from app.community.pathways.models import Audience, Consent, Pathway, Step
from app.core import text
from app.core.keys import base32
from app.people.circles.models import Circle
from tests.make import Make
from tests.mentoring.making import mentor

SCENES = [
    Scene("pathways", "", "/pathways"),
    Scene("pathways and drafts", "zillah", "/pathways"),
    Scene("a pathway", "", "{pathway}"),
    Scene("a pathway to walk", "zenobia", "{pathway}"),
    Scene("a step done", "zenobia", "{pathway}", press("Read how it went")),
    Scene("a pathway without steps", "zillah", "{draft}"),
    Scene("a pathway to begin", "zillah", "/pathways/new"),
    Scene("one without a title", "zillah", "/pathways/new", press("Begin it")),
    Scene("a pathway to change", "zillah", "{pathway}/edit"),
    Scene("one without a title any more", "zillah", "{pathway}/edit", press("Save", title="")),
    Scene("a step to add", "zillah", "{pathway}/steps/new"),
    Scene("a step to nowhere", "zillah", "{pathway}/steps/new", press("Add it", thing="/m/x")),
    Scene("a step to change", "zillah", "{pathway}/steps/{step}"),
    Scene("a mentor to ask", "zillah", "{pathway}/steps/{asks}"),
    Scene("a step to delete", "zillah", "{pathway}/steps/{step}/delete"),
    Scene("a pathway to delete", "zillah", "{pathway}/delete"),
    Scene("a question to a mentor", "zenobia", "/pathways/asked/{asks}"),
]
HEADING = f"Read how it went for {'others' * 12}"


@pytest.fixture(scope="session")
def places(site, stage) -> dict[str, str]:
    """The addresses in the scenes that only this site knows."""
    with Session(site.house.database.engine, expire_on_commit=False) as session:
        return _written(Make(session, site.house))


def _written(make: Make) -> dict[str, str]:
    """Zillah's pathway, whose second step asks Zenobia, and a draft of hers."""
    circle = make.circle("Quince room", visibility="public", summary="For whoever speaks")
    zillah, zenobia = make.member("Zillah", circle, host=True), make.member("Zenobia", circle)
    mentor(make, zenobia)
    thread = make.thread(circle, zillah, title="q" * 140)
    pathway, draft = _pathway(make, circle, "quite-loud"), _pathway(make, circle, "quiet")
    pathway.shown = True
    first = Step(
        pathway_id=pathway.id, place=1, heading=HEADING, html="<p>Take <em>an hour</em>.</p>"
    )
    first.kind, first.thing = "thread", base32(thread.id)
    asks = Step(pathway_id=pathway.id, place=2, heading="Ask somebody")
    asks.kind, asks.mentor_id, asks.consent = "mentor", zenobia.id, Consent.ASKED
    make.saved(first)
    make.saved(asks)
    return {
        "pathway": f"/pathways/{pathway.slug}",
        "draft": f"/pathways/{draft.slug}",
        "step": base32(first.id),
        "asks": base32(asks.id),
    }


def _pathway(make: Make, circle: Circle, slug: str) -> Pathway:
    made = Pathway(slug=slug, circle_id=circle.id, title=f"Speaking {slug}", intro="For *you*.")
    made.html, made.audience = text.rendered(made.intro), Audience.EVERYBODY
    return make.saved(made)


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_everybody_can_use_the_page(look_as, places, scene):
    page = look_as(scene.who)
    page.goto(scene.path.format(**places))

    scene.act(page)

    assert violations(page) == []
    assert overflow(page) == 0
