"""Threads come into the house with their posts, in the order in which they were last written in.

A thread comes whole or not at all, some short ones together. One that is here gets what it has not.
"""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from itertools import islice
from uuid import UUID

from sqlalchemy.orm import Session

from app.commands.moving import bodies
from app.commands.moving.reports import progress
from app.commands.moving.settling import Move
from app.community.threads import moving_in
from app.community.threads.models import Intent, ReactionKind, Thread
from app.community.threads.moving_in import Beginning, Masks, MovedPost, Stretch
from app.core import clock, events, text
from app.people.circles.models import Circle

# Posts at once: in one statement, and about so many in one transaction.
PORTION = 250
ENOUGH = 500

# What answers nothing that stands before it in the thread is said, and comes without that.
ASTRAY = """
SELECT one.line, one.reply_to = one.id OR other.thread IS NOT NULL AS turned FROM posts AS one
LEFT JOIN posts AS other ON other.id = one.reply_to AND other.part = 0 AND other.thread = one.thread
WHERE one.reply_to <> '' AND one.part = 0 AND (
    other.id IS NULL OR (other.number, other.at, other.line) >= (one.number, one.at, one.line)
)
"""
TURNED = "it answers itself or what comes after it"
OF_NOBODY = """
SELECT line FROM posts WHERE author <> '' AND part = 0 AND author NOT IN (SELECT id FROM members)
ORDER BY line
"""
LEFT_OUT = [
    (
        "threads",
        "there is no such circle",
        "SELECT line FROM threads WHERE circle NOT IN (SELECT id FROM circles)",
    ),
    (
        "threads",
        "no post belongs to this thread",
        "SELECT line FROM threads WHERE id NOT IN (SELECT thread FROM posts)",
    ),
    (
        "reactions",
        "there is no such post",
        "SELECT line FROM reactions WHERE post NOT IN (SELECT id FROM posts)",
    ),
]
OF_NO_THREAD = """
SELECT line, EXISTS (SELECT 1 FROM threads WHERE threads.id = posts.thread) AS known FROM posts
WHERE part = 0 AND thread NOT IN (
    SELECT threads.id FROM threads JOIN circles ON circles.id = threads.circle
    WHERE circles.ours IS NOT NULL
) ORDER BY line
"""
IN_ORDER = """
SELECT threads.*, circles.ours AS room, stretches.first, stretches.last FROM threads
JOIN circles ON circles.id = threads.circle JOIN stretches ON stretches.thread = threads.id
WHERE circles.ours IS NOT NULL ORDER BY circles.ours, stretches.last, threads.id
"""
POSTS = """
SELECT posts.*, members.id AS known, members.ours, other.body AS answered
FROM posts LEFT JOIN members ON members.id = posts.author
LEFT JOIN posts AS other ON other.id = posts.reply_to AND other.part = 0
    AND other.thread = posts.thread
    AND (other.number, other.at, other.line) < (posts.number, posts.at, posts.line)
WHERE posts.thread = ? ORDER BY posts.number, posts.at, posts.line, posts.part
"""


@dataclass
class _Counters:
    """How far the places of a circle's threads are from its own counter, and who is called
    otherwise here than there."""

    renamed: dict[str, str]
    ahead: dict[int, int] = field(default_factory=dict)

    def stretch(self, circle: Circle, row: sqlite3.Row) -> Stretch:
        """The circle's row is locked. Whoever writes there meanwhile moves all that follows."""
        ahead = self.ahead.setdefault(circle.id, circle.bump)
        if ahead + row["last"] <= circle.bump:
            ahead = circle.bump - row["last"] + 1
            self.ahead[circle.id] = ahead
        return Stretch(ahead + row["first"], ahead + row["last"])


def threads(move: Move) -> None:
    """Take in whatever threads and posts are not here yet."""
    _say_what_is_astray(move)
    other = "SELECT known_as, named FROM members WHERE named <> '' AND lower(known_as) <> named"
    renamed = {row["known_as"].lower(): row["named"] for row in move.sorting.all(other)}
    counters, done = _Counters(renamed), 0
    total = move.sorting.number("SELECT count(*) FROM stretches")
    rows = move.sorting.all(IN_ORDER)
    row = next(rows, None)
    while row is not None:
        with move.house.database.changing() as session:
            # Circle by circle, so that no two are locked at once.
            room, taken = row["room"], 0
            while row is not None and row["room"] == room and taken < ENOUGH:
                taken += max(1, _thread(session, move, counters, row))
                done += 1
                row = next(rows, None)
        progress(f"{done:,} of {total:,} threads")
    progress("", end=True)


