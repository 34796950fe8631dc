"""What stands beside opportunities for her alone: which she has saved, and what she can do."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.community.opportunities import closing, policy, queries, saved
from app.community.opportunities.closing import Clocks, Closing
from app.community.opportunities.queries import Card, Found
from app.community.opportunities.saved import Kept
from app.core import clock
from app.core.verdict import Verdict
from app.people.house import House
from app.people.viewer import Viewer
from app.web.kit.asking import InTransaction

NEXT = 5


@dataclass(frozen=True)
class Marks:
    """The numbers of those that she has saved, and the next of them to close."""

    saved: frozenset[int] = frozenset()
    next: Sequence[tuple[Card, Closing]] = ()


def of_list(
    session: InTransaction, viewer: Viewer, house: House, clocks: Callable[[], Clocks]
) -> Marks:
    """Nothing for a visitor. Her `clocks` are asked for where she has saved something."""
    if not viewer.signed_in:
        return Marks()
    entries = saved.mine(session, viewer, house.ring)
    ids = frozenset(one.words.opportunity_id for one in entries if one.words.saved)
    return Marks(ids, open_ones(session, viewer, ids, clocks())[:NEXT] if ids else ())


def open_ones(
    session: InTransaction, viewer: Viewer, ids: frozenset[int], clocks: Clocks
) -> list[tuple[Card, Closing]]:
    """Those of them that are open, soonest to close first."""
    now = clock.now()
    cards = queries.cards(session, viewer, ids).values()
    there = sorted((one for one in cards if policy.is_open(one, now)), key=lambda one: one.closes)
    return [(card, closing.said(card.closes, now, clocks)) for card in there]


@dataclass(frozen=True)
class Deeds:
    """What she keeps of one, and what she may do with it."""

    kept: Kept
    may_keep: Verdict
    may_be_interested: Verdict
    may_be_introduced: Verdict
    may_share: Verdict


def of_one(session: InTransaction, viewer: Viewer, house: House, found: Found) -> Deeds | None:
    """Nothing for a visitor."""
    if not viewer.signed_in:
        return None
    row, now = found.row, clock.now()
    return Deeds(
        saved.of(session, viewer, house.ring, row.id),
        policy.may_keep(row, now),
        policy.may_be_interested(viewer, row, now),
        policy.may_be_introduced(viewer, row, now),
        policy.may_share(row),
    )
