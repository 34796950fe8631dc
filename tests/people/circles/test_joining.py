"""Joining and leaving a circle: a button, twice is once, nobody is told."""

from app.people.circles.models import Circle, Membership
from app.people.members.models import Standing
from app.web.kit.addresses import url
from tests.crowd import at_once, many_hands, twin


def members_of(session, circle):
    session.expire_all()
    counted = session.query(Membership).filter_by(circle_id=circle.id).count()
    return session.get(Circle, circle.id).members, counted


def test_a_stranger_joins_and_may_write(web, session, circle, stella):
    page = web.as_(stella).get(url("circle", circle=circle.slug))

    answer = web.send(page, url("join_circle", circle=circle.slug))

    shown = web.follow(answer)
    assert "You’re in this circle now." in shown.text
    assert url("new_thread", circle=circle.slug) in shown.text
    assert members_of(session, circle) == (1, 1)


def test_joining_twice_is_joining_once(web, session, circle, stella):
    web.as_(stella)

    for _ in range(2):
        assert web.post(url("join_circle", circle=circle.slug)).status_code == 303

    assert members_of(session, circle) == (1, 1)


def test_pressing_join_many_times_at_once_counts_her_once(web, session, circle, stella):
    web.as_(stella)
    windows = [twin(web) for _ in range(8)]

    with many_hands():
        answers = at_once(
            [lambda w=w: w.post(url("join_circle", circle=circle.slug)) for w in windows]
        )

    assert {answer.status_code for answer in answers} == {303}
    assert members_of(session, circle) == (1, 1)


def test_leaving_takes_her_out_and_leaves_her_words(web, session, make, circle, amina):
    thread = make.thread(circle, amina, body="I stay here.")
    page = web.as_(amina).get(url("circle", circle=circle.slug))

    answer = web.send(page, url("leave_circle", circle=circle.slug))

    assert "You’ve left this circle" in web.follow(answer).text
    assert members_of(session, circle) == (0, 0)
    assert "I stay here." in web.get(url("thread", thread_id=thread.id)).text


def test_leaving_twice_counts_down_once(web, session, circle, amina, bea):
    web.as_(amina)

    for _ in range(2):
        assert web.post(url("leave_circle", circle=circle.slug)).status_code == 303

    assert members_of(session, circle) == (1, 1)


def test_who_leaves_a_private_circle_no_longer_finds_it(web, make, session):
    hidden = make.circle("Quiet room", visibility="private")
    rosa = make.member("Rosa", hidden)

    web.as_(rosa).post(url("leave_circle", circle=hidden.slug))

    assert web.get(url("circle", circle=hidden.slug)).status_code == 404


def test_a_private_circle_is_joined_by_nobody(web, make, olga, stella):
    hidden = make.circle("Quiet room", visibility="private")
    way = url("join_circle", circle=hidden.slug)

    stranger = web.as_(stella).post(way)
    administrator = web.as_(olga).post(way)

    assert stranger.status_code == 404
    assert administrator.status_code == 403
    assert "A host of this circle has to add you." in administrator.text


def test_a_paused_member_may_not_join(web, make, circle):
    rosa = make.member("Rosa", standing=Standing.PAUSED)

    answer = web.as_(rosa).post(url("join_circle", circle=circle.slug))

    assert answer.status_code == 403
    assert "until your pause is over" in answer.text


def test_a_visitor_is_asked_to_sign_in(web, session, make):
    circle = make.circle("Open room", visibility="public")
    web.visitor().get("/sign-in")

    answer = web.post(url("join_circle", circle=circle.slug))

    assert answer.status_code == 403
    assert members_of(session, circle) == (0, 0)


def test_a_host_who_leaves_is_no_longer_called_one(web, make, circle, grace, amina):
    thread = make.thread(circle, grace)
    page = url("thread", thread_id=thread.id)
    assert "Circle host" in web.as_(amina).get(page).text

    web.as_(grace).post(url("leave_circle", circle=circle.slug))

    assert "Circle host" not in web.as_(amina).get(page).text
