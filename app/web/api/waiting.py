"""Posts of hers that do not stand yet: those that wait for their time, and those that a moderator
looks at first."""

from datetime import date

from fastapi import APIRouter

from app.community.threads import held, waiting
from app.community.threads.held import Held
from app.community.threads.waiting import Waiting
from app.web.api.kit.asking import Doer, Reader
from app.web.api.kit.models import Answer, InAddress, Listed, Number
from app.web.api.kit.route import Endpoint
from app.web.community.held import taken_back
from app.web.kit.asking import InTransaction, ThisHouse

router = APIRouter(route_class=Endpoint, tags=["posts"])


class Unposted(Answer):
    """A post that does not stand. `circle` is what that is called, `thread` the one it answers;
    `body` as she typed it. `refused`: it will not stand, and is kept until `kept_until`."""

    id: Number
    circle: str
    thread: Number | None
    title: str
    body: str
    content_note: str
    advice: bool
    anonymous: bool
    refused: bool
    why: str
    kept_until: date | None


@router.get("/api/v1/waiting", name="api_waiting")
def all_waiting(session: InTransaction, viewer: Reader, house: ThisHouse) -> Listed[Unposted]:
    """What she has posted without her name, to stand in some hours: at which of them, no answer
    says."""
    found = waiting.mine(session, viewer, house.ring)
    return Listed[Unposted](data=[_waiting(one) for one in found])


@router.delete("/api/v1/waiting/{waiting_id:number}", name="api_take_back_waiting")
def take_back_waiting(
    waiting_id: InAddress, session: InTransaction, viewer: Doer, house: ThisHouse
) -> Unposted:
    """It is destroyed; this answer is the last that has the words."""
    return _waiting(waiting.take_back(session, viewer, house.ring, waiting_id))


@router.get("/api/v1/held", name="api_held")
def all_held(session: InTransaction, viewer: Reader) -> Listed[Unposted]:
    """What a moderator looks at first, or has refused."""
    return Listed[Unposted](data=[_held(one) for one in held.mine(session, viewer)])


@router.delete("/api/v1/held/{held_id:number}", name="api_take_back_held")
def take_back_held(held_id: InAddress, session: InTransaction, viewer: Doer) -> Unposted:
    """It is destroyed; this answer is the last that has the words."""
    return _held(taken_back(session, viewer, held_id))


def _waiting(one: Waiting) -> Unposted:
    said = one.envelope
    return Unposted(
        id=one.id,
        circle=said.place,
        thread=None if said.title else said.thread_id,
        title=said.title,
        body=said.body,
        content_note=said.note,
        advice=said.advice,
        anonymous=True,
        refused=one.kept_until is not None,
        why=said.why,
        kept_until=one.kept_until,
    )


def _held(one: Held) -> Unposted:
    return Unposted(
        id=one.id,
        circle=one.place,
        thread=None if one.opens else one.thread_id,
        title=one.title,
        body=one.body,
        content_note=one.content_note,
        advice=one.advice,
        anonymous=one.anonymous,
        refused=one.kept_until is not None,
        why="",
        kept_until=one.kept_until,
    )
