"""Webhooks, what waits to be told to them, and what they were last told. Nothing is a member's."""

from enum import StrEnum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock, keys
from app.core.columns import BIG, BY_KEY, Day, Moment, RandomId, Sealed
from app.core.db import Base


class Happening(StrEnum):
    """What a program can be told. PING is the test, which all are told."""

    REPORT = "report.waiting"
    REQUEST = "request.waiting"
    OPPORTUNITY = "opportunity.waiting"
    RESOURCE = "resource.waiting"
    ANNOUNCEMENT = "announcement.shown"
    BACKUP = "backup.late"
    PING = "ping"


class Webhook(Base):
    """Its name, address and secret, and of what it wants to hear, are sealed together: an address
    of that kind often is a secret itself. Who has set it up stands in the log of staff alone."""

    __tablename__ = "webhooks"
    __table_args__ = BY_KEY

    id: Mapped[RandomId] = mapped_column(default_factory=keys.random_id, init=False)
    sealed: Mapped[Sealed]


class WebhookState(Base):
    """How one fares that is switched on. Without a row it is off, as it is out of a backup. One
    that failed for a day has `stopped`."""

    __tablename__ = "webhook_states"
    __table_args__ = BY_KEY

    webhook_id: Mapped[int] = mapped_column(
        BIG, ForeignKey(Webhook.id, ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    sent: Mapped[Day | None] = mapped_column(default=None)
    failing: Mapped[Day | None] = mapped_column(default=None)
    stopped: Mapped[Day | None] = mapped_column(default=None)


class WebhookDelivery(Base):
    """One that waits, or is tried again. Which happening it is about is sealed, since a table with
    its hour would tell more than those of posts and cases, which know the day."""

    __tablename__ = "webhook_deliveries"
    __table_args__ = BY_KEY

    id: Mapped[RandomId] = mapped_column(default_factory=keys.random_id)
    webhook_id: Mapped[int] = mapped_column(
        BIG, ForeignKey(Webhook.id, ondelete="CASCADE"), index=True
    )
    sealed: Mapped[Sealed]
    due: Mapped[Moment] = mapped_column(default_factory=clock.minute, index=True)
    tries: Mapped[int] = mapped_column(default=0)


class WebhookNews(Base):
    """Up to which level a happening was told, and on which day. `looked` is the hour at which all
    of them were looked at last."""

    __tablename__ = "webhook_news"
    __table_args__ = BY_KEY

    happening: Mapped[Happening] = mapped_column(primary_key=True)
    level: Mapped[int] = mapped_column(default=0)
    told: Mapped[Day | None] = mapped_column(default=None)
    looked: Mapped[Moment | None] = mapped_column(default=None)
