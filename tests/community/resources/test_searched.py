"""Resources among what can be searched for: as far as she may read them, and as they are now."""

import pytest

from app.community.resources.models import State
from app.people.circles.models import Visibility
from app.web.kit.addresses import url
from tests.community.resources import making

TITLE = "Thistledown parade"


def found(web, who, q="thistledown", **asked):
    browser = web.as_(who) if who else web.visitor()
    # The words that were looked for are marked in a title.
    return 'href="/resources/' in browser.get(url("search", q=q, **asked)).text


@pytest.fixture
def row(make, circle, amina):
    return making.guide(make, amina, circle, TITLE, "Bring a *lantern*.")


def test_it_is_found_by_its_title_and_its_words(web, row, bea):
    assert found(web, bea)
    assert found(web, bea, "lantern")
    assert found(web, bea, "hours changed")
    assert found(web, bea, kind="resources")
    assert found(web, bea, circle="new-mothers", kind="resources")
    assert not found(web, bea, "mountain")
    assert not found(web, bea, intent="celebrate")
    assert not found(web, bea, circle="none", kind="resources")


def test_of_hers_alone(web, row, amina, bea):
    assert found(web, amina, mine="on", kind="resources")
    assert not found(web, bea, mine="on", kind="resources")


def test_by_those_who_may_read_it(web, make, session, circle, row, amina, bea, stella, mona, olga):
    assert found(web, stella)
    assert not found(web, None)
    circle.visibility = Visibility.PRIVATE
    session.commit()

    assert found(web, bea)
    for who in (None, stella, mona, olga):
        assert not found(web, who)
        assert not found(web, who, circle=circle.slug, kind="resources")


def test_what_is_everybodys_is_found_by_visitors(web, make, amina):
    making.resource(make, amina, title=TITLE)

    assert found(web, None)


def test_only_while_it_is_shown(resources, web, make, circle, amina, grace, bea):
    row = making.resource(make, amina, circle, TITLE, state=State.SUGGESTED)
    assert not found(web, bea)
    resources.turn(grace, row, "show")
    assert found(web, bea)
    resources.turn(grace, row, "decline")
    assert not found(web, bea)
    resources.turn(grace, row, "show")

    web.as_(amina).post(url("withdraw_resource", resource_id=row.id))

    assert not found(web, bea)


def test_it_is_found_by_what_it_says_now(web, row, bea, grace):
    path = url("edit_resource", resource_id=row.id)
    web.send(web.as_(grace).get(path), path, title="Marmalade weather")

    assert not found(web, bea)
    assert found(web, bea, "marmalade")


def test_whom_she_has_blocked_she_does_not_find(web, row, bea, grace):
    web.as_(bea).post("/m/amina/block", change="block")

    assert not found(web, bea)
    assert found(web, grace)


def test_in_a_circle_that_she_has_muted_only_when_she_asks_for_it(web, circle, row, bea):
    web.as_(bea).post(url("mute_circle", circle=circle.slug), on="yes")

    assert not found(web, bea)
    assert found(web, bea, circle=circle.slug, kind="resources")
