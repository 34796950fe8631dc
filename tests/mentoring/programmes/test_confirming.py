"""A large cohort is confirmed in portions: each pair once, whatever happens in between."""

import re

import pytest
from sqlalchemy import func, select

from app.core.keys import base32
from app.mentoring.mentorships import beginnings
from app.mentoring.mentorships.models import Mentorship
from app.mentoring.programmes import confirming
from app.mentoring.programmes.contents import Desk, Matched, Part
from app.mentoring.programmes.models import Match, Stage
from app.oversight.notifications.models import Notification
from app.people.organisations.models import Organisation

PAGE = "/programmes/first-steps/matching"
PAIRS = 7


class Killed(BaseException):
    """The process ends here."""


@pytest.fixture(autouse=True)
def _small_portions(monkeypatch):
    monkeypatch.setattr(confirming, "AT_ONCE", 3)
    monkeypatch.setattr(confirming, "PORTIONS", 1)


@pytest.fixture
def people(make, programmes, programme):
    """Seven mentors, each found for a mentee, and four mentees who are alone."""
    mentors = [make.member(f"Mentor{n}") for n in range(PAIRS)]
    mentees = [make.member(f"Mentee{n}") for n in range(PAIRS + 4)]
    rows = [[programmes.enrolled(programme, one, part).id for one in group]
            for group, part in ((mentors, Part.MENTOR), (mentees, Part.MENTEE))]  # fmt: skip
    cohort = programmes.cohort(programme)
    found = Matched(tuple((a, b, 12) for a, b in zip(rows[0], rows[1], strict=False)), ())
    cohort.stage = Stage.MATCHED
    cohort.sealed = Desk(found=found).sealed(make.house.ring, cohort.id)
    make.session.commit()
    return mentors, mentees


@pytest.fixture
def coordinator(web, people, carla):
    return web.as_(carla)


def begun(session):
    session.rollback()
    return session.scalar(select(func.count()).select_from(Match))


def told(session):
    session.rollback()
    return session.scalars(select(Notification.member_id)).all()


def words(page):
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", "", page.text))


def test_pressing_confirm_asks_for_it_and_the_page_says_how_far_it_is(
    coordinator, session, programmes
):
    page = coordinator.follow(coordinator.send(coordinator.get(PAGE), f"{PAGE}/confirm"))

    assert "0 of 7 pairs done" in words(page)
    assert page.headers["refresh"] == "5"
    assert begun(session) == 0
    programmes.confirms_some()
    assert "3 of 7 pairs done" in words(coordinator.get(PAGE))
    assert begun(session) == 3
    programmes.confirms()
    page = coordinator.get(PAGE)
    assert "This matching is confirmed" in page.text
    assert "refresh" not in page.headers
    assert begun(session) == 7


def test_everybody_is_told_once(coordinator, session, people, programmes):
    coordinator.post(f"{PAGE}/confirm")

    # Three portions of pairs, two of those who are alone, and the end.
    assert programmes.confirms() == 6
    assert programmes.confirms() == 0
    assert sorted(told(session)) == sorted(one.id for group in people for one in group)


def test_meanwhile_nothing_is_pressed_twice_and_nobody_changes_anything(
    web, coordinator, carla, amina, session, people, programmes
):
    coordinator.post(f"{PAGE}/confirm")
    programmes.confirms_some()

    for deed in ("confirm", "run"):
        assert coordinator.post(f"{PAGE}/{deed}").status_code == 403
    assert f"{PAGE}/confirm" not in coordinator.get(PAGE).text
    web.as_(people[1][6])
    said = {"part": "mentee", "topics": "money", "languages": "en"}
    assert web.post("/programmes/first-steps/withdraw").status_code == 403
    assert web.post("/programmes/first-steps/enrol", **said).status_code == 403
    assert "is being confirmed at the moment" in web.get("/programmes/first-steps").text
    assert web.as_(amina).post("/programmes/first-steps/enrol", **said).status_code == 403
    programmes.confirms()
    assert begun(session) == 7


