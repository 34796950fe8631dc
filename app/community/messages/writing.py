"""Writing to a member: a request first, where she has not let the other write."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.community.messages import letterboxes, policy, queries
from app.community.messages.contents import Course, Letterbox, Said
from app.community.messages.models import Conversation, Message
from app.core import clock, keys, live, text
from app.core.errors import Invalid, NotAllowed
from app.core.keys import Keyring
from app.core.repeats import again
from app.core.verdict import require
from app.people.members.models import Member
from app.people.safety import blocks
from app.people.viewer import Viewer


@dataclass(frozen=True)
class Draft:
    body: str
    nonce: str


@dataclass(frozen=True)
class _Between:
    """A conversation that is being written in, its row locked; new where it has no message."""

    row: Conversation
    course: Course
    side: int


def write(
    session: Session, ring: Keyring, viewer: Viewer, to: UUID | None, draft: Draft
) -> tuple[int, int]:
    """Send this to the other one: a message, or a request that waits. Returns the conversation's
    number and the message's.

    Raises NotAllowed for what she can know of herself, and Invalid, always with the same words,
    for whatever it is with the other one.
    """
    # What takes time is done before anything is locked.
    html = text.rendered(draft.body)
    submit_key = viewer.me.submit_key(draft.nonce)
    if to is None:
        raise Invalid("", policy.REFUSED)
    if to == viewer.id:
        raise NotAllowed("This is you.")
    letterboxes.hold(session, ring, viewer.id, to)
    sent = again(session, queries.sent_before(session, submit_key))
    if sent is not None:
        return sent.conversation_id, sent.n
    mine, theirs = (letterboxes.read(session, ring, one) for one in (viewer.id, to))
    require(policy.may_write(viewer, mine))
    _refuse_full(mine)
    here = _between(session, ring, viewer, to)
    require(policy.waits(here.course, here.side))
    _require_welcome(session, ring, viewer, to, (theirs, here))
    course = _with_word(here, welcome=viewer.id in theirs.lets)
    said = Said(here.side, course.at, draft.body, html)
    _add(session, ring, here.row, course, said, submit_key)
    _put_into_boxes(session, ring, here.row.id, course, here.side)
    live.poke(session, live.member(to))
    return here.row.id, course.n


def _between(session: Session, ring: Keyring, viewer: Viewer, to: UUID) -> _Between:
    """What they have, or a new one. Both letterboxes are held: nobody else begins one now."""
    wanted = queries.pair(ring, viewer.id, to)
    found = session.scalar(
        select(Conversation)
        .where(Conversation.pair == wanted)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if found is None:
        course = Course((viewer.id, to))
        return _Between(Conversation(id=keys.random_id(), pair=wanted, sealed=b""), course, 0)
    course = Course.opened(ring, found.id, found.sealed)
    side = course.side_of(viewer.id)
    assert side is not None
    return _Between(found, course, side)


def _refuse_full(mine: Letterbox) -> None:
    if letterboxes.is_full(mine):
        raise Invalid("", "You have as many conversations as we can keep for you.")


def _require_welcome(
    session: Session,
    ring: Keyring,
    viewer: Viewer,
    to: UUID,
    there: tuple[Letterbox, _Between],
) -> None:
    """All of it is asked in any case, so that the time it takes tells nothing, either."""
    theirs, here = there
    blocked = blocks.between(session, ring, viewer.id, to)
    member = session.get(Member, to)
    standing = member.standing if member else None
    accepts = policy.accepts(theirs, standing, viewer.id, blocked=blocked)
    # What she declined she is not asked again: it arrives where she does not look.
    closed = here.course.accepted and here.course.ended[1 - here.side]
    full = letterboxes.is_full(theirs) and here.row.id not in theirs.conversations
    if not accepts or closed or full:
        raise Invalid("", policy.REFUSED)


def _with_word(here: _Between, *, welcome: bool) -> Course:
    """The conversation once she has said one more thing; to whom she is `welcome` she need not
    ask."""
    course, side = here.course, here.side
    if policy.begins_anew(course):
        course = replace(course, asker=side, accepted=welcome, asked=not welcome, over=False)
    elif course.asked:
        course = replace(course, accepted=True, asked=False)
    course = course.with_ended(side, ended=False).with_gone(side, gone=False)
    if not course.ended[1 - side]:
        course = course.with_gone(1 - side, gone=False)
    return course.with_word(side, clock.minute())


def _add(
    session: Session,
    ring: Keyring,
    row: Conversation,
    course: Course,
    said: Said,
    submit_key: bytes,
) -> None:
    row.sealed = course.sealed(ring, row.id)
    session.add(row)
    session.flush()
    message_id = keys.random_id()
    session.add(
        Message(
            id=message_id,
            conversation_id=row.id,
            n=course.n,
            submit_key=submit_key,
            sealed=said.sealed(ring, message_id),
        )
    )
    session.flush()


def _put_into_boxes(
    session: Session, ring: Keyring, conversation_id: int, course: Course, side: int
) -> None:
    """Both have it; and whoever writes to somebody lets her answer."""
    for at, member_id in enumerate(course.sides):
        assert member_id is not None
        lets = (course.sides[1 - at],) if at == side else ()
        letterboxes.change(session, ring, member_id, _adding(conversation_id, *filter(None, lets)))


def _adding(conversation_id: int, *lets: UUID) -> Callable[[Letterbox], Letterbox]:
    def how(box: Letterbox) -> Letterbox:
        known = box.conversations
        return replace(
            box,
            conversations=known if conversation_id in known else (*known, conversation_id),
            lets=box.lets + tuple(one for one in lets if one not in box.lets),
        )

    return how
