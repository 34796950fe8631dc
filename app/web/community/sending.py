"""Sending words: they stand at once, wait for their time, or for a moderator where a rule asks."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from app.community.threads import (
    actions,
    contact,
    held,
    hidden,
    posting,
    queries,
    versions,
    waiting,
)
from app.community.threads import policy as threads
from app.community.threads.held_models import HeldPost
from app.community.threads.models import Post, PostState, Thread
from app.community.threads.posting import Draft, Opening
from app.community.threads.queries import ThreadHead
from app.community.threads.sent_forms import Posted
from app.core import keys
from app.core.versions import require_same
from app.oversight.moderation import holds, mending
from app.oversight.moderation.holds import Sender
from app.oversight.moderation.holds_models import HoldRule
from app.oversight.moderation.matching import Coming
from app.people.circles import queries as circles
from app.people.circles.queries import CircleRow
from app.people.house import House
from app.people.subjects import SubjectRef
from app.people.viewer import Viewer
from app.web.kit.asking import InTransaction

# What a page says where no post stands yet: a word of `notices`.
WAITS, HELD = "waits", "held"


@dataclass(frozen=True)
class Edit:
    """Other words for a post, and for an opening post its `title`; `as_of` marks the words that
    they are to replace (`versions.mark`), if that is known."""

    draft: Draft
    title: str = ""
    as_of: str = ""


def reply(
    session: InTransaction,
    viewer: Viewer,
    house: House,
    thread_id: int,
    draft: Draft,
    *,
    later: bool,
) -> tuple[ThreadHead, Posted | str]:
    """The thread, and the reply in it or why it does not stand yet."""
    rule = None
    if rules := _rules(session, draft, later=later):
        where = (queries.head(session, viewer, thread_id).circle_id, thread_id)
        rule = _first(session, viewer, house, rules, where, draft)
    if rule is not None:
        thread, sent = held.reply(session, viewer, house.ring, thread_id, draft)
        return thread, _brought(session, house, rule, sent)
    if later:
        thread, post = waiting.reply(session, viewer, house.ring, thread_id, draft)
        return thread, post or WAITS
    return actions.reply(session, viewer, house.ring, thread_id, draft)


def start(
    session: InTransaction,
    viewer: Viewer,
    house: House,
    circle: CircleRow,
    opening: Opening,
    draft: Draft,
    *,
    later: bool,
) -> Posted | str:
    """The opening post, or why it does not stand yet."""
    rule = None
    if rules := _rules(session, draft, later=later):
        rule = _first(session, viewer, house, rules, (circle.id, 0), draft, opening.title)
    if rule is None and not later:
        return actions.start(session, viewer, house.ring, circle.slug, opening, draft)
    locked = circles.circle_to_write_in(session, viewer, circle.slug)
    if rule is not None:
        sent = held.start(session, viewer, house.ring, locked, opening, draft)
        return _brought(session, house, rule, sent)
    return waiting.start(session, viewer, house.ring, locked, opening, draft) or WAITS


def edit(
    session: InTransaction,
    viewer: Viewer,
    house: House,
    post: Post,
    edit: Edit,
) -> Thread:
    """It stands as it is edited, in the thread that is returned; where it breaks a rule now, a
    moderator looks at it. Raises Invalid where other words stand there meanwhile."""
    draft = replace(edit.draft, anonymous=post.voice is not None)
    contact.require_mentions(
        session, house.ring, viewer, draft.words, was=post.body, told=threads.CLOSED
    )
    html = posting.rendered(session, draft.words)
    if (down := hidden.thing(session, post.id)) is not None:
        mending.wait_turn(session, down)
    post, thread, _circle = queries.post_to_change(session, viewer, post.id)
    require_same(edit.as_of, versions.mark(post, thread.title), "body")
    was = _words(post, thread)
    actions.edit(session, viewer, (post, thread), draft, html, edit.title)
    now = _words(post, thread)
    if now == was or post.state is not PostState.SHOWN:
        return thread
    rule = holds.first_that_minds(session, house.ring, holds.on(session), was, now)
    if rule is not None:
        holds.bring(session, house.subjects, rule, SubjectRef("post", keys.base32(post.id)))
    return thread


def _rules(session: InTransaction, draft: Draft, *, later: bool) -> Collection[HoldRule]:
    """Under her name nothing waits, which she is told as anywhere."""
    return holds.on(session) if draft.anonymous or not later else ()


def _first(
    session: InTransaction,
    viewer: Viewer,
    house: House,
    rules: Collection[HoldRule],
    where: tuple[int, int],
    draft: Draft,
    title: str = "",
) -> HoldRule | None:
    """In the circle and the thread with these numbers."""
    sender = Sender(
        viewer, draft.anonymous, where[1], lambda most: held.named_posts(session, viewer, most)
    )
    coming = Coming(where[0], draft.words, title, draft.note)
    return holds.first_that_holds(session, house, rules, coming, sender)


def _brought(
    session: InTransaction, house: House, rule: HoldRule, sent: Posted | HeldPost
) -> Posted | str:
    if isinstance(sent, Posted):
        return sent
    if sent.kept_until is None:
        holds.bring(session, house.subjects, rule, SubjectRef("held", keys.base32(sent.id)))
    return HELD


def _words(post: Post, thread: Thread) -> Coming:
    title = thread.title if post.seq == 1 else ""
    return Coming(thread.circle_id, post.body, title, post.content_note, post.html)
