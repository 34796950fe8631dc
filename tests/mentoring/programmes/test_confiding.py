"""“I feel uncertain about this”, told to the programme's team: by her own choice, to those who are
told to her, and to neither of the two."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from sqlalchemy import select

from app.mentoring.mentorships.models import Mentorship
from app.mentoring.programmes import personal_data
from app.mentoring.programmes.contents import Part
from app.mentoring.programmes.models import TeamWord
from app.oversight.moderation.models import Case
from app.oversight.notifications.models import Notification
from app.people.organisations.models import Place
from app.web.kit.addresses import url
from tests import dump
from tests.make import PASSWORD
from tests.mentoring.mentorships import pairs

WORDS = "She asks me for money."
TOLD = "/programmes/first-steps/told"


@pytest.fixture
def here(web, session, programmes, programme, carla, amina, bea):
    """The number of the mentorship in which Bea is Amina's mentor."""
    programmes.enrolled(programme, amina)
    programmes.enrolled(programme, bea, Part.MENTOR)
    web.as_(carla).post("/programmes/first-steps/matching/run")
    programmes.works()
    web.post("/programmes/first-steps/matching/confirm")
    programmes.confirms()
    session.rollback()
    return session.scalars(select(Mentorship.id)).one()


def way(here, route="tell_team"):
    return url(route, mentorship_id=here)


def noted(session, member):
    session.rollback()
    mine = select(Notification).where(Notification.member_id == member.id)
    return len(session.scalars(mine).all())


def tell(web, who, here, words=WORDS):
    page = web.as_(who).get(way(here))
    return web.send(page, way(here), words=words)


@pytest.mark.parametrize("who", ["amina", "bea"])
def test_either_tells_the_team_and_sees_what_she_told_to_whom(request, web, here, who, carla):
    one = request.getfixturevalue(who)
    assert way(here) in web.as_(one).get(way(here, "uncertain")).text
    before = web.get(way(here)).text
    assert "It goes, with your name, to whoever coordinates" in before
    assert "<bdi>Carla</bdi>" in before

    answer = tell(web, one, here)

    assert answer.status_code == 303
    after = web.follow(answer).text
    assert WORDS in after
    assert "To the coordinators of" in after
    page = web.as_(carla).get(TOLD).text
    assert WORDS in page
    assert f"<bdi>{one.name}</bdi>" in page


def test_its_coordinators_are_told_that_there_is_something(
    web, session, programmes, here, acme, carla, dana, amina, bea, make
):
    cleo = make.member("Cleo")
    programmes.belongs(cleo, acme, Place.COORDINATOR)
    before = {one.id: noted(session, one) for one in (carla, cleo, dana, amina, bea)}
    tell(web, amina, here)

    more = {one.name: noted(session, one) - before[one.id] for one in (carla, cleo, dana)}
    assert more == {"Carla": 1, "Cleo": 1, "Dana": 0}
    assert noted(session, bea) == before[bea.id]


def test_nobody_else_finds_it(web, session, here, amina, bea, dana, stella, mona):
    tell(web, amina, here)

    assert WORDS not in web.as_(bea).get(way(here)).text
    assert web.get(TOLD).status_code == 403
    for who in (stella, mona, dana):
        web.as_(who)
        assert web.get(TOLD).status_code == 404
        assert web.get(way(here)).status_code == 404
        assert web.post(way(here), words="Me too").status_code == 404
    assert session.scalars(select(Case)).all() == []


def test_who_is_one_of_the_two_does_not_read_it_though_she_coordinates(
    web, session, programmes, here, acme, carla, amina, bea
):
    from app.people.organisations.models import Affiliation

    session.rollback()
    session.get_one(Affiliation, (acme.id, bea.id)).place = Place.COORDINATOR
    session.commit()
    before = noted(session, bea)
    assert (
        "<bdi>Bea</bdi>" not in web.as_(amina).get(way(here)).text.split("Who reads this")[1][:90]
    )
    tell(web, amina, here)

    assert WORDS not in web.as_(bea).get(TOLD).text
    assert noted(session, bea) == before
    assert WORDS in web.as_(carla).get(TOLD).text


def test_where_nobody_could_read_it_only_moderators_are_offered(
    web, session, here, acme, carla, amina, bea
):
    from app.people.organisations.models import Affiliation

    session.rollback()
    session.delete(session.get_one(Affiliation, (acme.id, carla.id)))
    session.commit()

    page = web.as_(amina).get(way(here)).text
    assert "Tell the moderators" in page
    assert "<textarea" not in page
    assert web.post(way(here), words=WORDS).status_code == 403
    assert session.scalars(select(TeamWord)).all() == []


def test_outside_a_programme_only_moderators_are_offered(web, make, amina, stella):
    there = pairs.pair(make, stella, amina)

    assert way(there) not in web.as_(amina).get(way(there, "uncertain")).text
    assert web.get(way(there)).status_code == 404
    assert web.post(way(there), words=WORDS).status_code == 404


@pytest.mark.parametrize("words", ["", "x" * 2001])
def test_a_bad_form_keeps_her_words(web, session, here, amina, words):
    answer = tell(web, amina, here, words)

    assert answer.status_code == 422
    assert words in answer.text
    assert session.scalars(select(TeamWord)).all() == []


def test_the_same_form_twice_is_one_word(web, session, here, carla, amina):
    before = noted(session, carla)
    for _ in "12":
        assert tell(web, amina, here).status_code == 303

    assert len(session.scalars(select(TeamWord)).all()) == 1
    assert noted(session, carla) - before <= 1


def test_a_copy_of_the_database_says_nothing_of_it(web, session, here, amina):
    tell(web, amina, here)
    session.rollback()

    (row,) = dump.of(session)["team_words"]
    assert not [value for value in row if value in {amina.id, here, WORDS, "amina"}]
    assert not [value for value in row if isinstance(value, bytes) and b"money" in value]


def test_the_page_about_what_is_seen_says_so(web, here, amina, programme):
    page = web.as_(amina).get("/programmes/first-steps/what-they-see").text

    assert "What you yourself choose to tell the programme’s team" in page


def test_she_takes_it_along_and_it_goes_when_she_does(web, house, session, here, amina, bea, carla):
    tell(web, amina, here)
    tell(web, bea, here, "He is late.")
    answer = web.as_(amina).post("/settings/export", password=PASSWORD)
    with ZipFile(BytesIO(answer.content)) as copy:
        page = copy.read("index.html").decode()
    assert WORDS in page
    assert "He is late." not in page

    with house.database.changing() as deed:
        personal_data.erase(deed, house.ring, amina.id)

    shown = web.as_(carla).get(TOLD).text
    assert WORDS not in shown
    assert "He is late." in shown
