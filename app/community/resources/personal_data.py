"""What resources hold of a member: what she has suggested and noted. Whether something helped her
is in no copy: only her own visit can tell."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from app.community.resources import policy, telling
from app.community.resources.models import Note, Resource, State
from app.core.languages import Sentence
from app.people.circles.models import Circle
from app.people.members.models import Fate
from app.people.viewer import Viewer

# What she may no longer read may be called by somebody else's words.
SHUT = Sentence("A circle that you can’t read any more")


@dataclass(frozen=True)
class Suggestion:
    title: str
    circle: str
    form: str
    day: date
    state: str
    about: str
    link: str
    text: str


@dataclass(frozen=True)
class Noted:
    """A note of hers; `resource` is empty where she may no longer read it."""

    resource: str
    day: date
    text: str


def suggested(session: Session, viewer: Viewer) -> list[Suggestion]:
    rows = session.execute(
        select(Resource, Circle.name, Circle.visibility)
        .outerjoin(Circle, Circle.id == Resource.circle_id)
        .where(Resource.member_id == viewer.id)
        .order_by(Resource.day, Resource.id)
    )
    return [
        Suggestion(
            row.Resource.title,
            _where(viewer, row),
            row.Resource.form.label,
            row.Resource.day,
            row.Resource.state.value,
            row.Resource.about,
            row.Resource.link,
            row.Resource.body,
        )
        for row in rows
    ]


def noted(session: Session, viewer: Viewer) -> list[Noted]:
    rows = session.execute(
        select(Note, Resource.title, Resource.circle_id, Circle.visibility)
        .join(Resource, Resource.id == Note.resource_id)
        .outerjoin(Circle, Circle.id == Resource.circle_id)
        .where(Note.member_id == viewer.id)
        .order_by(Note.day, Note.id)
    )
    return [
        Noted(
            row.title if policy.may_read(viewer, row.circle_id, row.visibility) else "",
            row.Note.day,
            row.Note.body,
        )
        for row in rows
    ]


def erase(session: Session, member_id: UUID, fate: Fate) -> None:
    """What nobody else has seen goes; the rest stays as by somebody who has left, or goes."""
    mine, notes = Resource.member_id == member_id, Note.member_id == member_id
    goes = select(Resource).where(mine)
    if fate is Fate.REMOVE:
        session.execute(delete(Note).where(notes))
    else:
        goes = goes.where(Resource.state.in_([State.SUGGESTED, State.DECLINED]))
    for row in session.scalars(goes).all():
        session.delete(row)
        telling.gone(session, row.id)
    session.flush()
    session.execute(update(Resource).where(mine).values(member_id=None))
    session.execute(update(Note).where(notes).values(member_id=None))


def _where(viewer: Viewer, row: Any) -> str:
    if row.Resource.circle_id is None:
        return Sentence("For everybody")
    open_to_her = policy.may_read(viewer, row.Resource.circle_id, row.visibility)
    return str(row.name) if open_to_her else SHUT
