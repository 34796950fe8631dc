"""A coordinator opens a programme, changes it, and asks questions in it."""

import pytest
from sqlalchemy import select

from app.core.keys import base32
from app.mentoring.programmes.models import Cohort, Kind, Programme, Question, State
from app.mentoring.programmes.queries import hers_and_open
from tests.house.programmes import PLAN

NEW = "/o/acme/programmes/new"
QUESTIONS = "/programmes/first-steps/questions"
QUESTION = {
    "words": "Tea or coffee?",
    "kind": "choice",
    "asked_of": "both",
    "options": "Tea\nCoffee",
}


def found(session, slug="second-steps"):
    session.rollback()
    return session.scalars(select(Programme).filter_by(slug=slug)).one_or_none()


def test_a_coordinator_opens_a_programme_with_its_first_cohort(web, session, acme, carla):
    page = web.as_(carla).get("/o/acme")
    assert NEW in page.text

    answer = web.send(web.get(NEW), NEW, **PLAN, slug="second-steps")

    assert "The programme is there" in web.follow(answer).text
    made = found(session)
    assert (made.state, made.most, made.hours) == (State.OPEN, 2, None)
    assert session.query(Cohort).filter_by(programme_id=made.id).count() == 1


def test_the_same_form_sent_twice_opens_one(web, session, acme, carla):
    for _ in "12":
        web.as_(carla).post(NEW, **PLAN, slug="second-steps", form_nonce="x")

    assert session.query(Programme).count() == 1


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"closes": "2025-01-01"}, "Enrolment ends before it begins"),
        ({"begins": "2025-01-01"}, "It begins before anybody can enrol"),
        ({"ends": "2026-01-01"}, "It ends before it begins"),
        ({"opens": "soon"}, "This doesn’t fit here"),
        ({"most": "9"}, "Please say a whole number from 1 to 8."),
        ({"hours": "5"}, "Please choose one of these"),
        ({"name": ""}, "Please fill this in"),
        ({"slug": "first-steps"}, "Another programme has this address"),
    ],
)
def test_what_does_not_fit_is_said_and_the_rest_kept(web, session, programme, carla, typed, why):
    said = PLAN | {"slug": "second-steps", "about": "For the second of us"} | typed

    answer = web.as_(carla).post(NEW, **said)

    assert answer.status_code == 422
    assert why in answer.text
    assert "For the second of us" in answer.text
    assert found(session) is None


def test_she_changes_it(web, session, programme, carla):
    form = web.as_(carla).get("/programmes/first-steps/edit")

    answer = web.send(form, "/programmes/first-steps/edit", name="Other steps", hours="3")

    assert "Other steps" in web.follow(answer).text
    assert (found(session, "first-steps").hours, found(session, "first-steps").most) == (3, 1)


def test_what_is_on_the_form_is_what_stands(web, session, programme, carla):
    """Sent as it is shown, it changes nothing."""
    before = {c.name: getattr(programme, c.name) for c in Programme.__table__.columns}

    form = web.as_(carla).get("/programmes/first-steps/edit")
    assert web.send(form, "/programmes/first-steps/edit").status_code == 303

    after = found(session, "first-steps")
    assert {name: getattr(after, name) for name in before} == before


def test_nobody_else_opens_or_changes_one(web, session, programme, amina, dana, olga, stella):
    for who in (amina, olga, dana, stella):
        assert web.as_(who).get(NEW).status_code == 403
        assert web.post(NEW, **PLAN, slug="second-steps").status_code == 403
    for who, code in ((amina, 403), (olga, 404), (dana, 404), (stella, 404)):
        assert web.as_(who).post("/programmes/first-steps/edit", **PLAN).status_code == code
        assert web.post(QUESTIONS, **QUESTION).status_code == code
    assert found(session) is None
    assert found(session, "first-steps").name == "First steps"


def test_she_asks_a_question_and_takes_it_back(web, session, programme, carla, amina):
    asked = web.follow(web.as_(carla).send(web.get(QUESTIONS), QUESTIONS, **QUESTION))
    assert "Tea · Coffee" in asked.text
    (question,) = session.scalars(select(Question)).all()
    assert question.kind is Kind.CHOICE
    assert "Tea or coffee?" in web.as_(amina).get("/programmes/first-steps/enrol").text

    page = web.as_(carla).get(QUESTIONS)
    action = next(a for a in page.text.split('"') if a.endswith("/delete"))
    assert "asked no more" in web.follow(web.send(page, action)).text
    session.rollback()
    assert session.scalars(select(Question)).all() == []


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"options": "Tea"}, "Give 2 to 12 answers"),
        ({"options": "Tea\nTea"}, "Give 2 to 12 answers"),
        ({"options": f"Tea\n{'x' * 101}"}, "Keep each answer to 100 characters"),
        ({"kind": "text", "counts": "on"}, "Only a choice that is asked of both"),
        ({"asked_of": "mentors", "counts": "on"}, "Only a choice that is asked of both"),
        ({"kind": "essay"}, "Please choose one of these"),
        ({"words": ""}, "Please fill this in"),
    ],
)
def test_a_question_nobody_could_answer_is_refused(web, session, programme, carla, typed, why):
    answer = web.as_(carla).post(QUESTIONS, **QUESTION | typed)

    assert answer.status_code == 422
    assert why in answer.text
    assert session.scalars(select(Question)).all() == []


def test_a_programme_has_twelve_questions_at_most(web, programmes, programme, carla):
    for n in range(12):
        programmes.question(programme, f"Question {n}?", n=n)

    answer = web.as_(carla).post(QUESTIONS, **QUESTION)

    assert answer.status_code == 422
    assert "12 questions at most" in answer.text


def test_a_question_of_another_programme_is_not_taken_back(
    web, session, programmes, acme, programme, carla
):
    other = programmes.programme(acme, "other-steps")
    question = programmes.question(other)

    path = f"{QUESTIONS}/{base32(question.id)}/delete"

    assert web.as_(carla).post(path).status_code == 404


def test_the_hub_knows_what_is_hers_and_what_is_open(
    make, programmes, programme, amina, bea, carla, stella
):
    programmes.enrolled(programme, amina)

    def cards(member):
        with make._as(member) as (deed, viewer):
            return [
                [(card.slug, card.enrolled, card.coordinates) for card in some]
                for some in hers_and_open(deed, viewer)
            ]

    assert cards(amina) == [[("first-steps", True, False)], []]
    assert cards(carla) == [[("first-steps", False, True)], []]
    assert cards(bea) == [[], [("first-steps", False, False)]]
    assert cards(stella) == [[], []]


def test_the_same_question_is_not_asked_twice(web, session, programme, carla):
    web.as_(carla).post(QUESTIONS, **QUESTION)

    answer = web.post(QUESTIONS, **QUESTION | {"words": " tea or  COFFEE? "})

    assert answer.status_code == 422
    assert 'href="#words"' in answer.text
    assert "The programme asks this already" in answer.text
    assert len(session.scalars(select(Question)).all()) == 1


def test_what_people_are_in_is_no_draft_any_more(web, session, programmes, programme, carla, amina):
    programmes.enrolled(programme, amina)

    answer = web.as_(carla).post("/programmes/first-steps/edit", **PLAN | {"state": "draft"})
    closed = web.post("/programmes/first-steps/edit", **PLAN | {"state": "closed"})

    assert answer.status_code == 422
    assert "can’t be a draft any more. You can close it." in answer.text
    assert closed.status_code == 303
    assert web.as_(amina).get("/programmes/first-steps").status_code == 200
