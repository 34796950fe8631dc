"""Rows of threads in a list: each is rendered once and shown for as long as it says the same."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from markupsafe import Markup

from app.community.threads import lists, titles
from app.community.threads.lists import Line
from app.core import clock, text
from app.people.anonymity.bundles import Bundle
from app.people.circles.queries import CircleCard
from app.people.safety import muted_phrases
from app.web.kit.asking import InTransaction
from app.web.kit.filters import Waited
from app.web.kit.kept import joined
from app.web.kit.page import PageMaker


class _Row(NamedTuple):
    """All that a row shows, or its version: what is kept under it never goes stale.

    `circle` is named where threads of several stand in one list. It `waits` so long where that is
    what the list is about, and then says nothing of how lately somebody spoke.
    """

    line: Line
    circle: str
    new: int
    unopened: bool
    ago: Markup
    waits: Waited | None


def rows(
    session: InTransaction,
    page: PageMaker,
    lines: Iterable[Line],
    bundles: Mapping[int, Bundle],
    circles: Mapping[int, str] | None = None,
    *,
    waiting: bool = False,
) -> dict[int, Markup]:
    """A list item for each thread, by its id, in this order.

    `bundles` are the viewer’s, `circles` the names to show; both go by the circle’s id. With
    `waiting` each says how long nobody has answered.
    """
    names, ago, now = circles or {}, page.templates.speech.ago, clock.minute()
    wanted = [
        _Row(
            line,
            names.get(line.circle_id, ""),
            *line.news(bundles.get(line.circle_id)),
            *((Markup(), page.waited(line.active)) if waiting else (ago(line.active, now), None)),
        )
        for line in lines
    ]

    def make(missing: Sequence[_Row]) -> dict[_Row, Markup]:
        cards = lists.cards(session, [row.line.id for row in missing])
        # A thread that went in this very moment has no card any more.
        return {
            row: text.trusted(page.part("kit/_row.html", card=cards[row.line.id], **row._asdict()))
            for row in missing
            if row.line.id in cards
        }

    found = page.pieces.all(wanted, make)
    shown = {row.line.id: found[row] for row in wanted if row in found}
    return _folded(session, page, shown) if page.visit.viewer.shield.phrases else shown


def _folded(
    session: InTransaction, page: PageMaker, shown: Mapping[int, Markup]
) -> dict[int, Markup]:
    """The rows for a reader who has muted phrases: in some titles there is one."""
    viewer = page.visit.viewer
    names = titles.of_threads(session, viewer, shown)
    minded = {
        name.id: name
        for name in names.values()
        if not name.hers and viewer.shield.minds(muted_phrases.spoken(name.title))
    }
    return {
        thread_id: text.trusted(page.part("kit/_folded_row.html", title=minded[thread_id]))
        if thread_id in minded
        else row
        for thread_id, row in shown.items()
    }


def circle_rows(page: PageMaker, cards: Sequence[CircleCard]) -> Markup:
    """List items for circles that the viewer is in, or nothing."""

    def make(missing: Sequence[CircleCard]) -> dict[CircleCard, Markup]:
        return {card: text.trusted(page.part("kit/_circle.html", card=card)) for card in missing}

    return joined(page.pieces.all(cards, make).values())
