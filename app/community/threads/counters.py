"""What a reply moves in the rows of its thread and circle, by two statements made once.

They cost a fraction of what entities would while others wait.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from app.community.threads.models import Thread
from app.core import clock
from app.core.questions import Change
from app.people.circles.models import Circle

_NEXT_BUMP = Change(
    update(Circle)
    .where(Circle.id == bindparam("circle"))
    .values(bump=Circle.bump + 1)
    .returning(Circle.bump)
)
_REPLIED = Change(
    update(Thread)
    .where(Thread.id == bindparam("thread"))
    .values(
        nseq=Thread.nseq + 1,
        replies=Thread.replies + 1,
        version=Thread.version + 1,
        bump=bindparam("next_bump"),
        active_day=bindparam("today"),
        active_at=bindparam("minute"),
    )
    .returning(Thread.nseq)
)


def next_seq(session: Session, thread_id: int, circle_id: int, minute: datetime | None) -> int:
    """The number of the thread's next post. `minute` is when it comes, None for a voice's."""
    bump = _NEXT_BUMP.make(session, circle=circle_id)
    seq: int = _REPLIED.make(
        session, thread=thread_id, next_bump=bump, today=clock.today(), minute=minute
    )
    return seq


def latest_numbers(session: Session, circle_id: int, thread_ids: Iterable[int]) -> dict[int, int]:
    """The number of the latest post of each of these threads that is in the circle."""
    rows = session.execute(
        select(Thread.id, Thread.nseq).where(
            Thread.circle_id == circle_id, Thread.id.in_(list(thread_ids))
        )
    )
    return {row.id: row.nseq for row in rows}
