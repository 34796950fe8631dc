"""Resources as a viewer may see them. What is not there for her is not found."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, false, func, or_, select, true
from sqlalchemy.orm import Session

from app.community.resources import addresses, policy
from app.community.resources.models import Helped, Note, NoteState, Resource, ResourceForm, State
from app.core import versions
from app.core.errors import NotFound
from app.people.anonymity.bylines import Byline, named
from app.people.circles import queries as circles
from app.people.circles.models import Circle, Visibility
from app.people.members.models import NO_PROFILE, Member
from app.people.members.named import NOBODY
from app.people.members.queries import tone_of
from app.people.safety import muted_phrases
from app.people.viewer import Viewer

# From so many on their number is said: among fewer, each may know who the others are.
SAID_FROM = 3


@dataclass(frozen=True)
class Card:
    """A resource as a page says it. `helped` is how many it helped, None where that are a few, 0
    for nobody; `circle` and `circle_slug` are empty where it is for everybody."""

    id: int
    form: ResourceForm
    title: str
    about: str
    topic: str
    language: str
    link: str
    html: str
    circle: str
    circle_slug: str
    state: State
    answer: str
    day: date
    by: Byline
    helped: int | None
    notes: int
    is_hers: bool

    @property
    def host(self) -> str:
        return addresses.host(self.link) if self.link else ""


@dataclass(frozen=True)
class Page:
    """One resource. `by_id` is whose it is, for what is decided and never for a template; `marked`,
    that she has said that it helped."""

    card: Card
    circle_id: int | None
    by_id: UUID | None
    marked: bool
    tended: bool
    link_kept: date | None


_HELPED = (
    select(func.count()).where(Helped.resource_id == Resource.id).scalar_subquery().label("helped")
)
_NOTES = (
    select(func.count())
    .where(Note.resource_id == Resource.id, Note.state == NoteState.SHOWN)
    .scalar_subquery()
    .label("notes")
)
CARDS: Any = (
    select(
        *(Resource.id, Resource.form, Resource.title, Resource.about, Resource.topic),
        *(Resource.language, Resource.link, Resource.html, Resource.state, Resource.answer),
        *(Resource.day, Resource.member_id, Resource.circle_id, Resource.link_kept),
        *(Circle.name.label("circle"), Circle.slug, Circle.visibility),
        *(Member.handle, Member.name, Member.standing, _HELPED, _NOTES),
    )
    .outerjoin(Circle, Circle.id == Resource.circle_id)
    .outerjoin(Member, Member.id == Resource.member_id)
)


def readable(viewer: Viewer) -> ColumnElement[bool]:
    """That a resource stands where she may read: `CARDS` joins its circle."""
    return or_(Resource.circle_id.is_(None), circles.readable(viewer))


def tended(viewer: Viewer) -> ColumnElement[bool]:
    """That it is hers to look after, if she may read it: the policy's answer, for many at once."""
    here = true() if viewer.is_administrator else Resource.circle_id.in_(viewer.hosted)
    everybodys = true() if policy.tends(viewer, None) else false()
    in_one = Resource.circle_id.is_not(None) & here
    return or_(in_one, Resource.circle_id.is_(None) & everybodys)


def not_quiet(viewer: Viewer) -> ColumnElement[bool]:
    """That nobody has suggested it whom she has blocked or muted."""
    quiet = viewer.shield.quiet
    return or_(Resource.member_id.is_(None), Resource.member_id.not_in(quiet)) if quiet else true()


def mark(row: Resource | Card) -> str:
    """What stands in a form that decides about these words, and other words have another."""
    return versions.mark(row.title, row.about, row.link, row.html, row.state, row.answer)


def is_minded(viewer: Viewer, card: Card) -> bool:
    """Whether words that she has muted are in it."""
    if not viewer.shield or card.is_hers:
        return False
    return viewer.shield.minds(muted_phrases.spoken(f"{card.title} {card.about}"))


