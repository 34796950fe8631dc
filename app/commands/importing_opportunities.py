"""`import-opportunities FILE --as HANDLE`: opportunities from a table, as comma-separated values.

Each line has to fit what the form of the pages asks for, and what is wrong with it is said in the
form's own words. What is here already, by its link or by title and giver, is left as it is, so that
the same file can be taken in again.
"""

import sys
from pathlib import Path
from zoneinfo import ZoneInfo

from app.commands import serving
from app.community.opportunities import arrivals
from app.community.opportunities.arrivals import Counts
from app.core.errors import NotFound
from app.people.house import House
from app.people.members import queries as members
from app.people.members.models import Member, Standing
from app.web.community import opportunities_reading as reading
from app.web.kit.filters import count


def command(house: House, file: Path, handle: str, skip_bad: bool) -> int:  # noqa: FBT001
    if not file.is_file():
        print(f"There is no file {file}.", file=sys.stderr)
        return 1
    serving.prepare(house)
    poster = _poster(house, handle)
    if poster is None:
        print(f"Nobody in good standing has the handle {handle}.", file=sys.stderr)
        return 1
    counts = run(house, file, poster, skip_bad=skip_bad)
    for problem in counts.problems:
        print(problem, file=sys.stderr)
    for sign in counts.doubtful:
        print(f"To look at: {sign}", file=sys.stderr)
    if counts.problems and not skip_bad:
        print("Nothing was taken in. Mend these lines, or leave them out with --skip-bad.")
        return 1
    print(
        f"{counts.taken:,} taken in, {counts.present:,} were here already, "
        f"{count(counts.left_out, 'line', 'lines')} left out."
    )
    return 1 if counts.problems else 0


def run(house: House, path: Path, poster: Member, *, skip_bad: bool = False) -> Counts:
    """Take in what fits and is not here yet, all at once: nothing where a line does not fit, unless
    bad ones are to be skipped. They are in the list at once, since whoever has this terminal has
    looked at the file; lines with signs of a scam are named to her."""
    counts, settings = Counts(), house.settings
    zone = ZoneInfo(poster.time_zone) if poster.time_zone else settings.zone
    with path.open(encoding="utf-8-sig", newline="") as file:
        found = reading.read_table(file, zone, counts, jobs_say_pay=settings.jobs_say_pay)
    if counts.problems and not skip_bad:
        return counts
    arrivals.take_in(house.database, poster.id, found, counts, at_once=max(1, len(found)))
    return counts


def _poster(house: House, handle: str) -> Member | None:
    with house.database.reading() as session:
        try:
            member = members.by_handle(session, handle)
        except NotFound:
            return None
        session.expunge(member)
    return member if member.standing is Standing.GOOD else None
