"""What programmes keep of a member: she takes it along, and it goes when she does."""

from io import BytesIO
from zipfile import ZipFile

from sqlalchemy import select

from app.mentoring.programmes import personal_data
from app.mentoring.programmes.contents import Part
from app.mentoring.programmes.models import Enrolment, Match
from tests.make import PASSWORD


def test_she_takes_along_all_that_she_said(web, programmes, programme, amina):
    asked = programmes.question(programme)
    programmes.enrolled(
        programme,
        amina,
        Part.BOTH,
        team="Yard",
        manager="grace",
        backgrounds=("carer",),
        answers={asked.id: "The third"},
    )

    answer = web.as_(amina).post("/settings/export", password=PASSWORD)
    with ZipFile(BytesIO(answer.content)) as copy:
        page, data = copy.read("index.html").decode(), copy.read("data.json").decode()

    for words in ("First steps", "Yard", "grace", "Cares for somebody", "The third"):
        assert words in page, words
        assert words in data, words


def test_when_she_goes_her_enrolment_goes(house, session, programmes, programme, amina, bea):
    for one in (amina, bea):
        programmes.enrolled(programme, one)
    with house.database.changing() as deed:
        personal_data.erase(deed, house.ring, amina.id)

    session.rollback()
    assert session.scalars(select(Enrolment.member_id)).all() == [bea.id]


def test_what_came_of_it_stays_the_others(
    web, house, session, make, programmes, programme, carla, amina, bea
):
    programmes.enrolled(programme, amina)
    programmes.enrolled(programme, bea, Part.MENTOR)
    web.as_(carla).post("/programmes/first-steps/matching/run")
    programmes.works()
    web.post("/programmes/first-steps/matching/confirm")
    programmes.confirms()
    with house.database.changing() as deed:
        personal_data.erase(deed, house.ring, amina.id)
    make.leaving(amina)

    session.rollback()
    assert len(session.scalars(select(Match)).all()) == 1
    hers = web.as_(bea).get("/programmes/first-steps").text
    assert "A former member" in hers
    assert "Amina" not in hers
    assert web.as_(carla).get("/programmes/first-steps/matching").status_code == 200
