"""Messages between two members: her conversations, one of them, and writing."""

from typing import Annotated, Literal

from fastapi import APIRouter, Body, Query
from pydantic import Field

from app.community.messages import policy, queries, writing
from app.community.messages.contents import State
from app.community.messages.queries import Line, MessageCard
from app.community.messages.writing import Draft
from app.core import text
from app.people.members import queries as members
from app.web import correspondence
from app.web.api.kit.asking import Doer, Nonce, Reader, Writer
from app.web.api.kit.models import (
    Answer,
    InAddress,
    Listed,
    Moment,
    Number,
    Onward,
    ReadUpTo,
    Sent,
    Word,
)
from app.web.api.kit.route import Endpoint
from app.web.api.shown import Author
from app.web.community.messages import page_of
from app.web.kit.addresses import number_in
from app.web.kit.asking import InTransaction, ThisHouse

router = APIRouter(route_class=Endpoint, tags=["messages"])

AT = "/api/v1/messages/{conversation_id:number}"


class Wanted(Onward):
    """Her open conversations, what asks to become one, or those that she has ended."""

    show: Literal["open", "requests", "ended"] = "open"


class Conversation(Answer):
    """`new` counts messages that she has not read; one that `waits` is a request of hers."""

    id: Number
    other: Author
    at: Moment
    new: int
    waits: bool


class Message(Answer):
    """One message. `html` is empty where `state` says that its words are not shown."""

    number: int
    mine: bool
    html: str
    state: State
    at: Moment
    new: bool


class Words(Sent):
    body: Annotated[text.Body, Field(description="Markdown.")]


class Written(Answer):
    """Where the message stands."""

    conversation: Number
    number: int


@router.get("/api/v1/messages", name="api_messages")
def index(
    asked: Annotated[Wanted, Query()], session: InTransaction, viewer: Reader, house: ThisHouse
) -> Listed[Conversation]:
    """Those with something new first, then by the latest message."""
    found = queries.lists(session, house.ring, viewer, correspondence.read(house, session, viewer))
    lines, older = page_of(getattr(found, asked.show), asked.after)
    return Listed[Conversation](data=[_line(one) for one in lines], next=older or None)


@router.get(AT, name="api_conversation")
def one(
    conversation_id: InAddress,
    asked: Annotated[Onward, Query()],
    session: InTransaction,
    viewer: Reader,
    house: ThisHouse,
) -> Listed[Message]:
    """The newest thirty, the oldest of them first; `next` leads to those before. Asking for them
    notes nothing."""
    talk = queries.talk(session, house.ring, viewer, conversation_id)
    read = correspondence.read(house, session, viewer).get(talk.id, 0)
    place = number_in(asked.after)
    cards, older = queries.messages(session, house.ring, talk, before=place, read=read)
    following = str(cards[0].n) if older else None
    return Listed[Message](data=[_message(card) for card in cards], next=following)


@router.post(AT, name="api_write_message", status_code=201)
def write(
    conversation_id: InAddress,
    said: Annotated[Words, Body()],
    session: InTransaction,
    viewer: Writer,
    house: ThisHouse,
    nonce: Nonce = "",
) -> Written:
    talk = queries.talk(session, house.ring, viewer, conversation_id)
    draft, begins = Draft(said.body, nonce), policy.begins_anew(talk.course)
    correspondence.count(house, session, viewer, draft, begins=begins)
    here, n = writing.write(session, house.ring, viewer, talk.other, draft)
    return Written(conversation=here, number=n)


@router.put(f"{AT}/read", name="api_read_messages", status_code=204)
def read(
    conversation_id: InAddress,
    said: Annotated[ReadUpTo, Body()],
    session: InTransaction,
    viewer: Doer,
    house: ThisHouse,
) -> None:
    talk = queries.talk(session, house.ring, viewer, conversation_id)
    correspondence.saw(house, viewer, talk.id, min(said.number, talk.course.n))


@router.post("/api/v1/members/{handle:slug}/messages", name="api_message_member", status_code=201)
def send_first(
    handle: Word,
    said: Annotated[Words, Body()],
    session: InTransaction,
    viewer: Writer,
    house: ThisHouse,
    nonce: Nonce = "",
) -> Written:
    """A message, or a request that waits, as she has chosen to whom it goes."""
    member = members.by_handle(session, handle)
    draft = Draft(said.body, nonce)
    correspondence.count(house, session, viewer, draft, begins=True)
    here, n = writing.write(session, house.ring, viewer, member.id, draft)
    return Written(conversation=here, number=n)


def _line(one: Line) -> Conversation:
    return Conversation(
        id=one.id, other=Author.of(one.other), at=one.at, new=one.new, waits=one.waits
    )


def _message(card: MessageCard) -> Message:
    said = card.said
    return Message(
        number=card.n, mine=card.mine, html=said.html, state=said.state, at=said.at, new=card.new
    )
