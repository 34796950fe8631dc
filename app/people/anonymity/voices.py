"""Speaking in a thread without one's name."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.people.anonymity import labels
from app.people.anonymity.models import Voice


def speak(session: Session, token: bytes, thread_id: int) -> Voice:
    """This voice in the thread, made at its first word there. The thread's row is locked."""
    known = session.get(Voice, (thread_id, token))
    if known is not None:
        return known
    taken = set(session.scalars(select(Voice.label).where(Voice.thread_id == thread_id)))
    voice = Voice(thread_id=thread_id, token=token, label=labels.fitting(token, taken))
    session.add(voice)
    session.flush()
    return voice
