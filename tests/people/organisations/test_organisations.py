"""Organisations: opened by administrators, coordinated by those whom they appoint."""

from io import BytesIO
from zipfile import ZipFile

import pytest

from app.people.members.models import Standing
from app.people.organisations.models import Affiliation, Organisation, Place
from tests.make import PASSWORD
from tests.mentoring.programmes.scenes import Programmes


@pytest.fixture
def programmes(make):
    return Programmes(make)


@pytest.fixture
def acme(programmes, bea, amina):
    """Bea coordinates it, Amina belongs to it."""
    acme = programmes.organisation("acme", bea)
    programmes.belongs(amina, acme)
    return acme


def place_of(session, organisation, member):
    session.rollback()
    found = session.get(Affiliation, (organisation.id, member.id), populate_existing=True)
    return found and found.place


def test_an_administrator_opens_one_and_appoints_who_coordinates_it(web, session, olga, stella):
    form = web.as_(olga).get("/organisations")

    opened = web.send(form, "/organisations", name="The yard", slug="the-yard")
    page = web.follow(opened)
    answer = web.send(page, "/o/the-yard/coordinators", coordinator="@Stella", change="appoint")

    assert "The organisation is open" in page.text
    assert "@stella" in web.follow(answer).text
    yard = session.query(Organisation).filter_by(slug="the-yard").one()
    assert place_of(session, yard, stella) is Place.COORDINATOR


def test_the_same_form_sent_twice_opens_one(web, session, olga):
    for _ in "12":
        web.as_(olga).post("/organisations", name="The yard", slug="the-yard", form_nonce="x")

    assert session.query(Organisation).count() == 1


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"name": "No"}, "Make it at least 3"),
        ({"slug": "?"}, "Use at least 3 small letters"),
        ({"slug": "acme"}, "Another organisation has this address"),
    ],
)
def test_what_does_not_fit_is_said_and_the_rest_kept(web, acme, olga, typed, why):
    answer = web.as_(olga).post(
        "/organisations", **{"name": "Acme Two", "slug": "acme-two", "about": "Rivets"} | typed
    )

    assert answer.status_code == 422
    assert why in answer.text
    assert "Rivets" in answer.text


def test_nobody_else_opens_one(web, session, acme, bea, mona):
    for who in (bea, mona):
        answer = web.as_(who).post("/organisations", name="Mine", slug="mine")
        assert answer.status_code == 403
        assert "Open an organisation" not in web.get("/organisations").text

    assert session.query(Organisation).count() == 1


def test_its_members_are_for_coordinators_alone(web, acme, amina, bea, olga, stella):
    for who in (amina, olga):
        page = web.as_(who).get("/o/acme")
        assert page.status_code == 200
        assert "@amina" not in page.text.replace(">Amina<", "")
        assert "Only coordinators see this list" not in page.text
    assert "@amina" in web.as_(bea).get("/o/acme").text
    assert web.as_(stella).get("/o/acme").status_code == 404


def test_a_coordinator_brings_somebody_in_and_takes_her_out(web, session, acme, bea, stella):
    page = web.as_(bea).get("/o/acme")

    answer = web.send(page, "/o/acme/members", handle="stella")
    assert place_of(session, acme, stella) is Place.MEMBER

    web.send(web.follow(answer), "/o/acme/members/stella/remove")
    assert place_of(session, acme, stella) is None


@pytest.mark.parametrize(
    ("typed", "why"),
    [("nobody-here", "Nobody here has that name"), ("", "Please fill"), ("amina", "already")],
)
def test_whom_she_cannot_add_is_said_at_the_field(web, acme, bea, typed, why):
    answer = web.as_(bea).post("/o/acme/members", handle=typed)

    assert answer.status_code == 422
    assert why in answer.text


def test_whoever_has_blocked_her_reads_like_nobody(web, session, acme, bea, stella):
    web.as_(stella).post("/m/bea/block", change="block")

    answer = web.as_(bea).post("/o/acme/members", handle="stella")

    assert answer.status_code == 422
    assert "Nobody here has that name" in answer.text
    assert place_of(session, acme, stella) is None


def test_a_coordinator_takes_out_no_other_coordinator(web, session, programmes, acme, bea, grace):
    programmes.belongs(grace, acme, Place.COORDINATOR)

    assert web.as_(bea).post("/o/acme/members/grace/remove").status_code == 404
    assert place_of(session, acme, grace) is Place.COORDINATOR


def test_an_administrator_dismisses_a_coordinator_who_stays_a_member(web, session, acme, olga, bea):
    web.as_(olga).post("/o/acme/coordinators", coordinator="bea", change="dismiss")

    assert place_of(session, acme, bea) is Place.MEMBER
    assert web.as_(bea).get("/o/acme/programmes/new").status_code == 403


def test_who_belongs_to_it_may_leave(web, session, acme, amina):
    page = web.as_(amina).get("/o/acme")

    answer = web.send(page, "/o/acme/leave")

    assert "You don’t belong to it any more" in web.follow(answer).text
    assert place_of(session, acme, amina) is None
    assert web.get("/o/acme").status_code == 404


def test_its_only_coordinator_stays_until_there_is_another(
    web, session, programmes, acme, bea, grace
):
    assert web.as_(bea).post("/o/acme/leave").status_code == 403

    programmes.belongs(grace, acme, Place.COORDINATOR)

    assert web.post("/o/acme/leave").status_code == 303


def test_whoever_is_leaving_the_site_is_shown_no_more(web, make, acme, amina, bea):
    make.leaving(amina)
    assert amina.standing is Standing.CLOSED

    page = web.as_(bea).get("/o/acme").text

    assert "amina" not in page.lower()
    assert "former" not in page.lower()


def test_she_takes_along_where_she_belongs(web, acme, amina):
    answer = web.as_(amina).post("/settings/export", password=PASSWORD)
    with ZipFile(BytesIO(answer.content)) as copy:
        page = copy.read("my-data.html").decode()

    assert "Acme Works</bdi>, member" in page
