"""The log of what staff did, for those who moderate the whole site; also as a file."""

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from fastapi import APIRouter
from starlette.responses import Response, StreamingResponse

from app.core.languages import Sentence
from app.core.verdict import require
from app.oversight.audit import chain
from app.oversight.audit import queries as audit
from app.oversight.audit.queries import Line, Person, State, Wanted
from app.oversight.moderation import policy, queue
from app.people.circles import queries as circles
from app.people.house import House
from app.people.subjects import SubjectRef
from app.people.viewer import Viewer
from app.web.kit import addresses, months
from app.web.kit.addresses import url
from app.web.kit.asking import InTransaction, SignedIn, ThisHouse
from app.web.kit.page import Page, PageMaker
from app.web.kit.route import OneHop
from app.web.oversight.log_words import KINDS, REASONS, VERBS, said

router = APIRouter(route_class=OneHop)

NOTHING = Wanted(verb="?")
NOBODY = Person("", Sentence("Not on the team now"))
# At its beginning a spreadsheet takes one of these for a formula (OWASP, CSV Injection).
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
COLUMNS = ("number", "day", "actor", "name", "verb", "kind", "subject", "reason", "hash")


@dataclass(frozen=True)
class Row:
    """An entry as the page shows it; `path` is where its subject is, if she can open it."""

    line: Line
    by: Person
    subject: str
    path: str

    @property
    def verb(self) -> str:
        return said(self.line.verb, VERBS)

    @property
    def subject_kind(self) -> str:
        return said(self.line.subject_kind, KINDS)

    @property
    def reason(self) -> str:
        """Of a decision its ground; of other deeds what was written of them."""
        return REASONS.get(self.line.reason) or self.line.reason


@router.get("/moderation/log", name="moderation_log")
def show(
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
    verb: str = "",
    kind: str = "",
    month: str = "",
    actor: str = "",
    before: str = "",
) -> Response:
    _require(viewer)
    staff, state = audit.staff(session, house.ring), audit.state(session)
    chosen = {"verb": verb, "kind": kind, "month": month, "actor": actor}
    lines = audit.stretch(session, _wanted(**chosen), addresses.number_in(before) or 0)
    more = len(lines) == audit.PAGE and lines[-1].n > 1
    return page.show(
        "oversight/log/index.html",
        rows=_rows(session, house, viewer, lines, staff),
        state=state,
        chosen=chosen,
        filters=_filters(page, state, staff),
        files=[(kind, url(f"moderation_log_{kind}", **chosen)) for kind in ("csv", "jsonl")],
        older=url("moderation_log", before=lines[-1].n, **chosen) if more else "",
        newer=url("moderation_log", **chosen) if before else "",
    )


@router.get("/moderation/log.csv", name="moderation_log_csv")
def as_csv(
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    verb: str = "",
    kind: str = "",
    month: str = "",
    actor: str = "",
) -> Response:
    _require(viewer)
    wanted = _wanted(verb, kind, month, actor)
    return _file(house, wanted, audit.staff(session, house.ring), _csv, "text/csv", "log.csv")


@router.get("/moderation/log.jsonl", name="moderation_log_jsonl")
def as_jsonl(
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    verb: str = "",
    kind: str = "",
    month: str = "",
    actor: str = "",
) -> Response:
    _require(viewer)
    wanted, staff = _wanted(verb, kind, month, actor), audit.staff(session, house.ring)
    return _file(house, wanted, staff, _jsonl, "application/x-ndjson", "log.jsonl")


def _require(viewer: Viewer) -> None:
    """Who works no cases is not told that there is a log."""
    queue.require_staff(viewer)
    require(policy.may_see_log(viewer))


def _wanted(verb: str, kind: str, month: str, actor: str) -> Wanted:
    """What the address asks for; what it says that nobody could mean, finds nothing."""
    if not f"{verb}{kind}".isprintable():
        return NOTHING
    try:
        since, until = months.bounds(month) if month else (None, None)
        return Wanted(verb, kind, bytes.fromhex(actor), since, until)
    except ValueError:
        return NOTHING


