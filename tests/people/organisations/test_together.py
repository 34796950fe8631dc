"""Many at once: one answer counts, and nobody belongs whom an organisation has not let in."""

from collections import Counter
from itertools import cycle

import pytest

from app.people.organisations.models import Affiliation, Domain, Invitation, Place
from tests.crowd import at_once, many_hands, twin

MANY = 8


@pytest.fixture
def bystanders(web):
    """So many windows of one member."""
    return lambda member: [twin(web.as_(member)) for _ in range(MANY)]


def sent(windows, path, *forms):
    """The answers to what the windows send at once, each form in turn."""
    pairs = zip(windows, cycle(forms), strict=False)
    with many_hands():
        return Counter(
            at_once([lambda w=w, form=form: w.post(path, **form).status_code for w, form in pairs])
        )


def test_one_invitation_sent_many_times_at_once_is_one(session, acme, bystanders, bea, stella):
    done = sent(bystanders(bea), "/o/acme/members", {"handle": "stella"})

    assert done == {303: 1, 422: MANY - 1}
    assert session.query(Invitation).count() == 1


def test_a_yes_sent_many_times_at_once_is_one(web, session, acme, bystanders, bea, stella):
    web.as_(bea).post("/o/acme/members", handle="stella")

    done = sent(bystanders(stella), "/o/acme/answer", {"answer": "yes"})

    assert done == {303: MANY}
    assert session.query(Affiliation).filter_by(member_id=stella.id).count() == 1


def test_of_a_yes_and_a_no_at_once_one_counts(web, session, acme, bystanders, bea, stella):
    web.as_(bea).post("/o/acme/members", handle="stella")

    done = sent(bystanders(stella), "/o/acme/answer", {"answer": "yes"}, {"answer": "no"})

    assert set(done) <= {303, 404}
    belongs = session.query(Affiliation).filter_by(member_id=stella.id).count()
    assert belongs + session.query(Invitation).filter_by(member_id=stella.id).count() == 1


def test_joining_many_times_at_once_is_joining_once(session, acme, bystanders, stella):
    session.add(Domain(organisation_id=acme.id, domain="example.org"))
    session.commit()

    done = sent(bystanders(stella), "/o/acme/join", {})

    assert done == {303: MANY}
    assert session.query(Affiliation).filter_by(member_id=stella.id).count() == 1


def test_of_two_coordinators_who_leave_at_once_one_stays(
    web, session, programmes, acme, bea, grace
):
    programmes.belongs(grace, acme, Place.COORDINATOR)

    done = sent([twin(web.as_(one)) for one in (bea, grace)], "/o/acme/leave", {})

    assert done == {303: 1, 403: 1}
    left = session.query(Affiliation).filter_by(place=Place.COORDINATOR)
    assert left.count() == 1
