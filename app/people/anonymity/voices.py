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


def label(session: Session, token: bytes, thread_id: int) -> str:
    """The pseudonym of this voice in the thread; empty where it has not spoken."""
    return _HERS.first(session, thread=thread_id, token=token) or ""


def speak(session: Session, token: bytes, thread_id: int) -> None:
    """Let this voice be heard in the thread: it is given a label at its first word there.

    The thread's row is locked.
    """
    if not label(session, token, thread_id):
        fitting = labels.fitting(token, set(_TAKEN.all(session, thread=thread_id)))
        _BEGIN.make(session, thread_id=thread_id, token=token, label=fitting)
