"""Messages between two members: her lists, a conversation, and writing."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends
from starlette.responses import Response

from app.community.messages import actions, policy, queries, writing
from app.community.messages.contents import Letterbox
from app.community.messages.queries import Line, Talk
from app.community.messages.writing import Draft
from app.core import keys, text
from app.core.errors import NotAllowed
from app.people.members import queries as members
from app.people.members.models import Member
from app.web import correspondence
from app.web.kit.addresses import number_in, url
from app.web.kit.asking import InTransaction, SignedIn, ThisHouse
from app.web.kit.forms import Filled, Form, filled
from app.web.kit.page import Page, PageMaker
from app.web.kit.route import OneHop

router = APIRouter(route_class=OneHop)

LISTS = ("requests", "ended")


class MessageForm(Form):
    body: text.Body


class TurnForm(Form):
    turn: Literal["accept", "decline", "end", "take-up"]


MessageFilled = Annotated[Filled[MessageForm], Depends(filled(MessageForm))]
TurnFilled = Annotated[Filled[TurnForm], Depends(filled(TurnForm))]

_TURNS = {
    "accept": (actions.accept, "accepted"),
    "decline": (actions.end, "declined"),
    "end": (actions.end, "ended"),
    "take-up": (actions.take_up, "taken-up"),
}


@router.get("/messages", name="messages")
def index(
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
    show: str = "",
    after: str = "",
) -> Response:
    read = correspondence.read(house, session, viewer)
    found = queries.lists(session, house.ring, viewer, read)
    shown = show if show in LISTS else ""
    lines = {"requests": found.requests, "ended": found.ended}.get(shown, found.open)
    lines, older = page_of(lines, after)
    return page.show(
        "community/messages/index.html",
        show=shown,
        lines=lines,
        older=url("messages", show=shown, after=older) if older else "",
        newer=url("messages", show=shown) if after else "",
        requests=len(found.requests),
        unread=sum(bool(line.new) for line in found.open),
    )


@router.get("/messages/{conversation_id:number}", name="conversation")
def show(
    conversation_id: int,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
    before: str = "",
) -> Response:
    talk = queries.talk(session, house.ring, viewer, conversation_id)
    return _show(session, page, talk, Filled({}), before)


@router.post("/messages/{conversation_id:number}", name="write_message")
def write(
    conversation_id: int,
    form: MessageFilled,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    talk = queries.talk(session, house.ring, viewer, conversation_id)
    with form.checking():
        draft = Draft(form.data.body, form.data.form_nonce)
        begins = policy.begins_anew(talk.course)
        correspondence.count(house, session, viewer, draft, begins=begins)
        here, n = writing.write(session, house.ring, viewer, talk.other, draft)
        return page.go("conversation", conversation_id=here, said="message-sent", at=f"m{n}")
    return _show(session, page, talk, form)


@router.get("/m/{handle:slug}/message", name="message_member")
def begin(
    handle: str, session: InTransaction, viewer: SignedIn, house: ThisHouse, page: Page
) -> Response:
    member = members.by_handle(session, handle)
    talk = queries.between(session, house.ring, viewer, member.id)
    if talk is not None and not talk.course.gone[talk.side]:
        return page.go("conversation", conversation_id=talk.id, at="composer")
    return _begin(session, page, member, Filled({}))


@router.post("/m/{handle:slug}/message", name="message_member")
def send_first(
    handle: str,
    form: MessageFilled,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    member = members.by_handle(session, handle)
    with form.checking():
        draft = Draft(form.data.body, form.data.form_nonce)
        correspondence.count(house, session, viewer, draft, begins=True)
        here, n = writing.write(session, house.ring, viewer, member.id, draft)
        return page.go("conversation", conversation_id=here, said="message-sent", at=f"m{n}")
    return _begin(session, page, member, form)


@router.post("/messages/{conversation_id:number}/turn", name="turn_conversation")
def turn(
    conversation_id: int,
    form: TurnFilled,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    deed, said = _TURNS[form.data.turn]
    deed(session, house.ring, viewer, conversation_id)
    if said == "declined":
        return page.go("messages", show="requests", said=said)
    return page.go("conversation", conversation_id=conversation_id, said=said)


def page_of(lines: list[Line], after: str) -> tuple[list[Line], str]:
    """Those that stand after a place, and the place after which there are more."""
    place = _place(after)
    rest = [line for line in lines if place is None or line.place > place]
    if len(rest) <= queries.PAGE:
        return rest, ""
    read, at, number = rest[queries.PAGE - 1].place
    return rest[: queries.PAGE], f"{int(read)}.{-at}.{keys.base32(number)}"


def _place(after: str) -> tuple[bool, int, int] | None:
    read, _, rest = after.partition(".")
    at, _, number = rest.partition(".")
    minutes = number_in(at)
    if read not in {"0", "1"} or minutes is None:
        return None
    return read == "1", -minutes, keys.from_base32(number)


def _show(
    session: InTransaction, page: PageMaker, talk: Talk, form: Filled[Any], before: str = ""
) -> Response:
    """What she sees of it depends on what she has done, and on nothing that the other has."""
    house, viewer = page.visit.house, page.visit.viewer
    read = correspondence.read(house, session, viewer).get(talk.id, 0)
    place = number_in(before)
    cards, older = queries.messages(session, house.ring, talk, before=place, read=read)
    if place is None:
        correspondence.saw(house, viewer, talk.id, talk.course.n)
    box, _people = queries.lets(session, house.ring, viewer)
    return page.show(
        "community/messages/show.html",
        status=422 if form.errors else 200,
        talk=talk,
        other=queries.byline(session, talk),
        cards=cards,
        first_new=next((card.n for card in cards if card.new), 0),
        older=cards[0].n if older else 0,
        is_last=place is None,
        may_write=_may_write(viewer, talk, box),
        ended=talk.is_ended(viewer),
        blocked=talk.other in viewer.shield.blocked,
        form=form,
    )


def _begin(session: InTransaction, page: PageMaker, member: Member, form: Filled[Any]) -> Response:
    viewer = page.visit.viewer
    if member.id == viewer.id:
        raise NotAllowed("This is you.")
    box, _people = queries.lets(session, page.visit.house.ring, viewer)
    return page.show(
        "community/messages/new.html",
        status=422 if form.errors else 200,
        member=members.card(member),
        may_write=policy.may_write(viewer, box),
        blocked=member.id in viewer.shield.blocked,
        form=form,
    )


def _may_write(viewer: SignedIn, talk: Talk, box: Letterbox) -> Any:
    return policy.may_write(viewer, box) and policy.waits(talk.course, talk.side)
