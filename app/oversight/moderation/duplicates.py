"""Words that were removed before: known again by a blind value, kept for half a year."""

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.core import clock, keys, text
from app.core.keys import Keyring
from app.oversight.moderation.holds_models import RemovedText
from app.people.subjects import Seen

KEPT = timedelta(days=180)
# Of fewer words many posts consist that have nothing to do with each other.
LEAST_WORDS = 5


def remember(session: Session, ring: Keyring, removed: Seen | None) -> None:
    """What was typed there is being removed."""
    h = of(ring, removed.text) if removed else None
    if h is not None:
        session.merge(RemovedText(h=h, day=clock.today()))


def known(session: Session, values: Collection[bytes]) -> set[bytes]:
    """Those of them that stand for something removed."""
    since = RemovedText.day > clock.today() - KEPT
    return set(session.scalars(select(RemovedText.h).where(RemovedText.h.in_(values), since)))


def of(ring: Keyring, words: str) -> bytes | None:
    """The same for the same words, however they are capitalised and punctuated; None for few."""
    plain = text.plain(words)
    if len(plain.split()) < LEAST_WORDS:
        return None
    return keys.blind(ring.derive("removed/v1"), plain.encode())


def sweep(session: Session) -> None:
    """Once a day: forget what was removed long ago."""
    session.execute(delete(RemovedText).where(RemovedText.day <= clock.today() - KEPT))
