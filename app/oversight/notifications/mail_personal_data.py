"""What is kept of a member so that she gets letters: how she wants them, what waits to go into one,
and whether her address takes them."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.core.keys import Keyring
from app.oversight.notifications import bounces, choices, mail_notes
from app.oversight.notifications.mail_models import MailNote
from app.people.circles import queries as circles
from app.people.members.models import Member


@dataclass(frozen=True)
class Waits:
    """`what` is “news”, or the kind of what she is to be told."""

    what: str
    goes: date


@dataclass(frozen=True)
class Letters:
    """`quiet` are the first and the last hour, `stopped` the kinds that she has ended by the link
    in a letter; `refused`: how often her address did not take one."""

    kinds: dict[str, str]
    circles: dict[str, str]
    rhythm: str
    news: bool
    hour: int
    quiet: list[int]
    stopped: list[str]
    waiting: list[Waits]
    refused: int
    paused: bool


def export(session: Session, ring: Keyring, member: Member) -> Letters:
    chosen = choices.of(session, ring, member.id)
    names = circles.names(session, chosen.circles)
    waiting = mail_notes.of_member(session, ring, member.id)
    refusal = bounces.found(session, ring, member.email)
    return Letters(
        {kind.value: way.value for kind, way in chosen.kinds.items()},
        {names[n]: way.value for n, way in chosen.circles.items() if n in names},
        chosen.rhythm.value,
        chosen.news,
        chosen.hour,
        list(chosen.quiet),
        sorted(chosen.stopped),
        [Waits(note.kind or "news", row.due.date()) for note, row in waiting],
        refusal.count if refusal else 0,
        refusal.paused if refusal else False,
    )


def erase(session: Session, ring: Keyring, member_id: UUID) -> None:
    """Her choices go with her account. A letter that was written is not sent without it."""
    ids = [row.id for _, row in mail_notes.of_member(session, ring, member_id)]
    session.execute(delete(MailNote).where(MailNote.id.in_(ids)))
    bounces.resume(session, ring, session.get_one(Member, member_id).email)
