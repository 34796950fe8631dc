"""Resources as things that can be linked: those that are shown, to whoever may read them."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.community.resources import queries
from app.core import keys
from app.core.languages import Sentence
from app.people.linkable import Linked
from app.people.viewer import Viewer

_PATH = re.compile(r"/resources/([0-9a-z]{1,13})/?")


@dataclass(frozen=True)
class Resources:
    kind: str = "resource"
    label: str = Sentence("A resource")
    is_member: bool = False

    def number(self, session: Session, viewer: Viewer, path: str) -> str | None:
        found = _PATH.fullmatch(path)
        number = found and keys.base32(keys.from_base32(found[1]))
        return number if number and self.shown(session, viewer, [number]) else None

    def shown(
        self, session: Session, viewer: Viewer, numbers: Collection[str]
    ) -> Mapping[str, Linked]:
        cards = queries.cards(session, viewer, [*map(keys.from_base32, numbers)])
        return {
            keys.base32(card.id): Linked(
                card.title, f"/resources/{keys.base32(card.id)}", card.form.label
            )
            for card in cards.values()
            if not queries.is_minded(viewer, card)
        }
