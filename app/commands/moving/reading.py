"""What was read, line by line, comes into the sorting file in the form in which it is settled.

An author whom a line names beside words that are anonymous is let go of here. What is kept of her
is a number of this run alone, which is the same for her words in one thread.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from app.commands.moving import bodies, csv_files, lines
from app.commands.moving.lines import CircleLine, MemberLine, PostLine, ReactionLine, ThreadLine
from app.commands.moving.reports import Report, Unfit, progress
from app.commands.moving.sorting import Sorting
from app.community.threads.models import PostState, ReactionKind
from app.core import clock, keys, text

NEEDED = {
    "members": ("handle",),
    "circles": ("id",),
    "threads": ("id", "circle", "title"),
    "posts": ("id", "thread", "body"),
    "reactions": ("post",),
}
FORMATS: dict[str, Callable[[str], str]] = {
    "markdown": str,
    "html": bodies.from_html,
    "text": bodies.from_text,
}
SHORTEST_TITLE, LONGEST_TITLE = 3, 150
TWICE = "this id stands in an earlier line"


class Reader:
    """Reads into one sorting file. `files` says what a table is called where it comes from, for the
    report of what does not fit."""

    def __init__(self, sorting: Sorting, report: Report, files: Mapping[str, str]) -> None:
        self._sorting, self._report, self._files = sorting, report, files
        # Forgotten with the run.
        self._passing = keys.random_bytes(keys.KEY)
        self._tables: dict[str, tuple[type[lines.Line], Callable[[int, Any], None]]] = {
            "members": (MemberLine, self._member),
            "circles": (CircleLine, self._circle),
            "threads": (ThreadLine, self._thread),
            "posts": (PostLine, self._post),
            "reactions": (ReactionLine, self._reaction),
        }

    def folder(self, folder: Path) -> None:
        """All five tables. Raises Unfit where one that is needed is not there."""
        for table in ("circles", "threads", "posts"):
            if not (folder / f"{table}.csv").is_file():
                raise Unfit(f"There is no {table}.csv in {folder}.")
        for table, (kind, _) in self._tables.items():
            path, known = folder / f"{table}.csv", tuple(kind.model_fields)
            if not path.is_file():
                continue
            for n, row in enumerate(csv_files.read(path, known, NEEDED[table], self._report), 1):
                self.take(table, row.line, row.cells)
                if not n % 1000:
                    progress(f"{n:,} lines of {path.name}")

    def take(self, table: str, number: int, cells: Mapping[str, object]) -> None:
        """One line of a table; where it does not fit, that is said."""
        kind, keep = self._tables[table]
        try:
            line = kind.model_validate(cells)
        except ValidationError as problem:
            self._leave_out(table, number, lines.why(problem))
        else:
            keep(number, line)

    def _leave_out(self, table: str, number: int, why: str) -> None:
        self._report.leave_out(self._files[table], number, why)

    def _note(self, table: str, number: int, what: str) -> None:
        self._report.note(self._files[table], number, what)

    def _member(self, number: int, line: MemberLine) -> None:
        name, email = line.id or line.handle, self._address(number, line)
        if not self._sorting.one("SELECT 1 FROM members WHERE id = ?", name):
            self._sorting.add(
                "members",
                id=name,
                line=number,
                known_as=line.handle,
                handle=lines.as_handle(line.handle),
                name=line.name or line.handle[:LONGEST_TITLE],
                email=email,
                pronouns=line.pronouns,
                bio=line.bio,
                joined=line.joined.isoformat() if line.joined else "",
                circles="\n".join(line.circles),
                hosts="\n".join(line.hosts),
            )
        else:
            self._leave_out("members", number, TWICE)

    def _address(self, number: int, line: MemberLine) -> str:
        """Hers, unless there is a reason for her to come without one."""
        email = lines.address(line.email)
        if line.suspended:
            if email:
                self._note("members", number, "suspended there: she comes without her address")
            return ""
        if line.email.strip() and not email:
            self._note("members", number, "this is no address; she comes without one")
        elif email and self._sorting.one("SELECT 1 FROM members WHERE email = ?", email):
            self._note("members", number, "an earlier line has this address; she comes without one")
            return ""
        return email

    def _circle(self, number: int, line: CircleLine) -> None:
        name = line.name or line.id[:LONGEST_TITLE].replace("-", " ").capitalize()
        slug = text.slug(line.slug or line.id)
        if self._sorting.one("SELECT 1 FROM circles WHERE slug = ? AND id <> ?", slug, line.id):
            slug = f"{slug}-{number}"
        row = line.model_dump() | {"name": name, "slug": slug, "line": number}
        if not self._sorting.add("circles", **row):
            self._leave_out("circles", number, TWICE)

    def _thread(self, number: int, line: ThreadLine) -> None:
        title, lead = line.title, ""
        if not SHORTEST_TITLE <= len(title) <= LONGEST_TITLE:
            lead = title if len(title) > LONGEST_TITLE else ""
            title = text.beginning(title, LONGEST_TITLE - 1) if lead else f"“{title}”"
            self._note("threads", number, "its title has another length than ours: it is fitted")
        row = line.model_dump() | {"title": title, "lead": lead, "line": number}
        if not self._sorting.add("threads", **row):
            self._leave_out("threads", number, TWICE)

    def _post(self, number: int, line: PostLine) -> None:
        if line.format not in FORMATS:
            self._leave_out("posts", number, "format: write markdown, html or text")
            return
        body = text.cleaned(FORMATS[line.format](line.body)).strip()
        is_gone = line.state is not PostState.SHOWN
        why = "" if is_gone else lines.unfit_words(body)
        if why:
            self._leave_out("posts", number, f"body: {why}")
            return
        said = [""] if is_gone else bodies.parts(body)
        if len(said) > 1:
            self._note("posts", number, f"longer than a post here: it comes as {len(said)}")
        row = self._row(number, line, anonymous=line.anonymous or is_gone)
        added = [
            self._sorting.add("posts", part=part, body=words, **row)
            for part, words in enumerate(said)
        ]
        if not added[0]:
            self._leave_out("posts", number, TWICE)

    def _row(self, number: int, line: PostLine, *, anonymous: bool) -> dict[str, object]:
        at = line.created_at or clock.minute()
        kept = {
            "id": line.id,
            "line": number,
            "thread": line.thread,
            "number": line.number or 0,
            "at": at.replace(tzinfo=None).isoformat(timespec="microseconds"),
            "reply_to": line.reply_to,
            "note": line.content_note,
            "advice": line.advice,
            "edited": line.edited_on.isoformat() if line.edited_on else "",
            "gone": line.state is not PostState.SHOWN,
            "anonymous": anonymous,
        }
        if not anonymous:
            return kept | {"author": line.author, "mask": "", "label": ""}
        is_known = line.pseudonym or line.author
        mask = self._mask(line.thread, line.pseudonym, line.author) if is_known else ""
        return kept | {"author": "", "mask": mask, "label": line.pseudonym}

    def _mask(self, thread: str, pseudonym: str, author: str) -> str:
        said = "\0".join([thread, pseudonym, "" if pseudonym else author])
        return keys.blind(self._passing, said.encode()).hex()

    def _reaction(self, number: int, line: ReactionLine) -> None:
        kind = lines.KINDS.get(line.kind, ReactionKind.THANKS)
        # Whoever said it twice has said it once; of whom nothing is known, each line counts.
        who = keys.blind(self._passing, f"{line.post}\0{line.member}".encode())
        row = {"post": line.post, "kind": kind.value, "line": number}
        who = who if line.member else number.to_bytes(8, "big")
        self._sorting.add("reactions", who=who, n=1 if line.member else line.count, **row)
