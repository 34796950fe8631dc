"""What hosts do with resources: show and decline suggestions, and look at links that seem gone."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends
from pydantic import StringConstraints
from starlette.responses import Response

from app.community.links import queries as links
from app.community.resources import actions, lists, policy, queries
from app.community.resources.lists import Place
from app.core import text
from app.core.errors import NotFound
from app.core.languages import Sentence
from app.people.viewer import Viewer
from app.web.community.resources import is_gone, shown, words
from app.web.kit.addresses import url
from app.web.kit.asking import InTransaction, SignedIn
from app.web.kit.forms import Filled, Form, filled
from app.web.kit.page import Page
from app.web.kit.route import OneHop

router = APIRouter(route_class=OneHop)

ANSWER = Sentence(
    "Thank you for passing it on. It does not fit here, and somebody else may still need it."
)
ANSWER_LENGTH = 400
_SAID = {"show": "resource-shown", "decline": "resource-declined", "wait": "resource-waits"}


class LookForm(Form):
    """What a host decides; where she declines, whoever suggested it reads her `answer`."""

    turn: Literal["show", "decline", "wait", "keep-link"]
    as_of: str = ""
    answer: Annotated[text.Paragraphs, StringConstraints(max_length=ANSWER_LENGTH)] = ""


LookFilled = Annotated[Filled[LookForm], Depends(filled(LookForm))]


@router.get("/resources/waiting", name="waiting_resources")
def waiting(session: InTransaction, viewer: SignedIn, page: Page, after: str = "") -> Response:
    _require_host(viewer)
    place = Place.read(after)
    listed = lists.waiting(session, viewer, place)
    return page.show(
        "community/resources/waiting.html",
        cards=listed.cards,
        declined=lists.declined(session, viewer),
        older=url("waiting_resources", after=listed.older) if listed.older else "",
        newer=url("waiting_resources") if place else "",
        **words(),
    )


@router.get("/resources/links", name="resource_links")
def gone_links(session: InTransaction, viewer: SignedIn, page: Page) -> Response:
    _require_host(viewer)
    linked = lists.linked(session, viewer)
    seen = links.states(session, [card.link for card, _kept in linked])
    gone = [
        (card, seen[card.link].looked)
        for card, kept in linked
        if card.link in seen and is_gone(seen[card.link], kept)
    ]
    return page.show("community/resources/links.html", gone=gone, **words())


@router.post("/resources/{resource_id:number}/look", name="look_at_resource")
def look(
    resource_id: int, form: LookFilled, session: InTransaction, viewer: SignedIn, page: Page
) -> Response:
    found = queries.page(session, viewer, resource_id)
    with form.checking():
        data = form.data
        if data.turn == "keep-link":
            actions.keep_link(session, viewer, resource_id)
            return page.go("resource_links", said="resource-link-kept")
        if data.turn == "show":
            actions.show(session, viewer, resource_id, data.as_of)
        elif data.turn == "decline":
            actions.decline(session, viewer, resource_id, data.answer or ANSWER, data.as_of)
        else:
            actions.let_wait(session, viewer, resource_id, data.as_of)
        return page.go("resource", resource_id=resource_id, said=_SAID[data.turn])
    return shown(session, page, found, {"answer": form})


def _require_host(viewer: Viewer) -> None:
    """These pages are there for those who look after something, and for nobody else."""
    if not policy.tends_something(viewer):
        raise NotFound
