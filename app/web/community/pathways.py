"""Pathways: the list, one of them as whoever looks may see it, and what its hosts say of it."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import StringConstraints
from starlette.responses import Response

from app.community.pathways import actions, progress, queries
from app.community.pathways.actions import Plan
from app.community.pathways.events import KIND
from app.community.pathways.models import Audience
from app.community.pathways.queries import Found
from app.core import text
from app.core.keys import base32
from app.core.languages import Sentence
from app.core.limits import Limit
from app.core.verdict import no, require
from app.core.versions import require_same
from app.oversight.moderation import mending
from app.people.subjects import SubjectRef
from app.people.viewer import Viewer
from app.web.kit.addresses import url
from app.web.kit.asking import Anyone, InTransaction, SignedIn, ThisHouse
from app.web.kit.forms import Filled, Form, Pressed, Switch, filled
from app.web.kit.page import Page, PageMaker
from app.web.kit.route import OneHop

router = APIRouter(route_class=OneHop)

HOSTS = Sentence("Hosts of a circle write pathways.")


class PlanForm(Form):
    title: text.Title
    intro: text.Paragraphs = ""
    audience: Audience
    as_of: str = ""

    @property
    def plan(self) -> Plan:
        return Plan(self.title, self.intro, self.audience)


class NewPathwayForm(PlanForm):
    circle: Annotated[str, StringConstraints(max_length=60)]


PlanFilled = Annotated[Filled[PlanForm], Depends(filled(PlanForm))]
NewPathwayFilled = Annotated[Filled[NewPathwayForm], Depends(filled(NewPathwayForm))]


@router.get("/pathways", name="pathways")
def index(session: InTransaction, viewer: Anyone, page: Page, after: str = "") -> Response:
    cards, more = queries.index(session, viewer, after)
    hosts = bool(viewer.hosted) or viewer.is_administrator
    writes = hosts and bool(queries.writable_circles(session, viewer))
    return page.show(
        "community/pathways/index.html",
        pathways=cards,
        drafts=queries.drafts(session, viewer) if writes and not after else [],
        writes=writes,
        older=url("pathways", after=more) if more else "",
        newer=url("pathways") if after else "",
    )


@router.get("/pathways/new", name="new_pathway")
def new(session: InTransaction, viewer: SignedIn, page: Page, circle: str = "") -> Response:
    rooms = _rooms(session, viewer)
    chosen = circle if circle in rooms else next(iter(rooms))
    return _form(page, Filled({"audience": "circle", "circle": chosen}), rooms)


@router.post("/pathways/new", name="new_pathway")
def create(
    form: NewPathwayFilled, session: InTransaction, viewer: SignedIn, house: ThisHouse, page: Page
) -> Response:
    house.limiter.hit(Limit.SMALL_DEEDS, viewer.me.limit_key())
    rooms = _rooms(session, viewer)
    with form.checking():
        data = form.data
        made = actions.create(session, viewer, data.circle, data.plan, data.form_nonce)
        return page.go("pathway", pathway=made.slug, said="pathway-begun")
    return _form(page, form, rooms)


@router.get("/pathways/{pathway:slug}", name="pathway")
def show(
    pathway: str, session: InTransaction, viewer: Anyone, house: ThisHouse, page: Page
) -> Response:
    found = queries.find(session, viewer, pathway)
    return page.show(
        "community/pathways/show.html",
        found=found,
        may_report=viewer.signed_in and found.may_be_reported,
        steps=queries.steps(session, viewer, house.linkable, found.row.id),
        done=progress.done(session, viewer, house.ring, found.row.id),
    )


@router.get("/pathways/{pathway:slug}/edit", name="edit_pathway")
def edit(
    pathway: str, session: InTransaction, viewer: SignedIn, house: ThisHouse, page: Page
) -> Response:
    found = writable(session, viewer, pathway)
    row = found.row
    present = {"title": row.title, "intro": row.intro, "audience": row.audience}
    return edited(session, viewer, house, page, found, Filled(present | {"as_of": found.mark}))


@router.post("/pathways/{pathway:slug}/edit", name="edit_pathway")
def change(
    pathway: str,
    form: PlanFilled,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    house.limiter.hit(Limit.SMALL_DEEDS, viewer.me.limit_key())
    found = writable(session, viewer, pathway, lock=True)
    with form.checking():
        require_same(form.data.as_of, found.mark)
        actions.change(session, found, form.data.plan)
        return page.go("edit_pathway", pathway=pathway, said="saved")
    return edited(session, viewer, house, page, found, form)


@router.post("/pathways/{pathway:slug}/show", name="show_pathway")
def switch(
    pathway: str,
    form: Switch,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    house.limiter.hit(Limit.SMALL_DEEDS, viewer.me.limit_key())
    found = writable(session, viewer, pathway, lock=True)
    on = form.data.on == "yes"
    actions.show(session, found, on=on)
    return page.go("pathway", pathway=pathway, said="pathway-shown" if on else "pathway-draft")


@router.get("/pathways/{pathway:slug}/delete", name="delete_pathway")
def ask_delete(pathway: str, session: InTransaction, viewer: SignedIn, page: Page) -> Response:
    found = writable(session, viewer, pathway)
    return page.show("community/pathways/delete.html", found=found)


@router.post("/pathways/{pathway:slug}/delete", name="delete_pathway")
def delete(
    pathway: str,
    _form: Pressed,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    house.limiter.hit(Limit.SMALL_DEEDS, viewer.me.limit_key())
    actions.delete(session, writable(session, viewer, pathway, lock=True))
    return page.go("pathways", said="pathway-deleted")


def writable(session: InTransaction, viewer: Viewer, pathway: str, *, lock: bool = False) -> Found:
    """One that she looks after, to be changed where it is locked: the cases about it come first,
    since whoever decides about it has them first. Raises NotFound, NotAllowed."""
    found = queries.find(session, viewer, pathway)
    require(found.may_write)
    if not lock:
        return found
    mending.wait_turn(session, SubjectRef(KIND, base32(found.row.id)))
    found = queries.find(session, viewer, pathway, lock=True)
    require(found.may_write)
    return found


def edited(
    session: InTransaction,
    viewer: Viewer,
    house: ThisHouse,
    page: PageMaker,
    found: Found,
    form: Filled[Any],
) -> Response:
    """The page on which hosts change a pathway, with its steps."""
    return page.show(
        "community/pathways/edit.html",
        status=422 if form.errors else 200,
        found=found,
        form=form,
        stands=form.outdated(found.mark),
        steps=queries.steps(session, viewer, house.linkable, found.row.id),
        most=actions.MOST_STEPS,
    )


def _rooms(session: InTransaction, viewer: Viewer) -> dict[str, str]:
    """Raises NotAllowed for whoever looks after none."""
    rooms = queries.writable_circles(session, viewer)
    if not rooms:
        require(no(HOSTS))
    return rooms


def _form(page: PageMaker, form: Filled[Any], rooms: dict[str, str]) -> Response:
    return page.show(
        "community/pathways/new.html",
        status=422 if form.errors else 200,
        form=form,
        rooms=rooms,
    )
