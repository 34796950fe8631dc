"""What was sorted comes into the house: members and circles, and then threads (`settling_threads`).

Each step is some small transactions, and whatever has arrived is known by its mark: it may be
interrupted at any moment and run again.
"""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.commands.moving.marks import Marks
from app.commands.moving.reports import Report, progress
from app.commands.moving.sorting import Sorting
from app.core import clock
from app.people import leaving
from app.people.circles import actions as circles
from app.people.circles.models import Anonymity, Circle, CircleRole, Visibility
from app.people.house import House
from app.people.members import arrivals
from app.people.members.accounts import Post
from app.people.members.arrivals import ArrivedMember, Came
from app.people.members.models import Member

BATCH = 200
# Who may read a circle, the most first.
WIDTH = [Visibility.PUBLIC, Visibility.MEMBERS, Visibility.PRIVATE]


@dataclass(frozen=True)
class Move:
    """One run. `nobody` is under whose row stands what is nobody's here; with `invite` each member
    who comes is written to. `files` says of a table what it is called where it came from."""

    house: House
    sorting: Sorting
    marks: Marks
    report: Report
    nobody: UUID
    files: dict[str, str]
    invite: Post | None = None


def nobody(house: House) -> UUID:
    with house.database.changing() as session:
        return leaving.nobody(session)


def members(move: Move) -> None:
    """Take in who is not here yet."""
    rows = move.sorting.all("SELECT * FROM members ORDER BY id")
    for number, batch in enumerate(_batches(rows)):
        with move.house.database.changing() as session:
            for row in batch:
                _member(session, move, row)
        progress(f"{number * BATCH + len(batch):,} members")


def _member(session: Session, move: Move, row: sqlite3.Row) -> None:
    joined = date.fromisoformat(row["joined"]) if row["joined"] else None
    her = ArrivedMember(
        move.marks.member(row["id"]),
        *(row["handle"], row["name"], row["email"], row["pronouns"], row["bio"]),
        joined,
    )
    arrival = arrivals.take_in(session, move.house.ring, her, clock.today())
    where, line = move.files["members"], row["line"]
    if arrival.came is Came.LEFT:
        move.report.left["members who have left here"] += 1
        return
    if arrival.came is Came.SAME:
        move.report.note(where, line, "somebody here has this address: the words become hers")
    elif arrival.came is Came.NEW and arrival.handle != row["known_as"].lower():
        move.report.note(where, line, f"her handle is {arrival.handle} here")
    counted = move.report.new if arrival.came is Came.NEW else move.report.present
    counted["members"] += 1
    assert arrival.member_id is not None
    move.sorting.run(
        "UPDATE members SET ours = ?, named = ? WHERE id = ?",
        *(arrival.member_id.hex, arrival.handle, row["id"]),
    )
    if arrival.came is Came.NEW and move.invite and row["email"]:
        member = session.get_one(Member, arrival.member_id)
        move.invite.send(session, "moved_here", member)


def open_circles(move: Move) -> None:
    """Open those that are not here yet; whoever belongs to one is in it."""
    for row in list(move.sorting.all("SELECT * FROM circles ORDER BY id")):
        with move.house.database.changing() as session:
            circle = _circle(session, move, row)
            if circle is not None:
                move.sorting.run("UPDATE circles SET ours = ? WHERE id = ?", circle.id, row["id"])


def _circle(session: Session, move: Move, row: sqlite3.Row) -> Circle | None:
    number = move.marks.number("circle", row["id"])
    known = session.get(Circle, number)
    if known is None:
        by_slug = select(Circle).where(Circle.slug == row["slug"]).with_for_update()
        known = session.scalar(by_slug)
    if known is not None:
        # What few may read must not come where more do.
        wider = WIDTH.index(known.visibility) < WIDTH.index(Visibility(row["visibility"]))
        if known.id != number and (wider or known.bound):
            why = (
                f"the circle {row['slug']} is here already, for others: give this one another slug"
            )
            move.report.leave_out(move.files["circles"], row["line"], why)
            return None
        move.report.present["circles"] += 1
        return known
    circle = Circle(
        slug=row["slug"],
        name=row["name"],
        summary=row["summary"],
        about=row["about"],
        guidelines=row["guidelines"],
        visibility=Visibility(row["visibility"]),
        anonymity=Anonymity(row["anonymity"]),
    )
    circle.id = number
    session.add(circle)
    session.flush()
    move.report.new["circles"] += 1
    return circle


def places(move: Move) -> None:
    """Put members into the circles that they were in."""
    rows = move.sorting.all(
        "SELECT line, ours, circles, hosts FROM members WHERE ours <> '' AND circles || hosts <> ''"
    )
    known = {r["id"]: r["ours"] for r in move.sorting.all("SELECT id, ours FROM circles")}
    for batch in _batches(rows):
        with move.house.database.changing() as session:
            for row in batch:
                _put(session, move, row, known)


def _put(session: Session, move: Move, row: sqlite3.Row, known: dict[str, int | None]) -> None:
    hosted = set(row["hosts"].split())
    for name in sorted({*row["circles"].split(), *hosted}):
        if name not in known:
            why = f"there is no circle “{name[:60]}”"
            move.report.note(move.files["members"], row["line"], why)
        number = known.get(name)
        circle = number and session.get(Circle, number, with_for_update=True)
        if not circle or circle.bound:
            continue
        role = CircleRole.HOST if name in hosted else CircleRole.MEMBER
        if circles.add(session, circle, UUID(row["ours"]), role):
            move.report.new["places in circles"] += 1


def _batches(rows: Iterator[sqlite3.Row]) -> Iterator[list[sqlite3.Row]]:
    while batch := list(islice(rows, BATCH)):
        yield batch
