"""Deleting a conversation for oneself, and taking back a message for both."""

from fastapi import APIRouter
from starlette.responses import Response

from app.community.messages import actions, policy, queries
from app.core.verdict import require
from app.web.kit.asking import InTransaction, SignedIn, ThisHouse
from app.web.kit.forms import Pressed
from app.web.kit.page import Page
from app.web.kit.route import OneHop

router = APIRouter(route_class=OneHop)


@router.get("/messages/{conversation_id:number}/delete", name="delete_conversation")
def ask_to_delete(
    conversation_id: int, session: InTransaction, viewer: SignedIn, house: ThisHouse, page: Page
) -> Response:
    talk = queries.talk(session, house.ring, viewer, conversation_id)
    other = queries.byline(session, talk)
    return page.show("community/messages/delete.html", talk=talk, other=other, card=None)


@router.post("/messages/{conversation_id:number}/delete", name="delete_conversation")
def delete(
    conversation_id: int,
    _form: Pressed,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    actions.clear(session, house.ring, viewer, conversation_id)
    return page.go("messages", said="conversation-deleted")


@router.get("/messages/{conversation_id:number}/{n:number}/take-back", name="take_back_message")
def ask_to_take_back(
    conversation_id: int,
    n: int,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    talk = queries.talk(session, house.ring, viewer, conversation_id)
    card = queries.message(session, house.ring, talk, n)
    require(policy.may_take_back(talk.side, card.said.side))
    other = queries.byline(session, talk)
    return page.show("community/messages/delete.html", talk=talk, other=other, card=card)


@router.post("/messages/{conversation_id:number}/{n:number}/take-back", name="take_back_message")
def take_back(
    conversation_id: int,
    n: int,
    _form: Pressed,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    actions.take_back(session, house.ring, viewer, conversation_id, n)
    return page.go("conversation", conversation_id=conversation_id, said="taken-back", at=f"m{n}")
