"""What is kept for her letters: she can take it with her, and it goes with her account."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import delete, select

from app import chores
from app.core import clock
from app.oversight.notifications import bounces
from app.oversight.notifications.choices import Rhythm, Way
from app.oversight.notifications.mail_models import Refusal
from app.oversight.notifications.models import ChoicesRow
from app.web.kit.addresses import url
from tests.people.members.leaving import GRACE
from tests.people.members.test_exporting import ask, opened


@pytest.fixture
def with_all(web, post, house, public, amina, bea, thread):
    post.choose(amina, Rhythm.WEEKLY, circles={public.id: Way.MAIL}, news=True, quiet=(21, 6))
    web.as_(bea).post(url("reply", thread_id=thread.id), body="A word to @amina")
    with house.database.changing() as session:
        bounces.count(session, house.ring, amina.email, gone=False)


def test_it_is_in_the_copy_of_her_data(web, with_all, amina):
    copy = opened(ask(web, amina))

    said = copy["data.json"]["letters"]
    assert said["kinds"]["mention"] == "mail"
    assert (said["rhythm"], said["news"], said["quiet"]) == ("weekly", True, [21, 6])
    assert sorted(one["what"] for one in said["waiting"]) == ["mention", "news"]
    assert (said["refused"], said["paused"]) == (1, False)
    assert "Quiet from 21:00 to 6:00" in copy["index.html"]
    assert "Waits for an email: mention" in copy["index.html"]


def test_it_is_in_nobody_elses(web, with_all, bea):
    said = opened(ask(web, bea))["data.json"]["letters"]

    assert (said["kinds"], said["waiting"], said["refused"]) == ({}, [], 0)


def test_it_goes_with_her_account(web, post, house, session, make, with_all, amina, bea):
    post.choose(bea, Rhythm.WEEKLY, news=True)
    make.leaving(amina)

    with time_machine.travel(clock.now() + GRACE + timedelta(days=2)):
        chores.sweep(house)

    session.rollback()
    assert session.scalars(select(ChoicesRow.member_id)).all() == [bea.id]
    assert session.scalars(select(Refusal)).all() == []
    assert len(post.waiting()) == 1
    session.execute(delete(Refusal))


def test_nothing_goes_to_who_is_leaving(web, post, house, make, with_all, amina):
    make.leaving(amina)
    with time_machine.travel(clock.now() + timedelta(days=8)):
        assert [letter for letter in post.write() if letter.receiver] == []
