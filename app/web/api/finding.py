"""Opportunities, resources and mentors, to read."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field

from app.community.opportunities import lists, queries
from app.community.opportunities.models import State
from app.community.opportunities.queries import Card
from app.community.opportunities.words import Kind
from app.community.resources import lists as resource_lists
from app.community.resources import queries as resource_queries
from app.community.resources.models import ResourceForm
from app.core import text
from app.mentoring.profiles import answers
from app.mentoring.requests import directory
from app.mentoring.requests.directory import MentorCard
from app.mentoring.requests.ranking import Wanted as WantedMentor
from app.web.api.kit.asking import Reader
from app.web.api.kit.models import Answer, InAddress, Listed, Moment, Number, Onward
from app.web.api.kit.route import Endpoint
from app.web.api.shown import Author
from app.web.community.opportunities import quiet
from app.web.kit.asking import InTransaction, ThisHouse

router = APIRouter(route_class=Endpoint)

LONGEST = 100


class WantedOpportunities(Onward):
    kind: Kind | None = None
    q: Annotated[str, Field(max_length=LONGEST)] = ""
    place: Annotated[str, Field(max_length=LONGEST)] = ""
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
    """All of one. `apply` is an address or an e-mail address."""

    id: Number
    kind: Kind
    title: str
    html: str
    giver: str
    pay: str
    place: str
    poster: Author
    begins: Moment | None
    ends: Moment | None
    closes: Moment
    apply: str
    state: State


class WantedResources(Onward):
    """`circle` is the address of one."""

    q: Annotated[str, Field(max_length=LONGEST)] = ""
    circle: Annotated[str, Field(max_length=80)] = ""
    form: ResourceForm | None = None


class Resource(Answer):
    """A link or a guide. `helped` is how many it helped, not said where that are a few."""

    id: Number
    form: ResourceForm
    title: str
    about: str
    topic: str
    language: str
    link: str
    html: str
    circle: str
    day: date
    by: Author
    helped: int | None

    @classmethod
    def of(cls, card: resource_queries.Card) -> "Resource":
        names = ("id", "form", "title", "about", "topic", "language", "link", "html", "day")
        said = {name: getattr(card, name) for name in names}
        by = Author.of(card.by)
        return cls(**said, circle=card.circle_slug, by=by, helped=card.helped)


class WantedMentors(Onward):
    topic: Annotated[str, Field(max_length=40)] = ""
    language: Annotated[str, Field(max_length=40)] = ""
    with_place: bool = False


class Mentor(Answer):
    """A mentor in the list; `reasons` are why she stands where she does."""

    handle: str
    name: str
    headline: str
    about: str
    tags: list[str]
    reasons: list[str]

    @classmethod
    def of(cls, card: MentorCard) -> "Mentor":
        names = ("handle", "name", "headline", "about", "tags", "reasons")
        return cls(**{name: getattr(card, name) for name in names})


@router.get("/api/v1/opportunities", name="api_opportunities", tags=["opportunities"])
def opportunities(
    asked: Annotated[WantedOpportunities, Query()], session: InTransaction, viewer: Reader
) -> Listed[Opportunity]:
    """Those that are open, soonest to close first."""
    place, words = asked.place.strip(), asked.q.strip()
    wanted = queries.Wanted(asked.kind, None, None, place, words, paid=asked.paid)
    found = lists.shown(session, viewer, wanted, asked.after)
    data = [Opportunity.of(quiet(viewer, card)) for card in found.cards]
    return Listed[Opportunity](data=data, next=found.more or None)


@router.get(
    "/api/v1/opportunities/{opportunity_id:number}", name="api_opportunity", tags=["opportunities"]
)
def opportunity(
    opportunity_id: InAddress, session: InTransaction, viewer: Reader
) -> OpportunityInFull:
    found = queries.find(session, viewer, opportunity_id)
    row, by = found.row, found.poster
    names = ("id", "kind", "title", "html", "giver", "place", "begins", "ends", "closes", "apply")
    return OpportunityInFull(
        **{name: getattr(row, name) for name in names},
        pay=found.pay,
        poster=Author(name=by.name, handle=by.handle or None, anonymous=False),
        state=row.state,
    )


@router.get("/api/v1/resources", name="api_resources", tags=["resources"])
def resources(
    asked: Annotated[WantedResources, Query()], session: InTransaction, viewer: Reader
) -> Listed[Resource]:
    """What is shown where she may read, the newest first."""
    wanted = resource_lists.Wanted(
        circle=asked.circle, form=asked.form, words=text.one_line(asked.q)
    )
    place = resource_lists.Place.read(asked.after)
    found = resource_lists.shown(session, viewer, wanted, place)
    data = [Resource.of(card) for card in found.cards]
    return Listed[Resource](data=data, next=str(found.older) if found.older else None)


@router.get("/api/v1/resources/{resource_id:number}", name="api_resource", tags=["resources"])
def resource(resource_id: InAddress, session: InTransaction, viewer: Reader) -> Resource:
    return Resource.of(resource_queries.page(session, viewer, resource_id).card)


@router.get("/api/v1/mentors", name="api_mentors", tags=["mentors"])
def mentors(
    asked: Annotated[WantedMentors, Query()],
    session: InTransaction,
    viewer: Reader,
    house: ThisHouse,
) -> Listed[Mentor]:
    """In the order of her own page of them."""
    wanted = WantedMentor(asked.topic, "", asked.language, with_place=asked.with_place)
    told = answers.of(session, house.ring, viewer.id)
    cards, more = directory.mentors(session, house.ring, viewer, wanted, told, asked.after)
    return Listed[Mentor](data=[Mentor.of(card) for card in cards], next=more or None)
