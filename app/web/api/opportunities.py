"""Opportunities: those that are open, one of them, and hers, which she posts, changes and ends."""

from typing import Annotated

from fastapi import APIRouter, Body, Query
from markupsafe import escape
from pydantic import Field

from app.community.opportunities import actions, lists, policy, queries, saved, saying
from app.community.opportunities.models import State
from app.community.opportunities.queries import Card, Found
from app.community.opportunities.words import Hours, Kind, Way
from app.core.verdict import require
from app.people.house import House
from app.people.subjects import Owner
from app.people.viewer import Viewer
from app.web import folding
from app.web.api import opportunities_writing as writing
from app.web.api.kit.asking import Doer, Nonce, Reader, Writer
from app.web.api.kit.models import Answer, InAddress, Listed, Moment, Number, Onward
from app.web.api.kit.route import Endpoint
from app.web.api.opportunities_writing import Posting
from app.web.api.shown import Author
from app.web.community import opportunities_composing as composing
from app.web.community.opportunities import LONGEST, quiet
from app.web.kit.asking import InTransaction, ThisHouse

router = APIRouter(route_class=Endpoint, tags=["opportunities"])

AT = "/api/v1/opportunities/{opportunity_id:number}"
Asked = Annotated[str, Field(max_length=LONGEST)]


class WantedOpportunities(Onward):
    kind: Kind | None = None
    hours: Hours | None = None
    way: Way | None = None
    q: Asked = ""
    place: Asked = ""
    paid: bool = False


class Opportunity(Answer):
    """An opportunity in a list. `poster` is who has posted it."""

    id: Number
    kind: Kind
    title: str
    excerpt: str
    giver: str
    pay: str
    place: str
    tags: list[str]
    poster: Author
    closes: Moment
    state: State

    @classmethod
    def of(cls, card: Card) -> "Opportunity":
        poster = Author(name=card.poster.name, handle=card.poster.handle, anonymous=False)
        names = ("id", "kind", "title", "excerpt", "giver", "pay", "place", "tags", "closes")
        said = {name: getattr(card, name) for name in names}
        return cls(**said, poster=poster, state=card.state)


class OpportunityInFull(Answer):
    """All of one. `apply` is an address or an e-mail address. `folded` says why she who asks would
    rather not read it, if so; `saved`, `interested` and `note` are what she keeps of it; `posting`,
    where it is hers, what a change of it replaces."""

    id: Number
    kind: Kind
    title: str
    html: str
    giver: str
    pay: str
    way: Way
    place: str
    tags: list[str]
    poster: Author
    begins: Moment | None
    ends: Moment | None
    closes: Moment
    apply: str
    state: State
    folded: str | None
    saved: bool
    interested: bool
    note: str
    posting: Posting | None


@router.get("/api/v1/opportunities", name="api_opportunities")
def index(
    asked: Annotated[WantedOpportunities, Query()], session: InTransaction, viewer: Reader
) -> Listed[Opportunity]:
    """Those that are open, soonest to close first."""
    place, words = asked.place.strip(), asked.q.strip()
    hours = None if asked.hours is Hours.ANY else asked.hours
    wanted = queries.Wanted(asked.kind, hours, asked.way, place, words, paid=asked.paid)
    found = lists.shown(session, viewer, wanted, asked.after)
    data = [Opportunity.of(quiet(viewer, card)) for card in found.cards]
    return Listed[Opportunity](data=data, next=found.more or None)


@router.get("/api/v1/opportunities/mine", name="api_my_opportunities")
def mine(session: InTransaction, viewer: Reader) -> Listed[Opportunity]:
    """What she has posted and is still kept, in one stretch."""
    return Listed[Opportunity](data=[Opportunity.of(c) for c in queries.hers(session, viewer)])


@router.get(AT, name="api_opportunity")
def one(
    opportunity_id: InAddress, session: InTransaction, viewer: Reader, house: ThisHouse
) -> OpportunityInFull:
    return _full(session, viewer, house, queries.find(session, viewer, opportunity_id))


@router.post("/api/v1/opportunities", name="api_post_opportunity", status_code=201)
def post(
    said: Annotated[Posting, Body()],
    session: InTransaction,
    viewer: Writer,
    house: ThisHouse,
    nonce: Nonce = "",
) -> OpportunityInFull:
    """It waits until a moderator lets it stand."""
    by = composing.writing(session, viewer, house)
    with writing.told(by):
        row = composing.post(session, viewer, house, writing.form(said, nonce), by)
    return _full(session, viewer, house, queries.find(session, viewer, row.id))


@router.put(AT, name="api_edit_opportunity")
def change(
    opportunity_id: InAddress,
    said: Annotated[Posting, Body()],
    session: InTransaction,
    viewer: Writer,
    house: ThisHouse,
) -> OpportunityInFull:
    """One of hers, all of it. Where its words are others, it waits for a moderator again."""
    found = composing.hold(session, viewer, opportunity_id)
    by = composing.writing(session, viewer, house)
    with writing.told(by):
        composing.change(session, viewer, house, found, writing.form(said, ""), by)
    return _full(session, viewer, house, found)


@router.put(f"{AT}/filled", name="api_fill_opportunity")
def fill(
    opportunity_id: InAddress, session: InTransaction, viewer: Doer, house: ThisHouse
) -> OpportunityInFull:
    """One of hers: it leaves the lists, and its page says why."""
    found = composing.hold(session, viewer, opportunity_id)
    require(policy.may_fill(viewer, found.row))
    actions.mark_filled(session, viewer, found)
    return _full(session, viewer, house, found)


@router.put(f"{AT}/withdrawn", name="api_withdraw_opportunity")
def withdraw(
    opportunity_id: InAddress, session: InTransaction, viewer: Doer, house: ThisHouse
) -> OpportunityInFull:
    """One of hers: nobody but her sees it any more."""
    return _full(session, viewer, house, composing.withdraw(session, viewer, opportunity_id))


@router.put(f"{AT}/open", name="api_reopen_opportunity")
def reopen(
    opportunity_id: InAddress, session: InTransaction, viewer: Doer, house: ThisHouse
) -> OpportunityInFull:
    """One of hers that was filled or withdrawn stands, or waits, as before."""
    found = composing.take_back(session, viewer, house, opportunity_id)
    return _full(session, viewer, house, found)


@router.put(f"{AT}/prolonged", name="api_prolong_opportunity")
def prolong(
    opportunity_id: InAddress, session: InTransaction, viewer: Doer, house: ThisHouse
) -> OpportunityInFull:
    """One of hers is there for another while from today, or until it is over as an event."""
    found = composing.hold(session, viewer, opportunity_id)
    actions.prolong(viewer, found)
    return _full(session, viewer, house, found)


def _full(session: InTransaction, viewer: Viewer, house: House, found: Found) -> OpportunityInFull:
    row, by = found.row, found.poster
    kept = saved.of(session, viewer, house.ring, row.id)
    names = ("id", "kind", "title", "html", "giver", "begins", "ends", "closes", "apply", "state")
    owner, words = Owner(row.poster_id), f"<p>{escape(row.title)}</p>{row.html}"
    return OpportunityInFull(
        **{name: getattr(row, name) for name in names},
        pay=found.pay,
        way=row.way,
        place=saying.where(row),
        tags=list(saying.tags(row)),
        poster=Author(name=by.name, handle=by.handle or None, anonymous=False),
        folded=folding.why_thing(session, viewer, owner, words) or None,
        saved=kept.saved,
        interested=kept.interested,
        note=kept.note,
        posting=writing.posting(row, queries.spoken_for(session, viewer))
        if found.is_hers
        else None,
    )
