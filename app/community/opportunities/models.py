"""Opportunities. Each is posted under a name, so that its row may say whose it is."""

from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, false
from sqlalchemy.orm import Mapped, mapped_column

from app.community.opportunities.words import Hours, Kind, Per, Travel, Way
from app.core import clock, keys
from app.core.columns import BIG, Day, Line, Moment, RandomId, Words
from app.core.db import Base


class State(StrEnum):
    """WAITING for a moderator; HIDDEN by one until it is mended; REMOVED by one, or refused."""

    WAITING = "waiting"
    SHOWN = "shown"
    FILLED = "filled"
    WITHDRAWN = "withdrawn"
    HIDDEN = "hidden"
    REMOVED = "removed"


# What a list is narrowed down by, beside words.
_NARROWS = ("poster_id", "public", "kind", "hours", "way")
_NARROWS_KIND = tuple(name for name in _NARROWS if name != "kind")


class Opportunity(Base):
    """All of it but what waits, is hidden or removed can be read by whoever is signed in, so a copy
    of the table tells little more: who posted what on which day, as the page does.

    `closes` is the instant after which it is in no list; without a `deadline` nobody has named
    one, and it is the end of a day, so that the hour of posting is not in it. `zone` is the one in
    which the times were typed, which her row says too. `pay_from` and `pay_to` are hundredths of
    the currency. `checked` is the day on which moderators let these words stand, None where they
    have not yet. Duplicates are found by `link`, the address to apply at as it is compared, and
    `twin`, title and giver as they are; lists look for words in `place_key` and `folded`.
    """

    __tablename__ = "opportunities"
    __table_args__ = (
        CheckConstraint("NOT unpaid OR pay_from IS NULL", name="pay"),
        # Wide enough to count from it alone: rows are long, and a list says how many there are.
        Index("opportunities_open_idx", "state", "closes", "id", *_NARROWS),
        # The same of one kind, which most of those look for who look for something.
        Index("opportunities_kind_idx", "state", "kind", "closes", "id", *_NARROWS_KIND),
        Index("opportunities_poster_id_idx", "poster_id", "state"),
        Index("opportunities_closes_idx", "closes"),
        Index("opportunities_link_idx", "link"),
        Index("opportunities_twin_idx", "twin"),
    )

    id: Mapped[RandomId] = mapped_column(default_factory=keys.random_id)
    poster_id: Mapped[UUID] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"))
    organisation_id: Mapped[int | None] = mapped_column(
        BIG, ForeignKey("organisations.id", ondelete="SET NULL"), index=True, default=None
    )
    kind: Mapped[Kind]
    title: Mapped[Line]
    body: Mapped[Words]
    html: Mapped[Words]
    giver: Mapped[Line]
    place: Mapped[Line] = mapped_column(default="")
    way: Mapped[Way]
    hours: Mapped[Hours] = mapped_column(default=Hours.ANY)
    unpaid: Mapped[bool] = mapped_column(default=False)
    pay_from: Mapped[int | None] = mapped_column(BIG, default=None)
    pay_to: Mapped[int | None] = mapped_column(BIG, default=None)
    currency: Mapped[Line] = mapped_column(default="")
    per: Mapped[Per] = mapped_column(default=Per.ONCE)
    travel: Mapped[Travel] = mapped_column(default=Travel.UNSAID)
    begins: Mapped[Moment | None] = mapped_column(default=None)
    ends: Mapped[Moment | None] = mapped_column(default=None)
    closes: Mapped[Moment]
    deadline: Mapped[bool] = mapped_column(default=True)
    zone: Mapped[Line]
    apply: Mapped[Words]
    public: Mapped[bool] = mapped_column(default=False, server_default=false())
    example: Mapped[bool] = mapped_column(default=False, server_default=false())
    state: Mapped[State] = mapped_column(default=State.WAITING)
    posted: Mapped[Day] = mapped_column(default_factory=clock.today)
    checked: Mapped[Day | None] = mapped_column(default=None)
    reminded: Mapped[bool] = mapped_column(default=False, server_default=false())
    link: Mapped[Words] = mapped_column(default="")
    twin: Mapped[Words] = mapped_column(default="")
    place_key: Mapped[Line] = mapped_column(default="")
    folded: Mapped[Words] = mapped_column(default="")
