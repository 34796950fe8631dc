"""Resources: the list, one of them, and what a member has suggested."""

from dataclasses import replace
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from app.community.links import queries as links
from app.community.links.models import LinkState
from app.community.resources import collections, lists, notes, policy, queries
from app.community.resources.lists import Listed, Place, Wanted
from app.community.resources.models import ResourceForm, State
from app.community.resources.queries import Page as Found
from app.core import text
from app.core.keys import base32
from app.mentoring.matching.words import LANGUAGES, TOPICS
from app.people.circles import queries as circles
from app.people.subjects import Owner
from app.people.viewer import Viewer
from app.web import folding
from app.web.kit.addresses import url
from app.web.kit.asking import Anyone, InTransaction, SignedIn
from app.web.kit.forms import SEARCH_LENGTH, Filled
from app.web.kit.page import Page, PageMaker
from app.web.kit.route import OneHop

router = APIRouter(route_class=OneHop)

NOTE_LENGTH = 500


@router.get("/resources", name="resources")
def index(
    session: InTransaction,
    viewer: Anyone,
    page: Page,
    topic: str = "",
    circle: str = "",
    language: str = "",
    form: str = "",
    q: str = "",
    after: str = "",
) -> Response:
    rooms = circles.visible(session, viewer)
    wanted = Wanted(
        topic if topic in TOPICS else "",
        circle if any(room.slug == circle for room in rooms) else "",
        language if language in LANGUAGES else "",
        ResourceForm(form) if form in set(ResourceForm) else None,
        text.one_line(q)[:SEARCH_LENGTH],
    )
    place = Place.read(after)
    listed = lists.shown(session, viewer, wanted, place)
    narrow = {"topic": wanted.topic, "circle": wanted.circle, "language": wanted.language}
    narrow |= {"form": wanted.form or "", "q": wanted.words}
    gathered = not place and wanted == Wanted(circle=wanted.circle)
    return page.show(
        "community/resources/index.html",
        listed=listed,
        wanted=wanted,
        rooms=[(room.slug, room.name) for room in rooms],
        room=next((room for room in rooms if room.slug == wanted.circle), None),
        collections=collections.of(session, viewer, wanted.circle) if gathered else [],
        **words() | _pages(listed, place, "resources", narrow),
        narrowed=replace(wanted, circle="") != Wanted(),
        tends=policy.tends_something(viewer),
        kinds=[(one.value, one.many) for one in ResourceForm],
    )


@router.get("/resources/yours", name="my_resources")
def hers(session: InTransaction, viewer: SignedIn, page: Page, after: str = "") -> Response:
    place = Place.read(after)
    listed = lists.hers(session, viewer, place)
    return page.show(
        "community/resources/mine.html",
        cards=listed.cards,
        **words() | _pages(listed, place, "my_resources", {}),
    )


@router.get("/resources/{resource_id:number}", name="resource")
def show(resource_id: int, session: InTransaction, viewer: Anyone, page: Page) -> Response:
    return shown(session, page, queries.page(session, viewer, resource_id), {})


def shown(
    session: InTransaction,
    page: PageMaker,
    found: Found,
    filled: dict[str, Filled[Any]],
) -> Response:
    """The page of one resource, with the forms as far as they were `filled`."""
    viewer, card = page.visit.viewer, found.card
    under = notes.under(session, viewer, card.id)
    note = next((one for one in under if one.is_hers), None)
    put = found.tended and card.state is State.SHOWN
    own = Owner(found.by_id) if found.by_id else Owner()
    return page.show(
        "community/resources/show.html",
        status=422 if any(form.errors for form in filled.values()) else 200,
        card=card,
        marked=found.marked,
        tended=found.tended,
        notes=[one for one in under if not one.is_hers],
        note=note,
        form=filled.get("note", Filled({"body": note.body if note else ""})),
        answering=filled.get("answer", Filled({"answer": ""})),
        collecting=filled.get("collect", Filled({})),
        collections=collections.fitting(session, viewer, found.circle_id) if put else [],
        mark=queries.mark(found.card),
        is_gone=_is_gone(session, found),
        why=folding.why_thing(session, viewer, own, f"{card.title} {card.about}"),
        **_may(viewer, found, len(under)),
        **words(),
        length=NOTE_LENGTH,
        report_at=url("report", kind="resource", id=base32(card.id)),
    )


def words() -> dict[str, Any]:
    """What topics and languages are called."""
    return {"topics": TOPICS, "languages": LANGUAGES}


def _may(viewer: Viewer, found: Found, many: int) -> dict[str, Any]:
    where, state = found.circle_id, found.card.state
    return {
        "may_help": policy.may_take_part(viewer, where),
        "may_note": policy.may_note(viewer, where, many),
        "may_edit": bool(policy.may_edit(viewer, where, state, found.by_id)),
    }


def _is_gone(session: InTransaction, found: Found) -> bool:
    """Whether its link seems to lead nowhere, and no host has found it good since."""
    link = found.card.link
    seen = links.states(session, [link]).get(link) if link else None
    return is_gone(seen, found.link_kept) if seen else False


def is_gone(seen: links.Seen, kept: Any) -> bool:
    """Whether a link is gone by this look, which a host may have known better on that day."""
    looked = seen.looked
    return seen.state is LinkState.GONE and not (kept and looked and kept >= looked)


def _pages(
    listed: Listed, place: Place | None, route: str, narrow: dict[str, str]
) -> dict[str, str]:
    return {
        "older": url(route, **narrow, after=listed.older) if listed.older else "",
        "newer": url(route, **narrow) if place else "",
    }
