"""Her saved searches: saving what she looks for now, switching one on or off, and deleting one."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends
from pydantic import StringConstraints
from starlette.responses import Response

from app.community.opportunities import searches
from app.community.opportunities.queries import Wanted
from app.community.opportunities.watching import Search
from app.community.opportunities.words import HOURS, MANY, WAYS, Hours, Kind, Way
from app.core import text
from app.core.errors import NotFound
from app.core.languages import Sentence
from app.core.limits import Limit
from app.web.community.opportunities import LONGEST, asked_for
from app.web.kit.addresses import url
from app.web.kit.asking import InTransaction, SignedIn, ThisHouse
from app.web.kit.forms import Filled, Form, Pressed, Switch, filled
from app.web.kit.page import Page, PageMaker
from app.web.kit.route import OneHop

router = APIRouter(route_class=OneHop)

NAME = 60
Name = Annotated[text.ShortLine, StringConstraints(min_length=1, max_length=NAME)]
Words = Annotated[text.ShortLine, StringConstraints(max_length=LONGEST)]


class SearchForm(Form):
    """The filters of the list, under their names there."""

    name: Name
    kind: Literal[""] | Kind = ""
    hours: Literal[""] | Hours = ""
    way: Literal[""] | Way = ""
    place: Words = ""
    q: Words = ""
    paid: Literal["", "on"] = ""

    @property
    def wanted(self) -> Wanted:
        hours = self.hours if self.hours is not Hours.ANY else None
        return Wanted(
            self.kind or None,
            hours or None,
            self.way or None,
            self.place,
            self.q,
            paid=self.paid == "on",
        )


SearchFilled = Annotated[Filled[SearchForm], Depends(filled(SearchForm))]


@router.get("/opportunities/saved-searches", name="saved_searches")
def show(
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
    kind: str = "",
    hours: str = "",
    way: str = "",
    place: str = "",
    q: str = "",
    paid: str = "",
) -> Response:
    """With the filters of the list, the form to save them as well."""
    given = {"kind": kind, "hours": hours, "way": way, "place": place, "q": q, "paid": paid}
    hers = searches.hers(session, house.ring, viewer.id)
    return _show(page, hers, Filled(given))


@router.post("/opportunities/saved-searches", name="saved_searches")
def save(
    form: SearchFilled, session: InTransaction, viewer: SignedIn, house: ThisHouse, page: Page
) -> Response:
    house.limiter.hit(Limit.SMALL_DEEDS, viewer.me.limit_key())
    with form.checking():
        data = form.data
        searches.save(session, house.ring, viewer.id, data.name, data.wanted, data.form_nonce)
        return page.go("saved_searches", said="search-saved")
    return _show(page, searches.hers(session, house.ring, viewer.id), form)


@router.get("/opportunities/saved-searches/{place}", name="saved_search")
def look(
    place: str, session: InTransaction, viewer: SignedIn, house: ThisHouse, page: Page
) -> Response:
    """Leads to the list with its filters."""
    search = searches.one(session, house.ring, viewer.id, place_in(place))
    return page.go("opportunities", **asked_for(search.wanted))


@router.post("/opportunities/saved-searches/{place}/switch", name="switch_saved_search")
def switch(
    place: str,
    form: Switch,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    on = form.data.on == "yes"
    house.limiter.hit(Limit.SMALL_DEEDS, viewer.me.limit_key())
    try:
        searches.switch(session, house.ring, viewer.id, place_in(place), on=on)
    except NotFound:
        return page.go("saved_searches", said="search-gone")
    return page.go("saved_searches", said="search-on" if on else "search-off")


@router.post("/opportunities/saved-searches/{place}/delete", name="delete_saved_search")
def delete(
    place: str,
    _form: Pressed,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    house.limiter.hit(Limit.SMALL_DEEDS, viewer.me.limit_key())
    searches.delete(session, house.ring, viewer.id, place_in(place))
    return page.go("saved_searches", said="search-deleted")


def _show(page: PageMaker, hers: list[Search], form: Filled[Any]) -> Response:
    given = {name: form.value(name) for name in ("kind", "hours", "way", "place", "q", "paid")}
    return page.show(
        "community/opportunities/searches.html",
        status=422 if form.errors else 200,
        searches=[
            (one, _filters(asked_for(one.wanted)), url("opportunities", **asked_for(one.wanted)))
            for one in hers
        ],
        given=given,
        filters=_filters(given),
        back=url("opportunities", **given),
        asks=any(given.values()) or bool(form.errors),
        most=searches.MOST,
        form=form,
    )


def _filters(given: dict[str, str]) -> list[str]:
    """In words, as they are typed or saved; nothing of what is none."""
    words = [
        MANY.get(given["kind"]),  # type: ignore[call-overload]  # a word of a StrEnum is a string
        HOURS.get(given["hours"]),  # type: ignore[call-overload]
        WAYS.get(given["way"]),  # type: ignore[call-overload]
        given["place"],
        given["q"],
        Sentence("Says what it pays") if given["paid"] == "on" else "",
    ]
    return [word for word in words if word]


def place_in(given: str) -> int:
    """Raises NotFound for what is none."""
    if not (given.isascii() and given.isdigit() and len(given) <= len(str(searches.MOST))):
        raise NotFound
    return int(given)
