"""What there is for the viewer: gathered from her list and, in her own request, from all that she
follows and writes; and how much of it she has not seen."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from app.community.messages import queries as messages
from app.community.opportunities import saved, telling
from app.community.resources import lists as waiting
from app.community.resources import telling as resources
from app.community.threads import lists, told
from app.community.threads.lists import Line
from app.community.threads.told import ToldPost
from app.core import clock
from app.core.keys import from_base32
from app.oversight.notifications import queries
from app.oversight.notifications.queries import Kept
from app.people.anonymity.bundles import NO_CIRCLE, Bundle
from app.people.circles import queries as circles
from app.people.house import House
from app.people.noted.tray import Told
from app.people.viewer import Viewer
from app.web import news
from app.web.kit import bell
from app.web.kit.asking import InTransaction

MOST_THREADS = 200


@dataclass(frozen=True)
class Listed:
    """One thing of her list that she may still see; `post` where it is about one."""

    kept: Kept
    post: ToldPost | None
    new: bool


@dataclass(frozen=True)
class Everything:
    """All that there is for her. `threads` are those she follows with something unread, `openings`
    new threads in circles that she follows, `words` her own posts without her name that have kind
    words she has not seen."""

    listed: list[Listed]
    threads: list[Line]
    openings: list[Line]
    words: list[ToldPost]
    messages: int
    bundles: Mapping[int, Bundle]
    names: Mapping[int, str]
    told: Told


def gather(house: House, session: InTransaction, viewer: Viewer) -> Everything:
    """All of it as it is now; the tray holds its numbers from here on."""
    shield = viewer.shield
    names = {
        card.id: card.name
        for card in circles.joined(session, viewer)
        if card.id not in shield.circles
    }
    bundles = news.bundles(house, session, viewer, [*names, NO_CIRCLE])
    hers = bundles[NO_CIRCLE]
    own = {circle_id: bundle for circle_id, bundle in bundles.items() if circle_id != NO_CIRCLE}
    threads, openings = _threads(session, viewer, own)
    kept = queries.latest(session, viewer.id)
    words = told.on_her_voices(session, viewer, [line.id for line in threads])
    unseen = {post_id for post_id, n in words.items() if n > hers.marks.get(post_id, 0)}
    posts = told.posts(session, viewer, {*_posts(kept), *unseen})
    talks = _talks(house, session, viewer, hers)
    listed = [one for one in (_listed(viewer, hers, each, posts) for each in kept) if one]
    listed = _still(house, session, viewer, listed)
    numbers = Told(
        viewer.noted,
        tuple((one.kept.id, one.kept.n) for one in listed),
        tuple((line.circle_id, line.id, line.nseq) for line in threads),
        tuple(_newest(openings)),
        tuple((post_id, words[post_id]) for post_id in unseen if post_id in posts),
        talks,
        clock.now().timestamp(),
    )
    house.tray.put(viewer.id, numbers)
    return Everything(
        listed,
        [line for line in threads if line.nseq > own[line.circle_id].marks.get(line.id, line.nseq)],
        openings,
        [posts[each] for each in unseen if each in posts],
        sum(bell.is_unheard(hers, talk_id, n) for talk_id, n in talks),
        bundles,
        names,
        numbers,
    )


def _threads(
    session: InTransaction, viewer: Viewer, bundles: Mapping[int, Bundle]
) -> tuple[list[Line], list[Line]]:
    """The threads that she follows, and those that came into the circles that she follows."""
    followed = {each for bundle in bundles.values() for each in bundle.following()}
    seen = {where: bundle.seen for where, bundle in bundles.items() if bundle.follows_circle}
    opened = set(told.opened_since(session, seen)) - followed
    lines = [
        line
        for line in lists.across(session, [], also={*followed, *opened}, shield=viewer.shield)
        if line.circle_id in bundles
    ]
    fresh = [x for x in lines if x.id in opened and x.id not in bundles[x.circle_id].marks]
    return [line for line in lines if line.id in followed][:MOST_THREADS], fresh


def _newest(openings: Iterable[Line]) -> Iterable[tuple[int, int]]:
    """The newest of each circle."""
    newest: dict[int, int] = {}
    for line in openings:
        newest[line.circle_id] = max(line.opened, newest.get(line.circle_id, 0))
    return newest.items()


def _posts(kept: Iterable[Kept]) -> set[int]:
    return {post_number(one) for one in kept} - {0}


def post_number(kept: Kept) -> int:
    """The number of the post that it is about; 0 where it is about something else."""
    kind, number = kept.thing
    return from_base32(number) if kind == "post" else 0


def _listed(
    viewer: Viewer, hers: Bundle, kept: Kept, posts: Mapping[int, ToldPost]
) -> Listed | None:
    """Nothing of what she may no longer read, or keeps away from herself."""
    shield, number = viewer.shield, post_number(kept)
    if kept.circle_id in shield.circles:
        return None
    post = posts.get(number)
    if number and (post is None or _is_kept_out(viewer, post)):
        return None
    return Listed(kept, post, bell.is_new(hers, kept.id, kept.n))


def _still(
    house: House, session: InTransaction, viewer: Viewer, listed: list[Listed]
) -> list[Listed]:
    """Without the word that something she saved closes, once nothing does, and that something waits
    for her, once nothing does: asked of her own lists, since what she was told doesn’t say which
    it is."""
    told_of = {one.kept.thing[0] for one in listed}
    over = set()
    if telling.SAVED in told_of and not saved.closes_soon(session, viewer, house.ring):
        over.add(telling.SAVED)
    if resources.WAITING in told_of and not waiting.waits(session, viewer):
        over.add(resources.WAITING)
    return [one for one in listed if one.kept.thing[0] not in over]


def _is_kept_out(viewer: Viewer, post: ToldPost) -> bool:
    shield = viewer.shield
    from_whom = post.author_id in shield.quiet or (post.thread_id, post.label) in shield.voices
    return from_whom or post.thread_id in shield.threads


def _talks(
    house: House, session: InTransaction, viewer: Viewer, hers: Bundle
) -> tuple[tuple[int, int], ...]:
    """Her conversations that go on, each with the number up to which there is something."""
    found = messages.lists(session, house.ring, viewer, hers.marks)
    return tuple(
        (line.id, hers.marks.get(line.id, 0) + line.new)
        for line in (*found.open, *found.requests)
        if line.new
    )


def note(
    house: House, session: InTransaction, viewer: Viewer, how: Callable[[Bundle], None]
) -> None:
    """Write something down in her bundle of what is in no circle."""
    hers = news.bundles(house, session, viewer, [NO_CIRCLE])[NO_CIRCLE]
    house.shelf.change(viewer.me.bundle(NO_CIRCLE), hers, how)


def saw(hers: Bundle, notification_id: int, n: int) -> None:
    """She has seen this one, and does not keep it as if she had not."""
    hers.mark(notification_id, n)
    if hers.is_following(notification_id):
        hers.switch(notification_id)


def saw_all(house: House, session: InTransaction, viewer: Viewer) -> None:
    """Everything that there is: also the posts that are unread in the threads that she follows."""
    found = gather(house, session, viewer)

    def in_no_circle(hers: Bundle) -> None:
        for notification_id, n in found.told.listed:
            saw(hers, notification_id, n)
        for post_id, n in found.told.words:
            hers.mark(post_id, n)
        for talk_id, n in found.told.talks:
            hers.mark(bell.beside(talk_id), n)

    note(house, session, viewer, in_no_circle)
    for line in found.threads:
        bundle = found.bundles[line.circle_id]
        where = (line.id, line.circle_id, line.nseq)
        news.saw_thread(house, viewer, bundle, where, bundle.seen)
    for circle_id, newest in found.told.openings:
        news.saw_circle(house, viewer, found.bundles[circle_id], (circle_id, newest))
