"""Posts that are held: a moderator sees them first, and publishes or refuses them.

They lie apart from all that is read, so that no page has to leave any out. Who wrote one sees it,
and may take it back, until it stands.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from app.community.threads import contact, policy, posting, queries
from app.community.threads.endings import Lifetime
from app.community.threads.held_models import HeldPost
from app.community.threads.models import Post, Thread
from app.community.threads.posting import Author, Draft, Opening
from app.community.threads.queries import ThreadHead
from app.community.threads.sent_forms import Posted
from app.core import clock, keys, text
from app.core.errors import NotAllowed, NotFound
from app.core.keys import Keyring
from app.core.languages import Sentence
from app.core.repeats import again
from app.core.verdict import require
from app.people.circles import policy as circle_policy
from app.people.circles.models import Circle
from app.people.viewer import Viewer

# As long as she can appeal.
KEPT = timedelta(days=183)
SHUT = Sentence("a circle that you are not in any more")


@dataclass(frozen=True)
class Held:
    """One of hers. `place` is the name of its circle; `title` that of the thread it would open, or
    of the one it answers, empty when that is gone. Where she may no longer read, neither says what
    others have named. With `kept_until` it was refused."""

    id: int
    place: str
    title: str
    thread_id: int
    opens: bool
    anonymous: bool
    body: str
    content_note: str
    day: date
    kept_until: date | None
    advice: bool


def reply(
    session: Session, viewer: Viewer, ring: Keyring, at: int, draft: Draft
) -> tuple[ThreadHead, Posted | HeldPost]:
    """Have a reply in the thread with this id looked at first. Raises NotFound, NotAllowed.

    What stands is returned when this very form has made it already.
    """
    thread = queries.head_to_change(session, viewer, at)
    require(policy.may_reply(viewer, thread.circle_id, locked=thread.locked))
    contact.require_reply(session, ring, viewer, thread.id, draft)
    posting.require_persona(viewer, thread, draft)
    if (sent := _sent_before(session, viewer, draft)) is not None:
        return thread, sent
    by = posting.author(viewer, thread.id, thread.key_epoch, draft)
    held = _held(thread.circle_id, (thread.id, thread.key_epoch), draft, by)
    session.add(held)
    session.flush()
    return thread, held


def start(
    session: Session, viewer: Viewer, ring: Keyring, circle: Circle, opening: Opening, draft: Draft
) -> Posted | HeldPost:
    """Have a new thread looked at first, as `reply` does. The circle's row is locked."""
    require(circle_policy.may_post(viewer, circle.id))
    contact.require_mentions(session, ring, viewer, draft.words)
    posting.require_persona(viewer, circle, draft)
    if (sent := _sent_before(session, viewer, draft)) is not None:
        return sent
    thread_id = keys.random_id()
    by = posting.author(viewer, thread_id, opening.epoch, draft)
    held = _held(circle.id, (thread_id, opening.epoch), draft, by)
    held.title = text.evened(opening.title) if by.voice else opening.title
    held.intent = opening.intent
    session.add(held)
    session.flush()
    return held


def publish(session: Session, held: HeldPost) -> None:
    """Let it stand where it was meant to. Its row is locked.

    Raises NotAllowed, before anything is changed, where that is no longer possible.
    """
    by = Author(held.author_id, held.voice, held.submit_key)
    draft = Draft(
        held.body,
        held.content_note,
        anonymous=held.voice is not None,
        lifetime=Lifetime(held.lifetime),
        advice=held.advice,
    )
    made = _opened(session, held, draft, by) if held.intent else _appended(session, held, draft, by)
    # The day on which she wrote it is all that is known of its time.
    session.execute(
        update(Post)
        .where(Post.thread_id == made.thread_id, Post.seq == made.seq)
        .values(id=held.id, day=held.day, at=None),
        execution_options={"synchronize_session": False},
    )
    session.delete(held)
    session.flush()


def refuse(held: HeldPost) -> None:
    held.kept_until = clock.today() + KEPT


