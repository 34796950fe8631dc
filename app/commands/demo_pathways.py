"""What hosts of the demo have put together: pathways through its threads, resources, mentors and
opportunities."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.community.opportunities.models import Opportunity
from app.community.pathways.events import PathwayChanged
from app.community.pathways.models import Audience, Begun, Consent, Pathway, Step
from app.community.resources.models import Resource
from app.community.threads.models import Thread
from app.core import keys, text
from app.core.events import publish
from app.people.circles.models import Circle

MENTOR = "mentor"


@dataclass(frozen=True)
class _Known:
    """What there is to lead to: people by their handles, things by their kind and title."""

    people: Mapping[str, UUID]
    things: Mapping[tuple[str, str], int]


def fill(session: Session, people: dict[str, UUID], file: Path) -> None:
    """What the file says of these people, and of what the demo holds by then."""
    known = _Known(people, _things(session))
    circles = {row.slug: row.id for row in session.execute(select(Circle.slug, Circle.id))}
    for entry in tomllib.loads(file.read_text())["pathway"]:
        row = _pathway(entry, circles[entry["circle"]])
        session.add(row)
        session.flush()
        session.add(Begun(pathway_id=row.id, member_id=people[entry["by"]]))
        for place, step in enumerate(entry["step"], 1):
            session.add(_step(row.id, place, step, known))
        session.flush()
        publish(session, PathwayChanged(pathway_id=row.id))


def _things(session: Session) -> dict[tuple[str, str], int]:
    titles = {
        "thread": select(Thread.title, Thread.id),
        "resource": select(Resource.title, Resource.id),
        "opportunity": select(Opportunity.title, Opportunity.id),
    }
    return {
        (kind, title): number
        for kind, wanted in titles.items()
        for title, number in session.execute(wanted)
    }


def _pathway(entry: dict[str, Any], circle_id: int) -> Pathway:
    intro = entry["intro"].strip()
    return Pathway(
        slug=text.slug(entry["title"]),
        circle_id=circle_id,
        title=entry["title"],
        intro=intro,
        html=text.rendered(intro),
        audience=Audience.EVERYBODY,
        shown=True,
    )


def _step(pathway_id: int, place: int, entry: dict[str, Any], known: _Known) -> Step:
    words = entry["words"].strip()
    row = Step(pathway_id=pathway_id, place=place, heading=entry["heading"])
    row.words, row.html = words, text.rendered(words)
    for kind in {MENTOR, "thread", "resource", "opportunity"} & entry.keys():
        row.kind = kind
        if kind == MENTOR:
            row.mentor_id, row.consent = known.people[entry[kind]], Consent.YES
        else:
            row.thing = keys.base32(known.things[kind, entry[kind]])
    return row
