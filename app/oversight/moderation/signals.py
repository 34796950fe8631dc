"""Whoever has the queue open hears that it has changed, whichever deed did it."""

from sqlalchemy import Connection, event
from sqlalchemy.orm import Mapper, Session, object_session

from app.core import live
from app.oversight.moderation.models import Case


def changed(session: Session, *circle_ids: int | None) -> None:
    """A case of this circle, or of none, is there, gone, or stands differently: for what is done to
    rows that no object stands for."""
    live.poke(session, live.QUEUE, *(live.queue(each) for each in circle_ids if each is not None))


def watch() -> None:
    """From now on hear of every case that the session itself writes."""
    for deed in ("after_insert", "after_update", "after_delete"):
        if not event.contains(Case, deed, _written):
            event.listen(Case, deed, _written)


def _written(_mapper: Mapper[Case], _connection: Connection, case: Case) -> None:
    session = object_session(case)
    if session is not None:
        changed(session, case.circle_id)
