"""What a reply moves in the rows of its thread and circle, by two statements made once.

They are about tables, not entities, and cost a fraction of what those would while others wait.
"""

from datetime import datetime

from sqlalchemy import bindparam, update
from sqlalchemy.orm import Session

from app.community.threads.models import Thread
from app.core import clock
from app.people.circles.models import Circle

_thread, _circle = Thread.__table__.c, Circle.__table__.c
_NEXT_BUMP = (
    update(Circle.__table__)  # type: ignore[arg-type]
    .where(_circle.id == bindparam("circle"))
    .values(bump=_circle.bump + 1)
    .returning(_circle.bump)
)
_REPLIED = (
    update(Thread.__table__)  # type: ignore[arg-type]
    .where(_thread.id == bindparam("thread"))
    .values(
        nseq=_thread.nseq + 1,
        replies=_thread.replies + 1,
        version=_thread.version + 1,
        bump=bindparam("next_bump"),
        active_day=bindparam("today"),
        active_at=bindparam("minute"),
    )
    .returning(_thread.nseq)
)


def next_seq(session: Session, thread_id: int, circle_id: int, minute: datetime | None) -> int:
    """The number of the thread's next post. `minute` is when it comes, None for a voice's."""
    said = {
        "thread": thread_id,
        "next_bump": session.execute(_NEXT_BUMP, {"circle": circle_id}).scalar_one(),
        "today": clock.today(),
        "minute": minute,
    }
    seq: int = session.execute(_REPLIED, said).scalar_one()
    return seq
