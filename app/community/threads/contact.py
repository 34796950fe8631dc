"""Keeping apart: what somebody may not write because another one has blocked her.

Asked where she writes and nowhere else, under her name or without it, and of what others have
written under theirs. She is told what everybody is told whose thread is closed.
"""

from uuid import UUID

from sqlalchemy.orm import Session

from app.community.threads import owners, policy, quoting
from app.community.threads.posting import Draft
from app.core import text
from app.core.errors import Invalid, NotAllowed
from app.core.keys import Keyring
from app.core.languages import Sentence
from app.core.verdict import YES, Verdict, no, require
from app.people.members import queries as members
from app.people.safety import blocks
from app.people.viewer import Viewer


def may_answer(session: Session, ring: Keyring, viewer: Viewer, thread_id: int) -> Verdict:
    """Whether she may answer in the thread, as far as she and its opener are concerned."""
    return may_meet(session, ring, viewer, owners.opener(session, thread_id))


def may_meet(session: Session, ring: Keyring, viewer: Viewer, author_id: UUID | None) -> Verdict:
    """Whether she may turn to what this member wrote; to a voice, whoever it is, she may."""
    if author_id is None:
        return YES
    may = policy.may_turn_to(viewer, author_id)
    if may and blocks.is_blocked(session, ring, author_id, viewer.id):
        return no(policy.CLOSED)
    return may


def require_reply(
    session: Session, ring: Keyring, viewer: Viewer, thread_id: int, draft: Draft
) -> None:
    """Raises NotAllowed; Invalid where she mentions somebody whom she has blocked herself. To quote
    what a member wrote under her name is to answer her."""
    require(may_answer(session, ring, viewer, thread_id))
    require_mentions(session, ring, viewer, draft.words, told=policy.CLOSED)
    for quoted in quoting.authors(session, thread_id, draft.words) - {viewer.id}:
        require(may_meet(session, ring, viewer, quoted))


def require_mentions(
    session: Session,
    ring: Keyring,
    viewer: Viewer,
    words: str,
    *,
    was: str = "",
    told: str = policy.SHUT,
) -> None:
    """The same for those whom her words speak to and, where they `was` others, did not before."""
    handles = text.mentioned(words) - text.mentioned(was)
    spoken_to = members.ids_of(session, handles)
    for handle, member_id in spoken_to.items():
        if member_id in viewer.shield.blocked:
            raise Invalid(
                "body",
                Sentence(
                    "You have blocked @{handle}. Unblock her first, or leave out the @.",
                    handle=handle,
                ),
            )
    if blocks.blockers(session, ring, spoken_to.values(), viewer.id):
        raise NotAllowed(told)
