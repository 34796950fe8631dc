"""Enrolling in a programme: its own questions stand among those that all programmes ask."""

from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import AfterValidator, BeforeValidator, StringConstraints, create_model
from starlette.responses import Response

from app.core import text
from app.mentoring.matching.words import BACKGROUNDS, LANGUAGES, TIMES, TOPICS
from app.mentoring.programmes import asking, enrolling, queries
from app.mentoring.programmes.contents import Part, Told
from app.mentoring.programmes.models import Question
from app.mentoring.programmes.queries import Found
from app.people.members import queries as members
from app.web.kit import forms, zones
from app.web.kit.asking import InTransaction, SignedIn, ThisHouse, ThisVisit
from app.web.kit.forms import Filled, Form, Pressed
from app.web.kit.page import Page, PageMaker
from app.web.kit.route import OneHop
from app.web.mentoring.programmes import TICK

router = APIRouter(route_class=OneHop)

ANSWER_LENGTH = 300


def _one_of(words: Mapping[str, str]) -> Callable[[str], str]:
    def check(key: str) -> str:
        if key not in words:
            raise ValueError("Please choose one of these.")
        return key

    return check


Topic = Annotated[str, AfterValidator(_one_of(TOPICS))]
Time = Annotated[str, AfterValidator(_one_of(TIMES))]
Language = Annotated[str, AfterValidator(_one_of(LANGUAGES))]
Background = Annotated[str, AfterValidator(_one_of(BACKGROUNDS))]
Team = Annotated[text.ShortLine, StringConstraints(max_length=80)]
Manager = Annotated[
    str, StringConstraints(strip_whitespace=True, to_lower=True, pattern="^@?[A-Za-z0-9-]*$",
                           max_length=31)
]  # fmt: skip
Answer = Annotated[text.ShortLine, StringConstraints(max_length=ANSWER_LENGTH)]


class EnrolForm(Form):
    part: Part
    topics: tuple[Topic, ...] = ()
    times: tuple[Time, ...] = ()
    languages: tuple[Language, ...] = ()
    zone: zones.TimeZone = ""
    places: Annotated[int, BeforeValidator(lambda typed: typed or 1)] = 1
    team: Team = ""
    manager: Manager = ""
    backgrounds: tuple[Background, ...] = ()
    matching: TICK = ""
    counted: TICK = ""

    def told(self, questions: Sequence[Question]) -> Told:
        given = {q.id: str(getattr(self, asking.field(q.id))) for q in questions}
        return Told(
            self.part,
            self.topics,
            self.times,
            self.languages,
            self.zone,
            self.places,
            self.team,
            self.manager.removeprefix("@"),
            self.backgrounds,
            matching=self.matching == "on",
            counted=self.counted == "on",
            answers=given,
        )


@router.get("/programmes/{programme:slug}/enrol", name="enrol")
def ask(
    programme: str, session: InTransaction, viewer: SignedIn, house: ThisHouse, page: Page
) -> Response:
    found = queries.find(session, viewer, programme)
    enrolling.require_open(viewer, found)
    if found.enrolment:
        present = _typed(queries.told(house.ring, found.enrolment))
    else:
        present = {"zone": members.profile(session, viewer.id).time_zone, "places": "1"}
    return _form(session, page, found, Filled(present))


@router.post("/programmes/{programme:slug}/enrol", name="enrol")
def enrol(
    programme: str, session: InTransaction, viewer: SignedIn, visit: ThisVisit, page: Page
) -> Response:
    found = queries.find(session, viewer, programme, lock=True)
    enrolling.require_open(viewer, found)
    questions = queries.questions(session, found.row.id)
    form = forms.read(_model(questions), visit.typed)
    with form.checking():
        told = form.data.told(questions)
        enrolling.enrol(session, visit.house.ring, viewer, found, told)
        return page.go("programme", programme=programme, said="enrolled")
    return _form(session, page, found, form)


@router.post("/programmes/{programme:slug}/withdraw", name="withdraw")
def withdraw(
    programme: str, _form: Pressed, session: InTransaction, viewer: SignedIn, page: Page
) -> Response:
    found = queries.find(session, viewer, programme, lock=True)
    enrolling.withdraw(session, found)
    if found.is_found_by_others:
        return page.go("programme", programme=programme, said="withdrawn")
    return page.go("home", said="withdrawn")


def _model(questions: Sequence[Question]) -> type[EnrolForm]:
    """With a field for each question of the programme."""
    own: dict[str, Any] = {}
    for question in questions:
        choices = asking.choices(question)
        kind = Annotated[str, AfterValidator(_one_of(dict.fromkeys(["", *choices], "")))]
        own[asking.field(question.id)] = (kind if choices else Answer, "")
    return create_model("Enrolling", __base__=EnrolForm, **own)


def _choices(question: Question) -> list[tuple[str, str]]:
    """Each as it is sent, which is the same in every language, and as it is shown."""
    return [(str(one), one) for one in asking.choices(question)]


def _typed(told: Told) -> dict[str, Any]:
    said: dict[str, Any] = {**vars(told), "part": told.part.value}
    del said["answers"]
    ticks = {name: "on" if getattr(told, name) else "" for name in ("matching", "counted")}
    answers = {asking.field(n): words for n, words in told.answers.items()}
    return said | ticks | answers


def _form(session: InTransaction, page: PageMaker, found: Found, form: Filled[Any]) -> Response:
    asked = queries.questions(session, found.row.id)
    return page.show(
        "mentoring/programmes/enrol.html",
        status=422 if form.errors else 200,
        found=found,
        form=form,
        asked=[(one, asking.field(one.id), _choices(one)) for one in asked],
        topics=TOPICS,
        times=TIMES,
        languages=LANGUAGES,
        backgrounds=BACKGROUNDS,
        time_zones=zones.names(),
        own={asking.field(one.id): one.words for one in asked},
    )
