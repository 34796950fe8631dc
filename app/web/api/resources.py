"""Resources: the list of them, one of them, her own, and what she says of one."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Body, Query
from pydantic import Field

from app.community.resources import actions, helped, lists, notes, policy, queries
from app.community.resources.models import ResourceForm, State
from app.community.resources.notes import NoteCard
from app.community.resources.queries import Card
from app.core import text
from app.core.limits import Limit
from app.people.subjects import Owner
from app.people.viewer import Viewer
from app.web import folding
from app.web.api import writing
from app.web.api.kit.asking import Doer, Nonce, Reader, Writer
from app.web.api.kit.models import Answer, InAddress, Listed, Number, Onward, Sent
from app.web.api.kit.route import Endpoint
from app.web.api.shown import Author
from app.web.community import resources_writing
from app.web.community.resources_deeds import Words
from app.web.community.resources_writing import SaidForm, SuggestForm
from app.web.kit.asking import InTransaction, ThisHouse

router = APIRouter(route_class=Endpoint, tags=["resources"])

AT = "/api/v1/resources/{resource_id:number}"
LONGEST = 100


class WantedResources(Onward):
    """`circle` is the address of one, `topic` and `language` are as a resource says them."""

    q: Annotated[str, Field(max_length=LONGEST)] = ""
    circle: Annotated[str, Field(max_length=80)] = ""
    topic: Annotated[str, Field(max_length=40)] = ""
    language: Annotated[str, Field(max_length=40)] = ""
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
    state: State

    @classmethod
    def of(cls, card: Card) -> "Resource":
        return cls(**_said(card))


class ResourceInFull(Resource):
    """`folded` says why she who asks would rather not read it, if so; `helped_me` is what she has
    said, `answer` what a host wrote who declined hers; `body`, a guide as it was typed, and `as_of`
    are for who may change it."""

    folded: str | None
    helped_me: bool
    answer: str
    body: str | None
    as_of: str | None


class Saying(Sent):
    """What is said of a resource: with a `link` or, where it is a guide, its words in `body`, which
    are Markdown. `topic` and `language` are words of the site: `money`, `en`. `as_of` is the mark
    of what a change replaces: where it says something else by now, nothing is changed."""

    form: ResourceForm
    title: text.Title
    about: resources_writing.About
    link: resources_writing.Link = ""
    body: resources_writing.Guide = ""
    topic: resources_writing.Topic
    language: resources_writing.Language
    as_of: Annotated[str, Field(max_length=100)] = ""


class Suggestion(Saying):
    """In the circle with this address, or for everybody."""

    circle: Annotated[str, Field(max_length=80)] = ""


class Suggested(Answer):
    """What came of it. Where its link was there already, `new` is false, and `id` is that one."""

    id: Number
    state: State
    new: bool


class ResourceNote(Answer):
    """A note that a member has left. `told` says what a moderator has done with hers."""

    by: Author
    body: str
    day: date
    mine: bool
    told: str

    @classmethod
    def of(cls, card: NoteCard) -> "ResourceNote":
        said = {name: getattr(card, name) for name in ("body", "day", "told")}
        return cls(**said, by=Author.of(card.by), mine=card.is_hers)


class NoteWords(Sent):
    body: Words


@router.get("/api/v1/resources", name="api_resources")
def index(
    asked: Annotated[WantedResources, Query()], session: InTransaction, viewer: Reader
) -> Listed[Resource]:
    """What is shown where she may read, the newest first."""
    words = text.one_line(asked.q)
    wanted = lists.Wanted(asked.topic, asked.circle, asked.language, asked.form, words)
    found = lists.shown(session, viewer, wanted, lists.Place.read(asked.after))
    return _listed(found)


@router.get("/api/v1/resources/mine", name="api_my_resources")
def mine(
    asked: Annotated[Onward, Query()], session: InTransaction, viewer: Reader
) -> Listed[Resource]:
    """What she has suggested, the newest first."""
    return _listed(lists.hers(session, viewer, lists.Place.read(asked.after)))


@router.get(AT, name="api_resource")
def one(resource_id: InAddress, session: InTransaction, viewer: Reader) -> ResourceInFull:
    return _full(session, viewer, resource_id)


@router.post("/api/v1/resources", name="api_suggest_resource", status_code=201)
def suggest(
    said: Annotated[Suggestion, Body()],
    session: InTransaction,
    viewer: Writer,
    house: ThisHouse,
    nonce: Nonce = "",
) -> Suggested:
    """It waits for a host, unless she is one."""
    form = writing.form(SuggestForm, said, nonce).data
    wanted = form.said()
    house.limiter.hit(Limit.POSTS, viewer.me.limit_key())
    made = actions.suggest(session, viewer, form.circle, wanted, form.form_nonce)
    return Suggested(id=made.id, state=made.state, new=made.new)


@router.put(AT, name="api_edit_resource")
def edit(
    resource_id: InAddress,
    said: Annotated[Saying, Body()],
    session: InTransaction,
    viewer: Writer,
    house: ThisHouse,
) -> ResourceInFull:
    """All of it. A host looks at it again, unless she is one."""
    resources_writing.to_edit(session, viewer, resource_id)
    wanted = writing.form(SaidForm, said, "").data.said()
    house.limiter.hit(Limit.POSTS, viewer.me.limit_key())
    actions.edit(session, viewer, resource_id, wanted, said.as_of)
    return _full(session, viewer, resource_id)


@router.delete(AT, name="api_withdraw_resource", status_code=204)
def withdraw(resource_id: InAddress, session: InTransaction, viewer: Doer) -> None:
    """One that she has suggested is destroyed, with the notes under it."""
    actions.withdraw(session, viewer, resource_id)


@router.put(f"{AT}/helped", name="api_resource_helped", status_code=204)
def say_helped(resource_id: InAddress, session: InTransaction, viewer: Doer) -> None:
    """Say that it helped her. Nobody is told."""
    helped.say(session, viewer, resource_id, on=True)


@router.delete(f"{AT}/helped", name="api_resource_not_helped", status_code=204)
def take_helped_back(resource_id: InAddress, session: InTransaction, viewer: Doer) -> None:
    helped.say(session, viewer, resource_id, on=False)


@router.get(f"{AT}/notes", name="api_resource_notes")
def under(resource_id: InAddress, session: InTransaction, viewer: Reader) -> Listed[ResourceNote]:
    """Hers first, then the newest, in one stretch."""
    queries.page(session, viewer, resource_id)
    found = notes.under(session, viewer, resource_id)
    return Listed[ResourceNote](data=[ResourceNote.of(card) for card in found])


@router.put(f"{AT}/note", name="api_note_resource", status_code=204)
def write_note(
    resource_id: InAddress,
    said: Annotated[NoteWords, Body()],
    session: InTransaction,
    viewer: Writer,
    house: ThisHouse,
) -> None:
    """Leave her note under her name, or put other words in it."""
    house.limiter.hit(Limit.POSTS, viewer.me.limit_key())
    notes.write(session, house.ring, viewer, resource_id, said.body)


@router.delete(f"{AT}/note", name="api_delete_resource_note", status_code=204)
def delete_note(resource_id: InAddress, session: InTransaction, viewer: Doer) -> None:
    notes.take_back(session, viewer, resource_id)


def _listed(found: lists.Listed) -> Listed[Resource]:
    data = [Resource.of(card) for card in found.cards]
    return Listed[Resource](data=data, next=str(found.older) if found.older else None)


def _full(session: InTransaction, viewer: Viewer, resource_id: int) -> ResourceInFull:
    found = queries.page(session, viewer, resource_id)
    row = queries.to_look_at(session, viewer, resource_id)
    may = policy.may_edit(viewer, row.circle_id, row.state, row.member_id)
    card, owner = found.card, Owner(found.by_id) if found.by_id else Owner()
    return ResourceInFull(
        **_said(card),
        folded=folding.why_thing(session, viewer, owner, f"{card.title} {card.about}") or None,
        helped_me=found.marked,
        answer=card.answer,
        body=row.body if may else None,
        as_of=actions.mark(row) if may else None,
    )


def _said(card: Card) -> dict[str, Any]:
    names = ("id", "form", "title", "about", "topic", "language", "link", "html", "day", "helped")
    said = {name: getattr(card, name) for name in (*names, "state")}
    return said | {"circle": card.circle_slug, "by": Author.of(card.by)}
