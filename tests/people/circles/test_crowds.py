"""The small-crowd guard: among how many a pseudonym hides, and what is said where they are few."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.core import clock
from app.people.circles import actions
from app.people.circles.models import Circle, Membership
from app.people.members.models import Standing
from app.web.kit.addresses import url

FEW = "You would be one of about"
SWITCH = "Post anonymously"


def crowd(session, circle):
    actions.count_crowds(session)
    session.commit()
    question = select(Circle.crowd).where(Circle.id == circle.id)
    return session.scalars(question).one()


def settle(session, make, circle, number, days=30):
    """So many members who have been in it for so long."""
    for n in range(number):
        member = make.member(f"Old{days}x{n}", circle)
        place = session.get_one(Membership, (circle.id, member.id))
        place.joined = clock.today() - timedelta(days=days)
    session.commit()


def test_whoever_came_this_month_hides_nobody_yet(session, make, circle):
    settle(session, make, circle, 3)
    settle(session, make, circle, 5, days=29)

    assert crowd(session, circle) == 3


@pytest.mark.parametrize("standing", [Standing.PAUSED, Standing.SUSPENDED, Standing.UNVERIFIED])
def test_whoever_cannot_post_hides_nobody(session, make, circle, standing):
    settle(session, make, circle, 2)
    away = make.member("Away", circle, standing=standing)
    session.get_one(Membership, (circle.id, away.id)).joined = clock.today() - timedelta(days=90)
    session.commit()

    assert crowd(session, circle) == 2


def test_each_circle_is_counted_for_itself(session, make, circle):
    other = make.circle("Elsewhere")
    settle(session, make, other, 4)

    assert (crowd(session, circle), crowd(session, other)) == (0, 4)


@pytest.mark.parametrize(
    ("number", "offered", "said"), [(7, False, False), (8, True, True), (20, True, False)]
)
def test_where_they_are_few_it_is_said_or_not_offered(
    web, session, make, circle, amina, number, offered, said
):
    settle(session, make, circle, number)
    crowd(session, circle)
    thread = make.thread(circle, amina)

    shown = [
        web.as_(amina).get(path).text
        for path in (url("thread", thread_id=thread.id), url("new_thread", circle=circle.slug))
    ]

    assert [SWITCH in html for html in shown] == [offered] * 2
    assert [f"{FEW} {number}" in html for html in shown] == [said] * 2
    too_few = "Too few people have been in this circle for a month"
    assert [too_few in html for html in shown] == [not offered] * 2
