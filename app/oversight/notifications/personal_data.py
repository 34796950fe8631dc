"""What a member was told, as she may take it with her. It goes with her account."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from app.oversight.notifications import queries


@dataclass(frozen=True)
class Noted:
    """That there was something of a `kind` at an address of ours."""

    kind: str
    at: str
    day: date


def export(session: Session, member_id: UUID) -> list[Noted]:
    """What is in her list, the newest first."""
    return [
        Noted(one.kind.value, _at(*one.thing), one.day)
        for one in queries.latest(session, member_id)
    ]


def _at(kind: str, thing: str) -> str:
    """Its address; of what has none that is known here, what it is."""
    return f"{_PATHS.get(kind, f'{kind} ')}{thing}"


_PATHS = {
    "post": "/p/",
    "circle": "/c/",
    "mentoring-request": "/mentoring/requests/",
    "mentoring-group": "/mentoring/groups/",
    "mentorship": "/mentorships/",
    "recommendation": "/mentoring/recommendations#r",
    "introduction": "/mentoring/introductions/",
    "pathway-asked": "/pathways/asked/",
    "programme": "/programmes/",
    "organisation": "/o/",
    "opportunity": "/opportunities/",
    "saved-opportunity": "/opportunities/your-list",
    "saved-search": "/opportunities/saved-searches/",
    "my-resource": "/resources/",
    "waiting-resources": "/resources/waiting",
}