def _filters(
    page: PageMaker, state: State, staff: Mapping[bytes, Person]
) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Each a field, its label, and what there is to choose from."""
    return [
        (
            "verb",
            Sentence("What was done"),
            [(verb, said(verb, VERBS)) for verb in state.verbs],
        ),
        ("kind", Sentence("To what"), [(kind, said(kind, KINDS)) for kind in state.kinds]),
        ("actor", Sentence("By whom"), [(value.hex(), one.name) for value, one in staff.items()]),
        (
            "month",
            Sentence("When"),
            [(each, page.month(each)) for each in months.since(state.first)],
        ),
    ]


def _rows(
    session: InTransaction,
    house: House,
    viewer: Viewer,
    lines: list[Line],
    staff: Mapping[bytes, Person],
) -> list[Row]:
    refs = {SubjectRef(line.subject_kind, line.subject_id) for line in lines}
    known = house.subjects.known(
        session,
        (r for r in refs if r.kind in house.subjects.kinds and r.kind not in chain.PEOPLE),
    )
    rooms = {room.id: room.slug for room in circles.visible(session, viewer)}
    paths = {
        ref: found.path for ref, found in known.items() if found.open and found.circle_id in rooms
    }
    paths |= {SubjectRef("circle", slug): url("circle", circle=slug) for slug in rooms.values()}
    people = {bytes.fromhex(ref.id) for ref in refs if ref.kind in chain.PEOPLE}
    for value, one in audit.members(session, house.ring, people).items():
        path = url("member", handle=one.handle)
        paths |= {SubjectRef(kind, value.hex()): path for kind in chain.PEOPLE}
    return [
        _row(line, staff, paths.get(SubjectRef(line.subject_kind, line.subject_id), ""))
        for line in lines
    ]


def _row(line: Line, staff: Mapping[bytes, Person], path: str) -> Row:
    """A member is shown by her address, or not at all."""
    of_a_member = line.subject_kind in chain.PEOPLE
    subject = path.rpartition("/")[2] if of_a_member else line.subject_id
    return Row(line, staff.get(line.actor, NOBODY), subject, path)


Writer = Callable[[Iterator[Line], Mapping[bytes, Person]], Iterator[str]]


def _file(
    house: House,
    wanted: Wanted,
    staff: Mapping[bytes, Person],
    write: Writer,
    media_type: str,
    name: str,
) -> Response:
    """Made while it is sent, and kept nowhere."""
    headers = {
        "Cache-Control": "no-store",
        "Content-Disposition": f'attachment; filename="{name}"',
    }
    pieces = write(audit.every(house.database, wanted), staff)
    return StreamingResponse(pieces, headers=headers, media_type=media_type)


def _values(line: Line, staff: Mapping[bytes, Person]) -> tuple[int | str, ...]:
    person = staff.get(line.actor)
    day: date = line.day
    return (
        *(line.n, day.isoformat(), line.actor.hex(), person.name if person else ""),
        *(line.verb, line.subject_kind, line.subject_id, line.reason, line.hash.hex()),
    )


def _csv(lines: Iterator[Line], staff: Mapping[bytes, Person]) -> Iterator[str]:
    yield _record(COLUMNS)
    for line in lines:
        yield _record(_values(line, staff))


def _record(values: tuple[int | str, ...]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow([_plain(value) for value in values])
    return out.getvalue()


def _plain(value: int | str) -> int | str:
    """Words that stay words in a spreadsheet."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def _jsonl(lines: Iterator[Line], staff: Mapping[bytes, Person]) -> Iterator[str]:
    for line in lines:
        said = dict(zip(COLUMNS, _values(line, staff), strict=True))
        yield json.dumps(said, ensure_ascii=False) + "\n"
