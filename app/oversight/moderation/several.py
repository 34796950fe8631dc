"""Deciding several cases alike, as for spam."""

from collections.abc import Iterable

from sqlalchemy import select

from app.core.errors import Invalid, NotAllowed, NotFound
from app.oversight.moderation.decisions import DecidedMeanwhile, decide
from app.oversight.moderation.desk import Desk, Ruling
from app.oversight.moderation.models import Case, Decision


def decide_all(
    desk: Desk, case_ids: Iterable[int], ruling: Ruling
) -> tuple[list[Decision], dict[int, str]]:
    """Decide each of them, in its own right. Returns also those that were left as they
    are, with the reason; nothing of them was touched."""
    done, left = [], {}
    wanted = sorted(set(case_ids))
    desk.wait_turn()
    # All rows are locked first: whoever reports or mends one of them has its row before the thing
    # itself, would wait for this deed to end, and this deed for her.
    rows = select(Case.id).where(Case.id.in_(wanted)).order_by(Case.id).with_for_update()
    desk.session.scalars(rows).all()
    for case_id in wanted:
        try:
            done.append(decide(desk, case_id, ruling))
        except (NotFound, NotAllowed, Invalid, DecidedMeanwhile) as no:
            left[case_id] = no.message
    return done, left
