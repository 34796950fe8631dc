"""Resources, whom they helped, what members note under them, and hosts' collections of them."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock, keys
from app.core.columns import BIG, BY_KEY, Blind, Day, Digest, Line, RandomId, Words
from app.core.db import Base
from app.core.languages import Sentence


class ResourceForm(StrEnum):
    """What it is. A guide is written here, the others stand elsewhere and are linked to."""

    LINK = "link"
    GUIDE = "guide"
    VIDEO = "video"
    ORGANISATION = "organisation"

    @property
    def label(self) -> str:
        return _FORMS[self][0]

    @property
    def many(self) -> str:
        return _FORMS[self][1]

    @property
    def hint(self) -> str:
        return _FORMS[self][2]

    @property
    def is_written_here(self) -> bool:
        return self is ResourceForm.GUIDE


_FORMS = {
    ResourceForm.LINK: (
        Sentence("Link"),
        Sentence("Links"),
        Sentence("A page, a book, a tool: something that stands elsewhere."),
    ),
    ResourceForm.GUIDE: (Sentence("Guide"), Sentence("Guides"), Sentence("Written here, by you.")),
    ResourceForm.VIDEO: (
        Sentence("Video"),
        Sentence("Videos"),
        Sentence("To be watched where it is. Nothing is shown from there."),
    ),
    ResourceForm.ORGANISATION: (
        *(Sentence("Organisation that helps"), Sentence("Organisations that help")),
        Sentence("Where somebody answers, advises or pays."),
    ),
}


class State(StrEnum):
    """`suggested`: it waits for a host. `declined` by a host, `hidden` and `removed` by moderators:
    it is there for her who has suggested it."""

    SUGGESTED = "suggested"
    SHOWN = "shown"
    DECLINED = "declined"
    HIDDEN = "hidden"
    REMOVED = "removed"


class Resource(Base):
    """In a circle, or with no `circle_id` for everybody. Without a `member_id` whoever suggested it
    has left. `link_key` is of the circle and the link, so that a link stands once in each. `answer`
    is what a host wrote when she declined it; `spoken` what is looked for in it. A host has found
    on the day `link_kept` that its link is good, whatever a machine says."""

    __tablename__ = "resources"
    __table_args__ = (
        Index("resources_newest_idx", "state", "day", "id"),
        Index("resources_circle_idx", "circle_id", "state", "day", "id"),
    )

    id: Mapped[RandomId]
    circle_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("circles.id", ondelete="CASCADE"))
    member_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("members.id", ondelete="SET NULL"), index=True
    )
    form: Mapped[ResourceForm]
    title: Mapped[Line]
    about: Mapped[Words]
    topic: Mapped[Line]
    language: Mapped[Line]
    body: Mapped[Words] = mapped_column(default="")
    html: Mapped[Words] = mapped_column(default="")
    link: Mapped[Words] = mapped_column(default="")
    link_key: Mapped[Digest | None] = mapped_column(unique=True, default=None)
    spoken: Mapped[Words] = mapped_column(default="")
    state: Mapped[State] = mapped_column(default=State.SUGGESTED)
    answer: Mapped[Words] = mapped_column(default="")
    day: Mapped[Day] = mapped_column(default_factory=clock.today)
    link_kept: Mapped[date | None] = mapped_column(default=None)


class Helped(Base):
    """That a resource helped somebody. Who she is, only she can find out, while the key of the
    `epoch` in which she said so is there."""

    __tablename__ = "resources_helped"
    __table_args__ = BY_KEY

    resource_id: Mapped[int] = mapped_column(
        BIG, ForeignKey("resources.id", ondelete="CASCADE"), primary_key=True
    )
    helped: Mapped[Blind] = mapped_column(primary_key=True)
    epoch: Mapped[Line]


class NoteState(StrEnum):
    SHOWN = "shown"
    HIDDEN = "hidden"
    REMOVED = "removed"


class Note(Base):
    """What a member says under a resource, by her name: one of hers under each."""

    __tablename__ = "resource_notes"
    __table_args__ = (UniqueConstraint("resource_id", "member_id"),)

    id: Mapped[RandomId] = mapped_column(default_factory=keys.random_id, init=False)
    resource_id: Mapped[int] = mapped_column(BIG, ForeignKey("resources.id", ondelete="CASCADE"))
    member_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("members.id", ondelete="SET NULL"), index=True
    )
    body: Mapped[Words]
    day: Mapped[Day] = mapped_column(default_factory=clock.today)
    state: Mapped[NoteState] = mapped_column(default=NoteState.SHOWN)


class Collection(Base):
    """A circle's, or without one everybody's."""

    __tablename__ = "resource_collections"

    id: Mapped[RandomId]
    circle_id: Mapped[int | None] = mapped_column(
        BIG, ForeignKey("circles.id", ondelete="CASCADE"), index=True
    )
    title: Mapped[Line]
    introduction: Mapped[Words] = mapped_column(default="")


class Collected(Base):
    """A resource in a collection, at a `place` from 1."""

    __tablename__ = "collected_resources"
    __table_args__ = BY_KEY

    collection_id: Mapped[int] = mapped_column(
        BIG, ForeignKey("resource_collections.id", ondelete="CASCADE"), primary_key=True
    )
    resource_id: Mapped[int] = mapped_column(
        BIG, ForeignKey("resources.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    place: Mapped[int]
