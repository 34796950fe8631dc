"""From a member's page a way leads to what she offers as a mentor, for whoever finds her in the
list of mentors as well."""

import pytest

from app.people.members.models import Standing
from app.web.kit.addresses import url
from tests.conftest import counted
from tests.mentoring import making

WAY = 'href="/mentors/amina"'


@pytest.fixture
def mentor(make, amina):
    return making.mentor(make, amina)


@pytest.fixture
def leads(web):
    """Whether the page has the way, and the list has her: always both or neither."""

    def leads(who):
        listed = WAY in web.as_(who).get("/mentors").text
        assert (WAY in web.get("/m/amina").text) is listed
        return listed

    return leads


def test_a_mentor_is_found_from_her_page(web, mentor, leads, stella, amina):
    assert leads(stella)
    assert "What she offers as a mentor" in web.get("/m/amina").text
    assert web.get("/mentors/amina").status_code == 200
    assert leads(amina)
    assert "Your page as a mentor" in web.get("/m/amina").text


def test_a_visitor_has_no_such_way(web, mentor):
    assert "/mentors" not in web.visitor().get("/m/amina").text.partition("<main")[2]


def test_who_is_no_mentor_has_none(leads, amina, stella):
    assert not leads(stella)


def test_who_has_paused_has_none(web, mentor, leads, stella):
    web.as_(mentor).post(url("pause_mentoring"), on="yes")

    assert not leads(stella)


def test_whom_she_has_blocked_has_none(web, mentor, leads, stella):
    web.as_(stella).post(url("block_member", handle="amina"), change="block")

    assert not leads(stella)


def test_who_was_blocked_reads_on_as_in_the_list(web, mentor, leads, stella):
    web.as_(mentor).post(url("block_member", handle="stella"), change="block")

    assert leads(stella)


def test_whom_moderators_have_paused_has_none(session, mentor, leads, stella):
    session.merge(mentor).standing = Standing.PAUSED
    session.commit()

    assert not leads(stella)


def test_it_takes_one_question(web, house, mentor, stella):
    web.as_(stella).get("/m/amina")
    with counted(house) as asked:
        web.get("/m/amina")

    assert len([one for one in asked if "FROM mentor_profiles" in one]) == 1
