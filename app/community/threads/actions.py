"""What members do in threads. Each action asks the policy, makes the change, says what happened."""

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from app.community.threads import contact, destruction, endings, hidden, policy, posting, queries
from app.community.threads.events import PostMended, PostsChanged, Reacted, ThreadChanged
from app.community.threads.models import (
    Post,
    PostState,
    Reaction,
    ReactionKind,
    Revision,
    Thread,
)
from app.community.threads.posting import Draft, Opening
from app.community.threads.queries import ThreadHead
from app.community.threads.sent_forms import Posted
from app.core import clock, keys, text
from app.core.events import StaffActed, publish
from app.core.keys import Keyring
from app.core.verdict import require
from app.people.circles import policy as circle_policy
from app.people.circles import queries as circles
from app.people.viewer import Viewer


def start(
    session: Session, viewer: Viewer, ring: Keyring, at: str, opening: Opening, draft: Draft
) -> Posted:
    """Open a thread in the circle with this address, and return its opening post.

    Raises NotFound where she may not read.
    """
    html = posting.rendered(session, draft.words)
    circle = circles.circle_to_write_in(session, viewer, at)
    require(circle_policy.may_post(viewer, circle.id))
    contact.require_mentions(session, ring, viewer, draft.words)
    posting.require_persona(viewer, circle, draft)
    if (sent := posting.sent_before(session, viewer, draft)) is not None:
        return sent
    thread_id = keys.random_id()
    by = posting.author(viewer, thread_id, opening.epoch, draft)
    return posting.open_thread(session, (circle, thread_id), opening, draft, by, html)


def reply(
    session: Session, viewer: Viewer, ring: Keyring, at: int, draft: Draft
) -> tuple[ThreadHead, Posted]:
    """Answer in the thread with this id. Raises NotFound where she may not read."""
    html = posting.rendered(session, draft.words)
    # Its row is locked from here on, so that numbers have no gaps.
    thread = queries.head_to_change(session, viewer, at)
    require(policy.may_reply(viewer, thread.circle_id, locked=thread.locked))
    contact.require_reply(session, ring, viewer, thread.id, draft)
    posting.require_persona(viewer, thread, draft)
    if (sent := posting.sent_before(session, viewer, draft)) is not None:
        return thread, sent
    by = posting.author(viewer, thread.id, thread.key_epoch, draft)
    return thread, posting.append(session, thread, draft, by, html)


def edit(
    session: Session,
    viewer: Viewer,
    where: tuple[Post, Thread],
    draft: Draft,
    html: str,
    title: str = "",
) -> None:
    """Change what a post says; what it said stays readable. `title` counts for an opening post.

    The draft is as anonymous as the post. Its ending, or whether it is advice, can be changed
    alone, which readers are not told. The thread's row is locked.
    """
    post, thread = where
    require(policy.may_edit(viewer, post, thread.key_epoch))
    if draft.lifetime:
        post.ends_on = endings.last_day(draft.lifetime)
        thread.version += 1
    if marked := post.advice is not draft.advice:
        post.advice = draft.advice
        thread.version += 1
    new_title = title if post.seq == 1 and title else thread.title
    if post.voice:
        new_title = text.evened(new_title)
    said = (post.body, post.content_note, thread.title)
    if reworded := said != (draft.words, draft.note, new_title):
        _remember(session, post, thread)
        post.body, post.content_note = draft.words, draft.note
        post.html = html
        post.edited_day = clock.today()
        thread.title, thread.slug = new_title, text.slug(new_title)
        thread.version += 1
    if reworded or marked:
        publish(session, PostsChanged(thread_id=thread.id, post_ids=(post.id,)))
    # A mark mends what was hidden because advice was not asked for.
    down = (reworded or marked) and post.state is PostState.HIDDEN
    if down and (ref := hidden.thing(session, post.id)) is not None:
        publish(session, PostMended(ref=ref))


def delete_post(session: Session, viewer: Viewer, post: Post, thread: Thread) -> bool:
    """Destroy the words and what they once were. True when the whole thread went with them."""
    require(policy.may_edit(viewer, post, thread.key_epoch))
    destruction.destroy(session, Post.id == post.id, PostState.DELETED)
    return session.scalar(select(Thread.id).where(Thread.id == thread.id)) is None


def react(
    session: Session,
    viewer: Viewer,
    ring: Keyring,
    where: tuple[Post, Thread],
    kind: ReactionKind,
    *,
    on: bool | None = None,
) -> None:
    """Say a kind word, or take it back, which nobody can be kept from: the one or the other, unless
    `on` says which. The thread's row is locked, so that nobody counts twice."""
    post, thread = where
    require(policy.may_react(viewer, thread.circle_id, post, thread.key_epoch))
    key = (post.id, viewer.me.reactor(post.id, thread.key_epoch), kind)
    said = session.get(Reaction, key)
    if on is not None and on is bool(said):
        return
    if said:
        session.delete(said)
        publish(session, ThreadChanged(thread_id=thread.id))
    else:
        require(contact.may_meet(session, ring, viewer, post.author_id))
        session.add(Reaction(post_id=key[0], reactor=key[1], kind=kind))
        publish(session, Reacted(thread_id=thread.id, post_id=post.id))
    thread.version += 1


def pin(session: Session, viewer: Viewer, thread: Thread, *, on: bool) -> None:
    require(policy.may_arrange(viewer, thread.circle_id))
    if thread.pinned is not on:
        thread.pinned = on
        publish(session, ThreadChanged(thread_id=thread.id))
        _tell(session, viewer, "pin" if on else "unpin", thread)


def lock(session: Session, viewer: Viewer, thread: Thread, *, on: bool) -> None:
    require(policy.may_arrange(viewer, thread.circle_id))
    if thread.locked is not on:
        thread.locked = on
        thread.version += 1
        publish(session, ThreadChanged(thread_id=thread.id))
        _tell(session, viewer, "lock" if on else "unlock", thread)


def _remember(session: Session, post: Post, thread: Thread) -> None:
    """What was hidden is not to be read again among what the post once said, nor what led to it."""
    if post.state is PostState.HIDDEN:
        session.execute(delete(Revision).where(Revision.post_id == post.id))
        return
    if post.author_id is None:
        return
    latest = session.scalar(select(func.max(Revision.n)).where(Revision.post_id == post.id))
    session.add(
        Revision(
            post_id=post.id,
            n=(latest or 0) + 1,
            title=thread.title if post.seq == 1 else "",
            html=post.html,
            content_note=post.content_note,
            day=post.edited_day or post.day,
        )
    )


def _tell(session: Session, viewer: Viewer, verb: str, thread: Thread) -> None:
    publish(
        session,
        StaffActed(
            actor_id=viewer.id, verb=verb, subject_kind="thread", subject_id=keys.base32(thread.id)
        ),
    )
