"""Pathways as a viewer may see them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, select, tuple_
from sqlalchemy.orm import Session

from app.community.pathways import policy
from app.community.pathways.models import Audience, Begun, Consent, Pathway, PathwayState, Step
from app.core import keys, text, versions
from app.core.errors import NotFound
from app.core.verdict import Verdict
from app.people.circles import policy as circle_policy
from app.people.circles import queries as circles
from app.people.circles.models import Circle
from app.people.linkable import Linkables, Linked
from app.people.viewer import Viewer

PAGE = 20
EXCERPT = 200


@dataclass(frozen=True)
class Card:
    """A pathway in a list. `circle` is the name of the one whose hosts keep it, where she may know
    of that."""

    slug: str
    title: str
    about: str
    circle: str
    stands: bool


@dataclass(frozen=True)
class Found:
    """A pathway for whoever looks; `circle` as on its card, with its address."""

    row: Pathway
    circle: str
    circle_slug: str
    may_write: Verdict
    is_hers: bool = False

    @property
    def may_be_reported(self) -> bool:
        """By whoever looks, if she is signed in."""
        return self.row.shown and self.row.stands and not self.is_hers

    @property
    def mark(self) -> str:
        """Of its words as they are, for a form that changes them."""
        return versions.mark(self.row.title, self.row.intro, self.row.audience)


@dataclass(frozen=True)
class StepCard:
    """A step for whoever looks. `label` says of what kind the thing is. Without a `thing` there is
    none, for her."""

    id: int
    heading: str
    html: str
    label: str
    thing: Linked | None


@dataclass(frozen=True)
class Asked:
    """What a mentor is asked: to stand beside these words of a pathway."""

    step_id: int
    pathway: str
    heading: str
    html: str
    consent: Consent


def find(session: Session, viewer: Viewer, slug: str, *, lock: bool = False) -> Found:
    """Raises NotFound, also where it is not for her."""
    question = _together().where(Pathway.slug == slug)
    row = session.execute(question.with_for_update(of=Pathway) if lock else question).first()
    if row is None:
        raise NotFound
    one, at = row.Pathway, row.circle_id
    if not may_see(viewer, row):
        raise NotFound
    known = circle_policy.may_read(viewer, at, row.visibility)
    name, address = (row.name, row.circle) if known else ("", "")
    writes = policy.may_write(viewer, at, row.visibility, one.state)
    return Found(one, name, address, writes, is_hers=_is_hers(viewer, row.writer))


def index(session: Session, viewer: Viewer, after: str = "") -> tuple[list[Card], str]:
    """Those that are shown and for her, by title, and where the list goes on."""
    hers = (Pathway.audience == Audience.EVERYBODY) | circles.readable(viewer)
    there = _together().where(Pathway.shown, Pathway.state == PathwayState.STANDS, hers)
    question = there.order_by(Pathway.title, Pathway.id)
    last = _last(session, after)
    if last:
        question = question.where(tuple_(Pathway.title, Pathway.id) > last)
    rows = session.execute(question.limit(PAGE + 1)).all()
    more = rows[PAGE - 1].Pathway if len(rows) > PAGE else None
    return [_card(viewer, row) for row in rows[:PAGE]], keys.base32(more.id) if more else ""


def drafts(session: Session, viewer: Viewer) -> list[Card]:
    """Those in circles of hers that nobody else sees yet or any more, by title."""
    unseen = ~Pathway.shown | (Pathway.state != PathwayState.STANDS)
    question = _together().where(unseen, _looked_after(viewer))
    question = question.order_by(Pathway.title, Pathway.id)
    return [_card(viewer, row) for row in session.execute(question)]


def writable_circles(session: Session, viewer: Viewer) -> dict[str, str]:
    """Whose pathways she may write: the names by the addresses. A circle that belongs to a group
    has none."""
    question = select(Circle.slug, Circle.name).where(~Circle.bound).order_by(Circle.name)
    question = question.where(_looked_after(viewer))
    return {row.slug: row.name for row in session.execute(question)}


def rows(session: Session, pathway_id: int) -> Sequence[Step]:
    """The steps in their order."""
    question = select(Step).where(Step.pathway_id == pathway_id).order_by(Step.place, Step.id)
    return session.scalars(question).all()


def step(session: Session, found: Found, step_id: int) -> Step:
    """One of this pathway. Raises NotFound."""
    row = session.get(Step, step_id)
    if row is None or row.pathway_id != found.row.id:
        raise NotFound
    return row


def mark(row: Step) -> str:
    """Of a step as it is, for a form that changes it."""
    return versions.mark(row.heading, row.words, row.kind, row.thing, row.mentor_id)


def steps(session: Session, viewer: Viewer, kinds: Linkables, pathway_id: int) -> list[StepCard]:
    """In their order, each with its thing as far as the viewer may see it: where she may not, it is
    as if there were none."""
    found = rows(session, pathway_id)
    links = {row.id: row.link for row in found if row.link and row.stands}
    things = kinds.shown(session, viewer, {*links.values()})
    return [step_card(row, kinds, things.get(links.get(row.id, ("", "")))) for row in found]


def step_card(row: Step, kinds: Linkables, thing: Linked | None) -> StepCard:
    label = kinds.by_kind[row.kind].label if thing else ""
    return StepCard(row.id, row.heading, row.html, label, thing)


def asked(
    session: Session, member_id: UUID, step_id: int, *, lock: bool = False
) -> tuple[Step, Asked]:
    """A step on which she is asked to stand. Raises NotFound."""
    question = (
        select(Step, Pathway.title)
        .join(Pathway, Pathway.id == Step.pathway_id)
        .where(Step.id == step_id, Step.mentor_id == member_id)
    )
    row = session.execute(question.with_for_update(of=Step) if lock else question).first()
    if row is None:
        raise NotFound
    one = row.Step
    return one, Asked(one.id, row.title, one.heading, one.html, one.consent)


def titles(session: Session, viewer: Viewer, pathway_ids: Sequence[int]) -> Mapping[int, str]:
    """What those of these are called that she may see."""
    found = session.execute(_together().where(Pathway.id.in_(pathway_ids)))
    return {row.Pathway.id: row.Pathway.title for row in found if may_see(viewer, row)}


def public(session: Session, viewer: Viewer, pathway_ids: Collection[int]) -> list[Row[Any]]:
    """Those of these that are shown and for her, each as its `Pathway` with its circle."""
    found = session.execute(_together().where(Pathway.shown, Pathway.id.in_(pathway_ids)))
    return [row for row in found if row.Pathway.stands and may_see(viewer, row)]


def circle_for(viewer: Viewer, row: Row[Any]) -> str:
    """What its circle is called, where she may know of that."""
    return row.name if circle_policy.may_read(viewer, row.circle_id, row.visibility) else ""


def may_see(viewer: Viewer, row: Row[Any]) -> bool:
    """The policy's answer for a pathway with its circle."""
    one: Pathway = row.Pathway
    shown, stands = one.shown, one.stands
    at = row.circle_id, row.visibility
    return policy.may_see(viewer, *at, one.audience, shown=shown, stands=stands)


