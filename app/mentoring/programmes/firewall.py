"""What an organisation sees of whoever enrols, declared once.

A coordinator's page of a cohort shows what `card` makes of an enrolment, field by field, and
has nothing else in hand. The member's page *What your employer or school sees* shows the same
fields with what they hold of her. So a field that is added here is on both, or on neither.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from app.core.languages import Sentence, phrases
from app.mentoring.matching.words import LANGUAGES, TIMES, TOPICS
from app.mentoring.programmes import asking
from app.mentoring.programmes.gathering import Enrolled
from app.mentoring.programmes.models import Question
from app.people.members.queries import tone_of


@dataclass(frozen=True)
class Field:
    """What is shown of an enrolment; `read` gives nothing where there is nothing to show."""

    key: str
    label: str
    read: Callable[[Enrolled], Sequence[str]]


PARTS = phrases(
    {"mentor": "As a mentor", "mentee": "As a mentee", "both": "As a mentor and as a mentee"}
)


def _given(words: str) -> Sequence[str]:
    return (words,) if words else ()


def _places(one: Enrolled) -> Sequence[str]:
    return (str(one.told.places),) if one.told.part.mentors else ()


SEEN: tuple[Field, ...] = (
    Field("name", Sentence("Name"), lambda one: [one.member.name]),
    Field("handle", Sentence("Handle"), lambda one: [f"@{one.member.handle}"]),
    Field("part", Sentence("Takes part"), lambda one: [PARTS[one.told.part]]),
    Field("topics", Sentence("Topics"), lambda one: [TOPICS[key] for key in one.told.topics]),
    Field("times", Sentence("Times"), lambda one: [TIMES[key] for key in one.told.times]),
    Field(
        "languages",
        Sentence("Languages"),
        lambda one: [LANGUAGES[key] for key in one.told.languages],
    ),
    Field("zone", Sentence("Time zone"), lambda one: _given(one.told.zone.replace("_", " "))),
    Field("places", Sentence("Mentees at most"), _places),
    Field("team", Sentence("Team"), lambda one: _given(one.told.team)),
)
# The one thing that she herself sends there; see `confiding.py`.
TOLD = Sentence(
    "What you yourself choose to tell the programme’s team when you feel uncertain about something:"
    " your name, whom you are matched with, the day, and those words"
)
# What its pages say of a match, beside the names of the two.
OF_A_MATCH = (
    Sentence("With whom you are matched, or that nobody was found"),
    Sentence(
        "How many points speak for a match, and for what: topics, times, languages and clocks "
        "by name"
    ),
    Sentence("That a background counted in a match, never which one, and not whose"),
    Sentence("Your check-ins, only while both of you let a coordinator read them"),
    TOLD,
)
# What is asked or kept here and shown to nobody there.
UNSEEN = (
    Sentence("Who your manager is: it is compared, and never shown"),
    Sentence("Your backgrounds: not which, and not that you gave any"),
    Sentence("Whom you have blocked, or who has blocked you"),
    Sentence("Your goals, your meetings, your notes, and what you say in feedback"),
    Sentence("Your messages"),
    Sentence(
        "Anything that you write in circles, with or without your name, beyond what every reader "
        "sees"
    ),
)


@dataclass(frozen=True)
class Shown:
    label: str
    words: Sequence[str]


@dataclass(frozen=True)
class Card:
    """An enrolment as a coordinator sees it. `number` is its own, not the member's."""

    number: int
    name: str
    handle: str
    seen: tuple[Shown, ...]

    @property
    def initial(self) -> str:
        return self.name[:1].upper()

    @property
    def tone(self) -> str:
        return tone_of(self.handle)


def card(one: Enrolled, questions: Sequence[Question]) -> Card:
    return Card(one.number, one.member.name, one.member.handle, tuple(_shown(one, questions)))


def _shown(one: Enrolled, questions: Sequence[Question]) -> Iterator[Shown]:
    for field in SEEN:
        words = field.read(one)
        if words:
            yield Shown(field.label, words)
    for question in questions:
        if asking.asked(question, one.told.part):
            answer = asking.said(question, one.told.answers.get(question.id, ""))
            yield Shown(question.words, _given(answer) or ("–",))
