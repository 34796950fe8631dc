"""Who may do what in a thread. Pure questions: no database, no clock, no request."""

from collections.abc import Collection
from uuid import UUID

from app.community.threads.models import Post, PostState
from app.core.languages import Sentence, phrases
from app.core.verdict import YES, Verdict, no
from app.people.circles import policy as circles
from app.people.circles.models import Anonymity
from app.people.viewer import Viewer

_GONE = phrases(
    {
        PostState.DELETED: "This post was deleted.",
        PostState.ENDED: "This post had an ending, and was taken back.",
        PostState.HIDDEN: "A moderator has hidden this post.",
        PostState.REMOVED: "A moderator has removed this post.",
    }
)


# Also what she is told who may not answer because somebody has blocked her: nothing tells the two
# apart.
CLOSED = Sentence("This thread is closed. You can still read it.")
SHUT = Sentence("No new threads can be started here at the moment.")


def may_reply(viewer: Viewer, circle_id: int, *, locked: bool, closed: bool = False) -> Verdict:
    """`locked` is the thread; `closed` its circle, which her own places say where she belongs."""
    if locked or closed:
        return no(circles.CLOSED if closed else CLOSED)
    return circles.may_post(viewer, circle_id)


def may_turn_to(viewer: Viewer, author_id: UUID | None) -> Verdict:
    """Whether her own list lets her answer what this member, or a voice, has written."""
    if author_id is not None and author_id in viewer.shield.blocked:
        return no("You have blocked the person who wrote this. To answer her, unblock her first.")
    return YES


def may_publish(
    anonymity: Anonymity, crowd: int, *, locked: bool = False, named: bool = False
) -> Verdict:
    """Whether what waited, `named` or not, may still be published; nobody asks who wrote it."""
    if locked:
        return no("The thread has been closed.")
    if named:
        return circles.may_be_named(anonymity)
    return circles.may_be_anonymous(anonymity, crowd)


def is_hers(viewer: Viewer, post: Post, epoch: str) -> bool:
    """By her name or by her voice; `epoch` is the thread's."""
    if post.voice is not None:
        return viewer.signed_in and viewer.me.is_voice(post.voice, post.thread_id, epoch)
    return post.author_id is not None and post.author_id == viewer.member_id


def may_edit(viewer: Viewer, post: Post, epoch: str) -> Verdict:
    """What a moderator has hidden can be mended, to be looked at again."""
    if post.state not in {PostState.SHOWN, PostState.HIDDEN}:
        return no(_GONE[post.state])
    if not is_hers(viewer, post, epoch):
        return no("Only the person who wrote this can change it.")
    return YES


def may_react(viewer: Viewer, circle_id: int, post: Post, epoch: str) -> Verdict:
    if post.state is not PostState.SHOWN:
        return no(_GONE[post.state])
    if is_hers(viewer, post, epoch):
        return no("This is your own post.")
    return may_say_kind_words(viewer, circle_id, epoch)


def may_say_kind_words(viewer: Viewer, circle_id: int, epoch: str) -> Verdict:
    """Whether she may at all, in a thread whose key is of this epoch."""
    may = circles.may_take_part(viewer, circle_id)
    return may and has_key(viewer.me.epochs, epoch)


def has_key(epochs: Collection[str], epoch: str) -> Verdict:
    """Whether the thread's key is still there, without which nobody is blind in it."""
    if epoch in epochs:
        return YES
    return no("The key of this thread was destroyed just now. In a minute it has a new one.")


def may_arrange(viewer: Viewer, circle_id: int) -> Verdict:
    """Pinning and closing threads."""
    if viewer.is_moderator or viewer.hosts(circle_id):
        return YES
    return no("Only a host of this circle can do that.")
