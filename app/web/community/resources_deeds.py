"""What members do with a resource: say that it helped, and leave a note."""

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import StringConstraints
from starlette.responses import Response

from app.community.resources import helped, notes, queries
from app.core import text
from app.core.limits import Limit
from app.web.community.resources import NOTE_LENGTH, shown
from app.web.kit.asking import InTransaction, SignedIn, ThisHouse
from app.web.kit.forms import Filled, Form, Pressed, Switch, filled
from app.web.kit.page import Page
from app.web.kit.route import OneHop

router = APIRouter(route_class=OneHop)


Words = Annotated[text.Body, StringConstraints(max_length=NOTE_LENGTH)]


class NoteForm(Form):
    body: Words


NoteFilled = Annotated[Filled[NoteForm], Depends(filled(NoteForm))]


@router.post("/resources/{resource_id:number}/helped", name="resource_helped")
def say_helped(
    resource_id: int,
    form: Switch,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    on = form.data.on == "yes"
    house.limiter.hit(Limit.SMALL_DEEDS, viewer.me.limit_key())
    helped.say(session, viewer, resource_id, on=on)
    return page.go("resource", resource_id=resource_id, at="helped")


@router.post("/resources/{resource_id:number}/note", name="note_resource")
def write_note(
    resource_id: int,
    form: NoteFilled,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    found = queries.page(session, viewer, resource_id)
    with form.checking():
        body = form.data.body
        house.limiter.hit(Limit.POSTS, viewer.me.limit_key())
        notes.write(session, house.ring, viewer, resource_id, body)
        return page.go("resource", resource_id=resource_id, said="note-kept", at="notes")
    return shown(session, page, found, {"note": form})


@router.post("/resources/{resource_id:number}/note/delete", name="delete_resource_note")
def delete_note(
    resource_id: int,
    _form: Pressed,
    session: InTransaction,
    viewer: SignedIn,
    page: Page,
) -> Response:
    notes.take_back(session, viewer, resource_id)
    return page.go("resource", resource_id=resource_id, said="note-deleted", at="notes")
