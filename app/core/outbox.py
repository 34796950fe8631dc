"""Mail that leaves after its transaction has been committed, once, however often sending fails.

A row is a job: its words are sealed, it is claimed with a lease, tried with growing pauses,
and gone when it has been sent. What could not be sent within a day stays, marked dead.
"""

import json
import logging
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from functools import partial

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.core import clock, keys
from app.core.columns import BY_KEY, Moment, RandomId, Sealed
from app.core.db import Base, Database
from app.core.keys import Broken, Seal

log = logging.getLogger("app.mail")

# Longer than a server can take with every answer (smtp.py).
LEASE = timedelta(minutes=6)
PAUSES = [timedelta(minutes=m) for m in (1, 5, 15, 60, 180, 360, 720)]


LATE = timedelta(hours=1)
# Addresses of links stand whole in one line: folded, a mail program would not know them. RFC 5322
# allows 998 characters. What is no ASCII goes as such, since not every server takes eight bits.
POLICY = policy.SMTP.clone(max_line_length=990, cte_type="7bit")


class CannotSend(Exception):
    """The mail server did not take it. `final`: it never will. `refused`: because of the address
    to which it was to go, of which the server says, if it does, that nobody is there (`gone`)."""

    def __init__(
        self, why: str, *, final: bool = False, refused: bool = False, gone: bool = False
    ) -> None:
        super().__init__(why)
        self.final, self.refused, self.gone = final, refused, gone


class NotWanted(Exception):
    """It is not to be sent any more."""


@dataclass(frozen=True)
class Mail:
    """One letter to one person, in plain text and as HTML; a `nameless` one is from an address
    alone, without the name that this place goes by.

    `unsubscribe` is where no more of its kind can be asked for (RFC 8058); `receiver` says of
    whom to ask, before it is sent, whether it still is to be.
    """

    to: str
    subject: str
    text: str
    html: str
    nameless: bool = False
    unsubscribe: str = ""
    receiver: str = ""

    def message(self, *, job: int, sender: str, name: str) -> EmailMessage:
        """With a Message-ID made of the job, so that a second copy is known as one."""
        user, _, host = sender.partition("@")
        message = EmailMessage(POLICY)
        message["From"] = Address("" if self.nameless else name, user, host)
        message["To"] = Address(addr_spec=self.to)
        message["Subject"] = self.subject
        message["Message-ID"] = f"<{job:x}@{host}>"
        message["Auto-Submitted"] = "auto-generated"
        if self.unsubscribe:
            message["List-Unsubscribe"] = f"<{self.unsubscribe}>"
            message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
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
    send: Callable[[int, Mail, Callable[[], None]], None],
    *,
    goes_on: Callable[[], bool] = lambda: True,
) -> int:
    """Send what is due, one letter at a time while it `goes_on`, and return how many went.

    `send` is told what to call as soon as the letter is taken: whatever ends this process between
    those two moments has it sent a second time, with the same Message-ID. Raises nothing of SMTP's:
    a letter that cannot be sent never keeps another from being sent.
    """
    sent = 0
    while goes_on() and (job := _claim(database)):
        try:
            send(job.id, _opened(seal, job), partial(_done, database, job))
        except NotWanted:
            _done(database, job)
        except CannotSend as problem:
            _postpone(database, job, final=problem.final)
            log.warning("mail %x waits after attempt %d: %s", job.id, job.attempts, problem)
        else:
            sent += 1
    return sent


def counts(session: Session) -> tuple[int, int]:
    """How many letters wait, and how many were given up."""
    number = func.count().label("number")
    rows = session.execute(select(Job.dead, number).group_by(Job.dead))
    found = {row.dead: int(row.number) for row in rows}
    return found.get(False, 0), found.get(True, 0)


def late(session: Session) -> int:
    """How many have been due for an hour and never tried: nobody sends, where there are some."""
    due = (Job.dead.is_(False), Job.attempts == 0, Job.due < clock.minute() - LATE)
    return session.scalar(select(func.count()).select_from(Job).where(*due)) or 0


def sweep(session: Session, days: int) -> None:
    """Say how many letters were given up, and forget those of so many days ago: before any account
    is gone to which they were to go."""
    old = clock.minute() - timedelta(days=days)
    session.execute(delete(Job).where(Job.dead.is_(True), Job.due < old))
    _, dead = counts(session)
    if dead:
        log.warning("letters given up: %d", dead)


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
            # Those of one moment in an order of chance, which is that of their ids.
            .order_by(Job.due, Job.id)
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