def _say_what_is_astray(move: Move) -> None:
    report, sorting, files = move.report, move.sorting, move.files
    for table, why, asked in LEFT_OUT:
        for row in sorting.all(asked):
            report.leave_out(files[table], row["line"], why)
    for row in sorting.all(OF_NO_THREAD):
        why = "its thread was left out" if row["known"] else "there is no such thread"
        report.leave_out(files["posts"], row["line"], why)
    for row in sorting.all(ASTRAY):
        why = TURNED if row["turned"] else "what it answers is not in its thread"
        report.note(files["posts"], row["line"], f"{why}; it stands without that")
    for row in sorting.all(OF_NOBODY):
        report.note(files["posts"], row["line"], "its author is in no list: a former member")


def _thread(session: Session, move: Move, counters: _Counters, row: sqlite3.Row) -> int:
    """Returns how many posts have come."""
    number = move.marks.number("thread", row["id"])
    known = session.get(Thread, number, with_for_update=True)
    circle = session.get(Circle, known.circle_id if known else row["room"], with_for_update=True)
    assert circle is not None
    thread, masks, came = known, Masks(session, number), 0
    for fresh in _fresh(session, move, row, counters.renamed):
        if thread is None:
            thread = _begin(session, move, number, circle, row)
        if not came:
            stretch = counters.stretch(circle, row)
            circle.bump = stretch.last
        moving_in.extend(session, thread, stretch, masks, fresh)
        # Told at once, so that a long thread does not wait in memory.
        events.deliver(session)
        came += len(fresh)
    if came:
        move.report.new["posts"] += came
    counted = move.report.present if known or not came else move.report.new
    counted["threads"] += 1
    session.expunge_all()
    return came


def _fresh(
    session: Session, move: Move, row: sqlite3.Row, renamed: dict[str, str]
) -> Iterator[list[MovedPost]]:
    """The posts of the thread that are not here, some at once."""
    posts = _posts(move, row["id"], row["lead"], renamed)
    while batch := list(islice(posts, PORTION)):
        here = moving_in.present(session, {post.id for post in batch})
        move.report.present["posts"] += len(here)
        if fresh := [post for post in batch if post.id not in here]:
            yield fresh


def _begin(session: Session, move: Move, number: int, circle: Circle, row: sqlite3.Row) -> Thread:
    beginning = Beginning(
        row["title"], Intent(row["intent"]), bool(row["pinned"]), bool(row["locked"])
    )
    return moving_in.begin(session, move.house.ring.current, number, circle.id, beginning)


def _posts(move: Move, thread: str, lead: str, renamed: dict[str, str]) -> Iterator[MovedPost]:
    before = ""
    for row in move.sorting.all(POSTS, thread):
        body = bodies.renamed(row["body"], renamed)
        if row["answered"] and row["reply_to"] != before:
            body = _answering(bodies.renamed(row["answered"], renamed), body)
        if lead:
            above, lead = f"**{bodies.escaped(lead)}**", ""
            if len(above) + len(body) + 2 > text.BODY_LENGTH:
                number = move.marks.number("lead", row["id"])
                yield replace(_post(move, row, above), id=number, reactions={})
            else:
                body = f"{above}\n\n{body}"
        before = row["id"]
        yield _post(move, row, body)


def _answering(answered: str, body: str) -> str:
    """With the first words of what it answers above it, unless it has quoted some itself."""
    if body.startswith(">"):
        return body
    above = bodies.quoted(bodies.escaped(text.excerpt(answered)))
    whole = f"{above}\n\n{body}"
    return whole if len(whole) <= text.BODY_LENGTH else body


def _post(move: Move, row: sqlite3.Row, body: str) -> MovedPost:
    named = UUID(row["ours"]) if row["ours"] else move.nobody
    return MovedPost(
        move.marks.number("post", row["id"], row["part"]),
        body,
        _moment(row["at"]),
        None if row["anonymous"] else named,
        row["mask"],
        row["label"],
        row["note"],
        bool(row["advice"]),
        date.fromisoformat(row["edited"]) if row["edited"] else None,
        bool(row["gone"]),
        _reactions(move, row["id"]) if row["part"] == 0 else {},
    )


def _moment(said: str) -> datetime:
    return datetime.fromisoformat(said).replace(tzinfo=UTC) if said else clock.minute()


def _reactions(move: Move, post: str) -> dict[ReactionKind, int]:
    asked = "SELECT kind, min(sum(n), 10000) AS n FROM reactions WHERE post = ? GROUP BY kind"
    return {ReactionKind(row["kind"]): row["n"] for row in move.sorting.all(asked, post)}
