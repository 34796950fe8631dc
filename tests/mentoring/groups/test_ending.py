"""How a seat in a mentoring group ends, what follows for its circle, and what is kept of it."""

import re

import pytest
import time_machine

from app import chores
from app.core import clock
from app.mentoring.groups.models import Seat, SeatState
from app.mentoring.mentorships.models import State
from app.people.circles.models import Circle
from tests.browser import names
from tests.mentoring.groups.arranged import group, inside, mentorship, path, plain, seats, told
from tests.people.members.test_exporting import ask as export
from tests.people.members.test_exporting import opened

# Leaving, being taken out, closing


def test_she_leaves_without_a_reason(web, session, make, grace, bea):
    made = group(make, grace, bea)
    page = web.as_(bea).get(path(made))

    left = web.follow(web.send(page, path(made, "leave_group")))

    assert "You have left the group and its circle." in left.text
    assert inside(session, made) == {grace.id}
    assert mentorship(session, made, bea).state is State.ENDED
    assert mentorship(session, made, bea).over == clock.today()
    assert web.get(path(made)).status_code == 404


def test_the_mentor_takes_somebody_out(web, session, make, grace, bea, stella):
    made = group(make, grace, bea, asked=[stella])
    page = web.as_(grace).get(path(made))

    web.send(page, path(made, "remove_from_group", handle="bea"))
    web.send(page, path(made, "remove_from_group", handle="stella"))

    assert inside(session, made) == {grace.id}
    assert seats(session) == {}
    assert mentorship(session, made, bea).state is State.ENDED
    assert web.post(path(made, "remove_from_group", handle="bea")).status_code == 404


def test_closing_keeps_who_is_there_and_lets_nobody_in(web, session, make, grace, bea, stella):
    made = group(make, grace, bea, asked=[stella])
    page = web.as_(grace).get(path(made))

    closed = web.follow(web.send(page, path(made, "close_group")))

    assert "nobody new joins" in closed.text
    assert inside(session, made) == {grace.id, bea.id}
    assert mentorship(session, made, bea).state is State.ACTIVE
    assert web.post(path(made, "invite_to_group"), handle="stella").status_code == 403
    assert web.as_(stella).get(path(made)).status_code == 404
    assert web.post(path(made, "answer_group"), answer="yes").status_code == 404
    assert web.as_(bea).post(path(made, "leave_group")).status_code == 303


def test_what_is_for_the_mentor_is_for_nobody_else(web, session, make, grace, bea, stella, olga):
    made = group(make, grace, bea, asked=[stella])
    for who in (bea, stella, olga):
        for deed in ("invite_to_group", "close_group"):
            fields = {"handle": "olga"} if deed == "invite_to_group" else {}
            assert web.as_(who).post(path(made, deed), **fields).status_code == 404
        assert web.post(path(made, "remove_from_group", handle="bea")).status_code == 404
    assert web.as_(olga).get(path(made)).status_code == 404
    assert web.as_(grace).post(path(made, "leave_group")).status_code == 404


def test_who_is_asked_does_not_learn_who_is_in_it(web, make, grace, bea, stella):
    made = group(make, grace, bea, asked=[stella])

    page = web.as_(stella).get(path(made)).text

    assert not names(page, "Bea")
    assert "1 of 4 places taken" in page
    assert "Stella" not in web.as_(bea).get(path(made)).text.partition("<main")[2]


# Contact


@pytest.mark.parametrize("by", ["mentor", "member"])
def test_a_block_between_mentor_and_member_ends_her_seat(web, session, make, grace, bea, by):
    made = group(make, grace, bea)
    one, other = (grace, bea) if by == "mentor" else (bea, grace)

    web.as_(one).post(f"/m/{other.handle}/no-contact", contact="none")

    assert seats(session) == {}
    assert inside(session, made) == {grace.id}
    assert mentorship(session, made, bea).state is State.ENDED
    assert told(session, grace) == told(session, bea) == ["mentorship"]


