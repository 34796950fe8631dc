"""`import-opportunities FILE --as HANDLE`: opportunities from a table, as comma-separated values.

Each line has to fit what the form of the pages asks for, and what is wrong with it is said in the
form's own words. What is here already, by its link or by title and giver, is left as it is, so that
the same file can be taken in again.
"""

import csv
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.datastructures import FormData

from app.commands import serving
from app.community.opportunities import actions, drafts
from app.community.opportunities.drafts import Draft
from app.community.opportunities.events import OpportunitiesChanged
from app.community.opportunities.models import Opportunity, State
from app.community.opportunities.signs import rules as signs
from app.community.opportunities.words import Hours, Kind, Per, Travel, Way
from app.core import clock
from app.core.errors import Invalid, NotFound
from app.core.events import publish
from app.people.house import House
from app.people.members import queries as members
from app.people.members.models import Member, Standing
from app.web.community import opportunities_forms as forms
from app.web.community.opportunities_forms import OpportunityForm
from app.web.kit.filters import count
from app.web.kit.forms import ONE_OF_THESE, read

# As the form calls its fields, but for those that are one column here.
NEEDED = ("kind", "title", "giver", "body", "way", "apply")
TIMES = ("closes", "begins", "ends")
TICKED = ("unpaid", "public")
COLUMNS = (
    *(*NEEDED, "place", "hours", "pay_from", "pay_to", "currency", "per", "travel", "zone"),
    *(*TIMES, *TICKED),
)
CHOICES = {"kind": Kind, "way": Way, "hours": Hours, "per": Per, "travel": Travel}
YES, NO = {"yes", "y", "true", "1", "on", "x"}, {"", "no", "n", "false", "0", "off"}
PORTION = 500


@dataclass(frozen=True)
class Problem:
    """What does not fit: in a line of the file, and in a column of it or in the line as a whole."""

    line: int
    column: str
    why: str

    def __str__(self) -> str:
        where = f"line {self.line:,}" + (f", column “{self.column}”" if self.column else "")
        return f"{where}: {self.why}"


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
    # Before anybody has to wait: rendering takes most of the time.
    rows = [(line, actions.made(draft, poster.id)) for line, draft in found]
    with house.database.changing() as session:
        _add(session, rows, counts)
    return counts


def _poster(house: House, handle: str) -> Member | None:
    with house.database.reading() as session:
        try:
            member = members.by_handle(session, handle)
        except NotFound:
            return None
        session.expunge(member)
    return member if member.standing is Standing.GOOD else None


def _add(session: Session, rows: Iterable[tuple[int, Opportunity]], counts: Counts) -> None:
    known = session.execute(select(Opportunity.link, Opportunity.twin)).all()
    links, twins = {row.link for row in known if row.link}, {row.twin for row in known}
    new: list[Opportunity] = []
    for line, row in rows:
        if row.link in links or row.twin in twins:
            counts.present += 1
            continue
        links |= {row.link} - {""}
        twins.add(row.twin)
        row.state, row.checked = State.SHOWN, clock.today()
        counts.doubtful += _doubts(line, row)
        new.append(row)
    session.add_all(new)
    session.flush()
    for at in range(0, len(new), PORTION):
        numbers = tuple(row.id for row in new[at : at + PORTION])
        publish(session, OpportunitiesChanged(numbers=numbers))
    counts.taken = len(new)


def _doubts(line: int, row: Opportunity) -> list[Problem]:
    found = signs.found(row.title, row.body, row.apply, row.giver)
    return [Problem(line, "", sign.why) for sign in found]


def _drafts(
    house: House, path: Path, zone: ZoneInfo, counts: Counts
) -> Iterator[tuple[int, Draft]]:
    """What fits, each with its line; what does not is added to the problems."""
    for line, said in _lines(path, counts):
        form = read(OpportunityForm, FormData(dict(_as_form(said))))
        try:
            draft = forms.draft_of(form.data, zone, [])
            drafts.check(draft, jobs_say_pay=house.settings.jobs_say_pay)
        except Invalid as refused:
            errors = form.errors or {refused.field: refused.message}
            counts.problems += [_problem(line, *one) for one in errors.items()]
        else:
            yield line, draft


def _lines(path: Path, counts: Counts) -> Iterator[tuple[int, dict[str, str]]]:
    """The lines as they are called by the first one, each with the line on which it begins."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.reader(file)
        line = 1
        try:
            names = [name.strip().lower() for name in next(rows, [])]
            if not _fits(names, counts):
                return
            line = rows.line_num + 1
            for values in rows:
                if any(value.strip() for value in values):
                    yield from _row(line, names, values, counts)
                line = rows.line_num + 1
        except csv.Error as problem:
            counts.problems.append(Problem(line, "", f"This is no line of a table ({problem})."))
        except UnicodeDecodeError:
            counts.problems.append(Problem(line, "", "Please save the file as UTF-8."))


def _fits(names: list[str], counts: Counts) -> bool:
    """Whether the first line names the columns."""
    missing = [name for name in NEEDED if name not in names]
    unknown = [name for name in names if name not in COLUMNS]
    twice = {name for name in names if names.count(name) > 1}
    why = [(name, "This column is missing.") for name in missing]
    why += [
        (name, f"There is no such column. There are: {', '.join(COLUMNS)}.") for name in unknown
    ]
    why += [(name, "This column is there twice.") for name in sorted(twice)]
    counts.problems += [Problem(1, *one) for one in why]
    return not why


def _row(
    line: int, names: list[str], values: list[str], counts: Counts
) -> Iterator[tuple[int, dict[str, str]]]:
    if len(values) != len(names):
        why = f"It has {len(values)} values, and the first line names {len(names)} columns."
        counts.problems.append(Problem(line, "", why))
        return
    said = dict(zip(names, (value.strip() for value in values), strict=True))
    bad = [name for name in TICKED if said.get(name, "").lower() not in YES | NO]
    counts.problems += [Problem(line, name, "Please say yes or no.") for name in bad]
    if not bad:
        yield line, said


def _as_form(said: dict[str, str]) -> list[tuple[str, str]]:
    """What stays empty is as where the form says nothing."""
    plain = [(name, said[name]) for name in said if said[name] and name not in {*TIMES, *TICKED}]
    ticked = [(name, "on") for name in TICKED if said.get(name, "").lower() in YES]
    if not said.get("per"):
        plain.append(("per", Per.YEAR if said.get("kind") == Kind.JOB else Per.ONCE))
    times = []
    for name in TIMES:
        day, _, hour = said.get(name, "").replace("T", " ").partition(" ")
        times += [(f"{name}_day", day), (f"{name}_time", hour.strip())]
    return plain + ticked + times


def _problem(line: int, name: str, why: str) -> Problem:
    """In the column that this field of the form was made of, with what there is to choose from."""
    column = name.removesuffix("_day").removesuffix("_time")
    if column in CHOICES and why == ONE_OF_THESE:
        why = f"Please choose one of these: {', '.join(filter(None, CHOICES[column]))}."
    return Problem(line, column, why)
