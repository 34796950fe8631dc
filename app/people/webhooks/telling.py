"""What is told, decided once an hour: that more waits than was told, or that it waits still.

Whoever reads what a program was told, perhaps for years, must not see in it when somebody did
something. So all is looked at together, at the full hour, numbers are told by steps, and what has
not come to a higher step is told again on another day alone.
"""

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.core import clock, db
from app.core.keys import Keyring
from app.people.webhooks import contents, queries
from app.people.webhooks.actions import hour
from app.people.webhooks.models import Happening, WebhookDelivery, WebhookNews

STEPS = (1, 5, 10, 20, 50, 100)
# For a worker that stood still: what happened then is no news.
KEPT = timedelta(days=3)


def step(number: int) -> int:
    """The highest step that a number reaches, 0 for none."""
    return max((each for each in STEPS if each <= number), default=0)


def tell(session: Session, ring: Keyring, levels: Mapping[Happening, int]) -> int:
    """Make deliveries of what is news, and return of how many happenings. A second process that
    comes in the same hour makes none."""
    session.execute(delete(WebhookDelivery).where(WebhookDelivery.due < clock.minute() - KEPT))
    listening, told = queries.listening(session, ring), 0
    for happening, row in _rows(session).items():
        level = levels.get(happening, 0)
        if row.looked == hour():
            continue
        row.looked = hour()
        if level > row.level or (level and row.told != clock.today()):
            data = {"at_least": level}
            session.add_all(
                contents.delivery(ring, number, happening, hour(), data)
                for number, said in listening
                if said.wants(happening)
            )
            row.told, told = clock.today(), told + 1
        row.level = level
    return told


def _rows(session: Session) -> dict[Happening, WebhookNews]:
    """One for each happening, held to the end of the transaction."""
    for happening in Happening:
        if happening is not Happening.PING:
            db.add_if_free(session, WebhookNews(happening=happening))
    held = select(WebhookNews).order_by(WebhookNews.happening).with_for_update()
    return {row.happening: row for row in session.scalars(held)}
