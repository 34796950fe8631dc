"""What waits to go into a letter: written down where it happens, in the same transaction, sealed.

The letter itself is written when it is due. So it says what is true then: what has been taken
away since, or is no longer hers to read, is in none.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.core import clock, db, keyring, keys
from app.core.keys import LARGEST, Broken, Keyring, Seal
from app.oversight.notifications import choices, hours
from app.oversight.notifications.choices import Choices, Way
from app.oversight.notifications.mail_models import MailNote
from app.people.members.models import Member
from app.people.noted.events import Kind, Noted

STEP = 256
UTC = ZoneInfo("UTC")
EVERY_ROW = 500


@dataclass(frozen=True)
class Note:
    """`kind` is None for word of what is new in her circles."""

    member_id: UUID
    kind: Kind | None = None
    thing: tuple[str, str] = ("", "")
    circle_id: int | None = None
    veiled: bool = False

    def row(self, ring: Keyring, due: datetime) -> MailNote:
        """Word of what is new waits once for each member, anything else once for each letter."""
        what = [self.kind, *self.thing, due.isoformat()] if self.kind else []
        blind = keys.blind(
            ring.derive("mail-note/v1"), self.member_id.bytes, json.dumps(what).encode()
        )
        number = int.from_bytes(blind[:8], "big") & LARGEST or 1
        said = [self.member_id.hex, self.kind, self.thing, self.circle_id, self.veiled]
        words = keys.padded(json.dumps(said).encode(), STEP)
        sealed = _seal(ring).close(words, keys.number(number))
        return MailNote(id=number, due=due, sealed=sealed)


def opened(ring: Keyring, row_id: int, sealed: bytes) -> Note | None:
    """None for what cannot be opened: sealed with a key that is lost."""
    try:
        said = json.loads(_seal(ring).open(sealed, keys.number(row_id)))
    except (Broken, ValueError):
        return None
    member, kind, thing, circle_id, veiled = said
    what = Kind(kind) if kind else None
    return Note(UUID(member), what, (thing[0], thing[1]), circle_id, veiled)


def hold(session: Session, event: Noted) -> None:
    """Keep it for her next letter, if she wants such things by mail. Who did it, what she has
    read and whether she is here have no part in it."""
    ring = keyring.of(session)
    chosen = choices.of(session, ring, event.member_id)
    if chosen.way(event.kind, event.circle_id) is not Way.MAIL:
        return
    zone = zone_of(session, event.member_id)
    due = hours.due(clock.minute(), chosen, zone, veiled=event.veiled)
    note = Note(event.member_id, event.kind, event.thing, event.circle_id, event.veiled)
    db.add_if_free(session, note.row(ring, due))


def keep_news(session: Session, ring: Keyring, member_id: UUID, chosen: Choices) -> None:
    """Have word of what is new go to her at her next fixed hour, or no more."""
    zone = zone_of(session, member_id)
    row = Note(member_id).row(ring, hours.fixed(clock.minute(), chosen, zone))
    session.execute(delete(MailNote).where(MailNote.id == row.id))
    if chosen.wants_news:
        session.add(row)


def keep_news_waiting(session: Session, ring: Keyring, member_id: UUID, chosen: Choices) -> None:
    """As it waits, if it does; else as `keep_news`."""
    zone = zone_of(session, member_id)
    due = hours.fixed(clock.minute(), chosen, zone)
    db.add_if_free(session, Note(member_id).row(ring, due))


def zone_of(session: Session, member_id: UUID) -> ZoneInfo:
    """Her own time zone, or the site's where she has said none."""
    hers = session.scalar(select(Member.time_zone).where(Member.id == member_id))
    if hers:
        return ZoneInfo(hers)
    of_site: Callable[[], ZoneInfo] | None = session.info.get("zone")
    return of_site() if of_site else UTC


def due_now(session: Session, ring: Keyring) -> dict[UUID, list[int]]:
    """The numbers of what is due, by member."""
    rows = select(MailNote.id, MailNote.sealed).where(MailNote.due <= clock.minute())
    found: dict[UUID, list[int]] = defaultdict(list)
    for row in session.execute(rows):
        note = opened(ring, row.id, row.sealed)
        # What nobody can open is nobody's, and goes like the rest.
        found[note.member_id if note else UUID(int=0)].append(row.id)
    return found


def take(session: Session, ring: Keyring, ids: Collection[int]) -> list[Note]:
    """Those that are still there: from now on they are this transaction's alone."""
    taken: list[Note | None] = []
    numbers = sorted(ids)
    for start in range(0, len(numbers), EVERY_ROW):
        some = MailNote.id.in_(numbers[start : start + EVERY_ROW])
        gone = delete(MailNote).where(some).returning(MailNote.id, MailNote.sealed)
        taken += [opened(ring, row.id, row.sealed) for row in session.execute(gone)]
    return [note for note in taken if note]


def of_member(session: Session, ring: Keyring, member_id: UUID) -> list[tuple[Note, MailNote]]:
    """All that waits for her. Whose a row is cannot be asked of the database."""
    rows = session.scalars(select(MailNote))
    found = ((opened(ring, row.id, row.sealed), row) for row in rows)
    return [(note, row) for note, row in found if note and note.member_id == member_id]


def _seal(ring: Keyring) -> Seal:
    return ring.seal("mail-note/v1")
