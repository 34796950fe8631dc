"""Speaking in a thread without one's name."""

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app.core.questions import Change, Question
from app.people.anonymity import labels
from app.people.anonymity.models import Voice

_LABELS = select(Voice.label).where(Voice.thread_id == bindparam("thread"))
_TAKEN = Question(_LABELS, str)
_HERS = Question(_LABELS.where(Voice.token == bindparam("token")), str)
_BEGIN = Change.adding(Voice)


def speak(session: Session, token: bytes, thread_id: int) -> None:
    """Let this voice be heard in the thread: it is given a label at its first word there.

    The thread's row is locked.
    """
    if _HERS.first(session, thread=thread_id, token=token) is None:
        label = labels.fitting(token, set(_TAKEN.all(session, thread=thread_id)))
        _BEGIN.make(session, thread_id=thread_id, token=token, label=label)
