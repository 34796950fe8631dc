"""Watching over links, noting what was seen of them, and letting go of them."""

from datetime import date
from urllib.parse import urldefrag

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from app.community.links import policy, queries
from app.community.links.models import LinkPlace, WatchedLink
from app.community.links.policy import Look, Standing
from app.core import clock
from app.core.db import add_if_free
from app.core.links import Thing


def watch(session: Session, thing: Thing, url: str) -> None:
    """Look at this link from now on, for as long as the thing shows it. Twice is as good as once;
    what another thing shows already keeps how it stands."""
    kind, thing_id = thing
    key = queries.key(url)
    add_if_free(session, WatchedLink(key=key, url=urldefrag(url).url, due=clock.today()))
    add_if_free(session, LinkPlace(kind=kind, thing_id=thing_id, key=key))


def unwatch(session: Session, thing: Thing, url: str = "") -> None:
    """The thing shows this link no more, or none at all. A link that nothing shows is forgotten."""
    kind, thing_id = thing
    shown = select(LinkPlace.key).where(LinkPlace.kind == kind, LinkPlace.thing_id == thing_id)
    if url:
        shown = shown.where(LinkPlace.key == queries.key(url))
    keys = session.scalars(shown).all()
    here = (LinkPlace.kind == kind, LinkPlace.thing_id == thing_id, LinkPlace.key.in_(keys))
    session.execute(delete(LinkPlace).where(*here))
    used = exists().where(LinkPlace.key == WatchedLink.key)
    session.execute(delete(WatchedLink).where(WatchedLink.key.in_(keys), ~used))


def note(session: Session, key: bytes, look: Look, day: date) -> None:
    """What one look on this day has shown, unless another one was there first."""
    row = session.get(WatchedLink, key, with_for_update=True)
    if row is None or row.due > day:
        return
    now = policy.after(Standing(row.state, row.looked, row.failures), look, day)
    row.state, row.looked, row.failures = now.state, now.looked, now.failures
    row.due = policy.next_day(now, day, key)
