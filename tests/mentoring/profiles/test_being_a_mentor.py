"""Being a mentor: saying what one offers, pausing, stopping."""

import pytest
from sqlalchemy import func, select

from app.mentoring.profiles.models import MentorProfile
from app.mentoring.requests.models import State
from app.people.members.models import HiddenProfile, Member, Standing
from app.people.safety import sanctions
from app.people.safety.models import Sanction
from app.people.safety.sanctions import FOR_EVER
from tests import dump
from tests.mentoring.making import PROFILE, asks, mentor, paired, row


def test_she_becomes_a_mentor_and_is_found(web, make, amina, stella):
    page = web.as_(amina).get("/mentoring/profile")
    answer = web.post("/mentoring/profile", **PROFILE)

    assert "Become a mentor" in page.text
    assert answer.headers["location"] == "/mentoring?said=mentor-begun"
    listed = web.as_(stella).get("/mentors").text
    assert "Leads a team. 14 years in." in listed
    shown = web.get("/mentors/amina").text
    for words in ("I was promoted before", "war room", "By voice", "Self-doubt", "English"):
        assert words in shown, words
    assert "2 of 2 places open" in shown
    assert make.session.get(Member, amina.id, populate_existing=True).time_zone == "Europe/London"


def test_what_she_said_stands_in_the_form_when_she_mends_it(web, make, amina, stella):
    web.as_(amina).post("/mentoring/profile", **PROFILE, known=["racism.mentees-counts"])

    page = web.get("/mentoring/profile")
    answer = web.post("/mentoring/profile", **PROFILE | {"headline": "Another line"})

    for part in ('value="self-doubt" checked', 'value="racism.mentees-counts" selected'):
        assert part in " ".join(page.text.split()), part
    assert answer.headers["location"] == "/mentoring?said=mentor-saved"
    assert "Another line" in web.as_(stella).get("/mentors").text


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("headline", "", "Please fill this in."),
        ("headline", "x" * 81, "Make it 80 at most."),
        ("about", " ", "Please fill this in."),
        ("topics", [], "Choose at least one."),
        ("topics", ["self-doubt", "nonsense"], "Please choose one of these."),
        (
            "topics",
            [*["self-doubt", "first-lead", "money", "promotion", "returning", "caring", "study"]],
            "6 at",
        ),
        ("times", [], "Choose at least one."),
        ("languages", ["", "", ""], "Choose at least one."),
        ("languages", ["tlh"], "Please choose one of these."),
        ("capacity", "0", "Please say a whole number from 1 to 8."),
        ("capacity", "9", "Please say a whole number from 1 to 8."),
        ("capacity", "many", "Please say a whole number from 1 to 8."),
        ("time_zone", "Mars/Olympus", "Please choose one of these."),
        ("known", ["racism.everyone"], "Please choose one of these."),
        ("known", ["shoes.all"], "Please choose one of these."),
    ],
)
def test_what_does_not_fit_is_said_and_what_she_typed_is_kept(web, make, amina, field, value, told):
    answer = web.as_(amina).post("/mentoring/profile", **PROFILE | {field: value})

    assert answer.status_code == 422
    assert told in answer.text
    assert "Two of them in a war room." in answer.text
    assert make.session.scalar(select(func.count()).select_from(MentorProfile)) == 0


def test_paused_she_is_in_no_list_and_takes_nobody_and_can_take_it_back(web, make, amina, stella):
    mentor(make, amina)
    page = web.as_(amina).get("/mentoring/profile")

    paused = web.send(page, "/mentoring/profile/pause", on="yes")

    assert paused.headers["location"] == "/mentoring?said=mentor-paused"
    assert "Amina" not in web.as_(stella).get("/mentors").text
    for path in ("/mentors/amina", "/mentors/amina/ask"):
        assert "She takes no requests at the moment." in web.get(path).text
    web.as_(amina).post("/mentoring/profile/pause", on="no")
    assert "Amina" in web.as_(stella).get("/mentors").text


def test_stopping_destroys_what_she_wrote_and_ends_what_waits_without_a_refusal(
    web, make, session, amina, bea, stella
):
    mentor(make, amina, capacity=1)
    paired(make, amina, stella)
    waits = asks(make, bea, amina)

    stopped = web.as_(amina).post("/mentoring/profile/stop")

    assert stopped.headers["location"] == "/mentoring?said=mentor-stopped"
    assert web.get("/mentors/amina").status_code == 404
    assert dump.holding(session, "Leads a team.") == []
    assert row(make, waits).state is State.NO_CAPACITY
    seen = web.as_(bea).get("/mentoring").text
    assert "There was no place" in seen
    assert "stella" not in seen
    assert "You are her mentor" in web.as_(amina).get("/mentoring").text
    web.post("/mentoring/profile", **PROFILE)
    assert web.get("/mentors/amina").status_code == 200


def test_who_is_no_mentor_has_nothing_to_pause_or_stop(web, amina):
    web.as_(amina)

    assert web.post("/mentoring/profile/pause", on="yes").status_code == 404
    assert web.post("/mentoring/profile/stop").status_code == 404


@pytest.mark.parametrize("standing", [Standing.SUSPENDED, Standing.CLOSED, Standing.UNVERIFIED])
def test_who_is_away_is_found_nowhere(web, make, session, amina, stella, standing):
    mentor(make, amina)
    session.merge(amina).standing = standing
    session.commit()

    assert "Amina" not in web.as_(stella).get("/mentors").text
    assert web.get("/mentors/amina").status_code == 404


def test_whom_moderators_have_paused_is_found_nowhere(web, make, amina, stella):
    mentor(make, amina)
    with make.house.database.changing() as deed:
        sanctions.on_member(deed, amina.id, Sanction.PAUSE, FOR_EVER, 1)

    assert "Amina" not in web.as_(stella).get("/mentors").text
    assert web.get("/mentors/amina").status_code == 404


def test_a_hidden_profile_hides_the_mentor(web, make, amina, stella):
    mentor(make, amina)
    make.saved(HiddenProfile(member_id=amina.id, name="Amina", pronouns="", bio=""))

    assert "Leads a team" not in web.as_(stella).get("/mentors").text
    assert web.get("/mentors/amina").status_code == 404


def test_her_page_says_where_it_can_be_reported(web, make, amina, stella):
    mentor(make, amina)

    assert "/report/profile/amina" in web.as_(stella).get("/mentors/amina").text
    assert "/report/profile/amina" not in web.as_(amina).get("/mentors/amina").text


def test_a_visitor_is_asked_to_sign_in(web, make, amina):
    mentor(make, amina)
    web.visitor()

    for path in ("/mentoring", "/mentors", "/mentors/amina", "/mentoring/profile"):
        assert web.get(path).headers["location"].startswith("/sign-in?next="), path
    assert web.post("/mentoring/profile", **PROFILE).status_code == 403
