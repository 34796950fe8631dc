"""How words become a post, by whoever's right and at whatever time they are published."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from app.community.threads import counters, endings, policy, sent_forms
from app.community.threads.endings import Lifetime
from app.community.threads.events import PostAdded
from app.community.threads.models import Intent, Post, PostState, Thread
from app.community.threads.queries import ThreadHead
from app.community.threads.sent_forms import Posted
from app.core import clock, keys, text
from app.core.errors import Invalid
from app.core.events import publish
from app.core.questions import Change
from app.core.repeats import again
from app.core.verdict import require
from app.people.anonymity import voices
from app.people.circles import policy as circle_policy
from app.people.circles.models import Circle
from app.people.members import queries as members
from app.people.viewer import Viewer

_ADD = Change.adding(Post)


@dataclass(frozen=True)
class Draft:
    """What she typed. `nonce` is the form's own: the same form sent twice is one post.

    Without a `lifetime` a new post has no ending, and one that is edited keeps its own. A reply can
    be marked as `advice`.
    """

    body: str
    content_note: str = ""
    nonce: str = ""
    anonymous: bool = False
    lifetime: Lifetime | None = None
    advice: bool = False

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


@dataclass(frozen=True)
class Author:
    """A member or a voice, never both, and the blind key of the form that was sent."""

    member_id: UUID | None
    voice: bytes | None
    submit_key: bytes


def author(viewer: Viewer, thread_id: int, epoch: str, draft: Draft) -> Author:
    """Her as the author of this draft; `epoch` is the thread's."""
    submit_key = viewer.me.submit_key(draft.nonce)
    if draft.anonymous:
        return Author(None, her_voice(viewer, thread_id, epoch), submit_key)
    return Author(viewer.id, None, submit_key)


def her_voice(viewer: Viewer, thread_id: int, epoch: str) -> bytes:
    """Her voice in the thread. Raises NotAllowed when the key of its time has been destroyed."""
    require(policy.has_key(viewer.me.epochs, epoch))
    return viewer.me.voice(thread_id, epoch)


def require_persona(viewer: Viewer, circle: Circle | ThreadHead, draft: Draft) -> None:
    """Evaluated when she writes, and at no other time: nothing that stands is changed by it."""
    if draft.anonymous:
        require(circle_policy.may_hide(viewer, circle.anonymity, circle.crowd))
    else:
        require(circle_policy.may_be_named(circle.anonymity))


def sent_before(session: Session, viewer: Viewer, draft: Draft) -> Posted | None:
    """The post that this very form has made already. Raises Invalid when it waits."""
    submit_key = viewer.me.submit_key(draft.nonce)
    before = sent_forms.before(session, viewer.me.later_key(draft.nonce), submit_key)
    if before.later:
        raise Invalid("", "You have sent this already, to be published later. It waits for that.")
    if before.held:
        raise Invalid("", "You have sent this already. It waits for a moderator.")
    return again(session, before.sent, differs=before.body != draft.words)


def open_thread(
    session: Session,
    where: tuple[Circle, int],
    opening: Opening,
    draft: Draft,
    by: Author,
    html: str,
) -> Posted:
    """Add a thread of this number to the circle, whose row is locked, with its first post."""
    circle, thread_id = where
    circle.bump += 1
    title = text.evened(opening.title) if by.voice else opening.title
    thread = Thread(
        id=thread_id,
        circle_id=circle.id,
        title=title,
        slug=text.slug(title),
        intent=opening.intent,
        key_epoch=opening.epoch,
        opened=circle.bump,
        bump=circle.bump,
        active_day=clock.today(),
        active_at=None if by.voice else clock.minute(),
    )
    session.add(thread)
    session.flush()
    return _add(session, (thread_id, circle.id), 1, draft, by, html)


def append(session: Session, thread: ThreadHead, draft: Draft, by: Author, html: str) -> Posted:
    """Add a reply. The thread's row is locked, so that numbers have no gaps."""
    minute = None if by.voice else clock.minute()
    seq = counters.next_seq(session, thread.id, thread.circle_id, minute)
    return _add(session, (thread.id, thread.circle_id), seq, draft, by, html)


def rendered(session: Session, body: str) -> str:
    """Words as HTML. To be asked for before a row is locked: nobody waits for rendering."""
    return text.rendered(body, members.known_handles(session, text.mentioned(body)))


def _add(
    session: Session, where: tuple[int, int], seq: int, draft: Draft, by: Author, html: str
) -> Posted:
    """To a thread, by its id and its circle's."""
    (thread_id, circle_id), post_id = where, keys.random_id()
    if by.voice:
        voices.speak(session, by.voice, thread_id)
    _ADD.make(
        session,
        id=post_id,
        thread_id=thread_id,
        seq=seq,
        author_id=by.member_id,
        voice=by.voice,
        day=clock.today(),
        at=None if by.voice else clock.minute(),
        body=draft.words,
        html=html,
        content_note=draft.note,
        state=PostState.SHOWN,
        edited_day=None,
        submit_key=by.submit_key,
        ends_on=endings.last_day(draft.lifetime),
        advice=draft.advice,
    )
    publish(
        session,
        PostAdded(
            thread_id=thread_id,
            circle_id=circle_id,
            post_id=post_id,
            seq=seq,
            named=by.voice is None,
        ),
    )
    return Posted(thread_id, seq)
