"""Imposing a sanction, lifting it, and what it means for the person of a request."""

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import Select, delete, func, select
from sqlalchemy.orm import Session

from app.core import clock
from app.core.db import Base
from app.people.members import sessions
from app.people.members.models import Closure, Member, Standing
from app.people.safety import board
from app.people.safety.board import Asked, Pinned, ToAsker, ToMember, ToVoice, Unnamed
from app.people.safety.models import AskerSanction, MemberSanction, Sanction, VoiceSanction

# A warning counts for so long; so many that count at once are a pause of so many days.
WARNING_COUNTS = timedelta(days=180)
WARNINGS = 3
WARNED_PAUSE = timedelta(days=7)
FOR_EVER = date(9999, 12, 31)
_TABLES = (MemberSanction, VoiceSanction, AskerSanction)


def on_member(
    session: Session, member_id: UUID, kind: Sanction, until: date, decision_id: int
) -> None:
    """`until` is its last day. A suspension signs her out everywhere."""
    session.add(
        MemberSanction(decision_id=decision_id, member_id=member_id, kind=kind, until=until)
    )
    if kind is Sanction.SUSPEND:
        member = session.get_one(Member, member_id, with_for_update=True)
        member.standing = Standing.SUSPENDED
        sessions.end_all(member)
    board.ring(session)


def on_unnamed(session: Session, whom: Unnamed, kind: Sanction, until: date, decision: int) -> None:
    """It is found by its owner alone, wherever she writes without her name."""
    row: AskerSanction | VoiceSanction
    if isinstance(whom, ToAsker):
        row = AskerSanction(
            decision_id=decision,
            request_id=whom.request_id,
            token=whom.token,
            epoch=whom.epoch,
            kind=kind,
            until=until,
        )
    else:
        row = VoiceSanction(
            decision_id=decision,
            thread_id=whom.thread_id,
            token=whom.token,
            kind=kind,
            until=until,
        )
    session.add(row)
    board.ring(session)


def lift(session: Session, decision_id: int) -> None:
    """As if it had not been imposed; nothing when it has run out."""
    row = session.get(MemberSanction, decision_id)
    for table in _TABLES:
        session.execute(delete(table).where(table.decision_id == decision_id))
    if row is not None and row.kind is Sanction.SUSPEND:
        _let_in(session, [row.member_id])
    board.ring(session)


def sweep(session: Session) -> None:
    """Once a day: what has run out is forgotten, and whoever was suspended can come back."""
    over = MemberSanction.until < clock.today()
    suspended = over & (MemberSanction.kind == Sanction.SUSPEND)
    waiting = session.scalars(select(MemberSanction.member_id).where(suspended)).all()
    gone = 0
    for table in _TABLES:
        forgotten = delete(table).where(table.until < clock.today())
        gone += len(session.scalars(forgotten.returning(table.decision_id)).all())
    _let_in(session, waiting)
    if gone:
        board.ring(session)


def numbers() -> list[Select[int]]:
    """The decisions that hold somebody, to be asked for inside another question."""
    return [select(table.decision_id) for table in _TABLES]


def pinned(session: Session) -> Iterable[Pinned]:
    """All that holds today, for the board."""
    today = clock.today()
    for one in session.scalars(select(MemberSanction).where(MemberSanction.until >= today)):
        asked = Asked(one.kind, one.until, one.decision_id)
        yield Pinned(("member", one.decision_id), ToMember(one.member_id), asked)
    for row, epoch in session.execute(_of_voices().where(VoiceSanction.until >= today)):
        asked = Asked(row.kind, row.until, row.decision_id)
        # Where a key has been burnt or retired it is another address: everybody is asked again.
        key = ("voice", row.decision_id, row.token, epoch)
        yield Pinned(key, ToVoice(row.thread_id, row.token, epoch), asked)
    for it in session.scalars(select(AskerSanction).where(AskerSanction.until >= today)):
        asked = Asked(it.kind, it.until, it.decision_id)
        asker = ToAsker(it.request_id, it.token, it.epoch)
        yield Pinned(("asker", it.decision_id, it.token), asker, asked)


def suspended_until(session: Session, member_id: UUID) -> date | None:
    """The last day of her suspension; None where no decision says one."""
    suspended = MemberSanction.kind == Sanction.SUSPEND
    of_hers = select(func.max(MemberSanction.until)).where(MemberSanction.member_id == member_id)
    return session.scalar(of_hers.where(suspended))


def paused_until(asked: Iterable[Asked], kind: Sanction) -> date | None:
    """The last day on which she may not post (PAUSE), or not without her name (PAUSE_ANONYMOUS).

    Warnings add up to a pause of the latter kind, which nobody but she learns of.
    """
    today = clock.today()
    ends = [one.until for one in asked if one.kind is kind and one.until >= today]
    if kind is Sanction.PAUSE_ANONYMOUS:
        counted = (o.until for o in asked if o.kind is Sanction.WARN and o.until >= today)
        warned = sorted(counted)
        if len(warned) >= WARNINGS:
            ends.append(warned[-1] - WARNING_COUNTS + WARNED_PAUSE)
    return max((end for end in ends if end >= today), default=None)


def _of_voices() -> Select[VoiceSanction, str]:
    threads = Base.metadata.tables["threads"]
    here = threads.c.id == VoiceSanction.thread_id
    return select(VoiceSanction, threads.c.key_epoch).join(threads, here)


def _let_in(session: Session, member_ids: Iterable[UUID]) -> None:
    """Unless another suspension holds. Who has closed her account meanwhile can come back to it."""
    for member_id in member_ids:
        member = session.get(Member, member_id, with_for_update=True)
        if member is None or member.standing is not Standing.SUSPENDED:
            continue
        if suspended_until(session, member_id) is None:
            left = session.get(Closure, member_id) is not None
            member.standing = Standing.CLOSED if left else Standing.GOOD
