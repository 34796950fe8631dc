"""Collections of resources: reading one, and putting one together without a script."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends
from pydantic import StringConstraints
from starlette.responses import Response

from app.community.resources import collections, policy, queries
from app.community.resources.collections import Page as Found
from app.core import text
from app.core.errors import NotFound
from app.core.keys import from_base32
from app.core.verdict import require
from app.people.circles import queries as circles
from app.people.viewer import Viewer
from app.web.community.resources import shown, words
from app.web.kit.asking import Anyone, InTransaction, SignedIn
from app.web.kit.forms import Filled, Form, Pressed, filled
from app.web.kit.page import Page, PageMaker
from app.web.kit.route import OneHop

router = APIRouter(route_class=OneHop)

INTRODUCTION = 1500


class CollectionForm(Form):
    title: text.Title
    introduction: Annotated[text.Paragraphs, StringConstraints(max_length=INTRODUCTION)] = ""


class EditForm(CollectionForm):
    as_of: str = ""


class NewForm(CollectionForm):
    circle: str = ""


class PutForm(Form):
    collection: str


class ArrangeForm(Form):
    resource: str
    turn: Literal["up", "down", "out"]


NewFilled = Annotated[Filled[NewForm], Depends(filled(NewForm))]
EditFilled = Annotated[Filled[EditForm], Depends(filled(EditForm))]
PutFilled = Annotated[Filled[PutForm], Depends(filled(PutForm))]
ArrangeFilled = Annotated[Filled[ArrangeForm], Depends(filled(ArrangeForm))]


@router.get("/resources/collections/new", name="new_collection")
def begin(session: InTransaction, viewer: SignedIn, page: Page, circle: str = "") -> Response:
    return _new(session, viewer, page, Filled({"circle": circle}))


@router.post("/resources/collections/new", name="new_collection")
def create(form: NewFilled, session: InTransaction, viewer: SignedIn, page: Page) -> Response:
    _require_host(viewer)
    with form.checking():
        data = form.data
        made = collections.open_one(
            session, viewer, data.circle, data.title, data.introduction, data.form_nonce
        )
        return page.go("collection", collection_id=made, said="collection-opened")
    return _new(session, viewer, page, form)


@router.get("/resources/collections/{collection_id:number}", name="collection")
def show(collection_id: int, session: InTransaction, viewer: Anyone, page: Page) -> Response:
    found = collections.page(session, viewer, collection_id)
    return page.show("community/resources/collection.html", found=found, **words())


@router.get("/resources/collections/{collection_id:number}/edit", name="edit_collection")
def ask_edit(collection_id: int, session: InTransaction, viewer: SignedIn, page: Page) -> Response:
    found = _to_change(session, viewer, collection_id)
    present = {"title": found.title, "introduction": found.introduction}
    return _edit(page, found, Filled(present | {"as_of": collections.mark(found)}))


@router.post("/resources/collections/{collection_id:number}/edit", name="edit_collection")
def edit(
    collection_id: int, form: EditFilled, session: InTransaction, viewer: SignedIn, page: Page
) -> Response:
    with form.checking():
        data = form.data
        words = data.title, data.introduction
        collections.edit(session, viewer, collection_id, words, data.as_of)
        return page.go("collection", collection_id=collection_id, said="edited")
    return _edit(page, _to_change(session, viewer, collection_id), form)


@router.post("/resources/collections/{collection_id:number}/arrange", name="arrange_collection")
def arrange(
    collection_id: int, form: ArrangeFilled, session: InTransaction, viewer: SignedIn, page: Page
) -> Response:
    data = form.data
    number = from_base32(data.resource)
    if data.turn == "out":
        collections.take_out(session, viewer, collection_id, number)
    else:
        collections.move(session, viewer, collection_id, number, up=data.turn == "up")
    return page.go("edit_collection", collection_id=collection_id, at="order")


@router.get("/resources/collections/{collection_id:number}/delete", name="delete_collection")
def ask_delete(
    collection_id: int, session: InTransaction, viewer: SignedIn, page: Page
) -> Response:
    found = _to_change(session, viewer, collection_id)
    return page.show("community/resources/delete_collection.html", found=found)


@router.post("/resources/collections/{collection_id:number}/delete", name="delete_collection")
def delete(
    collection_id: int, _form: Pressed, session: InTransaction, viewer: SignedIn, page: Page
) -> Response:
    collections.delete(session, viewer, collection_id)
    return page.go("resources", said="collection-deleted")


@router.post("/resources/{resource_id:number}/collect", name="collect_resource")
def collect(
    resource_id: int, form: PutFilled, session: InTransaction, viewer: SignedIn, page: Page
) -> Response:
    found = queries.page(session, viewer, resource_id)
    with form.checking():
        number = from_base32(form.data.collection)
        collections.put_in(session, viewer, number, resource_id)
        return page.go("edit_collection", collection_id=number, said="collected", at="order")
    return shown(session, page, found, {"collect": form})


def _require_host(viewer: Viewer) -> None:
    """Where she looks after nothing, there is nothing to put together."""
    if not policy.tends_something(viewer):
        raise NotFound


def _to_change(session: InTransaction, viewer: Viewer, collection_id: int) -> Found:
    found = collections.page(session, viewer, collection_id)
    require(policy.may_tend(viewer, found.circle_id))
    return found


def _new(session: InTransaction, viewer: Viewer, page: PageMaker, form: Filled[Any]) -> Response:
    _require_host(viewer)
    rooms = [room for room in circles.visible(session, viewer) if policy.tends(viewer, room.id)]
    return page.show(
        "community/resources/new_collection.html",
        status=422 if form.errors else 200,
        form=form,
        rooms=[(room.slug, room.name) for room in rooms],
        for_everybody=policy.tends(viewer, None),
        length=INTRODUCTION,
    )


def _edit(page: PageMaker, found: Found, form: Filled[Any]) -> Response:
    return page.show(
        "community/resources/edit_collection.html",
        status=422 if form.errors else 200,
        form=form,
        stands=form.outdated(collections.mark(found)),
        found=found,
        length=INTRODUCTION,
    )
