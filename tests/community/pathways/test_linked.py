"""Resources and opportunities on a pathway: as whoever reads it may see them where they are."""

from datetime import timedelta

import pytest

from app.community.opportunities.models import State
from app.community.resources.models import State as Shown
from app.core import clock
from app.core.keys import base32
from app.people.circles.models import Visibility
from tests.community.opportunities.making import opportunity
from tests.community.pathways.making import begun, stepped
from tests.community.resources.making import resource


@pytest.fixture
def slug(web, circle, grace):
    return begun(web, grace)


def shows(web, who, slug, words):
    page = (web.as_(who) if who else web.visitor()).get(f"/pathways/{slug}")
    assert page.status_code == 200
    return words in page.text


def test_a_step_leads_to_a_resource(web, make, grace, bea, stella, slug):
    row = resource(make, bea, title="How to say yes", link="https://yes.example.org/talks")
    stepped(web, grace, slug, thing=f"/resources/{base32(row.id)}")

    page = web.as_(stella).get(f"/pathways/{slug}").text

    assert f'href="/resources/{base32(row.id)}"' in page
    assert "How to say yes" in page
    assert shows(web, None, slug, "How to say yes")


def test_a_resource_of_a_closed_circle_is_for_those_in_it(web, make, grace, stella, slug):
    room = make.circle("Inner room", visibility=Visibility.PRIVATE)
    make.joins(grace, room)
    row = resource(make, grace, room, title="How to say yes")
    stepped(web, grace, slug, thing=f"/resources/{base32(row.id)}")

    assert shows(web, grace, slug, "How to say yes")
    assert not shows(web, stella, slug, "How to say yes")
    assert not shows(web, None, slug, "How to say yes")


def test_a_resource_that_is_taken_away_leads_nowhere(web, make, session, grace, bea, stella, slug):
    row = resource(make, bea, title="How to say yes")
    stepped(web, grace, slug, thing=f"/resources/{base32(row.id)}")

    session.merge(row).state = Shown.REMOVED
    session.commit()

    assert not shows(web, stella, slug, "How to say yes")


def test_a_step_leads_to_an_opportunity_while_it_is_open(
    web, make, session, grace, bea, stella, slug
):
    row = opportunity(make, bea, title="Speak for ten minutes")
    stepped(web, grace, slug, thing=f"/opportunities/{base32(row.id)}")

    page = web.as_(stella).get(f"/pathways/{slug}").text
    assert f'href="/opportunities/{base32(row.id)}"' in page
    assert "Speak for ten minutes" in page
    assert "Westgate Birth Centre" in page
    assert not shows(web, None, slug, "Speak for ten minutes")

    session.merge(row).closes = clock.minute() - timedelta(minutes=1)
    session.commit()
    assert not shows(web, stella, slug, "Speak for ten minutes")


@pytest.mark.parametrize("state", [each for each in State if each is not State.SHOWN])
def test_what_is_in_no_list_is_on_no_pathway(web, make, session, grace, bea, stella, slug, state):
    row = opportunity(make, bea, title="Speak for ten minutes")
    stepped(web, grace, slug, thing=f"/opportunities/{base32(row.id)}")

    session.merge(row).state = state
    session.commit()

    assert not shows(web, stella, slug, "Speak for ten minutes")
    assert not shows(web, bea, slug, "Speak for ten minutes")


def test_what_is_by_somebody_whom_she_has_blocked_is_not_there(web, make, grace, bea, amina, slug):
    stepped(web, grace, slug, thing=f"/resources/{base32(resource(make, bea, title='Ours').id)}")
    row = opportunity(make, bea, title="Speak for ten minutes")
    stepped(web, grace, slug, thing=f"/opportunities/{base32(row.id)}")

    web.as_(amina).post("/m/bea/block", change="block")

    assert not shows(web, amina, slug, "Ours")
    assert not shows(web, amina, slug, "Speak for ten minutes")