def page(session: Session, viewer: Viewer, resource_id: int) -> Page:
    """Raises NotFound for what is not there for her."""
    marked = select(Helped.epoch).where(
        Helped.resource_id == Resource.id, Helped.helped.in_(hers_at(viewer, resource_id))
    )
    wanted = CARDS.add_columns(marked.exists().label("marked")).where(Resource.id == resource_id)
    row = session.execute(wanted).first()
    if row is None or not _is_seen(viewer, row, row.visibility):
        raise NotFound
    return Page(
        card(viewer, row),
        row.circle_id,
        row.member_id,
        row.marked,
        policy.tends(viewer, row.circle_id),
        row.link_kept,
    )


def to_change(session: Session, viewer: Viewer, resource_id: int) -> Resource:
    """The row of one that is there for her, locked. Raises NotFound."""
    row = session.get(Resource, resource_id, with_for_update=True, populate_existing=True)
    if row is None or not _is_seen(viewer, row, visibility(session, row.circle_id)):
        raise NotFound
    return row


def to_look_at(session: Session, viewer: Viewer, resource_id: int) -> Resource:
    """The same, not to be changed. Raises NotFound."""
    row = session.get(Resource, resource_id)
    if row is None or not _is_seen(viewer, row, visibility(session, row.circle_id)):
        raise NotFound
    return row


def visibility(session: Session, circle_id: int | None) -> Visibility | None:
    """Of the circle in which something is; None where it is for everybody."""
    if circle_id is None:
        return None
    return session.scalar(select(Circle.visibility).where(Circle.id == circle_id))


def with_link(session: Session, circle_id: int | None, link: str) -> Resource | None:
    """The one that has this link there, or for everybody."""
    wanted = [addresses.key(circle_id, link), addresses.key(None, link)]
    found = {
        row.link_key: row
        for row in session.scalars(select(Resource).where(Resource.link_key.in_(wanted)))
    }
    return found.get(wanted[0]) or found.get(wanted[1])


def hers_at(viewer: Viewer, resource_id: int) -> list[bytes]:
    """All that can stand there for her; nothing for a visitor."""
    if not viewer.signed_in:
        return []
    me = viewer.me
    return [me.helped(resource_id, epoch) for epoch in me.epochs]


def card(viewer: Viewer, row: Any) -> Card:
    """Of a row of `CARDS`."""
    return Card(
        row.id,
        row.form,
        row.title,
        row.about,
        row.topic,
        row.language,
        row.link,
        row.html,
        row.circle or "",
        row.slug or "",
        row.state,
        row.answer,
        row.day,
        byline(row),
        row.helped if row.helped == 0 or row.helped >= SAID_FROM else None,
        row.notes,
        row.member_id is not None and row.member_id == viewer.member_id,
    )


def byline(row: Any) -> Byline:
    """Whoever is leaving has no page, and of who has left no name is known."""
    if row.handle is None or row.standing in NO_PROFILE:
        return NOBODY
    return named(row.handle, row.name, tone_of(row.handle))


def cards(session: Session, viewer: Viewer, ids: Collection[int]) -> dict[int, Card]:
    """Those of them that are shown and that she may read, by their numbers; one question."""
    return {row.id: card(viewer, row) for row in rows(session, viewer, ids)}


def rows(session: Session, viewer: Viewer, ids: Collection[int]) -> list[Any]:
    """The same as rows of `CARDS`, without what is by whom she has blocked or muted."""
    if not ids:
        return []
    wanted = CARDS.add_columns(Resource.body).where(Resource.id.in_(ids))
    wanted = wanted.where(Resource.state == State.SHOWN, readable(viewer), not_quiet(viewer))
    return [*session.execute(wanted)]


def _is_seen(viewer: Viewer, row: Any, visible: Visibility | None) -> bool:
    return policy.may_read(viewer, row.circle_id, visible) and policy.may_see(
        viewer, row.circle_id, row.state, row.member_id
    )
