"""Threads like the one that she is about to start: said while she types its title. The words come
in a form, so that they stand in no address, and are forgotten with the answer."""

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import ConfigDict
from starlette.responses import Response

from app.core.errors import TooOften
from app.core.limits import Limit
from app.oversight.search.queries import Search
from app.people.searchable import Filters, Shown
from app.web.kit.asking import SignedIn, ThisHouse
from app.web.kit.forms import Filled, Form, filled
from app.web.kit.page import Page, PageMaker
from app.web.kit.route import OneHop

router = APIRouter(route_class=OneHop)

THREADS = Filters(kind="threads")


class TitleForm(Form):
    """Whatever form the title stands in: nothing else of it is looked at."""

    model_config = ConfigDict(extra="ignore")

    title: str


TitleFilled = Annotated[Filled[TitleForm], Depends(filled(TitleForm))]


@router.post("/search/similar", name="similar")
def similar(form: TitleFilled, viewer: SignedIn, house: ThisHouse, page: Page) -> Response:
    try:
        house.limiter.hit(Limit.DRAFTS_LOOKED_AT, viewer.me.limit_key())
    except TooOften:
        # It was not she who asked: she went on typing.
        return page.answer("")
    with form.checking():
        found = threads(page, form.data.title)
        return page.answer(page.part("oversight/search/_similar.html", similar=found))
    return page.answer("", status=422)


def threads(page: PageMaker, title: str) -> list[Shown]:
    """Some with a title like this, of those that she may read."""
    visit = page.visit
    kind = next(kind for kind in visit.house.searched if THREADS.kind in kind.sorts)
    return Search(visit.session, visit.viewer, kind, THREADS).similar(title)
