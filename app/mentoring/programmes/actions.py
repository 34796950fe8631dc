"""What a coordinator does before anybody enrols: open a programme, plan it, ask questions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from app.core.errors import Invalid, NotAllowed, NotFound
from app.core.languages import Sentence
from app.core.verdict import require
from app.mentoring.programmes import policy, queries
from app.mentoring.programmes.models import (
    AskedOf,
    Cohort,
    Kind,
    OpenTo,
    Programme,
    Question,
    Stage,
    State,
)
from app.mentoring.programmes.queries import Found
from app.people.organisations.queries import Found as Organisation

MOST_QUESTIONS = 12
OPTIONS = range(2, 13)
OPTION_LENGTH = 100
FIRST = "First cohort"


@dataclass(frozen=True)
class Plan:
    """What a programme says of itself, when it is, for whom, and the rules of its matching."""

    name: str
    about: str
    opens: date
    closes: date
    begins: date
    ends: date
    state: State
    open_to: OpenTo
    common_language: bool
    hours: int | None
    most: int


@dataclass(frozen=True)
class Wording:
    """A question; `options` are the answers to choose from, where there are any."""

    words: str
    kind: Kind
    asked_of: AskedOf
    options: Sequence[str] = ()
    required: bool = False
    counts: bool = False


def create(session: Session, organisation: Organisation, slug: str, plan: Plan) -> Programme:
    """With a first cohort. Raises NotAllowed, and Invalid on a taken address or wrong dates."""
    require(policy.may_coordinate(organisation.place))
    if queries.slug_taken(session, slug):
        raise Invalid("slug", "Another programme has this address. Please choose another.")
    _check_dates(plan)
    programme = Programme(organisation_id=organisation.row.id, slug=slug, **vars(plan))
    session.add(programme)
    session.flush()
    session.add(Cohort(programme_id=programme.id, n=1, name=FIRST))
    return programme


def change(session: Session, found: Found, plan: Plan) -> None:
    """What was found by other rules stays until the cohort is matched again. Raises NotAllowed,
    Invalid."""
    require(policy.may_coordinate(found.place))
    _check_dates(plan)
    if plan.state is State.DRAFT and queries.has_people(session, found.row.id):
        raise Invalid(
            "state", "People have enrolled, so it can’t be a draft any more. You can close it."
        )
    for name, value in vars(plan).items():
        setattr(found.row, name, value)
    session.flush()


def next_cohort(session: Session, found: Found, name: str) -> Cohort:
    """Who enrols from now on is in this one. Raises NotAllowed until the last one is confirmed."""
    require(policy.may_coordinate(found.place))
    if found.cohort.stage is not Stage.CONFIRMED:
        raise NotAllowed("Confirm the matching of this cohort before you open the next one.")
    cohort = Cohort(programme_id=found.row.id, n=found.cohort.n + 1, name=name)
    session.add(cohort)
    session.flush()
    return cohort


def ask(session: Session, found: Found, wording: Wording) -> Question:
    """Raises NotAllowed, and Invalid for a question that nobody could answer."""
    require(policy.may_coordinate(found.place))
    asked = queries.questions(session, found.row.id)
    if len(asked) >= MOST_QUESTIONS:
        raise Invalid("words", Sentence("A programme has {n} questions at most.", n=MOST_QUESTIONS))
    if wording.words.casefold() in {one.words.casefold() for one in asked}:
        raise Invalid("words", "The programme asks this already. Please word it differently.")
    options = _options(wording)
    if wording.counts and (wording.kind is Kind.TEXT or wording.asked_of is not AskedOf.BOTH):
        raise Invalid(
            "counts", "Only a choice that is asked of both can be compared, and so can count."
        )
    question = Question(
        programme_id=found.row.id,
        n=max((one.n for one in asked), default=0) + 1,
        words=wording.words,
        kind=wording.kind,
        asked_of=wording.asked_of,
        options="\n".join(options),
        required=wording.required,
        counts=wording.counts,
    )
    session.add(question)
    session.flush()
    return question


def take_back(session: Session, found: Found, question_id: int) -> None:
    """It is asked no more, and what was answered is shown no more. Raises NotFound."""
    require(policy.may_coordinate(found.place))
    question = session.get(Question, question_id)
    if question is None or question.programme_id != found.row.id:
        raise NotFound
    session.delete(question)


def _check_dates(plan: Plan) -> None:
    if plan.closes < plan.opens:
        raise Invalid("closes", "Enrolment ends before it begins. Please look at both days.")
    if plan.begins < plan.opens:
        raise Invalid("begins", "It begins before anybody can enrol. Please look at both days.")
    if plan.ends < plan.begins:
        raise Invalid("ends", "It ends before it begins. Please look at both days.")


def _options(wording: Wording) -> Sequence[str]:
    """The answers to choose from, once each. Raises Invalid where they are no choice."""
    if wording.kind is not Kind.CHOICE:
        return ()
    options = list(dict.fromkeys(one for one in wording.options if one))
    if len(options) not in OPTIONS:
        raise Invalid("options", "Give 2 to 12 answers to choose from, one a line.")
    if any(len(one) > OPTION_LENGTH for one in options):
        raise Invalid("options", Sentence("Keep each answer to {n} characters.", n=OPTION_LENGTH))
    return options
