"""Mail that leaves after its transaction has been committed, once, however often sending fails.

A row is a job: its words are sealed, it is claimed with a lease, tried with growing pauses,
and gone when it has been sent. What could not be sent within a day stays, marked dead.
"""

import json
import logging
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from email.headerregistry import Address
from email.message import EmailMessage

from sqlalchemy import ColumnElement, and_, delete, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.core import clock, keys
from app.core.columns import BY_KEY, Moment, RandomId, Sealed
from app.core.db import Base, Database
from app.core.keys import Broken, Seal

log = logging.getLogger("app.mail")

LEASE = timedelta(minutes=5)
PAUSES = [timedelta(minutes=m) for m in (1, 5, 15, 60, 180, 360, 720)]


class CannotSend(Exception):
    """The mail server did not take it. `final`: it never will."""

    def __init__(self, why: str, *, final: bool = False) -> None:
        super().__init__(why)
        self.final = final


@dataclass(frozen=True)
class Mail:
    """One letter to one person, in plain text and as HTML; a `nameless` one is from an address
    alone, without the name that this place goes by."""

    to: str
    subject: str
    text: str
    html: str
    nameless: bool = False

    def message(self, *, job: int, sender: str, name: str) -> EmailMessage:
        """With a Message-ID made of the job, so that a second copy is known as one."""
        user, _, host = sender.partition("@")
        message = EmailMessage()
        message["From"] = Address("" if self.nameless else name, user, host)
        message["To"] = Address(addr_spec=self.to)
        message["Subject"] = self.subject
        message["Message-ID"] = f"<{job:x}@{host}>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(self.text)
        message.add_alternative(self.html, subtype="html")
        return message


class Job(Base):
    """A letter that waits. Who it is for can be read only with the key."""

    __tablename__ = "outbox"
    __table_args__ = BY_KEY

    id: Mapped[RandomId] = mapped_column(default_factory=keys.random_id, init=False)
    sealed: Mapped[Sealed]
    due: Mapped[Moment] = mapped_column(default_factory=clock.minute, index=True)
    leased_until: Mapped[Moment | None] = mapped_column(default=None)
    attempts: Mapped[int] = mapped_column(default=0)
    dead: Mapped[bool] = mapped_column(default=False)


def put(session: Session, seal: Seal, mail: Mail) -> None:
    """Have the letter sent once this transaction has been committed."""
    session.add(Job(sealed=seal.close(json.dumps(asdict(mail)).encode())))


def deliver_due(
    database: Database,
    seal: Seal,
    send: Callable[[int, Mail], None],
    *,
    goes_on: Callable[[], bool] = lambda: True,
) -> int:
    """Send what is due, one letter at a time while it `goes_on`, and return how many went.

    Raises nothing of SMTP's: a letter that cannot be sent never keeps another from being sent.
    """
    sent = 0
    while goes_on() and (job := _claim(database)):
        try:
            send(job.id, _opened(seal, job))
        except CannotSend as problem:
            _postpone(database, job, final=problem.final)
            log.warning("mail %x waits after attempt %d: %s", job.id, job.attempts, problem)
        else:
            _done(database, job)
            sent += 1
    return sent


def _opened(seal: Seal, job: Job) -> Mail:
    try:
        return Mail(**json.loads(seal.open(job.sealed)))
    except (Broken, ValueError, TypeError):
        raise CannotSend("cannot be opened", final=True) from None


def _claim(database: Database) -> Job | None:
    now = clock.minute()
    with database.changing() as session:
        job = session.scalar(
            select(Job)
            .where(_is_free(now))
            .order_by(Job.due)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        if job:
            # Rounded up to the minute, so that a lease is never shorter than it says.
            job.leased_until = now + LEASE + timedelta(minutes=1)
            job.attempts += 1
        return job


def _is_free(now: datetime) -> ColumnElement[bool]:
    free = or_(Job.leased_until.is_(None), Job.leased_until < now)
    return and_(Job.dead.is_(False), Job.due <= now, free)


def _postpone(database: Database, job: Job, *, final: bool) -> None:
    dead = final or job.attempts > len(PAUSES)
    pause = timedelta() if dead else PAUSES[job.attempts - 1]
    with database.changing() as session:
        session.execute(
            update(Job)
            .where(Job.id == job.id)
            .values(due=clock.minute() + pause, leased_until=None, dead=dead)
        )


def _done(database: Database, job: Job) -> None:
    with database.changing() as session:
        session.execute(delete(Job).where(Job.id == job.id))
