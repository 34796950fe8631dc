"""What she keeps of opportunities: her list, whether one was real, and her saved searches."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Body, Query
from pydantic import StringConstraints, WithJsonSchema

from app.community.opportunities import real, saved, searches
from app.community.opportunities.queries import Card
from app.community.opportunities.real import Answer as Said
from app.community.opportunities.watching import Search
from app.community.opportunities.words import Hours, Kind, Way
from app.core import text
from app.web.api import writing
from app.web.api.kit.asking import Doer, Nonce, Reader
from app.web.api.kit.models import Answer, InAddress, Listed, Number, Onward, Sent
from app.web.api.kit.route import Endpoint
from app.web.api.opportunities import Opportunity
from app.web.community import opportunity_keeping as keeping
from app.web.community import opportunity_searches as saving
from app.web.community.opportunities import quiet
from app.web.community.opportunity_keeping import Line
from app.web.community.opportunity_searches import SearchForm
from app.web.kit.addresses import number_in
from app.web.kit.asking import InTransaction, ThisHouse

router = APIRouter(route_class=Endpoint, tags=["opportunities"])

AT = "/api/v1/opportunities/{opportunity_id:number}"
SEARCHES = "/api/v1/opportunities/saved-searches"
PAGE = 20
Place = Annotated[str, WithJsonSchema({"type": "string", "pattern": "^([1-9]|10)$"})]


class KeptOpportunity(Answer):
    """One that she has saved, or in which she is interested, since a day. `opportunity` is empty
    where it can't be read any more. `asks`: it is over, and she can say whether it was real."""

    id: Number
    saved: bool
    interested: bool
    note: str
    since: date
    opportunity: Opportunity | None
    asks: bool


class Interest(Sent):
    """Her note on it, for her alone."""

    note: Annotated[text.Paragraphs, StringConstraints(max_length=keeping.NOTE)] = ""


class WasIt(Sent):
    answer: Said


class NewSearch(Sent):
    """What to look for, under a name: one of the filters at least."""

    name: saving.Name
    kind: Kind | None = None
    hours: Hours | None = None
    way: Way | None = None
    place: saving.Words = ""
    q: saving.Words = ""
    paid: bool = False


class SavedSearch(Answer):
    """A saved search, at one of her ten places. While it is `on`, she is told when something new
    fits."""

    number: int
    name: str
    kind: Kind | None
    hours: Hours | None
    way: Way | None
    place: str
    q: str
    paid: bool
    on: bool

    @classmethod
    def of(cls, search: Search) -> "SavedSearch":
        wanted = search.wanted
        return cls(
            number=search.place,
            name=search.name,
            kind=wanted.kind,
            hours=wanted.hours,
            way=wanted.way,
            place=wanted.place,
            q=wanted.text,
            paid=wanted.paid,
            on=search.on,
        )


@router.get("/api/v1/opportunities/your-list", name="api_kept_opportunities")
def kept(
    asked: Annotated[Onward, Query()], session: InTransaction, viewer: Reader, house: ThisHouse
) -> Listed[KeptOpportunity]:
    """What she kept last first."""
    place = number_in(asked.after)
    found = saved.mine(session, viewer, house.ring)
    rest = [entry for entry in found if place is None or entry.number < place]
    shown = rest[:PAGE]
    lines = keeping.lines_of(session, viewer, house, shown)
    following = str(shown[-1].number) if len(rest) > PAGE else None
    data = [_line(line, quiet(viewer, line.card) if line.card else None) for line in lines]
    return Listed[KeptOpportunity](data=data, next=following)


@router.put(f"{AT}/saved", name="api_save_opportunity", status_code=204)
def save(opportunity_id: InAddress, session: InTransaction, viewer: Doer, house: ThisHouse) -> None:
    """She is told before it closes."""
    keeping.turn_saved(session, viewer, house, opportunity_id, on=True)


@router.delete(f"{AT}/saved", name="api_unsave_opportunity", status_code=204)
def unsave(
    opportunity_id: InAddress, session: InTransaction, viewer: Doer, house: ThisHouse
) -> None:
    keeping.turn_saved(session, viewer, house, opportunity_id, on=False)


@router.put(f"{AT}/interest", name="api_interest", status_code=204)
def be_interested(
    opportunity_id: InAddress,
    said: Annotated[Interest, Body()],
    session: InTransaction,
    viewer: Doer,
    house: ThisHouse,
) -> None:
    """Note that she is interested, for herself: nobody is told."""
    hers = saved.of(session, viewer, house.ring, opportunity_id)
    keeping.be_interested(session, viewer, house, hers, said.note)


@router.delete(f"{AT}/interest", name="api_no_interest", status_code=204)
def be_no_longer_interested(
    opportunity_id: InAddress, session: InTransaction, viewer: Doer, house: ThisHouse
) -> None:
    """Her note goes with it."""
    saved.be_no_longer_interested(session, viewer, house.ring, opportunity_id)


@router.put(f"{AT}/real", name="api_was_real", status_code=204)
def say(
    opportunity_id: InAddress,
    said: Annotated[WasIt, Body()],
    session: InTransaction,
    viewer: Doer,
    house: ThisHouse,
) -> None:
    """Whether it was real, once it is over: counted once, and without her name."""
    real.answer(session, viewer, house.ring, opportunity_id, said.answer)


@router.get(SEARCHES, name="api_saved_searches")
def hers(session: InTransaction, viewer: Reader, house: ThisHouse) -> Listed[SavedSearch]:
    """All of hers."""
    found = searches.hers(session, house.ring, viewer.id)
    return Listed[SavedSearch](data=[SavedSearch.of(search) for search in found])


@router.post(SEARCHES, name="api_save_search", status_code=201)
def save_search(
    said: Annotated[NewSearch, Body()],
    session: InTransaction,
    viewer: Doer,
    house: ThisHouse,
    nonce: Nonce = "",
) -> SavedSearch:
    form = writing.form(SearchForm, said, nonce).data
    made = searches.save(session, house.ring, viewer.id, form.name, form.wanted, form.form_nonce)
    return SavedSearch.of(made)


@router.put(f"{SEARCHES}/{{place}}/on", name="api_switch_search_on", status_code=204)
def switch_on(place: Place, session: InTransaction, viewer: Doer, house: ThisHouse) -> None:
    """From today she is told of what is new."""
    searches.switch(session, house.ring, viewer.id, saving.place_in(place), on=True)


@router.delete(f"{SEARCHES}/{{place}}/on", name="api_switch_search_off", status_code=204)
def switch_off(place: Place, session: InTransaction, viewer: Doer, house: ThisHouse) -> None:
    searches.switch(session, house.ring, viewer.id, saving.place_in(place), on=False)


@router.delete(f"{SEARCHES}/{{place}}", name="api_delete_search", status_code=204)
def delete_search(place: Place, session: InTransaction, viewer: Doer, house: ThisHouse) -> None:
    """Where it is not there any more, there is nothing to do."""
    searches.delete(session, house.ring, viewer.id, saving.place_in(place))


def _line(line: Line, card: Card | None) -> KeptOpportunity:
    kept = line.kept
    return KeptOpportunity(
        id=kept.opportunity_id,
        saved=kept.saved,
        interested=kept.interested,
        note=kept.note,
        since=line.since,
        opportunity=Opportunity.of(card) if card else None,
        asks=line.asks,
    )
