"""What a member does with what was written to her, and with what she has written."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.community.messages import letterboxes, policy, queries
from app.community.messages.contents import Course, Letterbox, Said, State, Who
from app.community.messages.models import Conversation, Message
from app.community.messages.queries import Talk
from app.core.errors import Invalid, NotAllowed, NotFound
from app.core.keys import Keyring
from app.core.verdict import require
from app.people.viewer import Viewer


def accept(session: Session, ring: Keyring, viewer: Viewer, conversation_id: int) -> None:
    """She answers a request, now or later, and lets the other write to her from now on."""
    talk = _mine(session, ring, viewer, conversation_id)
    _keep(session, ring, talk, _accepted(talk.course, talk.side))
    if talk.other is not None:
        let(session, ring, viewer, talk.other, on=True)


def end(session: Session, ring: Keyring, viewer: Viewer, conversation_id: int) -> None:
    """Nothing more comes in it, and a request is declined. The other is not told."""
    talk = _mine(session, ring, viewer, conversation_id)
    _keep(session, ring, talk, talk.course.with_ended(talk.side, ended=True))


def take_up(session: Session, ring: Keyring, viewer: Viewer, conversation_id: int) -> None:
    """What she has ended goes on; a request that she has declined waits for her again."""
    talk = _mine(session, ring, viewer, conversation_id)
    _keep(session, ring, talk, talk.course.with_ended(talk.side, ended=False))


def take_back(
    session: Session, ring: Keyring, viewer: Viewer, conversation_id: int, n: int
) -> None:
    """Destroy the words of a message of hers, for both. A request is none any more."""
    talk = _mine(session, ring, viewer, conversation_id)
    card = queries.message(session, ring, talk, n)
    require(policy.may_take_back(talk.side, card.said.side))
    change_message(session, ring, talk.id, n, lambda s: s.without_words(State.TAKEN_BACK))
    if talk.waits and n == talk.course.n:
        _keep(session, ring, talk, replace(talk.course, asked=False))


def clear(session: Session, ring: Keyring, viewer: Viewer, conversation_id: int) -> None:
    """Delete a conversation for herself, which ends it; for good once both have."""
    talk = _mine(session, ring, viewer, conversation_id)
    course = talk.course.cleared_by(talk.side)
    _keep(session, ring, talk, course)
    if all(course.gone):
        destroy(session, ring, talk.id, course)


def let(session: Session, ring: Keyring, viewer: Viewer, other: UUID, *, on: bool) -> None:
    """Whether this member may write to her without asking. What she had asked is accepted."""
    if other == viewer.id:
        raise NotAllowed("This is you.")

    def how(box: Letterbox) -> Letterbox:
        if on and letterboxes.is_full(box) and other not in box.lets:
            raise Invalid("", "Your list is full. Take somebody off it first.")
        rest = tuple(one for one in box.lets if one != other)
        return replace(box, lets=(*rest, other) if on else rest)

    letterboxes.change(session, ring, viewer.id, how)
    talk = queries.between(session, ring, viewer, other)
    if on and talk is not None:
        locked = _locked(session, ring, talk)
        _keep(session, ring, locked, _accepted(locked.course, locked.side))


def choose(session: Session, ring: Keyring, viewer: Viewer, who: Who) -> None:
    """Who may write to her from now on."""
    letterboxes.change(session, ring, viewer.id, lambda box: replace(box, who=who))


def change_message(
    session: Session,
    ring: Keyring,
    conversation_id: int,
    n: int,
    how: Callable[[Said], Said],
) -> None:
    """Write down what `how` makes of a message. Its conversation's row is locked."""
    wanted = select(Message).where(Message.conversation_id == conversation_id, Message.n == n)
    fresh = wanted.with_for_update().execution_options(populate_existing=True)
    row = session.scalars(fresh).one()
    row.sealed = how(Said.opened(ring, row.id, row.sealed)).sealed(ring, row.id)
    session.flush()


def destroy(session: Session, ring: Keyring, conversation_id: int, course: Course) -> None:
    """Nobody has it any more. Its row is locked."""
    session.execute(delete(Message).where(Message.conversation_id == conversation_id))
    session.execute(delete(Conversation).where(Conversation.id == conversation_id))
    for member_id in filter(None, course.sides):
        letterboxes.change(session, ring, member_id, lambda box: _without(box, conversation_id))


def _accepted(course: Course, side: int) -> Course:
    """She has it, and answers whatever was asked of her."""
    course = course.with_ended(side, ended=False)
    if course.asked and course.asker != side:
        course = replace(course, accepted=True, asked=False)
    return course


def _mine(session: Session, ring: Keyring, viewer: Viewer, conversation_id: int) -> Talk:
    """Both letterboxes are held, then the conversation: the order in which everybody does it.

    Raises NotFound.
    """
    seen = queries.talk(session, ring, viewer, conversation_id)
    letterboxes.hold(session, ring, *filter(None, seen.course.sides))
    return queries.talk(session, ring, viewer, conversation_id, lock=True)


def _locked(session: Session, ring: Keyring, talk: Talk) -> Talk:
    row = session.get(Conversation, talk.id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound
    return replace(talk, course=Course.opened(ring, row.id, row.sealed))


def _keep(session: Session, ring: Keyring, talk: Talk, course: Course) -> None:
    row = session.get_one(Conversation, talk.id)
    row.sealed = course.sealed(ring, talk.id)
    session.flush()


def _without(box: Letterbox, conversation_id: int) -> Letterbox:
    return replace(
        box, conversations=tuple(each for each in box.conversations if each != conversation_id)
    )
