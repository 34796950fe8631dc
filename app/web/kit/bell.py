"""The bell above every page: how much there is for the viewer that she has not seen.

Its numbers are in the memory of this process. What is new in her list is asked for, since its
number comes with the viewer; all else when she looks at it, or her page is told that there is
something.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from sqlalchemy.orm import Session

from app.core import clock
from app.oversight.notifications import queries
from app.people.anonymity.bundles import NO_CIRCLE, Bundle
from app.people.house import House
from app.people.noted.tray import NOTHING, Told
from app.people.viewer import Viewer

MOST = 99
LATELY_SECONDS = 60.0


@dataclass(frozen=True)
class Bell:
    """What there is, and her bundles, which know at every moment what of it she has seen."""

    told: Told = NOTHING
    bundles: Mapping[int, Bundle] = field(default_factory=dict)

    @property
    def is_old(self) -> bool:
        """Whether all that there is was not looked for lately."""
        return clock.now().timestamp() - self.told.at > LATELY_SECONDS

    def __str__(self) -> str:
        """Nothing, or a number of at most two digits."""
        n = unread(self.told, self.bundles)
        return "" if not n else str(n) if n <= MOST else f"{MOST}+"


def known(house: House, session: Session, viewer: Viewer) -> Bell:
    """As far as this process knows; a question where something has come into her list since."""
    had = house.tray.of(viewer.id)
    if had.noted != viewer.noted:
        listed = tuple((one.id, one.n) for one in queries.numbers(session, viewer.id))
        had = replace(had, noted=viewer.noted, listed=listed)
        house.tray.put(viewer.id, had)
    if had == NOTHING:
        return Bell()
    owners = {viewer.me.bundle(where): where for where in {NO_CIRCLE, *had.circles}}
    held = house.shelf.take(session, list(owners))
    return Bell(had, {owners[owner]: bundle for owner, bundle in held.items()})


def unread(had: Told, bundles: Mapping[int, Bundle]) -> int:
    """How many of these things her bundles do not know; all messages are one."""
    if had == NOTHING:
        return 0
    hers = bundles[NO_CIRCLE]
    listed = sum(is_new(hers, one, n) for one, n in had.listed)
    words = sum(n > hers.marks.get(post_id, 0) for post_id, n in had.words)
    talks = any(is_unheard(hers, talk_id, n) for talk_id, n in had.talks)
    threads = sum(
        n > bundles[circle_id].marks.get(thread_id, n)
        for circle_id, thread_id, n in had.threads
        if circle_id in bundles
    )
    openings = sum(
        n > bundles[circle_id].seen for circle_id, n in had.openings if circle_id in bundles
    )
    return listed + words + talks + threads + openings


def is_unheard(hers: Bundle, talk_id: int, n: int) -> bool:
    """Whether there is a message that she has neither read nor said to know of."""
    return n > max(hers.marks.get(talk_id, 0), hers.marks.get(beside(talk_id), 0))


def beside(talk_id: int) -> int:
    """Under which it is noted that she knows of messages without having read them: another number
    of chance, as far as anything else in the bundle is concerned."""
    return talk_id ^ 1


def is_new(hers: Bundle, notification_id: int, n: int) -> bool:
    """Whether she has not seen it so far, or wants it kept as if she had not."""
    return n > hers.marks.get(notification_id, 0) or hers.is_following(notification_id)
