"""What she would rather not read: muting whoever wrote a post, a thread, a circle and words."""

from typing import Annotated

from fastapi import APIRouter, Body

from app.community.threads import queries as threads
from app.people import blocking
from app.people.circles import queries as circles
from app.web.api.kit.asking import Doer, Reader, Writer
from app.web.api.kit.models import Answer, InAddress, Number, Sent, Word
from app.web.api.kit.route import Endpoint
from app.web.kit.asking import InTransaction, ThisHouse
from app.web.people.muted import Phrase
from app.web.people.muting import turn_post

router = APIRouter(route_class=Endpoint, tags=["members"])

THREAD = "/api/v1/threads/{thread_id:number}/mute"
CIRCLE = "/api/v1/circles/{circle:slug}/mute"
POST = "/api/v1/posts/{post_id:number}/mute"


class Pseudonym(Answer):
    """A name without anybody's, in its thread."""

    thread: Number
    name: str


class Muted(Answer):
    """What she has muted, beside members. Of circles those are told that she may still read. Only
    she sees this."""

    pseudonyms: list[Pseudonym]
    threads: list[Number]
    circles: list[str]
    phrases: list[str]


class PhraseSwitch(Sent):
    """Words, and whether posts with them are to be folded away."""

    phrase: Phrase
    muted: bool


@router.get("/api/v1/muted", name="api_muted")
def hers(session: InTransaction, viewer: Reader) -> Muted:
    shield = viewer.shield
    rooms = {card.id: card.slug for card in circles.visible(session, viewer)}
    return Muted(
        pseudonyms=[Pseudonym(thread=where, name=name) for where, name in shield.voices],
        threads=list(shield.threads),
        circles=[rooms[each] for each in shield.circles if each in rooms],
        phrases=list(shield.phrases),
    )


@router.put("/api/v1/muted/phrases", name="api_mute_phrase", status_code=204)
def mute_phrase(
    said: Annotated[PhraseSwitch, Body()], session: InTransaction, viewer: Doer, house: ThisHouse
) -> None:
    """Words stand in no address, so they come here to be muted, and to be shown again."""
    blocking.mute_phrase(session, house.ring, viewer, said.phrase, on=said.muted)


@router.put(POST, name="api_mute_post", status_code=204)
def mute_post(post_id: InAddress, session: InTransaction, viewer: Writer, house: ThisHouse) -> None:
    """Whoever wrote this: a member everywhere, a pseudonym in this thread."""
    turn_post(session, viewer, house, post_id, on=True)


@router.delete(POST, name="api_unmute_post", status_code=204)
def unmute_post(
    post_id: InAddress, session: InTransaction, viewer: Writer, house: ThisHouse
) -> None:
    turn_post(session, viewer, house, post_id, on=False)


@router.put(THREAD, name="api_mute_thread", status_code=204)
def mute_thread(
    thread_id: InAddress, session: InTransaction, viewer: Doer, house: ThisHouse
) -> None:
    thread = threads.head(session, viewer, thread_id)
    blocking.mute_thread(session, house.ring, viewer, thread.id, on=True)


@router.delete(THREAD, name="api_unmute_thread", status_code=204)
def unmute_thread(
    thread_id: InAddress, session: InTransaction, viewer: Doer, house: ThisHouse
) -> None:
    """Also one that she may not read any more."""
    blocking.mute_thread(session, house.ring, viewer, thread_id, on=False)


@router.put(CIRCLE, name="api_mute_circle", status_code=204)
def mute_circle(circle: Word, session: InTransaction, viewer: Doer, house: ThisHouse) -> None:
    found = circles.page(session, viewer, circle).card
    blocking.mute_circle(session, house.ring, viewer, found.id, on=True)


@router.delete(CIRCLE, name="api_unmute_circle", status_code=204)
def unmute_circle(circle: Word, session: InTransaction, viewer: Doer, house: ThisHouse) -> None:
    found = circles.page(session, viewer, circle).card
    blocking.mute_circle(session, house.ring, viewer, found.id, on=False)
