"""Words to begin a statement with: ours until the team keeps its own."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import keys
from app.core.errors import NotFound
from app.core.events import StaffActed, publish
from app.oversight.moderation.models import Action
from app.oversight.moderation.statement_models import StatementTemplate
from app.people.viewer import Viewer

OURS = Path(__file__).parent / "statements.toml"


@dataclass(frozen=True)
class Template:
    """`id` is 0 for one of ours, `action` empty for one that fits any."""

    id: int
    title: str
    action: Action | None
    body: str

    @property
    def key(self) -> str:
        """How an address names it: by its number, one of ours by its title."""
        return keys.base32(self.id) if self.id else self.title


@cache
def ours() -> tuple[Template, ...]:
    """What is offered while the team has none of its own."""
    told = tomllib.loads(OURS.read_text())["template"]
    return tuple(Template(0, one["title"], Action(one["action"]), one["body"]) for one in told)


def kept(session: Session) -> list[Template]:
    """The team's own, by title."""
    rows = session.scalars(select(StatementTemplate).order_by(StatementTemplate.title))
    return [template(row.id, row.title, row.action, row.body) for row in rows]


def template(id: int, title: str, action: str, body: str) -> Template:
    return Template(id, title, Action(action) if action else None, body)


def require_keeper(viewer: Viewer) -> None:
    """They are the whole team’s. Raises NotFound for whoever moderates no more than circles."""
    if not viewer.is_moderator:
        raise NotFound


def one(session: Session, viewer: Viewer, template_id: int) -> StatementTemplate:
    """Raises NotFound."""
    require_keeper(viewer)
    found = session.get(StatementTemplate, template_id)
    if found is None:
        raise NotFound
    return found


def take_over(session: Session, viewer: Viewer) -> None:
    """Keep ours as the team's own, to be changed. Nothing happens where it has some."""
    require_keeper(viewer)
    if not kept(session):
        for each in ours():
            add(session, viewer, each.title, each.action, each.body)


def add(session: Session, viewer: Viewer, title: str, action: Action | None, body: str) -> None:
    require_keeper(viewer)
    made = StatementTemplate(title=title, action=action or "", body=body)
    session.add(made)
    _tell(session, viewer, "add-template", made)


def change(
    session: Session, viewer: Viewer, row: StatementTemplate, words: tuple[str, Action | None, str]
) -> None:
    """`words` are title, action and body."""
    row.title, row.action, row.body = words[0], words[1] or "", words[2]
    _tell(session, viewer, "change-template", row)


def delete(session: Session, viewer: Viewer, template_id: int) -> None:
    """Raises NotFound."""
    row = one(session, viewer, template_id)
    session.delete(row)
    _tell(session, viewer, "delete-template", row)


def _tell(session: Session, viewer: Viewer, verb: str, row: StatementTemplate) -> None:
    event = StaffActed(
        actor_id=viewer.id, verb=verb, subject_kind="statement", subject_id=row.title
    )
    publish(session, event)
