"""Changing one that was changed in between: nothing is overwritten without a word."""

import pytest

from app.community.opportunities.models import Opportunity, State
from app.core.keys import base32
from app.core.versions import CHANGED
from tests.browser import forms_of
from tests.community.opportunities.making import opportunity


@pytest.fixture
def row(make, amina):
    return opportunity(make, amina)


@pytest.fixture
def path(row):
    return f"/opportunities/{base32(row.id)}/edit"


@pytest.fixture
def now(session, row):
    def one():
        session.expire_all()
        return session.get_one(Opportunity, row.id)

    return one


def test_of_two_tabs_the_second_is_told_and_keeps_her_words(web, now, path, amina):
    opened = web.as_(amina).get(path)
    web.send(web.get(path), path, body="Eighteen hours.", place="Bath", pay_from="43,000")

    refused = web.send(opened, path, title="Clinic lead", closes_day="", closes_time="")

    assert refused.status_code == 422
    assert CHANGED in refused.text
    stands = refused.text.partition("As it stands now")[2].partition("</details>")[0]
    for said in (
        "Clinic manager",
        "Eighteen hours.",
        "Bath",
        "£43,000",
        "those of <span>UTC</span>",
    ):
        assert said in stands
    [form] = [form for form in forms_of(refused) if form.action == path]
    assert (form.values["title"], form.values["closes_day"]) == ("Clinic lead", "")
    assert (now().title, now().body) == ("Clinic manager", "Eighteen hours.")

    again = web.send(refused, path)
    assert again.status_code == 303
    assert (now().title, now().deadline) == ("Clinic lead", False)


@pytest.mark.parametrize(
    "changed",
    [{"closes_time": "11:11"}, {"public": "on"}, {"zone": "Asia/Tokyo"}, {"hours": "part-time"}],
)
def test_what_no_moderator_reads_counts_as_well(web, now, path, amina, changed):
    opened = web.as_(amina).get(path)
    web.send(web.get(path), path, **changed)

    assert CHANGED in web.send(opened, path, title="Clinic lead").text
    assert now().title == "Clinic manager"


def test_pressing_twice_is_no_change_in_between(web, now, path, amina):
    opened = web.as_(amina).get(path)

    answers = [web.send(opened, path, title="Clinic lead").status_code for _ in range(2)]

    assert answers == [303, 303]
    assert now().title == "Clinic lead"


def test_how_it_fares_with_moderators_is_no_change_of_hers(web, session, now, path, row, amina):
    opened = web.as_(amina).get(path)
    row.state = State.FILLED
    session.commit()

    assert web.send(opened, path, hours="part-time").status_code == 303
    assert now().hours == "part-time"
