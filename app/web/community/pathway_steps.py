"""The steps of a pathway: what its hosts write, and what one of them links."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends
from pydantic import StringConstraints
from starlette.responses import Response

from app.community.pathways import actions, queries
from app.community.pathways.actions import StepWords
from app.community.pathways.models import Step
from app.community.pathways.queries import Found
from app.core import text
from app.core.errors import Invalid
from app.core.keys import base32
from app.core.languages import Sentence
from app.core.limits import Limit
from app.core.versions import require_same
from app.people.house import House
from app.people.linkable import Linkable
from app.people.viewer import Viewer
from app.web.community.pathways import writable
from app.web.kit.asking import InTransaction, SignedIn, ThisHouse
from app.web.kit.forms import Filled, Form, Pressed, filled
from app.web.kit.page import Page, PageMaker
from app.web.kit.route import OneHop

router = APIRouter(route_class=OneHop)

ONE = "/pathways/{pathway:slug}/steps/{step_id:number}"
NOT_HERE = Sentence(
    "We find nothing at this address that a pathway can link and you may see. Copy it from the "
    "page of the thread, the resource, the opportunity or the mentor."
)


class StepForm(Form):
    heading: text.Title
    words: text.Paragraphs = ""
    thing: Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)] = ""
    unlink: Literal["", "on"] = ""
    as_of: str = ""


class MoveForm(Form):
    to: Literal["up", "down"]


StepFilled = Annotated[Filled[StepForm], Depends(filled(StepForm))]
MoveFilled = Annotated[Filled[MoveForm], Depends(filled(MoveForm))]


@router.get("/pathways/{pathway:slug}/steps/new", name="new_step")
def new(
    pathway: str, session: InTransaction, viewer: SignedIn, house: ThisHouse, page: Page
) -> Response:
    found = writable(session, viewer, pathway)
    return _form(session, viewer, house, page, found, Filled({}))


@router.post("/pathways/{pathway:slug}/steps/new", name="new_step")
def add(
    pathway: str,
    form: StepFilled,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    house.limiter.hit(Limit.SMALL_DEEDS, viewer.me.limit_key())
    found = writable(session, viewer, pathway, lock=True)
    with form.checking():
        said = _said(session, viewer, house, form.data, None)
        row = actions.add_step(session, viewer, house.ring, found, said)
        return _back(page, found, row, said)
    return _form(session, viewer, house, page, found, form)


@router.get(ONE, name="edit_step")
def edit(
    pathway: str,
    step_id: int,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    found = writable(session, viewer, pathway)
    row = queries.step(session, found, step_id)
    present = {"heading": row.heading, "words": row.words, "as_of": queries.mark(row)}
    return _form(session, viewer, house, page, found, Filled(present), row)


@router.post(ONE, name="edit_step")
def change(
    pathway: str,
    step_id: int,
    form: StepFilled,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    house.limiter.hit(Limit.SMALL_DEEDS, viewer.me.limit_key())
    found = writable(session, viewer, pathway, lock=True)
    row = queries.step(session, found, step_id)
    with form.checking():
        require_same(form.data.as_of, queries.mark(row))
        said = _said(session, viewer, house, form.data, row)
        actions.change_step(session, viewer, house.ring, found, row, said)
        return _back(page, found, row, said)
    return _form(session, viewer, house, page, found, form, row)


@router.post(f"{ONE}/move", name="move_step")
def move(
    pathway: str,
    step_id: int,
    form: MoveFilled,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    house.limiter.hit(Limit.SMALL_DEEDS, viewer.me.limit_key())
    found = writable(session, viewer, pathway, lock=True)
    row = queries.step(session, found, step_id)
    actions.move(session, found, row, up=form.data.to == "up")
    return page.go("edit_pathway", pathway=pathway, at=f"s{base32(step_id)}")


@router.get(f"{ONE}/delete", name="delete_step")
def ask_delete(
    pathway: str, step_id: int, session: InTransaction, viewer: SignedIn, page: Page
) -> Response:
    found = writable(session, viewer, pathway)
    row = queries.step(session, found, step_id)
    return page.show("community/pathways/delete_step.html", found=found, step=row)


@router.post(f"{ONE}/delete", name="delete_step")
def delete(
    pathway: str,
    step_id: int,
    _form: Pressed,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    house.limiter.hit(Limit.SMALL_DEEDS, viewer.me.limit_key())
    found = writable(session, viewer, pathway, lock=True)
    actions.delete_step(session, found, queries.step(session, found, step_id))
    return page.go("edit_pathway", pathway=pathway, said="step-deleted", at="steps")


def _said(
    session: InTransaction, viewer: Viewer, house: House, data: StepForm, row: Step | None
) -> StepWords:
    """What the form says. Raises Invalid on `thing`, TooOften for who asks too many mentors."""
    link = _found(session, viewer, house, data.thing)
    if link and row and row.link == (link[0].kind, link[1]):
        # It is linked already: a mentor is not asked again.
        link = None
    if link and link[0].is_member:
        house.limiter.hit(Limit.INVITATIONS, viewer.me.limit_key())
    off, nonce = data.unlink == "on", data.form_nonce
    return StepWords(data.heading, data.words, link, unlink=off, nonce=nonce)


def _found(
    session: InTransaction, viewer: Viewer, house: House, typed: str
) -> tuple[Linkable, str] | None:
    if not typed:
        return None
    path = typed.removeprefix(house.settings.address).partition("?")[0].partition("#")[0]
    found = house.linkable.find(session, viewer, path)
    if found is None:
        raise Invalid("thing", NOT_HERE)
    return found


def _back(page: PageMaker, found: Found, row: Step, said: StepWords) -> Response:
    asked = said.link is not None and said.link[0].is_member
    word = "step-asked" if asked else "saved"
    return page.go("edit_pathway", pathway=found.row.slug, said=word, at=f"s{base32(row.id)}")


def _form(
    session: InTransaction,
    viewer: Viewer,
    house: House,
    page: PageMaker,
    found: Found,
    form: Filled[Any],
    row: Step | None = None,
) -> Response:
    link = row and row.link
    things = house.linkable.shown(session, viewer, [link]) if link else {}
    return page.show(
        "community/pathways/step.html",
        status=422 if form.errors else 200,
        found=found,
        form=form,
        step=row,
        stands=row is not None and form.outdated(queries.mark(row)),
        linked=link,
        label=house.linkable.by_kind[link[0]].label if link else "",
        thing=things.get(link) if link else None,
        labels=[each.label for each in house.linkable.by_kind.values()],
    )
