"""Opportunities that come in a table. What is here already, by its link or by title and giver, is
left as it is, so that the same table can be taken in again, or further where something broke off.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.community.opportunities import actions, applying, drafts
from app.community.opportunities.drafts import Draft
from app.community.opportunities.events import OpportunitiesChanged
from app.community.opportunities.models import Opportunity, State
from app.community.opportunities.signs import rules as signs
from app.community.opportunities.tables import Problem
from app.core import clock
from app.core.db import Database
from app.core.events import publish
from app.people.members.models import Member

PORTION = 500
Lines = Sequence[tuple[int, Draft]]


@dataclass
class Known:
    """What is here already: by links as they are compared, and by title and giver."""

    links: set[str]
    twins: set[str]

    @classmethod
    def of(cls, session: Session) -> "Known":
        rows = session.execute(select(Opportunity.link, Opportunity.twin)).all()
        return cls({row.link for row in rows if row.link}, {row.twin for row in rows})

    def takes(self, link: str, twin: str) -> bool:
        """Whether it is none of them; it is from now on."""
        if link in self.links or twin in self.twins:
            return False
        self.links |= {link} - {""}
        self.twins.add(twin)
        return True


@dataclass
class Counts:
    """What comes of a table: how many are new, and how many here already; what does not fit, and
    what has signs of a scam."""

    taken: int = 0
    present: int = 0
    problems: list[Problem] = field(default_factory=list)
    doubtful: list[Problem] = field(default_factory=list)

    @property
    def left_out(self) -> int:
        """Lines that do not fit."""
        return len({problem.line for problem in self.problems})


def look(session: Session, found: Lines, counts: Counts) -> None:
    """What would come of it, as it is now."""
    known = Known.of(session)
    new = [one for one in found if _is_new(known, one[1])]
    counts.taken, counts.present = len(new), len(found) - len(new)
    for line, draft in new:
        counts.doubtful += _doubts(line, draft.title, draft.body, draft.apply, draft.giver)


def take_in(
    database: Database, poster_id: UUID, found: Lines, counts: Counts, *, at_once: int = PORTION
) -> None:
    """Take in what is not here yet, so many `at_once`; between portions everybody else has a turn
    to write. They are in the list from then on, since whoever does this has looked at the table."""
    with database.reading() as session:
        known = Known.of(session)
    new = [one for one in found if _is_new(known, one[1])]
    for start in range(0, len(new), at_once):
        # Before anybody has to wait: rendering takes most of the time.
        rows = [(n, actions.made(draft, poster_id)) for n, draft in new[start : start + at_once]]
        with database.changing() as session:
            counts.taken += _add(session, poster_id, rows, counts)
    counts.present = len(found) - counts.taken


def _is_new(known: Known, draft: Draft) -> bool:
    return known.takes(applying.same_as(draft.apply), drafts.twin_of(draft.title, draft.giver))


def _add(
    session: Session,
    poster_id: UUID,
    rows: Collection[tuple[int, Opportunity]],
    counts: Counts,
) -> int:
    """What nobody has added meanwhile. Returns how many those are."""
    # Who presses twice at the same moment waits here, and then finds what was taken in.
    session.execute(select(Member.id).where(Member.id == poster_id).with_for_update())
    known = Known.of(session)
    new = [(line, row) for line, row in rows if known.takes(row.link, row.twin)]
    for line, row in new:
        row.state, row.checked = State.SHOWN, clock.today()
        counts.doubtful += _doubts(line, row.title, row.body, row.apply, row.giver)
    session.add_all([row for _line, row in new])
    session.flush()
    for at in range(0, len(new), PORTION):
        numbers = tuple(row.id for _line, row in new[at : at + PORTION])
        publish(session, OpportunitiesChanged(numbers=numbers))
    return len(new)


def _doubts(line: int, *texts: str) -> list[Problem]:
    return [Problem(line, "", sign.why) for sign in signs.found(*texts)]