def _looked_after(viewer: Viewer) -> ColumnElement[bool]:
    """That she may write a circle's pathways: the policy's answer, for many at once."""
    hosts = Circle.id.in_(viewer.hosted)
    return hosts | circles.readable(viewer) if viewer.is_administrator else hosts


def _is_hers(viewer: Viewer, writer: UUID | None) -> bool:
    return writer is not None and writer == viewer.member_id


def _together() -> Select[*tuple[Any, ...]]:
    """With its circle, and the `writer` who began it, None where she has left."""
    begun = select(Begun.member_id).where(Begun.pathway_id == Pathway.id)
    return select(
        Pathway,
        Circle.id.label("circle_id"),
        Circle.slug.label("circle"),
        Circle.name,
        Circle.visibility,
        begun.scalar_subquery().label("writer"),
    ).join(Circle, Circle.id == Pathway.circle_id)


def _last(session: Session, after: str) -> tuple[str, int] | None:
    """Where the last page ended, if it is still there."""
    row = session.get(Pathway, keys.from_base32(after)) if after else None
    return (row.title, row.id) if row else None


def _card(viewer: Viewer, row: Row[Any]) -> Card:
    one = row.Pathway
    about = text.excerpt(one.intro, EXCERPT)
    return Card(one.slug, one.title, about, circle_for(viewer, row), one.stands)
