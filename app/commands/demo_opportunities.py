"""What is offered in the demo: examples, which say that they are."""

import tomllib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.community.opportunities import actions
from app.community.opportunities.drafts import Draft
from app.community.opportunities.events import OpportunitiesChanged
from app.community.opportunities.models import Opportunity, State
from app.community.opportunities.words import Hours, Kind, Per, Travel, Way
from app.core import clock
from app.core.events import publish

HOUR = 16


def fill(session: Session, people: dict[str, UUID], file: Path) -> None:
    """What the file says, by these people, who are named there by their handles."""
    rows = [_row(people, entry) for entry in tomllib.loads(file.read_text())["opportunity"]]
    session.add_all(rows)
    session.flush()
    publish(session, OpportunitiesChanged(numbers=tuple(row.id for row in rows)))


def _row(people: dict[str, UUID], entry: dict[str, Any]) -> Opportunity:
    poster = people[entry.pop("by")]
    closes, begins = (_in_days(entry.pop(name, None)) for name in ("closes_in", "begins_in"))
    said: dict[str, Any] = {
        name: make(entry.pop(name)) for name, make in _WORDS.items() if name in entry
    }
    draft = Draft(zone="Europe/London", closes=closes, begins=begins, **said, **entry)
    row = actions.made(draft, poster)
    row.state, row.checked, row.example = State.SHOWN, clock.today(), True
    return row


def _in_days(days: int | None) -> datetime | None:
    if days is None:
        return None
    return (clock.minute() + timedelta(days=days)).replace(hour=HOUR, minute=0)


_WORDS = {"kind": Kind, "way": Way, "hours": Hours, "per": Per, "travel": Travel}
