"""Wins: threads whose authors want to celebrate, across all circles that the viewer may read."""

from dataclasses import dataclass

from sqlalchemy import literal, literal_column, or_, select, tuple_
from sqlalchemy.orm import Session

from app.community.threads import kept_out
from app.community.threads.lists import Line
from app.community.threads.models import Intent, Thread
from app.community.threads.places import Place
from app.people.circles.models import Circle, Visibility
from app.people.viewer import Viewer

PAGE = 25
# A literal, as in the index: see `lists`.
_CELEBRATES = Thread.intent == literal_column(f"'{Intent.CELEBRATE.value}'")
_OPENED = (Thread.opened_day, Thread.id)


@dataclass(frozen=True)
class Wins:
    """A stretch of them with the names of their circles by id; `older` is None at the end."""

    threads: list[Line]
    circles: dict[int, str]
    older: Place | None


def newest(session: Session, viewer: Viewer, after: Place | None) -> Wins:
    """By the day on which they were opened, the newest first, without what she keeps out."""
    open_to_her = [Visibility.PUBLIC, *([Visibility.MEMBERS] if viewer.signed_in else [])]
    question = (
        select(*(getattr(Thread, name) for name in Line._fields), Thread.opened_day, Circle.name)
        .join(Circle, Circle.id == Thread.circle_id)
        .where(
            _CELEBRATES,
            Thread.hidden.is_(False),
            or_(Circle.visibility.in_(open_to_her), Circle.id.in_(viewer.circles)),
            Circle.id.not_in(viewer.shield.circles),
            *kept_out.conditions(kept_out.size(viewer.shield)),
        )
        .order_by(*(column.desc() for column in _OPENED))
        .limit(PAGE + 1)
    )
    if after is not None:
        here = tuple_(literal(after.day), literal(after.thread_id))
        question = question.where(tuple_(*_OPENED) < here)
    rows = session.execute(question, kept_out.values(viewer.shield)).all()
    lines = [Line(*row[:-2]) for row in rows[:PAGE]]
    names = {row.circle_id: row.name for row in rows}
    older = None
    if len(rows) > PAGE:
        older = Place(rows[PAGE - 1].opened_day, lines[-1].id)
    return Wins(lines, names, older)
