"""Threads and posts as the API says them: no more than a page would to the same member."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Literal

from app.community.threads import lists, titles
from app.community.threads.leaves import Leaf, Marks, PostCard
from app.community.threads.lists import Line
from app.community.threads.models import Intent, PostState, ReactionKind
from app.community.threads.queries import ThreadHead
from app.core.languages import Sentence
from app.people.anonymity.bundles import Bundle
from app.people.anonymity.bylines import Byline
from app.people.circles import queries as circles
from app.people.safety import muted_phrases
from app.people.viewer import Viewer
from app.web.api.kit.models import Answer, Moment, Number
from app.web.folding import Folding
from app.web.kit.asking import InTransaction

TITLE_FOLDED = Sentence("Has words you have muted")


class Author(Answer):
    """A name with a handle, or a pseudonym: nothing else is known of who wrote it. `tag` says what
    she is in the circle, if anything."""

    name: str
    handle: str | None = None
    anonymous: bool
    tag: str | None = None

    @classmethod
    def of(cls, byline: Byline) -> "Author":
        return cls(
            name=byline.name,
            handle=byline.handle or None,
            anonymous=byline.anonymous,
            tag=byline.tag or None,
        )


class ThreadLine(Answer):
    """A thread in a list. `folded` says why she would rather not read its title, if so. `unread`
    counts posts in what she has begun to read."""

    id: Number
    title: str
    folded: str | None
    circle: str
    author: Author
    intent: Intent
    content_note: str
    replies: int
    active: Moment
    pinned: bool
    locked: bool
    unread: int


class Thread(Answer):
    """A thread without its posts."""

    id: Number
    title: str
    circle: str
    intent: Intent
    replies: int
    pinned: bool
    locked: bool
    following: bool
    may_reply: bool
    may_be_anonymous: bool


class Post(Answer):
    """A post. `at` is a minute for what bears a name, and a day for what doesn't. `html` is empty
    where `state` says that nothing stands there any more. `folded` says why she would rather not
    read it, by what she has blocked and muted."""

    id: Number
    thread: Number
    number: int
    author: Author
    by_opener: bool
    html: str
    content_note: str
    at: Moment
    edited: date | None
    state: PostState
    ends_on: date | None
    advice: bool
    reactions: dict[ReactionKind, int]
    my_reactions: list[ReactionKind]
    mine: bool
    folded: str | None


class OwnPost(Post):
    """A post with what only its author is told: its words as she typed them, in `body`, and the
    mark `as_of` by which a change says what it replaces."""

    body: str | None = None
    as_of: str | None = None


class Sent(Answer):
    """What became of what she sent: it stands, waits for its time, or waits for a moderator.

    `help` is an address for whoever reads there of suicide, self-harm or violence."""

    state: Literal["posted", "waits", "held"]
    thread: Number | None = None
    number: int | None = None
    help: str | None = None


def lines(
    session: InTransaction,
    viewer: Viewer,
    found: Iterable[Line],
    bundles: Mapping[int, Bundle],
    slugs: Mapping[int, str],
) -> list[ThreadLine]:
    """Each thread of a list, in this order; `slugs` are addresses by the circles' numbers."""
    wanted = list(found)
    cards = lists.cards(session, [line.id for line in wanted])
    minded = _minded(session, viewer, cards)
    return [
        ThreadLine(
            id=line.id,
            title=cards[line.id].title,
            folded=TITLE_FOLDED if line.id in minded else None,
            circle=slugs[line.circle_id],
            author=Author.of(cards[line.id].byline),
            intent=cards[line.id].intent,
            content_note=cards[line.id].content_note,
            replies=line.replies,
            active=line.active,
            pinned=line.pinned,
            locked=line.locked,
            unread=line.news(bundles.get(line.circle_id))[0],
        )
        for line in wanted
        # A thread that went in this very moment has no card any more.
        if line.id in cards
    ]


def addresses(session: InTransaction, viewer: Viewer) -> dict[int, str]:
    """Those of all circles that she may know of, by their numbers."""
    return {card.id: card.slug for card in circles.visible(session, viewer)}


def posts(viewer: Viewer, thread: ThreadHead, leaf: Leaf, voice: bytes | None) -> list[Post]:
    """The posts of a stretch; `voice` is the viewer's own in this thread."""
    return [
        Post(**_said(viewer, thread, card, marks, (leaf, voice)))
        for card, marks in zip(leaf.cards, leaf.marks, strict=True)
    ]


def own(said: Post, body: str | None, as_of: str | None) -> OwnPost:
    return OwnPost(**{**dict(said), "body": body, "as_of": as_of})


def voice_in(viewer: Viewer, thread: ThreadHead) -> bytes | None:
    """Hers in this thread, whether she has used it or not."""
    epoch = thread.key_epoch
    return viewer.me.voice(thread.id, epoch) if viewer.me.remembers(epoch) else None


def _said(
    viewer: Viewer,
    thread: ThreadHead,
    card: PostCard,
    marks: Marks,
    whose: tuple[Leaf, bytes | None],
) -> dict[str, Any]:
    leaf, voice = whose
    mine = marks.whose.is_hers(viewer, voice)
    return {
        "id": card.id,
        "thread": thread.id,
        "number": card.seq,
        "author": Author.of(card.byline),
        "by_opener": card.by_opener,
        "html": "" if card.gone else card.html,
        "content_note": "" if card.gone else card.content_note,
        "at": card.at,
        "edited": card.edited,
        "state": card.state,
        "ends_on": card.ends_on,
        "advice": card.advice,
        "reactions": card.counts,
        "my_reactions": _reacted(viewer, thread, marks),
        "mine": mine,
        "folded": None if mine or card.gone else _folded(viewer, thread, card, marks, leaf),
    }


def _reacted(viewer: Viewer, thread: ThreadHead, marks: Marks) -> list[ReactionKind]:
    if not marks.reacted or not viewer.me.remembers(thread.key_epoch):
        return []
    me = viewer.me.reactor(marks.post_id, thread.key_epoch)
    return sorted(kind for who, kind in marks.reacted if who == me)


def _folded(
    viewer: Viewer, thread: ThreadHead, card: PostCard, marks: Marks, leaf: Leaf
) -> str | None:
    if not viewer.shield:
        return None
    label = leaf.voices.get(marks.whose.voice, "") if marks.whose.voice else ""
    spoken = muted_phrases.spoken_html(f"{card.html} {card.content_note}")
    return Folding.of(viewer, thread.id).why(marks.whose.author_id, label, spoken) or None


def _minded(session: InTransaction, viewer: Viewer, ids: Iterable[int]) -> set[int]:
    if not viewer.shield.phrases:
        return set()
    names = titles.of_threads(session, viewer, ids)
    spoken = {n.id: muted_phrases.spoken(n.title) for n in names.values() if not n.hers}
    return {thread_id for thread_id, words in spoken.items() if viewer.shield.minds(words)}
