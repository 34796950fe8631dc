"""A community of a chosen size: plausible in its shape, the same each time, written in bulk."""

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.community.threads.models import Intent, Post, PostState, Reaction, ReactionKind, Thread
from app.core import clock, keys, text
from app.people.anonymity import labels
from app.people.anonymity.models import Voice
from app.people.circles.models import Circle, CircleRole, Membership
from app.people.house import House
from app.people.members.models import Member, MemberSecret, Role, Standing
from bench import bulk
from bench.bulk import Rows
from bench.texts import WORDS, texts

CIRCLES = 8
EACH_IN = 3
LONG_THREAD = 1000
MINUTES = 100_000
# Two threads that differ in nothing but who is named in them.
TWIN_LENGTH = 20
TWINS = {"Twenty posts by name": 0.0, "Twenty posts without a name": 1.0}
LENGTHS = (1, 2, 3, 5, 8, 13, 20, 40, 60, 100)
ANONYMOUS, REACTED = 0.2, 0.4
# So many speak without a name in one thread; in a longer one each of them speaks again.
MOST_VOICES = 1000
# Whoever is new to a circle does not count among those with whom a pseudonym can hide.
SINCE = timedelta(days=365)
BATCH = 5000
POOL = texts(200)
INTENTS, KINDS = list(Intent), list(ReactionKind)


@dataclass(frozen=True)
class Plan:
    """How many posts and members, the posts of the longest thread, and over how many minutes."""

    posts: int
    members: int
    longest: int = LONG_THREAD
    minutes: int = MINUTES


def fill(house: House, posts: int, members: int) -> None:
    """Circles, members in `EACH_IN` of them, and about so many posts in threads."""
    with house.database.changing() as session:
        for rows in made(session, house, Plan(posts, members)):
            bulk.write(session, rows)


def made(session: Session, house: House, plan: Plan) -> Iterator[Rows]:
    """Writes circles and members, and makes all else for whoever asks: again and again so many
    rows, which are to be written and cleared before the next."""
    chance = random.Random(plan.posts)
    people = add_members(session, plan.members)
    circles = [_circle(session, number) for number in range(CIRCLES)]
    within = _settled(session, people, circles, chance)
    rows = _no_rows()
    for circle, shape in _shapes(circles, within, plan):
        for _ in _fill_thread(rows, circle, house, shape):
            if len(rows[Post]) >= BATCH:
                yield rows
    yield rows
    session.flush()


def join_all(house: House, members: int) -> None:
    """So many members more, in every circle there is: for a community that came from elsewhere."""
    with house.database.changing() as session:
        people, circles = add_members(session, members), session.query(Circle).all()
        _write(session, Membership, (_place(c.id, who) for c in circles for who in people))
        for circle in circles:
            circle.members += members
            circle.crowd = circle.members
        rows = _no_rows()
        for title, share in TWINS.items():
            shape = _twin(title, share, people)
            assert all(_fill_thread(rows, circles[0], house, shape))
        bulk.write(session, rows)


def _write(session: Session, model: Any, rows: Iterable[dict[str, Any]]) -> None:
    rest = iter(rows)
    while batch := list(islice(rest, BATCH)):
        bulk.write(session, {model: batch})


def add_members(session: Session, number: int) -> list[UUID]:
    ids = [UUID(bytes=keys.random_bytes(16)) for _ in range(number)]
    _write(session, Member, (_member(n, who) for n, who in enumerate(ids)))
    secrets = ({"member_id": who, "seed": keys.random_bytes(32)} for who in ids)
    _write(session, MemberSecret, secrets)
    return ids


def _member(n: int, who: UUID) -> dict[str, Any]:
    return {
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
        "joined": clock.today() - SINCE,
        "session_epoch": 0,
    }


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


def _settled(
    session: Session, people: Sequence[UUID], circles: Sequence[Circle], chance: random.Random
) -> dict[int, list[UUID]]:
    """Everybody has her places; who is in each circle."""
    within: dict[int, list[UUID]] = {circle.id: [] for circle in circles}

    def noted() -> Iterator[dict[str, Any]]:
        for place in _places(people, [*within], chance):
            within[place["circle_id"]].append(place["member_id"])
            yield place

    _write(session, Membership, noted())
    for circle in circles:
        circle.members = circle.crowd = len(within[circle.id])
    return within


