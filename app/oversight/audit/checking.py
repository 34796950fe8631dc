"""Walking the chain: whether every entry is there, and as it was written."""

from dataclasses import dataclass

from sqlalchemy import Connection, select, update

from app.core import clock
from app.core.db import Database
from app.core.keys import Keyring
from app.oversight.audit import chain
from app.oversight.audit.models import Entry, Head

AT_ONCE = 500


@dataclass(frozen=True)
class Checked:
    """`entries` were looked at. At number `broken`, 0 for none, the chain does not fit, because
    of `why`. Of the first `before`, the key is lost. `seal` is worth noting elsewhere."""

    entries: int
    broken: int = 0
    why: str = ""
    before: int = 0
    seal: str = ""


def check(database: Database, ring: Keyring, noted: tuple[int, str] | None = None) -> Checked:
    """Walk the whole chain, of any length, and note the result for the page of the log.

    `noted` is a number and its seal from an earlier walk.
    """
    with database.copying() as connection:
        found = _walk(connection, ring, noted)
    with database.changing() as session:
        kept = update(Head).where(Head.name == chain.NAME)
        session.execute(kept.values(checked=clock.today(), broken=found.broken))
    return found


def _walk(connection: Connection, ring: Keyring, noted: tuple[int, str] | None) -> Checked:
    head = connection.execute(select(Head.__table__).where(Head.name == chain.NAME)).first()
    begins = head.begins if head else 0
    wanted, last, seen = 1, chain.START, ""
    streamed = connection.execution_options(stream_results=True, yield_per=AT_ONCE)
    with streamed.execute(select(Entry.__table__).order_by(Entry.n)) as rows:
        for row in rows:
            if row.n != wanted:
                return Checked(wanted - 1, wanted, f"it is missing; the next is {row.n}")
            last = chain.link(ring, last, row)
            if row.n > begins and row.hash != last:
                return Checked(wanted - 1, wanted, "it is not as it was written")
            if noted and row.n == noted[0]:
                seen = last.hex()
            wanted += 1
    if noted and seen != noted[1]:
        return Checked(wanted - 1, noted[0], "it is not the one whose seal you noted")
    return _end(ring, head, wanted - 1, last)


def _end(ring: Keyring, head: object, n: int, last: bytes) -> Checked:
    """Whether the last entry is the one that the head says."""
    if head is None:
        # Before the first deed of anybody there is neither.
        return Checked(n, n, "the note of where the log ends is gone") if n else Checked(0)
    said, begins, kept = head.n, head.begins, head.seal  # type: ignore[attr-defined]
    if n < said:
        return Checked(n, n + 1, f"it is missing: the log was cut; its last was {said}")
    if n > said:
        return Checked(n, said + 1, "it came after what is noted as the end")
    if kept != chain.seal(ring, n, begins, last):
        return Checked(n, max(n, 1), "the end of the log is not the one that was noted")
    return Checked(n, before=begins, seal=last.hex())
