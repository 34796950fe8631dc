"""Asking a mentor, and what the two sides of a request do with it."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Body, Query
from pydantic import Field, StringConstraints

from app.core import text
from app.core.errors import Invalid
from app.core.languages import Sentence
from app.mentoring.mentorships import queries as mentorships
from app.mentoring.mentorships.models import State as MentorshipState
from app.mentoring.requests import lists, queries
from app.mentoring.requests.models import State
from app.mentoring.requests.queries import Line, Shown
from app.people.house import House
from app.people.members import queries as members
from app.people.viewer import Viewer
from app.web.api import writing
from app.web.api.kit.asking import Doer, Nonce, Reader, Writer
from app.web.api.kit.models import Answer, InAddress, Listed, Number, Sent, Word
from app.web.api.kit.route import Endpoint
from app.web.api.shown import Author
from app.web.kit.asking import InTransaction, ThisHouse
from app.web.mentoring.requests import (
    AskForm,
    Lines,
    ReplyForm,
    TurnForm,
    asked,
    replied,
    turned,
)

router = APIRouter(route_class=Endpoint, tags=["mentoring"])

AT = "/api/v1/mentoring/requests/{request_id:number}"


class RequestSide(StrEnum):
    """By her, or to her as a mentor."""

    BY_ME = "by-me"
    TO_ME = "to-me"


class Wanted(Sent):
    side: RequestSide = RequestSide.BY_ME


class NewRequest(Sent):
    """`note` says what it is about, `goal` what she would like to get to. Asked `anonymous`, the
    mentor learns a pseudonym, until she who asks says who she is."""

    note: Annotated[text.Body, StringConstraints(max_length=2000)]
    goal: Annotated[text.Body, StringConstraints(max_length=500)]
    anonymous: Annotated[
        bool,
        Field(
            description="To be said in any case: nobody is to stand under "
            "her name by what a program has forgotten."
        ),
    ]


class MentorsTurn(StrEnum):
    """Accept her; ask more; say yes, if she says who she is; decline, for want of a place or since
    somebody else can help better."""

    ACCEPT = "accept"
    MORE = "more"
    OFFER = "offer"
    NO_ROOM = "no-room"
    NOT_MINE = "not-mine"


class MentorsReply(Sent):
    """`more` needs a `question`; who declines may say it in `words` of her own."""

    turn: MentorsTurn
    question: Lines = ""
    words: Lines = ""


DECLINES = {MentorsTurn.NO_ROOM, MentorsTurn.NOT_MINE}
NOBODY_READS = Sentence("Only who declines can say something with it. Nobody would read this.")


class AskersTurn(StrEnum):
    """Answer what the mentor asked; say who she is, which can’t be taken back; withdraw it."""

    ANSWER = "answer"
    LIFT = "lift"
    WITHDRAW = "withdraw"


class AskersReply(Sent):
    turn: AskersTurn
    answer: Lines = ""


class RequestLine(Answer):
    """A request for mentoring. `other` is the mentor, or whoever asks; where it is not `named`,
    whoever asks does so under a pseudonym."""

    id: Number
    other: Author
    named: bool
    state: State
    day: date
    over: date | None

    @classmethod
    def of(cls, line: Line) -> "RequestLine":
        names = ("id", "named", "state", "day", "over")
        said = {name: getattr(line, name) for name in names}
        return cls(**said, other=Author.of(line.who))


class RequestTurn(Answer):
    """Her place in the mentor’s line of this length. In about so many `weeks` it may be hers, if
    that can be known."""

    place: int
    length: int
    weeks: int | None


class MentoringRequest(RequestLine):
    """A request with what was said in it. `places` are those that the mentor has open, `turn` is
    known while none is; `pseudonym` is that of whoever asks without her name."""

    is_mentor: bool
    note: str
    goal: str
    question: str
    answer: str
    closing: str
    pseudonym: str
    places: int
    turn: RequestTurn | None
    mentorship: Number | None


class MentorshipInList(Answer):
    """A mentorship of hers, and whether she is the mentor in it."""

    id: Number
    other: Author
    is_mentor: bool
    state: MentorshipState
    began: date
    over: date | None


@router.post("/api/v1/mentors/{handle:slug}/requests", name="api_ask_mentor", status_code=201)
def ask(
    handle: Word,
    said: Annotated[NewRequest, Body()],
    session: InTransaction,
    viewer: Writer,
    house: ThisHouse,
    nonce: Nonce = "",
) -> MentoringRequest:
    """Ask her to be one’s mentor, or to stand on her waiting list."""
    form = writing.form(AskForm, said, nonce)
    made = asked(session, viewer, house, members.by_handle(session, handle), form.data)
    return _one(session, viewer, house, made.id)


@router.get("/api/v1/mentoring/requests", name="api_mentoring_requests")
def index(
    wanted: Annotated[Wanted, Query()], session: InTransaction, viewer: Reader
) -> Listed[RequestLine]:
    """Hers that are open and for a month those that are over, also those without her name; or those
    to her that are open, in the order of her line. In one stretch."""
    found = lists.to_her if wanted.side is RequestSide.TO_ME else lists.by_her
    return Listed[RequestLine](data=[RequestLine.of(line) for line in found(session, viewer)])


@router.get(AT, name="api_mentoring_request")
def one(
    request_id: InAddress, session: InTransaction, viewer: Reader, house: ThisHouse
) -> MentoringRequest:
    """For its two sides alone."""
    return _one(session, viewer, house, request_id)


@router.put(f"{AT}/reply", name="api_reply_request")
def reply(
    request_id: InAddress,
    said: Annotated[MentorsReply, Body()],
    session: InTransaction,
    viewer: Doer,
    house: ThisHouse,
) -> MentoringRequest:
    """What the mentor says to it. What she has done already is done."""
    if said.words and said.turn not in DECLINES:
        raise Invalid("words", NOBODY_READS)
    form = writing.form(ReplyForm, said, "")
    replied(session, viewer, house, request_id, form.data)
    return _one(session, viewer, house, request_id)


@router.put(f"{AT}/turn", name="api_turn_request")
def turn(
    request_id: InAddress,
    said: Annotated[AskersReply, Body()],
    session: InTransaction,
    viewer: Doer,
    house: ThisHouse,
) -> MentoringRequest:
    """What whoever asked does with it. What she has done already is done."""
    form = writing.form(TurnForm, said, "")
    turned(session, viewer, house, request_id, form.data)
    return _one(session, viewer, house, request_id)


@router.get("/api/v1/mentorships", name="api_mentorships")
def hers(session: InTransaction, viewer: Reader) -> Listed[MentorshipInList]:
    """Those that go on, then those that are over, in one stretch."""
    names = ("id", "is_mentor", "state", "began", "over")
    data = [
        MentorshipInList(other=Author.of(one.other), **{name: getattr(one, name) for name in names})
        for one in mentorships.hers(session, viewer)
    ]
    return Listed[MentorshipInList](data=data)


def _one(session: InTransaction, viewer: Viewer, house: House, request_id: int) -> MentoringRequest:
    session.flush()
    shown = queries.shown(session, house.ring, viewer, request_id)
    names = ("note", "goal", "question", "answer", "closing")
    return MentoringRequest(
        **dict(RequestLine.of(shown.line)),
        **{name: getattr(shown.said, name) for name in names},
        is_mentor=shown.is_mentor,
        pseudonym=shown.pseudonym,
        places=shown.places.open,
        turn=_turn(shown),
        mentorship=shown.mentorship_id,
    )


def _turn(shown: Shown) -> RequestTurn | None:
    turn = shown.turn
    return RequestTurn(place=turn.place, length=turn.length, weeks=turn.weeks) if turn else None
