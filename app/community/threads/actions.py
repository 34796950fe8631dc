"""What members do in threads. Each action asks the policy, makes the change, says what happened."""

from dataclasses import dataclass, replace

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from app.community.threads import counters, policy, queries
from app.community.threads.models import (
    Intent,
    Post,
    PostState,
    Reaction,
    ReactionKind,
    Revision,
    Thread,
)
from app.community.threads.queries import ThreadHead
from app.core import clock, keys, text
from app.core.events import StaffActed, publish
from app.core.verdict import require
from app.people.anonymity import voices
from app.people.circles import policy as circle_policy
from app.people.circles.models import Circle
from app.people.members import queries as members
from app.people.viewer import Viewer


@dataclass(frozen=True)
class Draft:
    """What she typed. `nonce` is the form's own: the same form sent twice is one post."""

    body: str
    content_note: str = ""
    nonce: str = ""
    anonymous: bool = False

    @property
    def words(self) -> str:
        """The body as it is kept: a voice's typing habits are evened out."""
        return text.evened(self.body) if self.anonymous else self.body

    @property
    def note(self) -> str:
        return text.evened(self.content_note) if self.anonymous else self.content_note


@dataclass(frozen=True)
class Opening:
    """What a thread has beside its first post; `epoch` names the key that its blind values take."""

    title: str
    intent: Intent
    epoch: str


def start(session: Session, viewer: Viewer, circle: Circle, opening: Opening, draft: Draft) -> Post:
    """Open a thread, and return its opening post. The circle's row is locked."""
    require(circle_policy.may_post(viewer, circle.id))
    _require_persona(circle, draft)
    if (sent := queries.sent_before(session, viewer.me.submit_key(draft.nonce))) is not None:
        return sent
    circle.bump += 1
    title = text.evened(opening.title) if draft.anonymous else opening.title
    thread = Thread(
        circle_id=circle.id,
        title=title,
        slug=text.slug(title),
        intent=opening.intent,
        key_epoch=opening.epoch,
        opened=circle.bump,
        bump=circle.bump,
        active_day=clock.today(),
        active_at=None if draft.anonymous else clock.minute(),
    )
    session.add(thread)
    session.flush()
    return _add_post(session, viewer, thread, 1, draft, _rendered(session, draft.words))


def reply(session: Session, viewer: Viewer, at: int, draft: Draft) -> tuple[ThreadHead, Post]:
    """Answer in the thread with this id. Raises NotFound where she may not read."""
    html = _rendered(session, draft.words)
    # Its row is locked from here on: numbers have no gaps, and nobody else waits for rendering.
    thread = queries.head_to_change(session, viewer, at)
    require(policy.may_reply(viewer, thread.circle_id, locked=thread.locked))
    _require_persona(thread, draft)
    if (sent := queries.sent_before(session, viewer.me.submit_key(draft.nonce))) is not None:
        return thread, sent
    minute = None if draft.anonymous else clock.minute()
    seq = counters.next_seq(session, thread.id, thread.circle_id, minute)
    return thread, _add_post(session, viewer, thread, seq, draft, html)


def edit(
    session: Session, viewer: Viewer, post: Post, thread: Thread, draft: Draft, title: str = ""
) -> None:
    """Change what a post says; what it said stays readable. `title` counts for an opening post."""
    require(policy.may_edit(viewer, post, thread.key_epoch))
    new_title = title if post.seq == 1 and title else thread.title
    if post.voice:
        draft, new_title = replace(draft, anonymous=True), text.evened(new_title)
    said = (post.body, post.content_note, thread.title)
    if said == (draft.words, draft.note, new_title):
        return
    _remember(session, post, thread)
    post.body, post.content_note = draft.words, draft.note
    post.html = _rendered(session, post.body)
    post.edited_day = clock.today()
    thread.title, thread.slug = new_title, text.slug(new_title)
    thread.version += 1


def delete_post(session: Session, viewer: Viewer, post: Post, thread: Thread) -> bool:
    """Destroy the words and what they once were. True when the whole thread went with them."""
    require(policy.may_edit(viewer, post, thread.key_epoch))
    if post.seq == 1 and thread.replies == 0:
        session.execute(delete(Thread).where(Thread.id == thread.id))
        return True
    session.execute(delete(Revision).where(Revision.post_id == post.id))
    session.execute(delete(Reaction).where(Reaction.post_id == post.id))
    post.body = post.html = post.content_note = ""
    post.state, post.edited_day = PostState.DELETED, None
    thread.version += 1
    if post.seq == 1:
        thread.title, thread.slug = "A deleted thread", "deleted"
    else:
        thread.replies -= 1
    return False


def react(session: Session, viewer: Viewer, post: Post, thread: Thread, kind: ReactionKind) -> None:
    """Say a kind word, or take it back. The thread's row is locked, so that nobody counts twice."""
    require(policy.may_react(viewer, thread.circle_id, post, thread.key_epoch))
    key = (post.id, viewer.me.reactor(post.id, thread.key_epoch), kind)
    said = session.get(Reaction, key)
    if said:
        session.delete(said)
    else:
        session.add(Reaction(post_id=key[0], reactor=key[1], kind=kind))
    thread.version += 1


def pin(session: Session, viewer: Viewer, thread: Thread, *, on: bool) -> None:
    require(policy.may_arrange(viewer, thread.circle_id))
    if thread.pinned is not on:
        thread.pinned = on
        _tell(session, viewer, "pin" if on else "unpin", thread)


def lock(session: Session, viewer: Viewer, thread: Thread, *, on: bool) -> None:
    require(policy.may_arrange(viewer, thread.circle_id))
    if thread.locked is not on:
        thread.locked = on
        thread.version += 1
        _tell(session, viewer, "lock" if on else "unlock", thread)


def _require_persona(circle: Circle | ThreadHead, draft: Draft) -> None:
    """Evaluated when she writes, and at no other time: nothing that stands is changed by it."""
    if draft.anonymous:
        require(circle_policy.may_be_anonymous(circle.anonymity, circle.crowd))
    else:
        require(circle_policy.may_be_named(circle.anonymity))


def _add_post(
    session: Session,
    viewer: Viewer,
    thread: Thread | ThreadHead,
    seq: int,
    draft: Draft,
    html: str,
) -> Post:
    voice = None
    if draft.anonymous:
        voice = voices.speak(session, viewer.me, thread.id, thread.key_epoch).token
    post = Post(
        thread_id=thread.id,
        seq=seq,
        author_id=None if voice else viewer.id,
        voice=voice,
        at=None if voice else clock.minute(),
        body=draft.words,
        html=html,
        content_note=draft.note,
        submit_key=viewer.me.submit_key(draft.nonce),
    )
    session.add(post)
    return post


def _rendered(session: Session, body: str) -> str:
    return text.rendered(body, members.known_handles(session, text.mentioned(body)))


def _remember(session: Session, post: Post, thread: Thread) -> None:
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
