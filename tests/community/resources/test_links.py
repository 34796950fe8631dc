"""Links that seem to be gone: said on the page, and on a list for whoever looks after it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.community.links import queries as links
from app.community.links.models import LinkState, WatchedLink
from app.community.resources.models import State
from app.core import clock
from app.web.kit.addresses import url
from tests.community.resources import making

LINK = "https://gone.example.org/"
SAYS = "This link seems to be gone"
LIST = "/resources/links"


@pytest.fixture
def row(make, circle, amina):
    return making.resource(make, amina, circle, "Where to ring", link=LINK)


def watched(session):
    session.rollback()
    return {row.url for row in session.scalars(select(WatchedLink))}


def stands(session, state, days_ago=0):
    """As the checker has found it."""
    session.rollback()
    row = session.scalars(select(WatchedLink)).one()
    row.state, row.looked = state, clock.today() - timedelta(days=days_ago)
    session.commit()


@pytest.mark.parametrize("state", LinkState)
def test_only_what_is_gone_is_said_to_be(resources, web, session, row, grace, state):
    stands(session, state)

    assert (SAYS in resources.page(row, grace).text) is (state is LinkState.GONE)
    assert ("Where to ring" in web.as_(grace).get(LIST).text) is (state is LinkState.GONE)


def test_a_host_has_opened_it_and_keeps_it(resources, web, session, row, grace, amina):
    stands(session, LinkState.GONE)
    page = web.as_(grace).get(LIST)

    path = url("look_at_resource", resource_id=row.id)
    answer = web.send(page, path, turn="keep-link")

    assert "Nothing to look at" in web.follow(answer).text
    assert SAYS not in resources.page(row, amina).text
    # Until it is found gone on a later day.
    later = resources.one("Where to ring")
    later.link_kept = clock.today() - timedelta(days=3)
    session.commit()
    assert "Where to ring" in web.as_(grace).get(LIST).text


def test_it_is_given_another_link_or_taken_off(resources, web, session, row, grace):
    stands(session, LinkState.GONE)
    path = url("edit_resource", resource_id=row.id)
    web.send(web.as_(grace).get(path), path, link="https://there.example.org/")
    assert watched(session) == {"https://there.example.org/"}
    assert "Nothing to look at" in web.as_(grace).get(LIST).text

    stands(session, LinkState.GONE)
    page = web.get(LIST)
    web.send(page, url("look_at_resource", resource_id=row.id), turn="decline")

    assert resources.one("Where to ring").state is State.DECLINED
    assert watched(session) == set()


def test_only_what_is_shown_is_looked_after(resources, web, make, session, circle, amina, grace):
    row = making.resource(make, amina, circle, state=State.SUGGESTED, link=LINK)
    resources.turn(grace, row, "decline")
    assert watched(session) == set()
    resources.turn(grace, row, "show")
    assert watched(session) == {LINK}
    assert set(links.states(session, [LINK])) == {LINK}

    web.as_(amina).post(url("withdraw_resource", resource_id=row.id))

    assert watched(session) == set()


def test_whose_it_is_to_look_after(web, make, session, row, amina, mona, grace):
    """A circle's are its hosts', everybody's the moderators'."""
    stands(session, LinkState.GONE)
    assert web.as_(amina).get(LIST).status_code == 404
    assert "Where to ring" not in web.as_(mona).get(LIST).text
    assert "Where to ring" in web.as_(grace).get(LIST).text