def test_a_block_of_the_mentor_takes_back_an_invitation(web, session, make, grace, stella):
    made = group(make, grace, asked=[stella])

    web.as_(stella).post("/m/grace/block", change="block")

    assert web.get(path(made)).status_code == 404
    assert "Stella" in web.as_(grace).get(path(made)).text
    assert seats(session) == {stella.id: SeatState.PASSED}


def test_between_two_members_a_block_shows_nowhere(web, session, make, grace, bea, stella):
    made = group(make, grace, bea, stella)
    before = plain(web.as_(stella).get(path(made)).text)

    web.as_(bea).post("/m/stella/no-contact", contact="none")

    assert plain(web.as_(stella).get(path(made)).text) == before
    assert inside(session, made) == {grace.id, bea.id, stella.id}


# The circle


def test_the_circle_follows_from_the_group(web, session, make, grace, bea, stella, olga):
    made = group(make, grace, bea)
    circle = session.get_one(Circle, made.circle_id)
    people = web.as_(grace).get(f"/c/{circle.slug}/people")
    assert "follows from its mentoring group" in people.text
    assert "Take out" not in people.text
    page = web.get(f"/c/{circle.slug}/edit")
    saved = web.send(page, f"/c/{circle.slug}/edit", about="Bring what you like.")
    assert saved.status_code == 303

    for who in (grace, olga):
        browser = web.as_(who)
        opened_up = browser.post(
            f"/c/{circle.slug}/edit",
            name="First leads",
            summary="Leading",
            visibility="public",
            anonymity="allowed",
        )
        assert opened_up.status_code == 422
        assert "it stays private" in opened_up.text
        added = browser.post(f"/c/{circle.slug}/people", handle="stella")
        assert added.status_code == 422
        changed = browser.post(f"/c/{circle.slug}/people/bea", change="remove")
        assert changed.status_code == 403
    assert web.as_(bea).post(f"/c/{circle.slug}/leave").status_code == 403
    assert inside(session, made) == {grace.id, bea.id}
    assert session.get_one(Circle, circle.id, populate_existing=True).about == (
        "Bring what you like."
    )


# What is kept of her


def test_her_copy_says_which_groups_are_hers(web, make, grace, bea, stella):
    group(make, grace, bea, asked=[stella])
    hers = (grace, bea, stella)
    files = {who.handle: opened(export(web, who))["index.html"] for who in hers}

    for handle, part in (("grace", "mentor"), ("bea", "member since"), ("stella", "asked since")):
        assert re.search(rf"First leads</bdi>, {part}", files[handle]), handle


def test_with_her_account_her_seat_goes(web, house, session, make, grace, bea):
    made = group(make, grace, bea)
    make.leaving(bea)
    assert not names(web.as_(grace).get(path(made)).text, "Bea")

    _two_weeks(house)

    assert seats(session) == {}
    assert inside(session, made) == {grace.id}


def test_when_the_mentor_leaves_her_group_is_closed(web, house, session, make, grace, bea, stella):
    made = group(make, grace, bea, asked=[stella])
    make.leaving(grace)
    assert web.as_(stella).get(path(made)).status_code == 404
    assert web.post(path(made, "answer_group"), answer="yes").status_code == 403

    _two_weeks(house)

    page = web.as_(bea).get(path(made)).text
    assert "Its mentor has left." in page
    assert "nobody new joins" in page
    assert seats(session) == {bea.id: SeatState.TAKEN}
    assert inside(session, made) == {bea.id}


def test_who_comes_back_after_her_mentorship_is_over_is_not_in_the_circle(
    web, house, session, make, grace, bea
):
    made = group(make, grace, bea)
    session.delete(session.get_one(Seat, (made.id, bea.id)))
    session.commit()

    chores.sweep(house)

    assert inside(session, made) == {grace.id}
    assert session.get_one(Circle, made.circle_id, populate_existing=True).members == 1


def _two_weeks(house):
    with time_machine.travel(clock.now().replace(microsecond=0)) as now:
        now.shift(15 * 86400)
        chores.sweep(house)
