"""What administrators have decided, in the memory of this process: read anew when its bell has
rung, so that no page has to ask for it.

The chores of each process listen to the bell every few seconds, and an administration page before
it is shown.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from app.core import text
from app.core.db import Database
from app.core.settings import Settings
from app.people.safety import bells, help_lines
from app.people.safety.help_lines import Country
from app.people.safety.models import Bell
from app.people.site import brand, choices, told
from app.people.site.brand import Brand
from app.people.site.models import Announcement, Audience, Saying, SiteSetting

log = logging.getLogger("app.site")

NAME = "site"
_RUNG = select(Bell.rung).where(Bell.name == NAME)


@dataclass(frozen=True)
class Banner:
    """An announcement as pages have it."""

    id: int
    words: str
    audience: Audience
    begins: date
    ends: date
    saying: Saying
    html: str

    def is_for(self, today: date, *, signed_in: bool) -> bool:
        meant = signed_in or self.audience is Audience.EVERYBODY
        return meant and self.begins <= today <= self.ends


@dataclass(frozen=True)
class Decided:
    """All of it at one moment, when the bell had `rung` so often."""

    rung: int = 0
    chosen: Mapping[str, Any] = field(default_factory=dict)
    banners: tuple[Banner, ...] = ()
    help_lines: Mapping[str, Country] = field(default_factory=help_lines.ours)
    brand: Brand = field(default_factory=Brand)


class Site:
    def __init__(self) -> None:
        self.now = Decided()
        # Pages that were made with it are still on their way to their readers.
        self.brand_before = Brand()
        self._is_deaf = False
        self._made: tuple[Settings, Decided, Settings] | None = None

    def settings(self, environment: Settings) -> Settings:
        """Those of the environment with what was chosen; the same object until that changes."""
        made, now = self._made, self.now
        if made is None or made[0] is not environment or made[1] is not now:
            made = (environment, now, choices.over(environment, now.chosen))
            self._made = made
        return made[2]

    def banners(self, today: date, *, signed_in: bool, away: frozenset[int]) -> tuple[Banner, ...]:
        """Those for somebody like that who has not put them away, the last to begin first."""
        meant = (one for one in self.now.banners if one.is_for(today, signed_in=signed_in))
        return tuple(one for one in meant if one.id not in away)

    def look(self, session: Session) -> Decided:
        """What is decided now: one question, and more only where the bell has rung."""
        rung = session.scalar(_RUNG) or 0
        if rung != self.now.rung:
            before, self.now = self.now, _read(session, rung)
            if before.brand != self.now.brand:
                self.brand_before = before.brand
        return self.now

    def listen(self, database: Database) -> None:
        """The same from outside of any request. Where the database does not answer, all stays as it
        was, and is asked for the next time."""
        try:
            with database.reading() as session:
                self.look(session)
            self._is_deaf = False
        except SQLAlchemyError as problem:
            # Once: it is asked again every two seconds.
            if not self._is_deaf:
                log.warning("what administrators decided is not read: %s", type(problem).__name__)
            self._is_deaf = True


def ring(session: Session) -> None:
    """Something was decided: every process reads it anew."""
    bells.ring(session, NAME)


def _read(session: Session, rung: int) -> Decided:
    kept = {row.key: row.value for row in session.scalars(select(SiteSetting))}
    return Decided(
        rung,
        choices.read(kept),
        tuple(_banners(session)),
        told.all_of_them(session),
        brand.present(session),
    )


def _banners(session: Session) -> list[Banner]:
    rows = session.scalars(
        select(Announcement).order_by(Announcement.begins.desc(), Announcement.id)
    )
    return [
        Banner(
            id=row.id,
            words=row.words,
            audience=row.audience,
            begins=row.begins,
            ends=row.ends,
            saying=row.saying,
            html=text.rendered(row.words),
        )
        for row in rows
    ]
