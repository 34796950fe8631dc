"""What there is for her: the page, the number above every page, and what she says she has seen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from fastapi import APIRouter
from markupsafe import Markup
from starlette.responses import Response

from app.community.threads import told as posts
from app.community.threads.lists import Line
from app.community.threads.models import ReactionKind
from app.core import text
from app.core.keys import base32, from_base32
from app.oversight.notifications import bounces, queries
from app.oversight.notifications.queries import Kept
from app.people.anonymity.bundles import Bundle
from app.people.anonymity.bylines import Byline
from app.people.members import queries as members
from app.people.noted.events import Kind
from app.web import told
from app.web.community.rows import rows
from app.web.kit.addresses import url
from app.web.kit.asking import InTransaction, SignedIn, ThisHouse
from app.web.kit.bell import Bell
from app.web.kit.forms import Pressed, Switch
from app.web.kit.hidden_fields import CsrfField
from app.web.kit.kept import joined
from app.web.kit.page import Page, PageMaker
from app.web.kit.route import OneHop
from app.web.people import noted
from app.web.told import Everything, Listed

router = APIRouter(route_class=OneHop)

SHOWN = 50


@dataclass(frozen=True)
class Item:
    """One line of her list. Its `number` is 0 where she cannot keep it as unseen. `by` whom it was
    said, where that is what it is about; `who` is whose picture stands beside it. `kind_words` are
    said in the place of what is `said`."""

    number: int
    who: Byline | None
    by: str
    said: str
    title: str
    beside: str
    path: str
    at: datetime | date
    new: bool
    kind: Kind
    kind_words: tuple[str, ...] = ()


@router.get("/notifications", name="notifications")
def show(session: InTransaction, viewer: SignedIn, house: ThisHouse, page: Page) -> Response:
    found = told.gather(house, session, viewer)
    page.visit.bell = Bell(found.told, found.bundles)
    email = members.profile(session, viewer.id).email
    own = {
        "email": email,
        "threads": _rows(session, page, found, found.threads),
        "openings": _rows(session, page, found, found.openings),
        "items": _items(page, items(session, found)[:SHOWN]),
    }
    paused = bounces.is_paused(session, house.ring, email)
    html = page.framed(
        "oversight/notifications/index.html", own, paused=paused, messages=found.messages
    )
    return page.answer(html)


@router.get("/notifications/count", name="notifications_count")
def number(session: InTransaction, viewer: SignedIn, house: ThisHouse, page: Page) -> Response:
    """The bell alone, for a page that has been told that there is something."""
    found = told.gather(house, session, viewer)
    page.visit.bell = Bell(found.told, found.bundles)
    return page.show("oversight/notifications/bell.html")


@router.get("/notifications/{notification_id:number}", name="notification")
def open_one(
    notification_id: int, session: InTransaction, viewer: SignedIn, house: ThisHouse, page: Page
) -> Response:
    """Leads to what it is about, which she has seen from now on."""
    kept = queries.one(session, viewer.id, notification_id)
    told.note(house, session, viewer, lambda hers: told.saw(hers, kept.id, kept.n))
    return page.go_to(_path(kept))


@router.get("/notifications/words/{post_id:number}", name="kind_words")
def open_words(
    post_id: int, session: InTransaction, viewer: SignedIn, house: ThisHouse, page: Page
) -> Response:
    """Leads to a post that has kind words, which she has seen from now on. Whose it is is not
    asked: of a post that is not hers she has seen nothing new."""
    numbers = posts.kind_words(session, [post_id]).get(post_id, [])
    total = sum(number for _, number in numbers)
    told.note(house, session, viewer, lambda hers: hers.mark(post_id, total))
    return page.go("post", post_id=post_id)


@router.post("/notifications/read", name="read_notifications")
def read_all(
    _form: Pressed, session: InTransaction, viewer: SignedIn, house: ThisHouse, page: Page
) -> Response:
    """She has seen all of it, also what there is to read in the threads that she follows."""
    told.saw_all(house, session, viewer)
    return page.go("notifications", said="all-read")


@router.post("/notifications/{notification_id:number}/read", name="read_notification")
def read_one(
    notification_id: int,
    form: Switch,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    kept = queries.one(session, viewer.id, notification_id)
    seen = form.data.on == "yes"

    def note(hers: Bundle) -> None:
        told.saw(hers, kept.id, kept.n)
        if not seen:
            hers.switch(kept.id)

    told.note(house, session, viewer, note)
    return page.go("notifications", at=f"n{base32(kept.id)}")


def _rows(
    session: InTransaction, page: PageMaker, found: Everything, lines: Sequence[Line]
) -> Markup:
    return joined(rows(session, page, lines, found.bundles, found.names).values())


def _items(page: PageMaker, listed: Sequence[Item]) -> Markup:
    if not listed:
        return Markup()
    template, field = "oversight/notifications/_items.html", CsrfField(page.visit)
    return text.trusted(page.part(template, items=listed, csrf_field=field))


def items(session: InTransaction, found: Everything) -> list[Item]:
    """Her list. First what was said about her without her name, of which no day is known."""
    about = {one.post.id for one in found.listed if one.kept.kind is Kind.REACTION and one.post}
    said = posts.kind_words(session, about | {post.id for post in found.words})
    hers = [
        Item(
            0,
            post.byline,
            "",
            noted.TAKEN_BACK,
            post.title,
            found.names.get(post.circle_id, ""),
            url("kind_words", post_id=post.id),
            post.at,
            new=True,
            kind=Kind.REACTION,
            kind_words=noted.kind_words(said.get(post.id, [])),
        )
        for post in found.words
    ]
    return hers + [_item(one, said, found.names) for one in found.listed]


def _item(
    one: Listed, said: Mapping[int, list[tuple[ReactionKind, int]]], names: Mapping[int, str]
) -> Item:
    kept, post = one.kept, one.post
    place = names.get(kept.circle_id or 0, "")
    path = url("notification", notification_id=kept.id)
    if post is None:
        what = noted.THINGS.get(kept.thing[0]) or noted.SAID[kept.kind]
        # Where it is about nothing that has a name, what is said is what she presses.
        also, name = (what, place) if place else ("", what)
        return Item(kept.id, None, "", also, name, "", path, kept.day, one.new, kept.kind)
    who, title = post.byline, post.title
    if kept.kind is Kind.REACTION:
        heard, at = noted.kind_words(said.get(post.id, [])), kept.day
        return Item(
            kept.id, who, "", noted.TAKEN_BACK, title, place, path, at, one.new, kept.kind, heard
        )
    what, at = noted.SAID[kept.kind], post.at
    return Item(kept.id, who, who.name, what, title, place, path, at, one.new, kept.kind)


# What of it has an address, and by what name its word or its number stands there.
_WORDED = {
    "circle": ("circle", "circle"),
    **dict.fromkeys(("circle-host", "circle-moderator", "circle-member"), ("circle", "circle")),
    "programme": ("programme", "programme"),
    "organisation": ("organisation", "organisation"),
    "saved-search": ("saved_search", "place"),
}
_NUMBERED = {
    "mentoring-request": "request_id",
    "mentorship": "mentorship_id",
    "introduction": "introduction_id",
    "mentoring-group": "group_id",
    "opportunity": "opportunity_id",
    "my-resource": "resource_id",
    "pathway-asked": "step_id",
}
# What leads to a list, in which she finds what it is about.
_LISTS = {
    "saved-opportunity": "kept_opportunities",
    "waiting-resources": "waiting_resources",
    "new-sign-in": "settings_security",
    "your-role": "settings_security",
}


def _path(kept: Kept) -> str:
    kind, thing = kept.thing
    if kind in _WORDED:
        route, name = _WORDED[kind]
        return url(route, **{name: thing})
    if kind == "recommendation":
        return url("recommendations", at=f"r{thing}")
    if kind in _LISTS:
        return url(_LISTS[kind])
    if kind in _NUMBERED:
        values: dict[str, Any] = {_NUMBERED[kind]: from_base32(thing)}
        return url(kind.removeprefix("my-").replace("-", "_"), **values)
    return url("post", post_id=told.post_number(kept))
