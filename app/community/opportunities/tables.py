"""Reading a table of opportunities: lines of comma-separated values."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.core.errors import Invalid
from app.core.languages import Sentence, several

# As the form calls its fields, but for those that are one column here.
NEEDED = ("kind", "title", "giver", "body", "way", "apply")
TIMES = ("closes", "begins", "ends")
TICKED = ("unpaid", "public")
COLUMNS = (
    *(*NEEDED, "place", "hours", "pay_from", "pay_to", "currency", "per", "travel", "zone"),
    *(*TIMES, *TICKED),
)
NOT_UTF_8 = Sentence("Please save the file as UTF-8.")
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


def lines(
    file: Iterable[str], problems: list[Problem], most: int = 0
) -> Iterator[tuple[int, dict[str, str]]]:
    """The values by the names that the first line gives them, each with the line on which they
    begin; what is no line of such a table is added to the problems. Raises Invalid on `table` for
    more than `most` lines, if that is not 0."""
    rows = csv.reader(file)
    line = 1
    try:
        names = [name.strip().lower() for name in next(rows, [])]
        if not _fits(names, problems):
            return
        line = rows.line_num + 1
        for n, values in enumerate(rows, 1):
            if most and n > most:
                why = Sentence("This has more than {n} lines. Send it in parts.", n=most)
                raise Invalid("table", why)
            if any(value.strip() for value in values):
                yield from _row(line, names, values, problems)
            line = rows.line_num + 1
    except csv.Error as problem:
        why = Sentence("This is no line of a table ({problem}).", problem=problem)
        problems.append(Problem(line, "", why))
    except UnicodeDecodeError:
        problems.append(Problem(line, "", NOT_UTF_8))


def _fits(names: list[str], problems: list[Problem]) -> bool:
    """Whether the first line names the columns."""
    missing = [name for name in NEEDED if name not in names]
    unknown = [name for name in names if name not in COLUMNS]
    twice = {name for name in names if names.count(name) > 1}
    there = Sentence("There is no such column. There are: {names}.", names=", ".join(COLUMNS))
    why = [(name, Sentence("This column is missing.")) for name in missing]
    why += [(name, there) for name in unknown]
    why += [(name, Sentence("This column is there twice.")) for name in sorted(twice)]
    problems += [Problem(1, *one) for one in why]
    return not why


def _row(
    line: int, names: list[str], values: list[str], problems: list[Problem]
) -> Iterator[tuple[int, dict[str, str]]]:
    if len(values) != len(names):
        why = several(
            "It has {n} value, and the first line names {columns} columns.",
            "It has {n} values, and the first line names {columns} columns.",
            len(values),
            columns=len(names),
        )
        problems.append(Problem(line, "", why))
        return
    said = dict(zip(names, (value.strip() for value in values), strict=True))
    bad = [name for name in TICKED if said.get(name, "").lower() not in YES | NO]
    problems += [Problem(line, name, Sentence("Please say yes or no.")) for name in bad]
    if not bad:
        yield line, said
