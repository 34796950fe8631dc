"""Once a day: tell members that what they saved closes soon, and that something new fits a search.

All rows are sealed anew on each round, so that no two copies of the table tell who was told. What
is said in her list names neither what she saved nor what she looks for.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.community.opportunities import policy, queries, watching
from app.community.opportunities.kept_models import Watch
from app.community.opportunities.models import Opportunity
from app.community.opportunities.watching import Reminder, Search, Watched
from app.core import clock, keys
from app.core.db import Database
from app.core.events import publish
from app.core.keys import Keyring
from app.people.members import queries as members
from app.people.members.models import Member
from app.people.noted.events import Kind, Noted
from app.people.safety import blocks
from app.people.viewer import Viewer

SAVED, SEARCH = "saved-opportunity", "saved-search"
AT_ONCE = 200
# How likely a row that nobody can read goes today.
GOES = 1 / 30


def tell_due(database: Database, ring: Keyring) -> int:
    """Tell whoever is to be told today, once. Returns how many words there were."""
    with database.reading() as session:
        ids = session.scalars(select(Watch.id).order_by(Watch.id)).all()
    told = 0
    for start in range(0, len(ids), AT_ONCE):
        with database.changing() as session:
            told += _round(session, ring, ids[start : start + AT_ONCE])
    return told


def _round(session: Session, ring: Keyring, ids: Sequence[int]) -> int:
    wanted = select(Watch).where(Watch.id.in_(ids)).order_by(Watch.id).with_for_update()
    found = [(row, watching.opened(ring, row.id, row.sealed)) for row in session.scalars(wanted)]
    here = _Here.now(session, ring, [watched for _row, watched in found if watched])
    told = 0
    for row, watched in found:
        after = watched and here.after(watched)
        if watched and after:
            told += here.tells(watched, after)
            row.sealed = after.sealed(ring, row.id)
        elif watched or keys.happens(GOES):
            session.delete(row)
    return told


@dataclass(frozen=True)
class _Here:
    """What there is at this moment, for all rows of a round. `closes` has those that are open, and
    of those that are not, None."""

    session: Session
    ring: Keyring
    at: datetime
    members: Collection[UUID]
    closes: dict[int, datetime | None]
    fresh: Sequence[Any]

    @classmethod
    def now(cls, session: Session, ring: Keyring, watched: Collection[Watched]) -> "_Here":
        at = clock.minute()
        saved = {each.what.opportunity_id for each in watched if isinstance(each.what, Reminder)}
        here = {each.member_id for each in watched}
        return cls(
            session,
            ring,
            at,
            {one.id for one in members.with_ids(session, here) if one.standing in policy.ANSWERING},
            _closing(session, saved, at),
            _fresh(session, at, watched),
        )

    def after(self, watched: Watched) -> Watched | None:
        """What is to be known of it from now on; nothing where there is nothing to watch."""
        what = watched.what
        if isinstance(what, Search):
            return replace(watched, what=replace(what, since=self.at.date()))
        if what.opportunity_id not in self.closes:
            return None
        closes = self.closes[what.opportunity_id]
        is_due = closes is not None and policy.is_near(closes, self.at)
        if closes is None or not is_due or watched.member_id not in self.members:
            return watched
        return replace(watched, what=replace(what, told=closes.date()))

    def tells(self, before: Watched, after: Watched) -> bool:
        """Say it to her, if there is something to say."""
        what = before.what
        if before.member_id not in self.members:
            return False
        if isinstance(what, Reminder):
            if after != before:
                self._say(before.member_id, (SAVED, ""))
            return after != before
        if what.on and self._finds(before.member_id, what):
            self._say(before.member_id, (SEARCH, str(what.place)))
            return True
        return False

    def _finds(self, member_id: UUID, search: Search) -> bool:
        """Whether anything that came since fits, of somebody from whom she is not kept apart."""
        ids = [
            row.id
            for row in self.fresh
            if row.checked >= search.since and row.poster_id != member_id
        ]
        if not ids:
            return False
        fits = Opportunity.id.in_(ids), *queries.conditions(search.wanted)
        posters = set(self.session.scalars(select(Opportunity.poster_id).where(*fits)))
        return any(not blocks.between(self.session, self.ring, member_id, by) for by in posters)

    def _say(self, member_id: UUID, thing: tuple[str, str]) -> None:
        """At an hour that says nothing of when she saved it."""
        told = Noted(member_id=member_id, kind=Kind.OPPORTUNITY, thing=thing, veiled=True)
        publish(self.session, told)


def _closing(session: Session, ids: Collection[int], at: datetime) -> dict[int, datetime | None]:
    rows = session.execute(
        select(Opportunity.id, Opportunity.closes, queries.listed(_ANYBODY, at).label("open"))
        .join(Member, Member.id == Opportunity.poster_id)
        .where(Opportunity.id.in_(ids))
    )
    return {row.id: row.closes if row.open else None for row in rows}


def _fresh(session: Session, at: datetime, watched: Collection[Watched]) -> Sequence[Any]:
    """What moderators have let stand on the days before this one that some search has not seen."""
    days = [each.what.since for each in watched if isinstance(each.what, Search)]
    if not days or min(days) >= at.date():
        return ()
    return session.execute(
        select(Opportunity.id, Opportunity.poster_id, Opportunity.checked)
        .join(Member, Member.id == Opportunity.poster_id)
        .where(queries.listed(_ANYBODY, at))
        .where(Opportunity.checked >= min(days), Opportunity.checked < at.date())
    ).all()


# A member who has blocked nobody: for whom each is, is asked of each.
_ANYBODY = Viewer(member_id=UUID(int=0))
