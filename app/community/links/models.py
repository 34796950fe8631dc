"""Links that things show, and what was last seen of each. Nothing here has to do with a member."""

from datetime import date
from enum import StrEnum

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.columns import BIG, BY_KEY, Day, Digest, Words
from app.core.db import Base


class LinkState(StrEnum):
    """What may be said of a link. UNSURE is whatever is neither there nor gone; UNASKED is what
    its site, or the gate, does not let us look at."""

    NEW = "new"
    FINE = "fine"
    UNSURE = "unsure"
    GONE = "gone"
    UNASKED = "unasked"


class WatchedLink(Base):
    """One address, however many things show it. `failures` are days in a row, with no sight of it
    between, on which it was said not to be there."""

    __tablename__ = "watched_links"
    __table_args__ = BY_KEY

    key: Mapped[Digest] = mapped_column(primary_key=True)
    url: Mapped[Words]
    state: Mapped[LinkState] = mapped_column(default=LinkState.NEW)
    looked: Mapped[Day | None] = mapped_column(default=None)
    failures: Mapped[int] = mapped_column(default=0)
    due: Mapped[date] = mapped_column(index=True)


class LinkPlace(Base):
    """That a thing shows a link."""

    __tablename__ = "link_places"
    __table_args__ = BY_KEY

    kind: Mapped[str] = mapped_column(String(40), primary_key=True)
    thing_id: Mapped[int] = mapped_column(BIG, primary_key=True, autoincrement=False)
    key: Mapped[bytes] = mapped_column(
        LargeBinary(32), ForeignKey(WatchedLink.key), primary_key=True, index=True
    )
