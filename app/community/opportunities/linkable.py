"""Opportunities as things that can be linked: those that are open, without who has posted them."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.community.opportunities import queries
from app.community.opportunities.models import Opportunity
from app.core import clock, keys
from app.core.languages import Sentence
from app.people.linkable import Linked
from app.people.viewer import Viewer

_PATH = re.compile(r"/opportunities/([0-9a-z]{1,13})/?")


@dataclass(frozen=True)
class Opportunities:
    kind: str = "opportunity"
    label: str = Sentence("An opportunity")
    is_member: bool = False

    def number(self, session: Session, viewer: Viewer, path: str) -> str | None:
        found = _PATH.fullmatch(path)
        number = found and keys.base32(keys.from_base32(found[1]))
        return number if number and self.shown(session, viewer, [number]) else None

    def shown(
        self, session: Session, viewer: Viewer, numbers: Collection[str]
    ) -> Mapping[str, Linked]:
        ids = [keys.from_base32(number) for number in numbers]
        wanted = queries.WITH_POSTER.where(queries.listed(viewer, clock.minute()))
        rows = session.execute(wanted.where(Opportunity.id.in_(ids))).scalars()
        return {
            number: Linked(row.title, f"/opportunities/{number}", row.giver)
            for number, row in ((keys.base32(row.id), row) for row in rows)
        }
