"""The people of a circle: added by handle, made host, taken out."""

import pytest
from sqlalchemy import select

from app.oversight.audit import chain
from app.oversight.audit.models import Entry
from app.oversight.notifications.models import Notification
from app.people.circles.models import Circle, CircleRole, Membership
from app.people.members.models import Standing
from app.web.kit.addresses import url


def place_of(session, circle, member):
    session.expire_all()
    found = session.get(Membership, (circle.id, member.id))
    return found and found.role


def people(circle):
    return url("circle_people", circle=circle.slug)


def change(circle, member):
    return url("change_in_circle", circle=circle.slug, handle=member.handle)


@pytest.mark.parametrize("typed", ["stella", "@stella", " Stella ", "@STELLA"])
def test_a_host_adds_somebody_by_her_handle(web, session, circle, grace, stella, typed):
    form = web.as_(grace).get(people(circle))

    answer = web.send(form, people(circle), handle=typed)

    assert "@stella" in web.follow(answer).text
    assert place_of(session, circle, stella) is CircleRole.MEMBER
    assert session.get(Circle, circle.id).members == 2


def test_who_was_added_to_a_private_circle_finds_it(web, make, stella):
    hidden = make.circle("Quiet room", visibility="private")
    host = make.member("Rosa", hidden, host=True)

    web.as_(host).post(people(hidden), handle="stella")

    assert web.as_(stella).get(url("circle", circle=hidden.slug)).status_code == 200


@pytest.mark.parametrize("typed", ["nobody-here", "", "@", "a b", "x" * 200, "una"])
def test_a_handle_that_nobody_has_is_said_at_the_field(web, make, circle, grace, typed):
    make.member("Una", standing=Standing.UNVERIFIED)

    answer = web.as_(grace).post(people(circle), handle=typed)

    assert answer.status_code == 422
    assert 'id="handle-error"' in answer.text


def test_somebody_who_is_there_already_is_not_added_again(web, session, circle, grace, amina):
    answer = web.as_(grace).post(people(circle), handle="amina")

    assert answer.status_code == 422
    assert "Amina is in this circle already." in answer.text
    session.expire_all()
    assert session.get(Circle, circle.id).members == 2


def test_a_member_is_made_host_and_plain_again(web, session, circle, grace, amina):
    web.as_(grace)

    web.post(change(circle, amina), change="host")
    first = place_of(session, circle, amina)
    web.post(change(circle, amina), change="host")
    web.post(change(circle, amina), change="member")

    told = session.scalars(
        select(Notification).filter_by(member_id=amina.id).order_by(Notification.n)
    ).all()
    assert [one.thing_kind for one in told] == ["circle-host", "circle-member"]
    assert "neither host nor moderator" in web.as_(amina).get("/notifications").text
    leads = web.get(url("notification", notification_id=told[0].id))
    assert leads.headers["location"] == url("circle", circle=circle.slug)
    assert first is CircleRole.HOST
    assert place_of(session, circle, amina) is CircleRole.MEMBER
    said = {(e.verb, e.actor) for e in session.query(Entry)}
    hers = chain.name(web.house.ring, grace.id)
    assert said == {("host", hers), ("member", hers)}


def test_a_new_host_is_called_one_above_what_she_wrote(web, make, circle, grace, amina, bea):
    thread = make.thread(circle, amina)
    page = url("thread", thread_id=thread.id)
    assert "Circle host" not in web.as_(bea).get(page).text

    web.as_(grace).post(change(circle, amina), change="host")

    assert "Circle host" in web.as_(bea).get(page).text


def test_who_is_taken_out_may_not_write_any_more(web, session, make, circle, grace, amina):
    thread = make.thread(circle, grace)

    web.as_(grace).post(change(circle, amina), change="remove")

    assert place_of(session, circle, amina) is None
    assert session.get(Circle, circle.id).members == 1
    answer = web.as_(amina).post(url("reply", thread_id=thread.id), body="Hello")
    assert answer.status_code == 403


def test_an_unknown_change_is_refused(web, session, circle, grace, amina):
    answer = web.as_(grace).post(change(circle, amina), change="queen")

    assert answer.status_code == 422
    assert place_of(session, circle, amina) is CircleRole.MEMBER


@pytest.mark.parametrize(
    ("who", "status"), [("amina", 403), ("stella", 403), ("mona", 403), ("olga", 303)]
)
def test_others_change_nobody(web, session, request, circle, bea, who, status):
    web.as_(request.getfixturevalue(who))

    added = web.post(people(circle), handle="stella") if who != "stella" else None
    changed = web.post(change(circle, bea), change="host")

    assert changed.status_code == status
    assert added is None or added.status_code in {status, 422}
    assert place_of(session, circle, bea) is (
        CircleRole.HOST if who == "olga" else CircleRole.MEMBER
    )


def test_hosts_stand_first_then_by_name(web, make, circle, grace):
    make.member("Zoe", circle, host=True)
    make.member("Bea", circle)
    make.member("Amina", circle)

    page = web.as_(grace).get(people(circle)).text

    order = [page.index(f"@{name}<") for name in ("grace", "zoe", "amina", "bea")]
    assert order == sorted(order)


def test_a_member_is_made_moderator_of_the_circle_and_plain_again(
    web, session, circle, grace, amina
):
    way = change(circle, amina)
    page = web.as_(grace).get(people(circle))
    assert "Make moderator" in page.text

    web.send(page, way, change="moderator")
    first = place_of(session, circle, amina)
    shown = web.get(people(circle)).text
    web.post(way, change="member")

    assert first is CircleRole.MODERATOR
    assert "Circle moderator" in shown
    assert "No longer moderator" in shown
    assert place_of(session, circle, amina) is CircleRole.MEMBER
    assert {entry.verb for entry in session.query(Entry)} == {"moderator", "member"}
