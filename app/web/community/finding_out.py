"""“Who could find out?”: four lines, from how this server runs now."""

from datetime import date
from functools import lru_cache

from app.core import clock, epochs
from app.core.text import full_date
from app.people.circles.models import CircleRole
from app.people.house import House
from app.people.members.models import Role
from app.web.kit.filters import count


def lines(house: House, crowd: int, epoch: str) -> tuple[str, ...]:
    """About a post in a circle of so many people, in a thread with this epoch's key."""
    last = epochs.kept_until(epoch, house.settings.key_months)
    overdue = last < clock.today()
    kind = "database file" if house.database.is_sqlite else "PostgreSQL database"
    return _lines(crowd, kind, house.settings.backup_days, last, overdue=overdue)


# The same few for all the threads of a circle.
@lru_cache(1000)
def _lines(
    crowd: int, database: str, backup_days: int, last: date, *, overdue: bool
) -> tuple[str, ...]:
    people = count(crowd, "person", "people")
    said = (
        f"{_everybody()} see the pseudonym and the day, never more:",
        "no page, list or log of ours says who it is.\n",
        f"About {people} can write here. What you tell, and how,",
        "may still give you away to those who know you.\n",
        f"{_copies(database, backup_days)} {_key(last, overdue=overdue)}\n",
        "Somebody who uses this device, or watches its screen, sees what you see.",
    )
    return tuple(line.strip() for line in " ".join(said).split("\n"))


def _everybody() -> str:
    # Each role once: a member of a circle is a member of the site.
    *most, last = (f"{kind}s" for kind in dict.fromkeys([*CircleRole, *Role]))
    return f"{', '.join(most)} and {last}".capitalize()


def _copies(database: str, days: int) -> str:
    if not days:
        return f"A copy of the {database} does not say it; no backups are made."
    kept = "1 day" if days == 1 else f"{days} days"
    return f"A copy of the {database} does not say it, nor does a backup, kept for {kept}."


def _key(last: date, *, overdue: bool) -> str:
    beside = "With this server’s key beside it somebody could work it out"
    if overdue:
        return f"{beside}: that key was to be destroyed on {full_date(last)}, and is still there."
    return (
        f"{beside}; nobody has a page for that. After {full_date(last)}, when this thread’s key "
        "is destroyed, not even then."
    )