def mine(session: Session, viewer: Viewer) -> list[Held]:
    """Hers, the newest first. Of every one without a name it is asked whether it is hers."""
    rows = session.execute(
        select(HeldPost, Circle, Thread.title)
        .join(Circle, Circle.id == HeldPost.circle_id)
        .outerjoin(Thread, Thread.id == HeldPost.thread_id)
        .where(or_(HeldPost.author_id == viewer.id, HeldPost.voice.is_not(None)))
        .order_by(HeldPost.day.desc(), HeldPost.id)
    )
    return [
        _card(viewer, row.HeldPost, row.Circle, row.title or "")
        for row in rows
        if _is_hers(viewer, row.HeldPost)
    ]


def take_back(session: Session, viewer: Viewer, held_id: int) -> Held:
    """Destroy one of hers, and return it for her to copy. Raises NotFound once it stands."""
    row = session.get(HeldPost, held_id, with_for_update=True)
    taken = next((one for one in mine(session, viewer) if one.id == held_id), None)
    if row is None or taken is None:
        raise NotFound
    session.delete(row)
    session.flush()
    return taken


def named_posts(session: Session, viewer: Viewer, most: int) -> int:
    """How many posts bear her name, whatever became of them; no more are counted than `most`."""
    hers = select(Post.id).where(Post.author_id == viewer.id).limit(most)
    return len(session.scalars(hers).all())


def take_all_back(session: Session, viewer: Viewer) -> None:
    """Destroy all of hers that do not bear her name."""
    rows = session.scalars(select(HeldPost).where(HeldPost.voice.is_not(None)))
    hers = [held.id for held in rows if _is_hers(viewer, held)]
    session.execute(delete(HeldPost).where(HeldPost.id.in_(hers)))


def erase(session: Session, member_id: UUID) -> None:
    """Destroy what would bear her name."""
    session.execute(delete(HeldPost).where(HeldPost.author_id == member_id))


def sweep(session: Session) -> None:
    """Once a day: destroy what was refused and has been kept long enough."""
    session.execute(delete(HeldPost).where(HeldPost.kept_until <= clock.today()))


def _card(viewer: Viewer, held: HeldPost, circle: Circle, answered: str) -> Held:
    open_to_her = circle_policy.may_read(viewer, circle.id, circle.visibility)
    return Held(
        held.id,
        circle.name if open_to_her else SHUT,
        held.title or (answered if open_to_her else ""),
        held.thread_id,
        held.intent is not None,
        held.voice is not None,
        held.body,
        held.content_note,
        held.day,
        held.kept_until,
        held.advice,
    )


def _is_hers(viewer: Viewer, held: HeldPost) -> bool:
    if held.voice is not None:
        return viewer.me.is_voice(held.voice, held.thread_id, held.key_epoch)
    return held.author_id == viewer.member_id


def _sent_before(session: Session, viewer: Viewer, draft: Draft) -> Posted | HeldPost | None:
    """What this very form has made already. Raises Invalid when it waits."""
    hers = HeldPost.submit_key == viewer.me.submit_key(draft.nonce)
    held = again(session, session.scalar(select(HeldPost).where(hers)))
    return held or posting.sent_before(session, viewer, draft)


def _held(circle_id: int, thread: tuple[int, str], draft: Draft, by: Author) -> HeldPost:
    """For the thread with this id and this epoch of its key."""
    return HeldPost(
        circle_id=circle_id,
        thread_id=thread[0],
        key_epoch=thread[1],
        author_id=by.member_id,
        voice=by.voice,
        submit_key=by.submit_key,
        body=draft.words,
        content_note=draft.note,
        lifetime=draft.lifetime or Lifetime.NONE,
        advice=draft.advice,
    )


def _opened(session: Session, held: HeldPost, draft: Draft, by: Author) -> Posted:
    html = posting.rendered(session, draft.words)
    circle = session.get_one(Circle, held.circle_id, with_for_update=True)
    require(policy.may_publish(circle.anonymity, circle.crowd, named=not draft.anonymous))
    assert held.intent is not None
    opening = Opening(held.title, held.intent, held.key_epoch)
    return posting.open_thread(session, (circle, held.thread_id), opening, draft, by, html)


def _appended(session: Session, held: HeldPost, draft: Draft, by: Author) -> Posted:
    html = posting.rendered(session, draft.words)
    thread = queries.head_for_nobody(session, held.thread_id)
    if thread is None or thread.hidden:
        raise NotAllowed("The thread is no longer there.")
    may = policy.may_publish(
        thread.anonymity, thread.crowd, locked=thread.locked, named=not draft.anonymous
    )
    require(may)
    return posting.append(session, thread, draft, by, html)