@pytest.mark.parametrize("nth", range(1, PAIRS + 1))
def test_whoever_is_killed_in_between_goes_on_with_each_pair_once(
    coordinator, session, people, programmes, programme, monkeypatch, nth
):
    coordinator.post(f"{PAGE}/confirm")
    begin, calls = beginnings.begin, []

    def dies(*given, **more):
        calls.append(given)
        if len(calls) == nth:
            raise Killed
        return begin(*given, **more)

    with monkeypatch.context() as patch:
        patch.setattr(beginnings, "begin", dies)
        with pytest.raises(Killed):
            programmes.confirms()
    # Whole portions, and nobody told of anything that did not begin.
    before = (nth - 1) // 3 * 3
    assert begun(session) == before
    assert len(told(session)) == 2 * before

    programmes.confirms()

    assert programmes.cohort(programme).stage is Stage.CONFIRMED
    pairs = session.execute(select(Mentorship.mentor_id, Mentorship.mentee_id))
    mentors, mentees = people
    two_by_two = zip(mentors, mentees, strict=False)
    assert sorted(map(tuple, pairs)) == sorted((a.id, b.id) for a, b in two_by_two)
    assert len(told(session)) == 2 * PAIRS + 4


def test_killed_before_the_end_of_a_transaction_it_tells_nobody_twice(
    coordinator, session, programmes, monkeypatch
):
    coordinator.post(f"{PAGE}/confirm")
    sealed, calls = Desk.sealed, []

    def dies(desk, *given):
        calls.append(desk)
        if len(calls) in {2, 4, 6}:
            raise Killed
        return sealed(desk, *given)

    with monkeypatch.context() as patch:
        patch.setattr(Desk, "sealed", dies)
        for _ in range(3):
            with pytest.raises(Killed):
                programmes.confirms()
        programmes.confirms()

    assert begun(session) == 7
    assert len(told(session)) == 2 * PAIRS + 4


def test_what_changes_between_two_portions_counts_for_the_next(
    web, coordinator, carla, session, make, people, programmes, programme
):
    mentors, mentees = people
    coordinator.post(f"{PAGE}/confirm")
    programmes.confirms_some()
    web.as_(mentees[3]).post("/m/mentor3/block", change="block")
    make.leaving(mentors[4])
    with programmes.make.house.database.changing() as deed:
        beginnings.begin(deed, mentors[5].id, mentees[5].id, tell=())

    programmes.confirms()

    page = words(web.as_(carla).get(PAGE))
    assert begun(session) == 4
    assert "3 pairs were left out, as told below" in page
    assert "Mentee3 with Mentor3: something that one of them has told us keeps them" in page
    assert "Mentee4 with somebody who has left: one of them is not in the cohort" in page
    assert "Mentee5 with Mentor5: something that one of them has told us" in page
    assert [one.left_out for one in [programmes.desk(programme)]] == [3]
    alone = web.as_(mentees[3]).get("/programmes/first-steps").text
    assert "This time nobody was found for you" in alone


def test_a_mentor_has_no_more_than_her_places_also_across_portions(
    coordinator, make, session, programmes, programme, people
):
    cohort = programmes.cohort(programme)
    desk = programmes.desk(programme)
    mentor = desk.found.pairs[0][0]
    crowd = Matched(tuple((mentor, mentee, 12) for _, mentee, _ in desk.found.pairs), ())
    cohort.sealed = Desk(found=crowd).sealed(make.house.ring, cohort.id)
    session.commit()
    coordinator.post(f"{PAGE}/confirm")

    programmes.confirms()

    assert begun(session) == 1
    assert words(coordinator.get(PAGE)).count("her mentor has no place left") == 6


def test_an_earlier_cohort_is_read_for_good(
    web, coordinator, carla, amina, dana, programmes, programme, people
):
    coordinator.post(f"{PAGE}/confirm")
    first = programmes.cohort(programme)
    path = f"/programmes/first-steps/cohorts/{base32(first.id)}"
    assert coordinator.get(path).status_code == 404
    programmes.confirms()
    coordinator.post("/programmes/first-steps/cohorts", cohort="Second cohort")

    assert path in coordinator.get("/programmes/first-steps").text
    page = coordinator.get(path)
    assert "Mentee0 with Mentor0" in words(page)
    assert "You both chose" in page.text
    assert page.text.count("<form") == coordinator.get("/programmes/first-steps/report").text.count(
        "<form"
    )
    second = programmes.cohort(programme)
    assert (
        coordinator.get(f"/programmes/first-steps/cohorts/{base32(second.id)}").status_code == 404
    )
    programmes.programme(found_of(programmes, programme), "elsewhere")
    assert coordinator.get(path.replace("first-steps", "elsewhere")).status_code == 404
    for who, code in ((people[1][0], 403), (amina, 403), (dana, 404)):
        assert web.as_(who).get(path).status_code == code


def found_of(programmes, programme):
    return programmes.session.get_one(Organisation, programme.organisation_id)
