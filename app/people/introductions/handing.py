"""Showing moderators what one was told: a copy of these words, and not whom they are about."""

from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.core import clock, keys
from app.core.errors import NotAllowed
from app.core.keys import Keyring
from app.core.languages import Sentence
from app.core.repeats import again
from app.people.introductions import queries
from app.people.introductions.contents import Handed
from app.people.introductions.models import HandedIntroduction
from app.people.subjects import SubjectRef
from app.people.viewer import Viewer

# Another word than that of what a member is told of, which no moderator looks at.
KIND = "introduction-words"
YOURS = Sentence("You wrote this yourself.")


def hand_over(
    session: Session, ring: Keyring, viewer: Viewer, number: int, nonce: str
) -> SubjectRef:
    """Copy what she was told, once for each form, and return what can be reported. Raises NotFound,
    and NotAllowed for who has written it."""
    found = queries.part(session, ring, viewer, number)
    if found.side == 0:
        raise NotAllowed(YOURS)
    submit_key = viewer.me.submit_key(nonce)
    wanted = select(HandedIntroduction.id).where(HandedIntroduction.submit_key == submit_key)
    known = again(session, session.scalar(wanted))
    if known is not None:
        return SubjectRef(KIND, keys.base32(known))
    whole, handed_id = found.whole, keys.random_id()
    copy = Handed(whole.sides[0], found.id, found.side, whole.words[found.side - 1])
    sealed = copy.sealed(ring, handed_id)
    session.add(HandedIntroduction(id=handed_id, submit_key=submit_key, sealed=sealed))
    session.flush()
    return SubjectRef(KIND, keys.base32(handed_id))


def sweep(session: Session, days: int) -> None:
    """Once a day: destroy the copies that have been kept for so many days."""
    old = HandedIntroduction.day <= clock.today() - timedelta(days=days)
    session.execute(delete(HandedIntroduction).where(old))
