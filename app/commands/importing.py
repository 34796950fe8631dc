"""`import FILE`: threads of another community, one JSON object a line."""

import json
import sys
from collections import Counter
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from pydantic import BaseModel, Field, ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.community.threads import arrivals
from app.community.threads.arrivals import ArrivedPost, ArrivedThread
from app.community.threads.models import Intent, ReactionKind
from app.core import clock, text
from app.people.circles.models import Circle
from app.people.house import House

BATCH = 25


class Reply(BaseModel):
    body: text.Body
    helpful: int = Field(0, ge=0, le=10_000)
    # Left out of the words by which a line is known, unless it says so.
    advice: bool = Field(default=False, exclude_if=lambda advice: not advice)


class Line(BaseModel):
    """One thread. `views` is read and left out: we do not count who looks."""

    circle: text.ShortLine = Field(min_length=1)
    title: text.Title
    body: text.Body
    anonymous: bool = True
    views: int = 0
    replies: list[Reply] = []


@dataclass
class Counts:
    threads: int = 0
    replies: int = 0
    present: int = 0
    bad: int = 0


def run(house: House, path: Path) -> Counts:
    """Take in what is not here yet, a few lines at a time, and report each line that does not fit.

    May be interrupted and run again: what has arrived is known by its words.
    """
    counts, seen = Counts(), Counter[str]()
    with path.open("rb") as file:
        total = sum(1 for _ in file)
        file.seek(0)
        lines = enumerate(file, 1)
        while batch := list(islice(lines, BATCH)):
            with house.database.changing() as session:
                for number, raw in batch:
                    _take(session, house, raw, number, counts, seen)
            print(f"\r{batch[-1][0]:,} of {total:,} lines", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return counts


def _take(
    session: Session, house: House, raw: bytes, number: int, counts: Counts, seen: Counter[str]
) -> None:
    if not raw.strip():
        return
    try:
        line = Line.model_validate(json.loads(raw))
    # Deeply nested brackets are no thread either.
    except (ValidationError, ValueError, RecursionError) as problem:
        counts.bad += 1
        print(f"\rline {number}: {_why(problem)}", file=sys.stderr)
        return
    # The same words twice in a file are two threads; the same file twice is not.
    words = json.dumps(line.model_dump(), sort_keys=True)
    seen[words] += 1
    circle = _circle(session, line.circle)
    if arrivals.take_in(session, house.ring, circle, _thread(line, f"{words}{seen[words]}")):
        counts.threads += 1
        counts.replies += len(line.replies)
    else:
        counts.present += 1


def _why(problem: Exception) -> str:
    if isinstance(problem, ValidationError):
        fields = (".".join(map(str, e["loc"])) or "line" for e in problem.errors())
        said = (e["msg"] for e in problem.errors())
        return "; ".join(f"{field}: {why}" for field, why in zip(fields, said, strict=True))
    return "this is no JSON object"


def _circle(session: Session, name: str) -> Circle:
    slug = text.slug(name)
    found = session.scalar(select(Circle).where(Circle.slug == slug).with_for_update())
    if found is None:
        found = Circle(slug=slug, name=name.replace("-", " ").strip().capitalize())
        session.add(found)
        session.flush()
    return found


def _thread(line: Line, mark: str) -> ArrivedThread:
    now = clock.minute()
    replies = (
        ArrivedPost(r.body, now, reactions={ReactionKind.THANKS: r.helpful}, advice=r.advice)
        for r in line.replies
    )
    return ArrivedThread(
        line.title, Intent.ADVICE_WELCOME, [ArrivedPost(line.body, now), *replies], mark
    )
