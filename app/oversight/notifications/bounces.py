"""Addresses that letters come back from: counted, and after some time not written to any more.

Letters of an account are sent there all the same: without them she could not mend it.
"""

from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage, Message

from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import Session

from app.core import clock, db, keys
from app.core.keys import Keyring
from app.core.questions import Question
from app.core.smtp import NOBODY_THERE
from app.oversight.notifications.mail_models import Refusal
from app.people.members import queries as members

MOST = 3
FORGOTTEN = timedelta(days=90)
TRIED_AGAIN = timedelta(days=365)
# Mail servers send some kilobytes; whoever sends more is none.
LONGEST_REPORT = 1024 * 1024
_PAUSED = Question(
    select(Refusal.paused).where(Refusal.address == bindparam("address")), lambda paused: paused
)


def count(session: Session, ring: Keyring, address: str, *, gone: bool) -> None:
    """It has refused a letter for good; `gone` says that nobody is there at all."""
    blind = _blind(ring, address)
    db.add_if_free(session, Refusal(address=blind, count=0))
    row = session.get_one(Refusal, blind, with_for_update=True, populate_existing=True)
    row.count, row.day = row.count + 1, clock.today()
    row.paused = row.paused or gone or row.count >= MOST


def is_paused(session: Session, ring: Keyring, address: str) -> bool:
    return bool(_PAUSED.first(session, address=_blind(ring, address)))


def resume(session: Session, ring: Keyring, address: str) -> None:
    """She has shown that letters reach her there."""
    session.execute(delete(Refusal).where(Refusal.address == _blind(ring, address)))


def found(session: Session, ring: Keyring, address: str) -> Refusal | None:
    return session.get(Refusal, _blind(ring, address))


def paused(session: Session) -> int:
    """How many addresses are."""
    return len(session.scalars(select(Refusal.address).where(Refusal.paused.is_(True))).all())


def sweep(session: Session) -> None:
    """What was refused now and then, long ago, says nothing any more; and after a year a paused
    address is tried once more, if it is anybody's still."""
    today = clock.today()
    old = Refusal.paused.is_(False) & (Refusal.day < today - FORGOTTEN)
    session.execute(delete(Refusal).where(old | (Refusal.day < today - TRIED_AGAIN)))


def count_report(session: Session, ring: Keyring, report: bytes) -> int:
    """Count what a mail server reports of letters that it could not deliver (RFC 3464), and return
    of how many addresses: of members' alone, since to others we never wrote.

    Nothing shows that such a report is true. A forged one can do no more than pause letters,
    which whoever they are for resumes with one of ours.
    """
    refused = _refused(message_from_bytes(report[:LONGEST_REPORT], policy=policy.default))
    ours = {a: gone for a, gone in refused.items() if members.by_email(session, a) is not None}
    for address, gone in sorted(ours.items()):
        count(session, ring, address, gone=gone)
    return len(ours)


def _refused(report: EmailMessage | Message) -> dict[str, bool]:
    """The addresses for which a report says “never”, and whether it says that nobody is there."""
    found: dict[str, bool] = {}
    for part in report.walk():
        if part.get_content_type() == "message/delivery-status" and part.is_multipart():
            for about in part.iter_parts() if isinstance(part, EmailMessage) else []:
                _note(about, found)
    return found


def _note(about: Message, found: dict[str, bool]) -> None:
    status = str(about.get("Status", "")).strip()
    if str(about.get("Action", "")).strip().lower() != "failed" or not status.startswith("5."):
        return
    for name in ("Original-Recipient", "Final-Recipient"):
        kind, _, address = str(about.get(name, "")).partition(";")
        if kind.strip().lower() == "rfc822" and "@" in address:
            found[address.strip().strip("<>").lower()] = bool(NOBODY_THERE.match(status))


def _blind(ring: Keyring, address: str) -> bytes:
    return keys.blind(ring.derive("mail-refusal/v1"), address.strip().lower().encode())
