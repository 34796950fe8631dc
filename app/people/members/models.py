"""Members, their secrets, their sessions, and the links that were mailed to them."""

from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, UniqueConstraint, false, true
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock, keys
from app.core.columns import BY_KEY, Blind, Day, Digest, Line, Sealed, Words
from app.core.db import Base


class Role(StrEnum):
    MEMBER = "member"
    MODERATOR = "moderator"
    ADMINISTRATOR = "administrator"


class Standing(StrEnum):
    """UNVERIFIED has not yet shown that the address is hers and cannot sign in; WAITING has, and is
    not yet let in; ARRIVED came with another community's words and has not been here herself: she
    counts nowhere, gets no letters, and is in once she has chosen a password by mail. CLOSED has
    left and can sign in only to stay after all."""

    UNVERIFIED = "unverified"
    WAITING = "waiting"
    ARRIVED = "arrived"
    GOOD = "good"
    PAUSED = "paused"
    SUSPENDED = "suspended"
    CLOSED = "closed"


# Who has not come in yet.
OUTSIDE = (Standing.UNVERIFIED, Standing.WAITING)
NO_PROFILE = (*OUTSIDE, Standing.CLOSED)


class Fate(StrEnum):
    """What becomes of what a member wrote under her name when she leaves."""

    KEEP = "keep"
    REMOVE = "remove"


class Discretion(StrEnum):
    """How little her pages and letters show to whoever else sees her screen or her mailbox.

    DISCREET has the same title, icon and subject everywhere; SHARED_DEVICE has that, keeps nothing
    on the device, and signs out when she leaves by "Exit this page".
    """

    OPEN = "open"
    DISCREET = "discreet"
    SHARED_DEVICE = "shared-device"

    @property
    def is_neutral(self) -> bool:
        return self is not Discretion.OPEN

    @property
    def keeps_nothing(self) -> bool:
        return self is Discretion.SHARED_DEVICE


class Purpose(StrEnum):
    VERIFY = "verify"
    RESET = "reset"
    EMAIL = "email"


class Member(Base):
    """An account. No last sign-in, no counts: nothing here moves when she reads.

    `discretion` stands in the open, beside her name. Whoever steals a copy of the table learns
    that she would rather not have this site seen on her device, and by copies of several nights
    since when: not from whom, nor why. It moves when she chooses and at no other time. Whether she
    lets others follow her, `followers`, everybody can see who looks at her page.
    `findable`: who is signed in may find her by her name; nobody does unless she says so.
    """

    __tablename__ = "members"
    __table_args__ = (Index("members_role_idx", "role"), BY_KEY)

    id: Mapped[UUID] = mapped_column(primary_key=True, default_factory=uuid4, init=False)
    handle: Mapped[Line] = mapped_column(unique=True)
    name: Mapped[Line]
    email: Mapped[Line] = mapped_column(unique=True)
    password: Mapped[Line]
    pronouns: Mapped[Line] = mapped_column(default="")
    bio: Mapped[Words] = mapped_column(default="")
    time_zone: Mapped[Line] = mapped_column(default="")
    language: Mapped[Line] = mapped_column(default="", server_default="")
    role: Mapped[Role] = mapped_column(default=Role.MEMBER)
    standing: Mapped[Standing] = mapped_column(default=Standing.UNVERIFIED)
    joined: Mapped[Day] = mapped_column(default_factory=clock.today)
    session_epoch: Mapped[int] = mapped_column(default=0)
    discretion: Mapped[Discretion] = mapped_column(default=Discretion.OPEN)
    followers: Mapped[bool] = mapped_column(default=True, server_default=true())
    findable: Mapped[bool] = mapped_column(default=False, server_default=false())


class MemberSecret(Base):
    __tablename__ = "member_secrets"
    __table_args__ = BY_KEY

    member_id: Mapped[UUID] = mapped_column(
        ForeignKey("members.id", ondelete="CASCADE"), primary_key=True
    )
    seed: Mapped[Digest] = mapped_column(default_factory=lambda: keys.random_bytes(32))


class HiddenProfile(Base):
    """What a moderator has hidden of what a member says of herself, as she has mended it since.
    Meanwhile her own row says nothing, and her handle for a name."""

    __tablename__ = "hidden_profiles"
    __table_args__ = BY_KEY

    member_id: Mapped[UUID] = mapped_column(
        ForeignKey("members.id", ondelete="CASCADE"), primary_key=True
    )
    name: Mapped[Line]
    pronouns: Mapped[Line]
    bio: Mapped[Words]


class SessionRow(Base):
    """A signed-in device. It has no owner that can be read, and no row changes while it is used."""

    __tablename__ = "sessions"
    __table_args__ = BY_KEY

    h: Mapped[Digest] = mapped_column(primary_key=True)
    sealed: Mapped[Sealed]
    expires_week: Mapped[Day]


class AccountToken(Base):
    """A mailed link that has not been used. The hour of its making is in the link alone."""

    __tablename__ = "account_tokens"
    __table_args__ = (UniqueConstraint("member_id", "purpose"), BY_KEY)

    h: Mapped[Digest] = mapped_column(primary_key=True)
    member_id: Mapped[UUID] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"))
    purpose: Mapped[Purpose]
    email: Mapped[Line]
    day: Mapped[Day] = mapped_column(default_factory=clock.today)


class Closure(Base):
    """A member who leaves, until the day on which it is done. `sealed` is what she was before."""

    __tablename__ = "closures"
    __table_args__ = BY_KEY

    member_id: Mapped[UUID] = mapped_column(
        ForeignKey("members.id", ondelete="CASCADE"), primary_key=True
    )
    handle: Mapped[Line] = mapped_column(unique=True)
    ends: Mapped[Day]
    fate: Mapped[Fate]
    sealed: Mapped[Sealed]


class FormerHandle(Base):
    """A handle that somebody had: old mentions of her must not lead to anybody else."""

    __tablename__ = "former_handles"
    __table_args__ = BY_KEY

    h: Mapped[Blind] = mapped_column(primary_key=True)
