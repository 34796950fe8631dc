"""Whether everybody can use the pages of recommendations and introductions."""

import pytest
from sqlalchemy.orm import Session
from test_access import Scene, overflow, press, violations

from app.core.keys import base32
from app.mentoring.recommendations import actions as recommendations
from app.mentoring.recommendations import queries
from app.people.introductions import actions as introductions
from app.people.introductions.contents import Answer
from tests.make import Make
from tests.mentoring.recommendations import making as recommending
from tests.people.introductions import making as introducing

LONG = "w" * 300
SCENES = [
    Scene("no recommendations", "olwen", "/mentoring/recommendations"),
    Scene("recommendations", "oona", "/mentoring/recommendations"),
    Scene("a page with recommendations", "olwen", "/m/oona"),
    Scene("a page with recommendations for a visitor", "", "/m/oona"),
    Scene("to recommend", "oona", "{recommend}"),
    Scene("to recommend with an error", "oona", "{recommend}", press("Save it", body=" ")),
    Scene("to recommend once more", "odile", "{recommended}"),
    Scene("to take it back", "oona", "{take_back}"),
    Scene("no introductions", "olwen", "/mentoring/introductions"),
    Scene("introductions", "oona", "/mentoring/introductions"),
    Scene("asked", "oona", "{asked}"),
    Scene("said no", "otti", "{no}"),
    Scene("offered", "odile", "{offered}"),
    Scene("agreed", "oona", "{agreed}"),
    Scene("to introduce", "odile", "/m/oona/introduce"),
    Scene(
        "to introduce, with her name",
        "odile",
        "/m/oona/introduce",
        press("Ask them both", handle="otti", to_first=f"Otti {LONG}", to_second="She is kind."),
    ),
    Scene("to report an introduction", "oona", "{asked}/report"),
    Scene("a report with an error", "oona", "{asked}/report", press("Send the report")),
    Scene("not to be asked", "olwen", "/settings/introductions"),
]


@pytest.fixture(scope="session")
def places(site, stage) -> dict[str, str]:
    """The addresses in the scenes that only this site knows."""
    with Session(site.house.database.engine, expire_on_commit=False) as session:
        return _done(Make(session, site.house))


def _done(make: Make) -> dict[str, str]:
    """Odile is Oona’s mentor, and has introduced her to Otti twice: once they agreed."""
    names = ("Oona", "Odile", "Otti", "Olwen", "Orla")
    oona, odile, otti, _olwen, orla = (make.member(name) for name in names)
    shown, between = recommending.recommendation(make, odile, oona, f"She is *calm*. {LONG}")
    recommending.recommendation(make, orla, oona, "She listens.")
    hers, of_hers = recommending.recommendation(make, oona, otti, "She asks.")
    ring = make.house.ring
    with make._as(oona) as (session, viewer):
        said = queries.one(session, ring, shown)
        recommendations.show(session, ring, viewer, shown, said.said.mark, on=True)
    asked = introducing.offered(make, odile, oona, otti, (f"Somebody. {LONG}", "Somebody."))
    agreed = introducing.offered(make, orla, oona, otti)
    for who, number, answer in (
        (otti, asked[2], Answer.NO),
        (oona, agreed[1], Answer.YES),
        (otti, agreed[2], Answer.YES),
    ):
        with make._as(who) as (session, viewer):
            introductions.answer(session, ring, viewer, number, answer)
    here = "/mentoring/introductions"
    return {
        "recommend": f"/mentorships/{base32(of_hers)}/recommend",
        "recommended": f"/mentorships/{base32(between)}/recommend",
        "take_back": f"/mentoring/recommendations/{base32(hers)}/take-back",
        "asked": f"{here}/{base32(asked[1])}",
        "no": f"{here}/{base32(asked[2])}",
        "offered": f"{here}/{base32(asked[0])}",
        "agreed": f"{here}/{base32(agreed[1])}",
    }


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_everybody_can_use_the_page(look_as, places, scene):
    page = look_as(scene.who)
    page.goto(scene.path.format(**places))

    scene.act(page)

    assert violations(page) == []
    assert overflow(page) == 0
