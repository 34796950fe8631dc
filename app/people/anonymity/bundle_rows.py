"""The rows of bundles, asked for by their owners or one portion after another."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from sqlalchemy import BindParameter, bindparam, insert, select, update
from sqlalchemy.orm import Session

from app.core.questions import Question
from app.people.anonymity.models import ReadBundle

OWNERS_STEP = 16
# Sealed anew in a few hundredths of a second: so long everybody else waits to write.
PORTION = 500

_ANEW = (
    update(ReadBundle)
    .where(ReadBundle.owner == bindparam("whose"))
    .values(sealed=bindparam("words"))
)


def stored(session: Session, owners: Sequence[bytes]) -> list[tuple[bytes, bytes]]:
    """Each with what is sealed in its row, those that have one."""
    # In whole steps, so that there are few questions to compile; nobody has the empty name.
    places = 1 if len(owners) == 1 else -(-len(owners) // OWNERS_STEP) * OWNERS_STEP
    names = {f"owner{n}": owner for n, owner in enumerate([*owners, *[b""] * places][:places])}
    return _of(places).all(session, **names)


@lru_cache
def _of(places: int) -> Question[tuple[bytes, bytes]]:
    """The question for so many owners."""
    owners: list[BindParameter[bytes]] = [bindparam(f"owner{n}") for n in range(places)]
    chosen = select(ReadBundle.owner, ReadBundle.sealed).where(ReadBundle.owner.in_(owners))
    return Question(chosen, lambda owner, sealed: (owner, sealed))


def portion(session: Session, after: bytes, waiting: Iterable[bytes]) -> dict[bytes, bytes | None]:
    """The next `PORTION` owners after this one in the order of their keys: those who have a row,
    each with what is sealed in it, and of those who are `waiting` for one, each with None. Fewer
    are the last."""
    chosen = select(ReadBundle.owner, ReadBundle.sealed).where(ReadBundle.owner > after)
    rows = session.execute(chosen.order_by(ReadBundle.owner).limit(PORTION)).all()
    there: dict[bytes, bytes | None] = {row.owner: row.sealed for row in rows}
    upto = rows[-1].owner if len(rows) == PORTION else None
    fresh = [o for o in waiting if o > after and (upto is None or o < upto) and o not in there]
    owners = sorted([*there, *fresh])[:PORTION]
    return {owner: there.get(owner) for owner in owners}


def replace(session: Session, sealed: dict[bytes, bytes]) -> None:
    """Put this in the rows of their owners."""
    if sealed:
        rows = [{"whose": owner, "words": words} for owner, words in sealed.items()]
        session.connection().execute(_ANEW, rows)


def add(session: Session, sealed: dict[bytes, bytes]) -> None:
    """Rows for those who had none."""
    if sealed:
        rows = [{"owner": owner, "sealed": words} for owner, words in sealed.items()]
        session.execute(insert(ReadBundle), rows)
