"""Pathways and their steps. The hosts of a circle look after them together: who has begun one is
kept so that she hears what moderators decide about it, and is shown nowhere."""

from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, false
from sqlalchemy.orm import Mapped, mapped_column

from app.core import keys
from app.core.columns import BIG, BY_KEY, Line, RandomId, Words
from app.core.db import Base


class Audience(StrEnum):
    """Whoever may read the circle, or everybody, visitors too."""

    CIRCLE = "circle"
    EVERYBODY = "everybody"


class Consent(StrEnum):
    """Whether the mentor of a step agrees to stand there. NONE: it has none."""

    NONE = "none"
    ASKED = "asked"
    YES = "yes"
    NO = "no"


class PathwayState(StrEnum):
    """What moderators have made of it."""

    STANDS = "stands"
    HIDDEN = "hidden"
    REMOVED = "removed"


class Pathway(Base):
    """A draft, until it is `shown`. `html` is its introduction, rendered."""

    __tablename__ = "pathways"
    __table_args__ = (Index("pathways_title_idx", "shown", "title", "id"),)

    id: Mapped[RandomId] = mapped_column(default_factory=keys.random_id)
    slug: Mapped[Line] = mapped_column(unique=True)
    circle_id: Mapped[int] = mapped_column(
        BIG, ForeignKey("circles.id", ondelete="CASCADE"), index=True
    )
    title: Mapped[Line]
    intro: Mapped[Words] = mapped_column(default="")
    html: Mapped[Words] = mapped_column(default="")
    audience: Mapped[Audience] = mapped_column(default=Audience.CIRCLE)
    shown: Mapped[bool] = mapped_column(default=False, server_default=false())
    state: Mapped[PathwayState] = mapped_column(
        default=PathwayState.STANDS, server_default=PathwayState.STANDS.value
    )

    @property
    def stands(self) -> bool:
        """Whether moderators let it be read."""
        return self.state is PathwayState.STANDS


class Begun(Base):
    """Who began a pathway, while she is here."""

    __tablename__ = "pathways_begun"
    __table_args__ = BY_KEY

    pathway_id: Mapped[int] = mapped_column(
        BIG, ForeignKey("pathways.id", ondelete="CASCADE"), primary_key=True
    )
    member_id: Mapped[UUID] = mapped_column(
        ForeignKey("members.id", ondelete="CASCADE"), index=True
    )


class Step(Base):
    """One step; `place` is its place in the order. What it links is a `kind` with the number of the
    `thing`, or for a mentor with who she is, and whether she agrees."""

    __tablename__ = "pathway_steps"

    id: Mapped[RandomId] = mapped_column(default_factory=keys.random_id)
    pathway_id: Mapped[int] = mapped_column(
        BIG, ForeignKey("pathways.id", ondelete="CASCADE"), index=True
    )
    place: Mapped[int]
    heading: Mapped[Line]
    words: Mapped[Words] = mapped_column(default="")
    html: Mapped[Words] = mapped_column(default="")
    kind: Mapped[str] = mapped_column(String(40), default="")
    thing: Mapped[Line] = mapped_column(default="")
    mentor_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("members.id", ondelete="SET NULL"), default=None, index=True
    )
    consent: Mapped[Consent] = mapped_column(default=Consent.NONE)

    @property
    def link(self) -> tuple[str, str] | None:
        """What is linked, whoever may see it."""
        if self.kind and self.consent is Consent.NONE:
            return self.kind, self.thing
        return (self.kind, self.mentor_id.hex) if self.kind and self.mentor_id else None

    @property
    def stands(self) -> bool:
        """Whether what is linked may be shown to anybody: a mentor only once she agrees."""
        return self.consent in {Consent.NONE, Consent.YES}
