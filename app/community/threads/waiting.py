"""Posts that wait: written without a name now, published at some time in the next hours.

When a pseudonym spoke shall not tell when she was here. So what she wrote lies sealed, apart from
all that is read, until a quarter of a day in which chance chooses the moment.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.community.threads import contact, envelopes, policy, posting, queries, sent_forms
from app.community.threads.endings import Lifetime
from app.community.threads.envelopes import Envelope
from app.community.threads.models import WaitingPost
from app.community.threads.posting import Draft, Opening
from app.community.threads.queries import ThreadHead
from app.community.threads.sent_forms import Posted
from app.core import clock, keys
from app.core.db import Database
from app.core.errors import Invalid, NotAllowed, NotFound
from app.core.keys import Keyring
from app.core.repeats import again
from app.core.verdict import require
from app.people.circles import policy as circle_policy
from app.people.circles.models import Circle
from app.people.viewer import Viewer

KEPT = timedelta(days=7)


@dataclass(frozen=True)
class Waiting:
    """A post of hers that waits, or with `kept_until` one that could not be published."""

    id: int
    envelope: Envelope
    earliest: datetime
    latest: datetime
    kept_until: date | None


def reply(
    session: Session, viewer: Viewer, ring: Keyring, at: int, draft: Draft
) -> tuple[ThreadHead, Posted | None]:
    """Have a reply in the thread with this id published later. Raises NotFound.

    None says that it waits; a post, that this very form has made it already.
    """
    thread = queries.head(session, viewer, at)
    require(policy.may_reply(viewer, thread.circle_id, locked=thread.locked))
    contact.require_reply(session, ring, viewer, thread.id, draft)
    posting.require_persona(viewer, thread, draft)
    where = (thread.circle_id, thread.circle_name)
    envelope = _envelope(viewer, where, (thread.id, thread.key_epoch), draft)
    return thread, _keep(session, viewer, ring, draft, envelope)


def start(
    session: Session, viewer: Viewer, ring: Keyring, circle: Circle, opening: Opening, draft: Draft
) -> Posted | None:
    """Have this thread opened later, as `reply` does. The circle's row is locked."""
    require(circle_policy.may_post(viewer, circle.id))
    contact.require_mentions(session, ring, viewer, draft.words)
    posting.require_persona(viewer, circle, draft)
    # The thread's number is chosen now, since her voice in it depends on that.
    envelope = _envelope(viewer, (circle.id, circle.name), (keys.random_id(), opening.epoch), draft)
    envelope = replace(envelope, title=opening.title, intent=opening.intent)
    return _keep(session, viewer, ring, draft, envelope)


def mine(session: Session, viewer: Viewer, ring: Keyring) -> list[Waiting]:
    """Hers, those first that are due first. Of every row it is asked whether it is hers."""
    found = session.scalars(
        select(WaitingPost)
        .where(WaitingPost.id.in_(_hers(session, viewer)))
        .order_by(WaitingPost.due_on, WaitingPost.due_quarter, WaitingPost.id)
    )
    return [_waiting(ring, row) for row in found]


def take_back(session: Session, viewer: Viewer, ring: Keyring, waiting_id: int) -> Waiting:
    """Destroy one of hers, and return it for her to copy. Raises NotFound once it stands."""
    row = session.get(WaitingPost, waiting_id, with_for_update=True)
    if row is None or viewer.me.waiting(row.id) != row.owner:
        raise NotFound
    session.delete(row)
    return _waiting(ring, row)


def take_all_back(session: Session, viewer: Viewer) -> None:
    """Destroy all of hers."""
    session.execute(delete(WaitingPost).where(WaitingPost.id.in_(_hers(session, viewer))))


