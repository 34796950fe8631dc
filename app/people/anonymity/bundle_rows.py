"""The rows of bundles, asked for by their owners."""

from collections.abc import Sequence
from functools import lru_cache

from sqlalchemy import BindParameter, bindparam, select
from sqlalchemy.orm import Session

from app.core.questions import Question
from app.people.anonymity.models import ReadBundle

OWNERS_STEP = 16


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
