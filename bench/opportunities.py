"""Opportunities for their list: open ones of every kind, closing in the next three months."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from app.community.opportunities import actions
from app.community.opportunities.drafts import Draft
from app.community.opportunities.models import State
from app.community.opportunities.words import Hours, Kind, Travel, Way
from app.core import clock
from app.people.house import House

MANY = 5000
MINUTES = 90 * 24 * 60
KINDS, WAYS, HOURS = [*Kind], [*Way], [*Hours]
TOWNS = ("Bristol", "Leeds", "Utrecht", "Cardiff", "Lyon")
BODY = (
    "Two days a week, school hours, and nobody minds a gap. You get somebody to ask in the first "
    "months, time for it, and the equipment at home. If you meet about half of this, write to us."
)


def fill(house: House, posters: Sequence[UUID]) -> None:
    """`MANY` that moderators have let stand, so many of each kind."""
    now = clock.minute()
    with house.database.changing() as session:
        for number in range(MANY):
            kind = KINDS[number % len(KINDS)]
            draft = Draft(
                kind=kind,
                title=f"{kind.label} number {number}",
                body=BODY,
                giver=f"Harbour Skills Trust {number % 200}",
                apply=f"https://example.org/jobs/{number}",
                zone="UTC",
                way=WAYS[number // len(KINDS) % len(WAYS)],
                place=TOWNS[number % len(TOWNS)],
                hours=HOURS[number % len(HOURS)],
                pay_from=2_400_000 + number,
                currency="GBP",
                travel=Travel.PAID,
                closes=now + timedelta(minutes=1 + number * 7919 % MINUTES, days=1),
            )
            row = actions.made(draft, posters[number % len(posters)])
            row.state, row.checked = State.SHOWN, clock.today()
            session.add(row)
    if not house.database.is_sqlite:
        # As PostgreSQL does by itself in time.
        with house.database.reshaping() as connection:
            connection.exec_driver_sql("ANALYZE")
            connection.commit()