def _places(
    people: Sequence[UUID], circle_ids: list[int], chance: random.Random
) -> Iterator[dict[str, Any]]:
    """The first members are hosts of one circle each, and the very first is in all of them."""
    yield from (_place(circle_id, people[0]) for circle_id in circle_ids)
    for number, who in enumerate(people[1:]):
        for at, circle_id in enumerate(chance.sample(circle_ids, EACH_IN)):
            host = number < len(circle_ids) and at == 0
            yield _place(circle_id, who, CircleRole.HOST if host else CircleRole.MEMBER)


def _place(circle_id: int, who: UUID, role: CircleRole = CircleRole.MEMBER) -> dict[str, Any]:
    joined = clock.today() - SINCE
    return {"circle_id": circle_id, "member_id": who, "role": role, "joined": joined}


@dataclass(frozen=True)
class Shape:
    """A thread to be made: its length, the share of pseudonyms, who may write in it, and how many
    minutes ago."""

    title: str
    length: int
    anonymous: float
    people: Sequence[UUID]
    ago: int


def _twin(title: str, share: float, people: Sequence[UUID]) -> Shape:
    return Shape(title, TWIN_LENGTH, share, people, MINUTES // 2)


def _shapes(
    circles: Sequence[Circle], within: Mapping[int, list[UUID]], plan: Plan
) -> Iterator[tuple[Circle, Shape]]:
    """The long thread and the twins in the first circle, then others until there are enough."""
    chance, left = random.Random(plan.posts), plan.posts
    for title, share in TWINS.items():
        yield circles[0], _twin(title, share, within[circles[0].id])
    while left > 0:
        is_first = left == plan.posts
        length = min(left, plan.longest if is_first else chance.choice(LENGTHS))
        circle = circles[0] if is_first else chance.choice(circles)
        title = " ".join(chance.choices(WORDS, k=6)).capitalize()
        left -= length
        # The later the nearer, give or take a day.
        ago = plan.minutes * left // plan.posts + chance.randrange(24 * 60)
        yield circle, Shape(title, length, ANONYMOUS, within[circle.id], ago)


def _no_rows() -> Rows:
    return {Thread: [], Voice: [], Post: [], Reaction: []}


def _fill_thread(rows: Rows, circle: Circle, house: House, shape: Shape) -> Iterator[int]:
    """Stops after each post, to say its number: there may be enough rows."""
    chance = random.Random(f"{shape.length} {circle.bump}")
    twin = random.Random(shape.length)
    words = twin if shape.title in TWINS else chance
    circle.bump += shape.length
    thread = _thread(circle, shape, house.ring.current, chance)
    rows[Thread].append(thread)
    voices: list[bytes] = []
    for seq in range(1, shape.length + 1):
        post = _post(thread, seq, words.choice(POOL), chance.choice(shape.people))
        if chance.random() < shape.anonymous:
            rows[Voice] += _made_anonymous(post, voices)
        rows[Post].append(post)
        rows[Reaction] += _reactions(post, words)
        yield seq


def _thread(circle: Circle, shape: Shape, epoch: str, chance: random.Random) -> dict[str, Any]:
    at = clock.minute() - timedelta(minutes=shape.ago)
    return {
        "id": keys.random_id(),
        "circle_id": circle.id,
        "title": shape.title,
        "slug": text.slug(shape.title),
        "intent": chance.choice(INTENTS),
        "key_epoch": epoch,
        "opened": circle.bump - shape.length + 1,
        "bump": circle.bump,
        "opened_day": at.date(),
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


def _made_anonymous(post: dict[str, Any], voices: list[bytes]) -> list[dict[str, Any]]:
    """Said by a new voice, whose row it is; or, once there are many, by one that has spoken."""
    is_new = len(voices) < MOST_VOICES
    token = keys.random_bytes(16) if is_new else voices[post["seq"] % MOST_VOICES]
    post |= {"author_id": None, "voice": token, "at": None}
    if not is_new:
        return []
    quality, thing = divmod(len(voices), len(labels.THINGS))
    voices.append(token)
    label = f"{labels.QUALITIES[quality]} {labels.THINGS[thing]}"
    return [{"thread_id": post["thread_id"], "token": token, "label": label}]


def _reactions(post: dict[str, Any], chance: random.Random) -> list[dict[str, Any]]:
    number = chance.randrange(1, 5) if chance.random() < REACTED else 0
    return [
        {"post_id": post["id"], "reactor": keys.random_bytes(16), "kind": chance.choice(KINDS)}
        for _ in range(number)
    ]
