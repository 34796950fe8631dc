"""Handing messages over to moderators: copies of those that one side has chosen, and no others."""

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.community.messages import queries
from app.community.messages.contents import Handed, Said, State
from app.community.messages.models import HandedOver, Message
from app.community.messages.queries import Talk
from app.core import clock, keys
from app.core.errors import Invalid
from app.core.keys import Keyring
from app.core.repeats import again
from app.people.subjects import SubjectRef
from app.people.viewer import Viewer

KIND = "message"


def hand_over(
    session: Session,
    ring: Keyring,
    viewer: Viewer,
    conversation_id: int,
    chosen: Collection[int],
    nonce: str,
) -> SubjectRef:
    """Copy the messages of these numbers, once for each form, and return what can be reported.

    Raises NotFound, and Invalid on `chosen` where none of them is the other's.
    """
    talk = queries.talk(session, ring, viewer, conversation_id, lock=True)
    submit_key = viewer.me.submit_key(nonce)
    wanted = select(HandedOver.id).where(HandedOver.submit_key == submit_key)
    known = again(session, session.scalar(wanted))
    if known is not None:
        return SubjectRef(KIND, keys.base32(known))
    lines = _chosen(session, ring, talk, chosen)
    if not any(said.side != talk.side for _n, said in lines):
        raise Invalid("chosen", "Tick at least one message that she wrote.")
    handed_id = keys.random_id()
    handed = Handed(talk.other, 1 - talk.side, State.SHOWN, lines)
    session.add(
        HandedOver(
            id=handed_id,
            conversation_id=talk.id,
            submit_key=submit_key,
            sealed=handed.sealed(ring, handed_id),
        )
    )
    session.flush()
    return SubjectRef(KIND, keys.base32(handed_id))


def sweep(session: Session, days: int) -> None:
    """Once a day: destroy the copies that have been kept for so many days."""
    old = clock.today() - timedelta(days=days)
    session.execute(delete(HandedOver).where(HandedOver.day <= old))


def _chosen(
    session: Session, ring: Keyring, talk: Talk, chosen: Collection[int]
) -> tuple[tuple[int, Said], ...]:
    """Those that she has and can read, in their order."""
    wanted = {n for n in chosen if talk.course.cleared[talk.side] < n <= talk.course.n}
    rows = session.execute(
        select(Message.id, Message.n, Message.sealed)
        .where(Message.conversation_id == talk.id, Message.n.in_(wanted))
        .order_by(Message.n)
    )
    found = ((row.n, Said.opened(ring, row.id, row.sealed)) for row in rows)
    return tuple((n, said) for n, said in found if said.is_shown)
