"""The programme report: made once a month, in numbers that single nobody out."""

from datetime import UTC, datetime

import pytest
import time_machine

from app.mentoring.mentorships.models import Mentorship
from app.mentoring.programmes import reports
from app.mentoring.programmes.contents import Part
from app.mentoring.programmes.models import Match
from app.mentoring.programmes.reports import Counts

REPORT = "/programmes/first-steps/report"
NOVEMBER = datetime(2026, 11, 20, 12, tzinfo=UTC)
DECEMBER = datetime(2026, 12, 2, 12, tzinfo=UTC)
JANUARY = datetime(2027, 1, 2, 12, tzinfo=UTC)


def at(moment):
    return time_machine.travel(moment, tick=False)


@pytest.fixture
def scene(programmes, acme):
    with at(NOVEMBER):
        return programmes.programme(acme)


def enrol(make, programmes, programme, count, start=0):
    return [
        (member, programmes.enrolled(programme, member, Part.MENTEE))
        for member in (make.member(f"Una{start + n}") for n in range(count))
    ]


def matched(make, programmes, programme, people, mentor):
    """Each of these mentees has a mentorship with that mentor."""
    hers = programmes.enrolled(programme, mentor, Part.MENTOR)
    made = []
    for member, enrolment in people:
        row = make.saved(Mentorship(mentor_id=mentor.id, mentee_id=member.id))
        make.saved(
            Match(
                mentorship_id=row.id,
                cohort_id=programmes.cohort(programme).id,
                mentor_enrolment=hers.id,
                mentee_enrolment=enrolment.id,
            )
        )
        made.append(row.id)
    return made


def publish(house, counts=None):
    with house.database.changing() as session:
        return reports.publish_due(session, house.ring, counts or Counts())


def said(house, session, programme):
    session.rollback()
    found = reports.published(session, house.ring, programme)
    return [{one.key: month.said(one.key) for one in reports.FIGURES} for month in found]


def test_it_says_how_many_once_the_month_is_over(
    web, house, session, make, programmes, scene, carla
):
    with at(NOVEMBER):
        enrol(make, programmes, scene, 6)
        assert publish(house) == 0

    with at(DECEMBER):
        assert publish(house) == 1
        assert publish(house) == 0
        page = web.as_(carla).get(REPORT).text

    assert said(house, session, scene) == [
        {"enrolled": "6", "matched": "Fewer than 5", "held": "–", "met": "–", "satisfaction": "–"}
    ]
    assert "To the end of November 2026" in page
    assert "Enrolments" in page


def test_who_comes_in_the_new_month_is_in_the_next(house, session, make, programmes, scene):
    with at(NOVEMBER):
        enrol(make, programmes, scene, 5)
    with at(DECEMBER):
        enrol(make, programmes, scene, 4, start=5)
        publish(house)
    with at(JANUARY):
        publish(house)
    first, second = said(house, session, scene)

    # Nine are there, and four of them would be known from the difference.
    assert (first["enrolled"], second["enrolled"]) == ("5", "5")


def test_a_report_stays_as_it_was(house, session, make, programmes, scene):
    with at(NOVEMBER):
        people = enrol(make, programmes, scene, 7)
    with at(DECEMBER):
        publish(house)
        session.delete(people[0][1])
        session.commit()
    with at(JANUARY):
        publish(house)

    assert [one["enrolled"] for one in said(house, session, scene)] == ["7", "7"]


def test_meetings_goals_and_feedback_come_from_whoever_keeps_them(
    house, session, make, programmes, scene
):
    with at(NOVEMBER):
        mentor = make.member("Wanda")
        ids = matched(make, programmes, scene, enrol(make, programmes, scene, 6), mentor)
    counts = Counts(
        held=lambda _session, asked: dict.fromkeys(asked, 2),
        met=lambda _session, asked: dict.fromkeys(sorted(asked)[:4], 1),
        satisfaction=lambda _session, asked: dict(
            zip(sorted(asked), (5, 4, 3, 5, 4, 3), strict=True)
        ),
    )
    with at(DECEMBER):
        publish(house, counts)

    assert said(house, session, scene) == [
        {
            "enrolled": "7",
            "matched": "7",
            "held": "12",
            "met": "Fewer than 5",
            "satisfaction": "4.0",
        }
    ]
    assert len(ids) == 6


def test_a_later_answer_changes_no_score_that_was_published(
    house, session, make, programmes, scene
):
    with at(NOVEMBER):
        matched(make, programmes, scene, enrol(make, programmes, scene, 6), make.member("Wanda"))
    scores = {"now": 5}
    counts = Counts(satisfaction=lambda _session, asked: dict.fromkeys(asked, scores["now"]))
    with at(DECEMBER):
        publish(house, counts)
    scores["now"] = 1
    with at(JANUARY):
        publish(house, counts)

    assert [one["satisfaction"] for one in said(house, session, scene)] == ["5.0", "5.0"]


def test_few_who_are_not_matched_are_not_told_from_the_rest(
    house, session, make, programmes, scene
):
    with at(NOVEMBER):
        people = enrol(make, programmes, scene, 8)
        matched(make, programmes, scene, people[:6], make.member("Wanda"))
    with at(DECEMBER):
        publish(house)

    # Nine less seven would be two.
    (only,) = said(house, session, scene)
    assert (only["enrolled"], only["matched"]) == ("9", "Fewer than 5")


def test_it_is_for_coordinators_alone(web, scene, amina, stella, olga, dana, programmes):
    programmes.enrolled(scene, amina)

    assert web.as_(amina).get(REPORT).status_code == 403
    for who in (stella, olga, dana):
        assert web.as_(who).get(REPORT).status_code == 404


def test_the_sweep_makes_it(house, session, make, programmes, scene):
    from app import chores

    with at(NOVEMBER):
        enrol(make, programmes, scene, 5)
    with at(DECEMBER):
        chores.sweep(house)

    assert [one["enrolled"] for one in said(house, session, scene)] == ["5"]
