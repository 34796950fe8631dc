"""Finding conversations and messages, always for one of their two sides. Nobody else finds any."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.community.messages import letterboxes, policy
from app.community.messages.contents import Course, Letterbox, Said
from app.community.messages.models import Conversation, Message
from app.core import keys
from app.core.errors import NotFound
from app.core.keys import Keyring
from app.core.languages import Sentence
from app.people.anonymity.bylines import Byline, named
from app.people.members.models import Member, Standing
from app.people.members.queries import tone_of
from app.people.viewer import Viewer

PAGE = 25
MESSAGES = 30


@dataclass(frozen=True)
class Talk:
    """A conversation as one side has it. `other` is None when the other one has left for good."""

    id: int
    course: Course
    side: int

    @property
    def other(self) -> UUID | None:
        return self.course.sides[1 - self.side]

    @property
    def is_request(self) -> bool:
        return policy.is_request(self.course, self.side)

    @property
    def waits(self) -> bool:
        """It is a request of hers."""
        return self.course.asked and self.course.asker == self.side

    def known(self, read: int) -> int:
        """Up to which message it is no news to her, who has `read` so far: what she has answered
        she has read."""
        return max(read, self.course.cleared[self.side], self.course.spoken[self.side])

    def is_ended(self, viewer: Viewer) -> bool:
        """As she has it herself. What the other has ended shows nowhere: it would tell her who has
        blocked her."""
        return self.course.ended[self.side] or self.other in viewer.shield.blocked


@dataclass(frozen=True)
class Line:
    """A conversation in her list. No words: somebody may look over her shoulder."""

    id: int
    other: Byline
    at: datetime
    new: int
    waits: bool

    @property
    def place(self) -> tuple[bool, int, int]:
        """Where it stands: first what is unread, then what is newest."""
        return not self.new, -int(self.at.timestamp()) // 60, self.id


@dataclass(frozen=True)
class Lists:
    requests: list[Line]
    open: list[Line]
    ended: list[Line]


@dataclass(frozen=True)
class MessageCard:
    n: int
    mine: bool
    said: Said
    new: bool = False


def talk(
    session: Session, ring: Keyring, viewer: Viewer, conversation_id: int, *, lock: bool = False
) -> Talk:
    """Raises NotFound for what is not hers, or what she has deleted."""
    row = session.get(
        Conversation, conversation_id, with_for_update=lock or None, populate_existing=lock
    )
    if row is None:
        raise NotFound(_NOT_HERE)
    course = Course.opened(ring, row.id, row.sealed)
    side = course.side_of(viewer.id)
    if side is None or course.gone[side]:
        raise NotFound(_NOT_HERE)
    return Talk(row.id, course, side)


_NOT_HERE = Sentence("This conversation may have been deleted, or was never one of yours.")


def between(session: Session, ring: Keyring, viewer: Viewer, other: UUID) -> Talk | None:
    """The one that she has with this member, also one that she has deleted."""
    wanted = select(Conversation).where(Conversation.pair == pair(ring, viewer.id, other))
    row = session.scalar(wanted)
    if row is None:
        return None
    course = Course.opened(ring, row.id, row.sealed)
    side = course.side_of(viewer.id)
    return None if side is None else Talk(row.id, course, side)


def pair(ring: Keyring, one: UUID, other: UUID) -> bytes:
    """The same for both."""
    first, second = sorted((one.bytes, other.bytes))
    return keys.blind(ring.derive("conversation-of/v1"), first, second)


def lists(session: Session, ring: Keyring, viewer: Viewer, read: Mapping[int, int]) -> Lists:
    """All of hers in three lists; `read` is the last message that she has read of each."""
    hers = talks(session, ring, viewer)
    people = bylines(session, {talk.other for talk in hers if talk.other})
    found = Lists([], [], [])
    for one in hers:
        line = _line(one, people, read.get(one.id, 0))
        if one.is_ended(viewer):
            found.ended.append(line)
        elif one.is_request:
            found.requests.append(line)
        # A request that was taken back is nothing to whom it was sent.
        elif one.course.accepted or one.course.asker == one.side:
            found.open.append(line)
    for each in (found.requests, found.open, found.ended):
        each.sort(key=lambda line: line.place)
    return found


def talks(session: Session, ring: Keyring, viewer: Viewer) -> list[Talk]:
    """All that she has and has not deleted."""
    box = letterboxes.read(session, ring, viewer.id)
    found = []
    for talk_id, sealed in letterboxes.conversations(session, box):
        course = Course.opened(ring, talk_id, sealed)
        side = course.side_of(viewer.id)
        if side is not None and not course.gone[side]:
            found.append(Talk(talk_id, course, side))
    return found


def messages(
    session: Session, ring: Keyring, talk: Talk, *, before: int | None = None, read: int = 0
) -> tuple[list[MessageCard], bool]:
    """The last ones, or the last before a number, the oldest first; and whether there are older
    ones. What she has deleted is not there."""
    question = (
        select(Message.id, Message.n, Message.sealed)
        .where(Message.conversation_id == talk.id)
        .where(Message.n > talk.course.cleared[talk.side])
        .order_by(Message.n.desc())
        .limit(MESSAGES + 1)
    )
    if before is not None:
        question = question.where(Message.n < min(before, talk.course.n + 1))
    rows = session.execute(question).all()
    cards = [
        _card(talk, row.n, Said.opened(ring, row.id, row.sealed), read)
        for row in reversed(rows[:MESSAGES])
    ]
    return cards, len(rows) > MESSAGES


def message(session: Session, ring: Keyring, talk: Talk, n: int) -> MessageCard:
    """Raises NotFound."""
    if not talk.course.cleared[talk.side] < n <= talk.course.n:
        raise NotFound(_NOT_HERE)
    wanted = select(Message).where(Message.conversation_id == talk.id, Message.n == n)
    row = session.scalars(wanted).one()
    return _card(talk, n, Said.opened(ring, row.id, row.sealed), n)


def sent_before(session: Session, submit_key: bytes) -> Message | None:
    return session.scalar(select(Message).where(Message.submit_key == submit_key))


def bylines(session: Session, member_ids: Collection[UUID]) -> dict[UUID, Byline]:
    """Who they are; whoever is leaving has no page to lead to."""
    if not member_ids:
        return {}
    rows = session.execute(
        select(Member.id, Member.handle, Member.name, Member.standing).where(
            Member.id.in_(member_ids)
        )
    )
    return {
        row.id: named(
            "" if row.standing is Standing.CLOSED else row.handle, row.name, tone_of(row.handle)
        )
        for row in rows
    }


def byline(session: Session, talk: Talk) -> Byline:
    """The other one."""
    if talk.other is None:
        return NOBODY
    return bylines(session, {talk.other}).get(talk.other, NOBODY)


def does_let(session: Session, ring: Keyring, viewer: Viewer, other: UUID) -> bool:
    """Whether she lets this member write to her."""
    return other in letterboxes.read(session, ring, viewer.id).lets


def lets(session: Session, ring: Keyring, viewer: Viewer) -> tuple[Letterbox, list[Byline]]:
    """Who may write to her, and those she lets, by name."""
    box = letterboxes.read(session, ring, viewer.id)
    found = bylines(session, box.lets)
    return box, sorted(_with_pages(found.values()), key=lambda one: one.name.casefold())


def _with_pages(people: Iterable[Byline]) -> Iterable[Byline]:
    return (one for one in people if one.handle)


NOBODY = named("", Sentence("A former member"), "")


def _line(talk: Talk, people: Mapping[UUID, Byline], read: int) -> Line:
    other = people.get(talk.other, NOBODY) if talk.other else NOBODY
    return Line(talk.id, other, talk.course.at, talk.course.n - talk.known(read), talk.waits)


def _card(talk: Talk, n: int, said: Said, read: int) -> MessageCard:
    mine = said.side == talk.side
    return MessageCard(n, mine, said, new=n > talk.known(read) and not mine)
