"""Deciding several cases alike, as for spam."""

from collections.abc import Iterable

from app.core.errors import NotAllowed, NotFound
from app.oversight.moderation.decisions import DecidedMeanwhile, decide
from app.oversight.moderation.desk import Desk, Ruling
from app.oversight.moderation.models import Decision


def decide_all(
    desk: Desk, case_ids: Iterable[int], ruling: Ruling
) -> tuple[list[Decision], dict[int, str]]:
    """Decide each of them, in its own right. Returns also those that were left as they
    are, with the reason; nothing of them was touched."""
    done, left = [], {}
    for case_id in sorted(set(case_ids)):
        try:
            done.append(decide(desk, case_id, ruling))
        except (NotFound, NotAllowed, DecidedMeanwhile) as no:
            left[case_id] = no.message
    return done, left
