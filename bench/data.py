"""A community of a chosen size: plausible in its shape, the same each time, written in bulk."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.orm import Session

from app.community.threads.models import Intent, Post, PostState, Reaction, ReactionKind, Thread
from app.core import clock, keys, text
from app.core.db import Base
from app.people.anonymity import labels
from app.people.anonymity.models import Voice
from app.people.circles.models import Circle, CircleRole, Membership
from app.people.house import House
from app.people.members.models import Member, MemberSecret, Role, Standing
from bench.texts import WORDS, texts

CIRCLES = 8
EACH_IN = 3
LONG_THREAD = 1000
# Two threads that differ in nothing but who is named in them.
TWIN_LENGTH = 20
TWINS = {"Twenty posts by name": 0.0, "Twenty posts without a name": 1.0}
LENGTHS = (1, 2, 3, 5, 8, 13, 20, 40, 60, 100)
ANONYMOUS, REACTED = 0.2, 0.4
BATCH = 5000
POOL = texts(200)
Rows = dict[type[Base], list[dict[str, Any]]]


def fill(house: House, posts: int, members: int) -> None:
    """Circles, members in `EACH_IN` of them, and about so many posts in threads."""
    chance = random.Random(posts)
    with house.database.changing() as session:
        people = add_members(session, members)
        circles = [_circle(session, number) for number in range(CIRCLES)]
        places = _places(people, [circle.id for circle in circles], chance)
        _write(session, Membership, places)
        for circle in circles:
            circle.members = sum(place["circle_id"] == circle.id for place in places)
            circle.crowd = circle.members
        _threads(session, house, circles, places, posts)


def join_all(house: House, members: int) -> None:
    """So many members more, in every circle there is: for a community that came from elsewhere."""
    with house.database.changing() as session:
        people, circles = add_members(session, members), session.query(Circle).all()
        _write(session, Membership, [_place(c.id, who) for c in circles for who in people])
        for circle in circles:
            circle.members += members
            circle.crowd = circle.members
        rows = _no_rows()
        for title, share in TWINS.items():
            _fill_thread(rows, circles[0], house, Shape(title, TWIN_LENGTH, share, people))
        _write_all(session, rows)


def _write(session: Session, model: type[Base], rows: Sequence[dict[str, Any]]) -> None:
    for start in range(0, len(rows), BATCH):
        session.execute(insert(model.__table__), rows[start : start + BATCH])  # type: ignore[arg-type]


def add_members(session: Session, number: int) -> list[UUID]:
    ids = [UUID(bytes=keys.random_bytes(16)) for _ in range(number)]
    rows = [
        {
            "id": who,
            "handle": f"member-{n}",
            "name": f"Member {n}",
            "password": "-",
            "email": f"member-{n}@example.org",
            "pronouns": "",
            "bio": "",
            "time_zone": "",
            "role": Role.MEMBER,
            "standing": Standing.GOOD,
            "joined": clock.today(),
            "session_epoch": 0,
        }
        for n, who in enumerate(ids)
    ]
    _write(session, Member, rows)
    _write(session, MemberSecret, [{"member_id": i, "seed": keys.random_bytes(32)} for i in ids])
    return ids


def _circle(session: Session, number: int) -> Circle:
    words = {
        "summary": "Nights and going back to work, among those who are in it now.",
        "about": "For the first two years. *Ask anything*: somebody was there last week.",
        "guidelines": "Speak from your own life.\nWhat is said here stays here.",
    }
    circle = Circle(slug=f"circle-{number}", name=f"Circle {number}", **words)
    session.add(circle)
    session.flush()
    return circle


def _places(
    people: Sequence[UUID], circle_ids: list[int], chance: random.Random
) -> list[dict[str, Any]]:
    """The first members are hosts of one circle each, and the very first is in all of them."""
    places = [_place(circle_id, people[0]) for circle_id in circle_ids]
    for number, who in enumerate(people[1:]):
        for at, circle_id in enumerate(chance.sample(circle_ids, EACH_IN)):
            host = number < len(circle_ids) and at == 0
            places.append(_place(circle_id, who, CircleRole.HOST if host else CircleRole.MEMBER))
    return places


def _place(circle_id: int, who: UUID, role: CircleRole = CircleRole.MEMBER) -> dict[str, Any]:
    return {"circle_id": circle_id, "member_id": who, "role": role, "joined": clock.today()}


@dataclass(frozen=True)
class Shape:
    """A thread to be made: its length, the share of pseudonyms, and who may write in it."""

    title: str
    length: int
    anonymous: float
    people: Sequence[UUID]


def _threads(
    session: Session,
    house: House,
    circles: list[Circle],
    places: list[dict[str, Any]],
    posts: int,
) -> None:
    """The long thread and the twins in the first circle, then others until there are enough."""
    chance, left, rows = random.Random(posts), posts, _no_rows()
    within = {c.id: [p["member_id"] for p in places if p["circle_id"] == c.id] for c in circles}
    for title, share in TWINS.items():
        shape = Shape(title, TWIN_LENGTH, share, within[circles[0].id])
        _fill_thread(rows, circles[0], house, shape)
    while left > 0:
        is_first = left == posts
        length = min(left, LONG_THREAD if is_first else chance.choice(LENGTHS))
        circle = circles[0] if is_first else chance.choice(circles)
        title = " ".join(chance.choices(WORDS, k=6)).capitalize()
        _fill_thread(rows, circle, house, Shape(title, length, ANONYMOUS, within[circle.id]))
        left -= length
    _write_all(session, rows)


def _no_rows() -> Rows:
    return {Thread: [], Voice: [], Post: [], Reaction: []}


def _write_all(session: Session, rows: Rows) -> None:
    for model, made in rows.items():
        _write(session, model, made)


def _fill_thread(rows: Rows, circle: Circle, house: House, shape: Shape) -> None:
    chance = random.Random(f"{shape.length} {circle.bump}")
    twin = random.Random(shape.length)
    words = twin if shape.title in TWINS else chance
    circle.bump += shape.length
    thread = _thread(circle, shape, house.ring.current, chance)
    rows[Thread].append(thread)
    for seq in range(1, shape.length + 1):
        post = _post(thread, seq, words.choice(POOL), chance.choice(shape.people))
        if chance.random() < shape.anonymous:
            rows[Voice].append(_made_anonymous(post))
        rows[Post].append(post)
        rows[Reaction] += _reactions(post, words)


def _thread(circle: Circle, shape: Shape, epoch: str, chance: random.Random) -> dict[str, Any]:
    at = clock.minute() - timedelta(minutes=chance.randrange(100_000))
    return {
        "id": keys.random_id(),
        "circle_id": circle.id,
        "title": shape.title,
        "slug": text.slug(shape.title),
        "intent": chance.choice(list(Intent)),
        "key_epoch": epoch,
        "opened": circle.bump - shape.length + 1,
        "bump": circle.bump,
        "active_day": at.date(),
        "active_at": at,
        "nseq": shape.length,
        "replies": shape.length - 1,
        "version": 1,
        "pinned": False,
        "locked": False,
    }


def _post(thread: dict[str, Any], seq: int, words: tuple[str, str], author: UUID) -> dict[str, Any]:
    return {
        "id": keys.random_id(),
        "thread_id": thread["id"],
        "seq": seq,
        "author_id": author,
        "voice": None,
        "day": thread["active_day"],
        "at": thread["active_at"],
        "body": words[0],
        "html": words[1],
        "content_note": "",
        "state": PostState.SHOWN,
        "edited_day": None,
        "submit_key": None,
    }


def _made_anonymous(post: dict[str, Any]) -> dict[str, Any]:
    token = keys.random_bytes(16)
    post |= {"author_id": None, "voice": token, "at": None}
    label = f"{labels.QUALITIES[post['seq'] % 40]} {labels.THINGS[post['seq'] // 40]}"
    return {"thread_id": post["thread_id"], "token": token, "label": label}


def _reactions(post: dict[str, Any], chance: random.Random) -> list[dict[str, Any]]:
    number = chance.randrange(1, 5) if chance.random() < REACTED else 0
    kinds = list(ReactionKind)
    return [
        {"post_id": post["id"], "reactor": keys.random_bytes(16), "kind": chance.choice(kinds)}
        for _ in range(number)
    ]
