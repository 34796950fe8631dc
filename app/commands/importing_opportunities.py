"""`import-opportunities FILE --as HANDLE`: opportunities from a table, as comma-separated values.

Each line has to fit what the form of the pages asks for, and what is wrong with it is said in the
form's own words. What is here already, by its link or by title and giver, is left as it is, so that
the same file can be taken in again.
"""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.datastructures import FormData

from app.commands import opportunity_tables as tables
from app.commands import serving
from app.commands.opportunity_tables import Problem
from app.community.opportunities import actions, applying, drafts
from app.community.opportunities.drafts import Draft
from app.community.opportunities.events import OpportunitiesChanged
from app.community.opportunities.models import Opportunity, State
from app.community.opportunities.signs import rules as signs
from app.core import clock
from app.core.errors import Invalid, NotFound
from app.core.events import publish
from app.people.house import House
from app.people.members import queries as members
from app.people.members.models import Member, Standing
from app.web.community import opportunities_forms as forms
from app.web.community.opportunities_forms import OpportunityForm
from app.web.kit.filters import count
from app.web.kit.forms import read

PORTION = 500


@dataclass
class Known:
    """What is here already: by links as they are compared, and by title and giver."""

    links: set[str]
    twins: set[str]

    @classmethod
    def of(cls, session: Session) -> "Known":
        rows = session.execute(select(Opportunity.link, Opportunity.twin)).all()
        return cls({row.link for row in rows if row.link}, {row.twin for row in rows})

    def __contains__(self, one: Draft | Opportunity) -> bool:
        link, twin = _compared(one)
        return link in self.links or twin in self.twins

    def add(self, one: Opportunity) -> None:
        self.links |= {one.link} - {""}
        self.twins.add(one.twin)


def _compared(one: Draft | Opportunity) -> tuple[str, str]:
    if isinstance(one, Opportunity):
        return one.link, one.twin
    return applying.same_as(one.apply), drafts.twin_of(one.title, one.giver)


@dataclass
class Counts:
    taken: int = 0
    present: int = 0
    problems: list[Problem] = field(default_factory=list)
    doubtful: list[Problem] = field(default_factory=list)


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
    left_out = len({problem.line for problem in counts.problems})
    print(
        f"{counts.taken:,} taken in, {counts.present:,} were here already, "
        f"{count(left_out, 'line', 'lines')} left out."
    )
    return 1 if counts.problems else 0


def run(house: House, path: Path, poster: Member, *, skip_bad: bool = False) -> Counts:
    """Take in what fits and is not here yet, all at once: nothing where a line does not fit, unless
    bad ones are to be skipped. They are in the list at once, since whoever has this terminal has
    looked at the file; lines with signs of a scam are named to her."""
    counts = Counts()
    zone = ZoneInfo(poster.time_zone) if poster.time_zone else house.settings.zone
    found = list(_drafts(house, path, zone, counts))
    if counts.problems and not skip_bad:
        return counts
    with house.database.reading() as session:
        known = Known.of(session)
    new = [(line, draft) for line, draft in found if draft not in known]
    # Before anybody has to wait: rendering takes most of the time.
    rows = [(line, actions.made(draft, poster.id)) for line, draft in new]
    with house.database.changing() as session:
        counts.taken = _add(session, rows, counts)
    counts.present = len(found) - counts.taken
    return counts


def _poster(house: House, handle: str) -> Member | None:
    with house.database.reading() as session:
        try:
            member = members.by_handle(session, handle)
        except NotFound:
            return None
        session.expunge(member)
    return member if member.standing is Standing.GOOD else None


def _add(session: Session, rows: Iterable[tuple[int, Opportunity]], counts: Counts) -> int:
    """What nobody has added meanwhile, and each once. Returns how many those are."""
    known, new = Known.of(session), []
    for line, row in rows:
        if row in known:
            continue
        known.add(row)
        row.state, row.checked = State.SHOWN, clock.today()
        counts.doubtful += _doubts(line, row)
        new.append(row)
    session.add_all(new)
    session.flush()
    for at in range(0, len(new), PORTION):
        numbers = tuple(row.id for row in new[at : at + PORTION])
        publish(session, OpportunitiesChanged(numbers=numbers))
    return len(new)


def _doubts(line: int, row: Opportunity) -> list[Problem]:
    found = signs.found(row.title, row.body, row.apply, row.giver)
    return [Problem(line, "", sign.why) for sign in found]


def _drafts(
    house: House, path: Path, zone: ZoneInfo, counts: Counts
) -> Iterator[tuple[int, Draft]]:
    """What fits, each with its line; what does not is added to the problems."""
    for line, said in tables.lines(path, counts.problems):
        form = read(OpportunityForm, FormData(dict(tables.as_form(said))))
        try:
            draft = forms.draft_of(form.data, zone, [])
            drafts.check(draft, jobs_say_pay=house.settings.jobs_say_pay)
        except Invalid as refused:
            errors = form.errors or {refused.field: refused.message}
            counts.problems += [tables.problem(line, *one) for one in errors.items()]
        else:
            yield line, draft
