"""Reading a table of opportunities: lines of comma-separated values, as the form takes them."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.community.opportunities.words import Hours, Kind, Per, Travel, Way
from app.web.kit.forms import ONE_OF_THESE

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


@dataclass(frozen=True)
class Problem:
    """What does not fit: in a line of the file, and in a column of it or in the line as a whole."""

    line: int
    column: str
    why: str

    def __str__(self) -> str:
        where = f"line {self.line:,}" + (f", column “{self.column}”" if self.column else "")
        return f"{where}: {self.why}"


def lines(path: Path, problems: list[Problem]) -> Iterator[tuple[int, dict[str, str]]]:
    """The values by the names that the first line gives them, each with the line on which they
    begin; what is no line of such a table is added to the problems."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.reader(file)
        line = 1
        try:
            names = [name.strip().lower() for name in next(rows, [])]
            if not _fits(names, problems):
                return
            line = rows.line_num + 1
            for values in rows:
                if any(value.strip() for value in values):
                    yield from _row(line, names, values, problems)
                line = rows.line_num + 1
        except csv.Error as problem:
            problems.append(Problem(line, "", f"This is no line of a table ({problem})."))
        except UnicodeDecodeError:
            problems.append(Problem(line, "", "Please save the file as UTF-8."))


def _fits(names: list[str], problems: list[Problem]) -> bool:
    """Whether the first line names the columns."""
    missing = [name for name in NEEDED if name not in names]
    unknown = [name for name in names if name not in COLUMNS]
    twice = {name for name in names if names.count(name) > 1}
    why = [(name, "This column is missing.") for name in missing]
    why += [
        (name, f"There is no such column. There are: {', '.join(COLUMNS)}.") for name in unknown
    ]
    why += [(name, "This column is there twice.") for name in sorted(twice)]
    problems += [Problem(1, *one) for one in why]
    return not why


def _row(
    line: int, names: list[str], values: list[str], problems: list[Problem]
) -> Iterator[tuple[int, dict[str, str]]]:
    if len(values) != len(names):
        why = f"It has {len(values)} values, and the first line names {len(names)} columns."
        problems.append(Problem(line, "", why))
        return
    said = dict(zip(names, (value.strip() for value in values), strict=True))
    bad = [name for name in TICKED if said.get(name, "").lower() not in YES | NO]
    problems += [Problem(line, name, "Please say yes or no.") for name in bad]
    if not bad:
        yield line, said


def as_form(said: dict[str, str]) -> list[tuple[str, str]]:
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


def problem(line: int, name: str, why: str) -> Problem:
    """In the column that this field of the form was made of, with what there is to choose from."""
    column = name.removesuffix("_day").removesuffix("_time")
    if column in CHOICES and why == ONE_OF_THESE:
        why = f"Please choose one of these: {', '.join(filter(None, CHOICES[column]))}."
    return Problem(line, column, why)
