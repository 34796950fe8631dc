"""Whether everybody can use the pages of organisations and their programmes."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from test_access import Scene, overflow, press, violations

from app.mentoring.programmes import matching, queries, work
from app.mentoring.programmes.contents import Part
from app.mentoring.programmes.models import Enrolment, Kind
from app.people.members.models import Member, Role
from tests.make import Make
from tests.mentoring.programmes.scenes import Programmes, best

SCENES = [
    Scene("organisations", "quin", "/organisations"),
    Scene("organisations with errors", "quin", "/organisations", press("Open it")),
    Scene("an organisation of hers", "petra", "/o/harbour"),
    Scene("an organisation that invites her", "pru", "/o/harbour"),
    Scene("an organisation for others", "quin", "/o/harbour"),
    Scene("an organisation to appoint in", "quin", "/o/harbour/people"),
    Scene("who belongs to an organisation", "petra", "/o/harbour/people"),
    Scene("inviting with errors", "petra", "/o/harbour/people", press("Invite")),
    Scene("what an organisation says of itself", "petra", "/o/harbour/edit"),
    Scene("an organisation’s name and domains", "quin", "/o/harbour/edit"),
    Scene("closing an organisation", "quin", "/o/quay/close"),
    Scene("closing with errors", "quin", "/o/quay/close", press("Close it")),
    Scene("closing what goes on", "quin", "/o/harbour/close"),
    Scene("a new programme", "petra", "/o/harbour/programmes/new"),
    Scene(
        "a new programme with errors",
        "petra",
        "/o/harbour/programmes/new",
        press("Open the programme"),
    ),
    Scene("a programme that she coordinates", "petra", "/programmes/tide"),
    Scene("a programme to change", "petra", "/programmes/tide/edit"),
    Scene("its questions", "petra", "/programmes/tide/questions"),
    Scene("its questions with errors", "petra", "/programmes/tide/questions", press("Ask it")),
    Scene("its matching", "petra", "/programmes/tide/matching"),
    Scene("a matching at work", "petra", "/programmes/ebb/matching"),
    Scene("a matching that is being confirmed", "petra", "/programmes/flood/matching"),
    Scene("a matching that is confirmed", "petra", "/programmes/neap/matching"),
    Scene("a programme with a cohort to look back at", "petra", "/programmes/neap"),
    Scene("its report", "petra", "/programmes/tide/report"),
    Scene("a programme", "pia", "/programmes/tide"),
    Scene("enrolling", "pia", "/programmes/tide/enrol"),
    Scene("enrolling with errors", "pia", "/programmes/tide/enrol", press("Save")),
    Scene("what they see", "pia", "/programmes/tide/what-they-see"),
]


@pytest.fixture(scope="session", autouse=True)
def offered(site, stage) -> None:
    """Petra coordinates the harbour, where Pia is enrolled and Pru is asked to belong; Quin
    administers."""
    with Session(site.house.database.engine, expire_on_commit=False) as session:
        make = Make(session, site.house)
        make.member("Quin", role=Role.ADMINISTRATOR)
        _build(make)


def _build(make: Make) -> None:
    scene = Programmes(make)
    petra, pia, paz, pru = (make.member(name) for name in ("Petra", "Pia", "Paz", "Pru"))
    harbour, _ = scene.organisation("harbour", petra), scene.organisation("quay")
    scene.invited(pru, harbour)
    for one in (pia, paz):
        scene.belongs(one, harbour)
    tide, ebb = (scene.programme(harbour, slug, about="w" * 200) for slug in ("tide", "ebb"))
    scene.question(tide, "Which floor are you on?", required=True)
    scene.question(tide, "Tea or coffee?", kind=Kind.CHOICE, options="Tea\nCoffee", n=2)
    flood, neap = (scene.programme(harbour, slug) for slug in ("flood", "neap"))
    for programme in (tide, ebb, flood, neap):
        scene.enrolled(programme, pia, Part.MENTEE, team="v" * 80)
        scene.enrolled(programme, paz, Part.MENTOR)
        scene.enrolled(programme, petra, Part.MENTEE, languages=("cy",))
        with make._as(petra) as (deed, viewer):
            found = queries.coordinated(deed, viewer, programme.slug, lock=True)
            matching.run(deed, make.house.ring, found)
        if programme is not ebb:
            work.match_due(make.house.database, make.house.ring, best)
    for programme in (neap, flood):
        with make._as(petra) as (deed, viewer):
            found = queries.coordinated(deed, viewer, programme.slug, lock=True)
            matching.confirm(make.house.ring, found)
        if programme is neap:
            # So that the pair falls.
            make.session.delete(enrolment_of(make, scene.cohort(neap).id, paz))
            make.session.commit()
            scene.confirms()


def enrolment_of(make: Make, cohort_id: int, member: Member) -> Enrolment:
    mine = select(Enrolment).where(
        Enrolment.cohort_id == cohort_id, Enrolment.member_id == member.id
    )
    return make.session.scalars(mine).one()


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_everybody_can_use_the_page(look_as, scene):
    page = look_as(scene.who)
    page.goto(scene.path)

    scene.act(page)

    assert violations(page) == []
    assert overflow(page) == 0
