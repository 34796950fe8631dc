"""“Who could find out?”: four lines, from how this server runs now."""

from datetime import date
from functools import lru_cache

from app.core import clock, epochs
from app.core.languages import Sentence, several
from app.people.house import House


def lines(house: House, crowd: int, epoch: str) -> tuple[Sentence, ...]:
    """About a post in a circle of so many people, in a thread with this epoch's key."""
    last = epochs.kept_until(epoch, house.settings.key_months)
    overdue = last < clock.today()
    is_file = house.database.is_sqlite
    return _lines(crowd, house.settings.backup_days, last, is_file=is_file, overdue=overdue)


# The same few for all the threads of a circle.
@lru_cache(1000)
def _lines(
    crowd: int, backup_days: int, last: date, *, is_file: bool, overdue: bool
) -> tuple[Sentence, ...]:
    return (
        Sentence(
            "Members, hosts, moderators and administrators see the pseudonym and the day, never "
            "more: no page, list or log of ours says who it is."
        ),
        several(
            "About {n} person can write here. What you tell, and how, may still give you away to "
            "those who know you.",
            "About {n} people can write here. What you tell, and how, may still give you away to "
            "those who know you.",
            crowd,
        ),
        Sentence(
            "{copies} {key}",
            copies=_copies(backup_days, is_file=is_file),
            key=_key(last, overdue=overdue),
        ),
        Sentence("Somebody who uses this device, or watches its screen, sees what you see."),
    )


def _copies(days: int, *, is_file: bool) -> Sentence:
    if not days:
        return Sentence(
            "A copy of the database file does not say it; no backups are made."
            if is_file
            else "A copy of the PostgreSQL database does not say it; no backups are made."
        )
    if is_file:
        return several(
            "A copy of the database file does not say it, nor does a backup, kept for {n} day.",
            "A copy of the database file does not say it, nor does a backup, kept for {n} days.",
            days,
        )
    return several(
        "A copy of the PostgreSQL database does not say it, nor does a backup, kept for {n} day.",
        "A copy of the PostgreSQL database does not say it, nor does a backup, kept for {n} days.",
        days,
    )


def _key(last: date, *, overdue: bool) -> Sentence:
    if overdue:
        return Sentence(
            "With this server’s key beside it somebody could work it out: that key was to be "
            "destroyed on {day}, and is still there.",
            day=last,
        )
    return Sentence(
        "With this server’s key beside it somebody could work it out; nobody has a page for that. "
        "After {day}, when this thread’s key is destroyed, not even then.",
        day=last,
    )