def publish_due(database: Database, ring: Keyring) -> None:
    """Publish what its quarter and chance have come for, and destroy what was kept long enough.

    To be called at every STEP.
    """
    with database.changing() as session:
        session.execute(delete(WaitingPost).where(WaitingPost.kept_until <= clock.today()))
        rows = session.execute(
            select(WaitingPost.id, WaitingPost.due_on, WaitingPost.due_quarter).where(
                WaitingPost.kept_until.is_(None), WaitingPost.due_on <= clock.today()
            )
        ).all()
    now = clock.now()
    chosen = [
        row.id
        for row in rows
        if keys.happens(envelopes.chance(now, *envelopes.window(row.due_on, row.due_quarter)))
    ]
    for waiting_id in keys.shuffled(chosen):
        _publish(database, ring, waiting_id)


def _hers(session: Session, viewer: Viewer) -> list[int]:
    rows = session.execute(select(WaitingPost.id, WaitingPost.owner))
    return [row.id for row in rows if viewer.me.waiting(row.id) == row.owner]


def _envelope(
    viewer: Viewer, circle: tuple[int, str], thread: tuple[int, str], draft: Draft
) -> Envelope:
    """For the circle, by its id and name, and the thread, by its id and the epoch of its key."""
    if not draft.anonymous:
        raise Invalid("later", "Only what you post without your name can wait.")
    return Envelope(
        circle[0],
        *thread,
        posting.her_voice(viewer, *thread).hex(),
        viewer.me.submit_key(draft.nonce).hex(),
        circle[1],
        draft.body,
        draft.content_note,
        draft.lifetime or Lifetime.NONE,
        advice=draft.advice,
    )


def _keep(
    session: Session, viewer: Viewer, ring: Keyring, draft: Draft, envelope: Envelope
) -> Posted | None:
    later_key = viewer.me.later_key(draft.nonce)
    before = sent_forms.before(session, later_key, viewer.me.submit_key(draft.nonce))
    if before.sent or before.later or before.held:
        again(session, before)
        return before.sent
    waiting_id = keys.random_id()
    day, quarter = envelopes.due(clock.now())
    session.add(
        WaitingPost(
            id=waiting_id,
            owner=viewer.me.waiting(waiting_id),
            submit_key=later_key,
            due_on=day,
            due_quarter=quarter,
            sealed=envelope.sealed(ring, waiting_id),
        )
    )
    return None


def _publish(database: Database, ring: Keyring, waiting_id: int) -> None:
    """In one transaction it stands and waits no more, or is kept for her with the reason."""
    with database.changing() as session:
        row = session.get(WaitingPost, waiting_id, with_for_update=True)
        if row is None or row.kept_until:
            return
        envelope = envelopes.opened(ring, row.id, row.sealed)
        try:
            _post(session, envelope)
        except NotAllowed as refused:
            row.sealed = replace(envelope, why=refused.message).sealed(ring, row.id)
            row.kept_until = clock.today() + KEPT
        else:
            session.delete(row)


def _post(session: Session, envelope: Envelope) -> None:
    """Raises NotAllowed, before anything is changed."""
    if envelope.why:
        raise NotAllowed(envelope.why)
    html = posting.rendered(session, envelope.draft.words)
    if envelope.opening:
        circle = session.get(Circle, envelope.circle_id, with_for_update=True)
        if circle is None:
            raise NotAllowed("The circle is no longer there.")
        require(policy.may_publish(circle.anonymity, circle.crowd))
        where = (circle, envelope.thread_id)
        to = (where, envelope.opening, envelope.draft)
        posting.open_thread(session, *to, envelope.author, html)
        return
    thread = queries.head_for_nobody(session, envelope.thread_id)
    if thread is None:
        raise NotAllowed("The thread is no longer there.")
    require(policy.may_publish(thread.anonymity, thread.crowd, locked=thread.locked))
    posting.append(session, thread, envelope.draft, envelope.author, html)


def _waiting(ring: Keyring, row: WaitingPost) -> Waiting:
    envelope = envelopes.opened(ring, row.id, row.sealed)
    window = envelopes.window(row.due_on, row.due_quarter)
    return Waiting(row.id, envelope, *window, row.kept_until)
