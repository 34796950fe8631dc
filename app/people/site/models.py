"""What administrators have set. No row says who has, nor anything of a member."""

from enum import StrEnum

from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock, keys
from app.core.columns import BY_KEY, Day, Line, RandomId, Words
from app.core.db import Base


class SiteSetting(Base):
    """One setting that is not as the environment has it; `value` is JSON."""

    __tablename__ = "site_settings"
    __table_args__ = BY_KEY

    key: Mapped[Line] = mapped_column(primary_key=True)
    value: Mapped[Words]


class HelpLinesOf(Base):
    """What crisis pages say of a country, by its code of two letters, in place of the file that
    comes with the program; `told` is JSON, as an entry of that file."""

    __tablename__ = "site_help_lines"
    __table_args__ = BY_KEY

    code: Mapped[Line] = mapped_column(primary_key=True)
    told: Mapped[Words]


class Done(StrEnum):
    BACKUP = "backup"
    CHORES = "chores"


class LastDone(Base):
    """The last day on which something was done that has to be done again and again."""

    __tablename__ = "last_done"
    __table_args__ = BY_KEY

    what: Mapped[Done] = mapped_column(primary_key=True)
    day: Mapped[Day] = mapped_column(default_factory=clock.today)


class Audience(StrEnum):
    MEMBERS = "members"
    EVERYBODY = "everybody"


class Saying(StrEnum):
    """What an announcement says: what an administrator has written, or, in the language of whoever
    reads it, that the rules have changed."""

    OWN = "own"
    RULES = "rules"


class Announcement(Base):
    """A line above every page, from one day to another, both included. `words` are empty where it
    is ours to say."""

    __tablename__ = "announcements"
    __table_args__ = BY_KEY

    id: Mapped[RandomId] = mapped_column(default_factory=keys.random_id, init=False)
    words: Mapped[Words]
    audience: Mapped[Audience]
    begins: Mapped[Day]
    ends: Mapped[Day]
    saying: Mapped[Saying] = mapped_column(default=Saying.OWN, server_default=Saying.OWN.value)


class SiteRules(Base):
    """The rules of this place as they stood from a day on, counted from one; empty where there were
    none any more. A row is never changed."""

    __tablename__ = "site_rules"
    __table_args__ = BY_KEY

    n: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    body: Mapped[Words]
    html: Mapped[Words]
    day: Mapped[Day] = mapped_column(default_factory=clock.today)


class LookPart(StrEnum):
    COLOUR = "colour"
    LOGO = "logo"


class SiteLook(Base):
    """How pages look where that is not as usual: the colour, `#rrggbb`, or the logo, a PNG."""

    __tablename__ = "site_looks"
    __table_args__ = BY_KEY

    part: Mapped[LookPart] = mapped_column(primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
