"""`import-csv FOLDER` and `import-discourse FILE`: a community from elsewhere, with its members."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from app.commands import serving
from app.commands.moving import discourse, settling, settling_threads
from app.commands.moving.marks import Marks
from app.commands.moving.reading import NEEDED, Reader
from app.commands.moving.reports import Report, Unfit, progress
from app.commands.moving.settling import Move
from app.commands.moving.sorting import Sorting, sorting
from app.people.house import House
from app.people.members.accounts import Post
from app.web.kit.filters import count

Read = Callable[[Sorting, Reader, Report], None]
WITHOUT_MEMBERS = (
    "There is no members.csv in this folder. Whatever comes without it stays the words of "
    "“A former member”, also if it is brought later. Put the file there, or say --without-members."
)
IN_FILES = {table: f"{table}.csv, line" for table in NEEDED}


def arguments(folder: argparse.ArgumentParser, backup: argparse.ArgumentParser) -> None:
    folder.add_argument("folder", type=Path)
    folder.add_argument(
        "--without-members",
        action="store_true",
        help="nobody comes; her words are nobody’s, for good",
    )
    folder.set_defaults(run=_from_folder, source="csv")
    backup.add_argument("file", type=Path)
    backup.set_defaults(run=_from_discourse, source="discourse")
    for one in (folder, backup):
        one.add_argument("--from", dest="source", metavar="NAME", help="tells two sources apart")
        one.add_argument("--invite", action="store_true", help="write to each member who comes")


def _from_folder(house: House, asked: argparse.Namespace) -> int:
    if not asked.folder.is_dir():
        print(f"There is no folder {asked.folder}.", file=sys.stderr)
        return 1
    if not (asked.without_members or (asked.folder / "members.csv").is_file()):
        print(WITHOUT_MEMBERS, file=sys.stderr)
        return 1

    def read(_sorting: Sorting, reader: Reader, _report: Report) -> None:
        reader.folder(asked.folder)

    return _run(house, asked, read, IN_FILES)


def _from_discourse(house: House, asked: argparse.Namespace) -> int:
    if not asked.file.is_file():
        print(f"There is no file {asked.file}.", file=sys.stderr)
        return 1

    def read(passing: Sorting, reader: Reader, report: Report) -> None:
        discourse.read(asked.file, passing, reader, report)

    return _run(house, asked, read, discourse.FILES)


def _run(house: House, asked: argparse.Namespace, read: Read, files: dict[str, str]) -> int:
    serving.prepare(house)
    try:
        report = take_in(house, read, files, asked.source, invite=asked.invite)
    except Unfit as problem:
        print(f"\n{problem}" if sys.stderr.isatty() else problem, file=sys.stderr)
        return 1
    _tell(report)
    return 1 if report.bad else 0


def take_in(
    house: House, read: Read, files: dict[str, str], source: str, *, invite: bool = False
) -> Report:
    """Take in whatever is not here yet. May be interrupted and run again. Raises Unfit."""
    report = Report()
    with sorting() as passing:
        read(passing, Reader(passing, report, files), report)
        progress("Sorting …", end=True)
        passing.rank()
        move = Move(
            *(house, passing, Marks(house.ring, source), report, settling.nobody(house), files),
            _post(house) if invite else None,
        )
        settling.members(move)
        settling.open_circles(move)
        settling.places(move)
        settling_threads.threads(move)
    return report


def _post(house: House) -> Post:
    # The letters take the pages with them, which nobody else here needs.
    from app.web import mailing  # noqa: PLC0415

    return Post(house.ring, mailing.account_writer(house.settings), house.settings.site_name)


def _tell(report: Report) -> None:
    new, here = report.new, report.present
    print(
        f"Taken in: {_told(new, ('members', 'circles', 'threads', 'posts', 'places in circles'))}."
    )
    print(f"Here already: {_told(here, ('members', 'circles', 'threads', 'posts'))}.")
    for what, number in sorted(report.left.items()):
        print(f"Left out: {number:,} {what}.")
    print(
        f"{count(report.bad, 'line', 'lines')} did not fit, "
        f"{count(report.notes, 'line', 'lines')} came in another way than they stand there."
    )


def _told(numbers: dict[str, int], names: tuple[str, ...]) -> str:
    return ", ".join(f"{numbers.get(name, 0):,} {name}" for name in names)
