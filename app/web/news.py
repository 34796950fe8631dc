"""What is new for the viewer: her bundles, laid beside circles and threads."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from app.people.anonymity.bundles import Bundle
from app.people.circles.queries import CircleCard
from app.people.house import House
from app.people.viewer import Viewer
from app.web.kit.asking import InTransaction


def bundles(
    house: House, session: InTransaction, viewer: Viewer, circle_ids: Iterable[int]
) -> dict[int, Bundle]:
    """Her bundle in each of these circles; none for a visitor."""
    if not viewer.signed_in:
        return {}
    owners = {viewer.me.bundle(circle_id): circle_id for circle_id in circle_ids}
    found = house.shelf.take(session, list(owners))
    return {owners[owner]: bundle for owner, bundle in found.items()}


def with_news(cards: Iterable[CircleCard], found: Mapping[int, Bundle]) -> list[CircleCard]:
    return [_with_news(card, found.get(card.id)) for card in cards]


def _with_news(card: CircleCard, bundle: Bundle | None) -> CircleCard:
    if bundle is None or not bundle.start:
        return card
    new = max(0, card.bump - bundle.seen)
    return replace(card, new=new) if new else card


def saw_thread(
    house: House, viewer: Viewer, bundle: Bundle, thread: tuple[int, int, int], circle_bump: int
) -> None:
    """She has read a thread (its id, its circle's id) up to a post."""
    thread_id, circle_id, seq = thread

    def note(held: Bundle) -> None:
        held.begin(circle_bump)
        held.mark(thread_id, seq)

    if bundle.marks.get(thread_id, 0) < seq or not bundle.start:
        house.shelf.change(viewer.me.bundle(circle_id), bundle, note)


def saw_circle(house: House, viewer: Viewer, bundle: Bundle, circle: tuple[int, int]) -> None:
    """She has looked at the list of a circle (its id, its counter of posts)."""
    circle_id, bump = circle

    def note(held: Bundle) -> None:
        held.begin(bump)
        held.seen = max(held.seen, bump)

    if bundle.seen < bump or not bundle.start:
        house.shelf.change(viewer.me.bundle(circle_id), bundle, note)


def wrote(
    house: House, session: InTransaction, viewer: Viewer, circle_id: int, post: tuple[int, int]
) -> int:
    """She has posted in a thread (its id, the post's number): she has read it, and follows it.
    Returns the number of the first post there that came while she wrote, or 0."""
    bundle = bundles(house, session, viewer, [circle_id])[circle_id]
    thread_id, seq = post
    read = bundle.marks.get(thread_id, 0)

    def note(held: Bundle) -> None:
        # The same form sent again has been counted.
        held.seen += held.marks.get(thread_id, 0) < seq
        held.mark(thread_id, seq)
        held.follows.setdefault(thread_id, 1)

    house.shelf.change(viewer.me.bundle(circle_id), bundle, note)
    return read + 1 if 0 < read < seq - 1 else 0


def speaks(house: House, viewer: Viewer, bundle: Bundle, thread: tuple[int, int]) -> None:
    """Words of hers stand or wait in a thread (its id, its circle's id): she follows it, unless
    she has stopped. It is noted in her own request, whenever they are published."""
    thread_id, circle_id = thread

    def note(held: Bundle) -> None:
        held.follows.setdefault(thread_id, 1)

    if thread_id not in bundle.follows:
        house.shelf.change(viewer.me.bundle(circle_id), bundle, note)


def follow(
    house: House, viewer: Viewer, bundle: Bundle, thread: tuple[int, int], *, on: bool
) -> None:
    """She follows a thread (its id, its circle's id), or not any more."""
    thread_id, circle_id = thread

    def note(held: Bundle) -> None:
        if held.is_following(thread_id) is not on:
            held.switch(thread_id)

    house.shelf.change(viewer.me.bundle(circle_id), bundle, note)


def read_all(
    house: House, viewer: Viewer, circle: tuple[int, int], seqs: Mapping[int, int]
) -> None:
    """She has seen all of a circle (its id, its counter); `seqs` are its threads she had opened."""
    circle_id, bump = circle

    def note(held: Bundle) -> None:
        held.start = held.seen = bump
        held.start += 1
        for thread_id, seq in seqs.items():
            held.mark(thread_id, seq)

    house.shelf.change(viewer.me.bundle(circle_id), Bundle(), note)
