"""Saying that a resource helped: counted, and nobody's but hers to know."""

import pytest
from sqlalchemy import select

from app.commands import key_deeds
from app.community.resources.models import Helped
from app.people.circles.models import Visibility
from app.web.kit.addresses import url
from tests import dump
from tests.adversary.test_write_set import is_moment, writing
from tests.community.resources import making


@pytest.fixture
def row(make, circle, grace):
    return making.resource(make, grace, circle)


def marks(session):
    session.rollback()
    return session.scalars(select(Helped)).all()


def test_she_says_so_and_takes_it_back(resources, session, row, amina):
    assert 'aria-pressed="false"' in resources.page(row, amina).text
    assert resources.helped(amina, row).status_code == 303
    assert 'aria-pressed="true"' in resources.page(row, amina).text

    assert resources.helped(amina, row, on="no").status_code == 303

    assert marks(session) == []
    assert 'aria-pressed="false"' in resources.page(row, amina).text


def test_one_person_counts_once(resources, session, row, amina):
    for _ in range(3):
        resources.helped(amina, row)

    assert len(marks(session)) == 1


def test_a_number_is_said_only_where_it_tells_of_nobody(resources, row, make, circle, amina, bea):
    assert "Helped" not in resources.page(row, amina).text.replace("This helped", "")
    for who in (amina, bea):
        resources.helped(who, row)
        assert "Helped a few" in resources.page(row, amina).text
        assert "Helped a few" in resources.list(amina)

    resources.helped(make.member("Cora", circle), row)

    assert "Helped 3 people" in resources.page(row, amina).text
    assert "Helped 3 people" in resources.list(amina)


def test_nothing_stored_joins_it_to_her(resources, session, make, circle, row, amina):
    """The same person has another value under each, and no table has her beside it."""
    other = making.resource(make, amina, circle, "The other")
    before = dump.holding(session, str(amina.id)), dump.holding(session, amina.id.hex)
    session.rollback()

    resources.helped(amina, row)
    resources.helped(amina, other)

    one, two = marks(session)
    assert one.helped != two.helped
    assert (dump.holding(session, str(amina.id)), dump.holding(session, amina.id.hex)) == before


def test_once_its_key_is_gone_the_mark_is_nobodys_and_still_counts(
    resources, session, house, row, amina
):
    resources.helped(amina, row)
    was = marks(session)[0].helped
    session.rollback()

    list(key_deeds.burn(house, house.ring.current, wait=False))

    assert marks(session)[0].helped != was
    page = resources.page(row, amina).text
    assert "Helped a few" in page
    assert 'aria-pressed="false"' in page


def test_a_pause_leaves_her_that_and_a_stranger_has_it_not(
    resources, web, session, circle, row, amina, stella
):
    resources.pause(amina)
    assert resources.helped(amina, row).status_code == 303

    web.as_(stella).get("/")
    path = url("resource_helped", resource_id=row.id)
    assert web.post(path, on="yes").status_code == 403
    assert web.post(path, on="maybe").status_code == 422
    circle.visibility = Visibility.PRIVATE
    session.commit()
    assert web.post(path, on="yes").status_code == 404
    assert len(marks(session)) == 1


def test_whoever_suggested_it_does_not_learn_of_it(resources, web, row, amina, grace):
    before = web.as_(grace).get("/notifications").text.count("<li")

    resources.helped(amina, row)

    assert web.as_(grace).get("/notifications").text.count("<li") == before


@pytest.mark.parametrize("on", ["yes", "no"])
def test_that_a_resource_helped_writes_nothing_of_hers(web, house, make, row, amina, bea, on):
    making.mark(make, bea, row)
    if on == "no":
        making.mark(make, amina, row)
    web.as_(amina)

    with writing(house) as written:
        answer = web.post(url("resource_helped", resource_id=row.id), on=on)

    assert answer.status_code == 303
    assert written.tables == {"resources_helped"}
    assert not {amina.id, amina.id.hex, str(amina.id), amina.handle} & {
        value for value in written.values if not isinstance(value, (bytes, dict))
    }
    assert not [value for value in written.values if is_moment(value)]
