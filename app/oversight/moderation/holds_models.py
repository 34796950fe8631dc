"""Rules by which posts are held, and what was removed before."""

from enum import StrEnum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock, keys
from app.core.columns import BIG, BY_KEY, Blind, Day, Line, RandomId, Words
from app.core.db import Base
from app.core.languages import Sentence
from app.oversight.moderation.models import Reason


class RuleKind(StrEnum):
    """What a rule looks at. The texts stand where somebody chooses one."""

    FIRST_POSTS = "first-posts"
    LINK = "link"
    PHRASE = "phrase"
    PATTERN = "pattern"
    REPORTS = "reports"
    RATE = "rate"
    DUPLICATE = "duplicate"

    @property
    def label(self) -> str:
        return _KINDS[self][0]

    @property
    def hint(self) -> str:
        return _KINDS[self][1]

    @property
    def most(self) -> int:
        """The greatest number that it takes, 0 if it takes none."""
        return _KINDS[self][2]

    @property
    def reads_words(self) -> bool:
        """Whether the words alone decide, whoever wrote them and whenever."""
        return self in {RuleKind.LINK, RuleKind.PHRASE, RuleKind.PATTERN, RuleKind.DUPLICATE}

    @property
    def reason(self) -> Reason:
        """The ground of a case that it makes."""
        selling = {RuleKind.LINK, RuleKind.RATE, RuleKind.DUPLICATE}
        return Reason.SELLING if self in selling else Reason.OTHER


_KINDS = {
    RuleKind.FIRST_POSTS: (
        Sentence("A member’s first posts"),
        Sentence(
            "Her first ones under her own name, as many as you say. Never what has no name on it."
        ),
        50,
    ),
    RuleKind.LINK: (
        Sentence("Links"),
        Sentence("Posts with a link, but for the sites that you list."),
        0,
    ),
    RuleKind.PHRASE: (
        Sentence("Words or phrases"),
        Sentence(
            "Whole words, one phrase a line. Capitals, accents and punctuation make no difference."
        ),
        0,
    ),
    RuleKind.PATTERN: (
        Sentence("A pattern"),
        Sentence(
            "A regular expression in the syntax of RE2. It never takes long, whatever it is given."
        ),
        0,
    ),
    RuleKind.REPORTS: (
        Sentence("Several reports"),
        Sentence("What so many members have reported is hidden until a moderator has decided."),
        50,
    ),
    RuleKind.RATE: (
        Sentence("Many posts in an hour"),
        Sentence(
            "More than you say, by one member under her name or by one pseudonym in a thread."
        ),
        100,
    ),
    RuleKind.DUPLICATE: (
        Sentence("Removed before"),
        Sentence(
            "The same words as in what was removed in the last 180 days, if there are five or more."
        ),
        0,
    ),
}


class HoldRule(Base):
    """`circle_id` None is every circle. `pattern` holds phrases, hosts or an expression,
    `number` is how many first posts, reports, or posts in an hour."""

    __tablename__ = "hold_rules"

    id: Mapped[RandomId] = mapped_column(default_factory=keys.random_id, init=False)
    name: Mapped[Line]
    kind: Mapped[RuleKind]
    circle_id: Mapped[int | None] = mapped_column(
        BIG, ForeignKey("circles.id", ondelete="CASCADE"), default=None
    )
    pattern: Mapped[Words] = mapped_column(default="")
    number: Mapped[int] = mapped_column(default=0)
    # SQL has a word “on” of its own.
    on: Mapped[bool] = mapped_column("is_on", default=False)
    made: Mapped[Day] = mapped_column(default_factory=clock.today)


class RemovedText(Base):
    """That these words were removed once; which they were, only their repetition shows."""

    __tablename__ = "removed_texts"
    __table_args__ = BY_KEY

    h: Mapped[Blind] = mapped_column(primary_key=True)
    day: Mapped[Day] = mapped_column(default_factory=clock.today)
