"""`demo`: the community that a new installation can be tried with."""

import os
import tomllib
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.commands import (
    demo_mentors,
    demo_opportunities,
    demo_pathways,
    demo_readers,
    demo_resources,
)
from app.community.threads import arrivals
from app.community.threads.arrivals import ArrivedPost, ArrivedThread
from app.community.threads.models import Intent, ReactionKind
from app.core import clock, keys
from app.people.circles import actions as circles
from app.people.circles import greeters
from app.people.circles.models import Anonymity, Circle, CircleRole, Greeter, Visibility
from app.people.house import House
from app.people.members import passwords
from app.people.members.models import Member, MemberSecret, Role, Standing

FILES = Path(__file__).parent / "demo_community"
MEMBERS, MENTORS = "members.toml", "mentors.toml"
OPPORTUNITIES, RESOURCES = "opportunities.toml", "resources.toml"
PATHWAYS, READERS = "pathways.toml", "readers.toml"
OF_NO_CIRCLE = {MEMBERS, MENTORS, OPPORTUNITIES, RESOURCES, PATHWAYS, READERS}
SIGN_IN = "demo-sign-in.txt"
LONG_AGO = timedelta(days=90)


def load_if_empty(house: House) -> bool:
    """Fill an empty database; False when there is anybody in it."""
    with house.database.changing() as session:
        if session.scalar(select(Member.id).limit(1)) is not None:
            return False
        password = "-".join(keys.token()[:6] for _ in range(3))
        people = _members(session, password)
        for path in sorted(FILES.glob("*.toml")):
            if path.name not in OF_NO_CIRCLE:
                _circle(session, house, people, tomllib.loads(path.read_text()))
        demo_mentors.fill(session, house.ring, people, FILES / MENTORS)
        demo_opportunities.fill(session, people, FILES / OPPORTUNITIES)
        session.flush()
        demo_resources.fill(session, house.ring, people, FILES / RESOURCES)
        demo_pathways.fill(session, people, FILES / PATHWAYS)
        session.flush()
        circles.count_crowds(session)
        demo_readers.fill(session, house, people, FILES / READERS)
    house.flush()
    _note(house.settings.data_dir / SIGN_IN, password)
    return True


def sign_in(house: House) -> str:
    """How to sign in to the demo, or nothing when it is not one."""
    path = house.settings.data_dir / SIGN_IN
    return path.read_text().strip() if path.exists() else ""


def _note(path: Path, password: str) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(f"olga (administrator), mona (moderator), dina and all others: {password}\n")


def _members(session: Session, password: str) -> dict[str, UUID]:
    """The demo's members by handle. They share one password, so it is hashed once."""
    people = {}
    kept = passwords.hashed(password)
    for entry in tomllib.loads((FILES / MEMBERS).read_text())["member"]:
        member = Member(
            handle=entry["handle"],
            name=entry["name"],
            email=f"{entry['handle']}@example.org",
            password=kept,
            pronouns=entry["pronouns"],
            bio=entry["bio"],
            role=Role(entry["role"]),
            standing=Standing.GOOD,
            joined=clock.today() - LONG_AGO,
        )
        session.add(member)
        session.flush()
        session.add(MemberSecret(member_id=member.id))
        people[member.handle] = member.id
    return people


def _circle(session: Session, house: House, people: dict[str, UUID], entry: dict[str, Any]) -> None:
    circle = Circle(
        slug=entry["slug"],
        name=entry["name"],
        summary=entry["summary"],
        about=entry["about"].strip(),
        guidelines="\n".join(entry["guidelines"]),
        visibility=Visibility(entry["visibility"]),
        anonymity=Anonymity(entry["anonymity"]),
        greets="greeters" in entry,
    )
    session.add(circle)
    session.flush()
    joined = clock.today() - LONG_AGO
    for handle in entry["hosts"]:
        circles.add(session, circle, people[handle], CircleRole.HOST, joined)
    for handle in entry["members"]:
        circles.add(session, circle, people[handle], joined=joined)
    # Inserted in this order: a place on the rota hangs on a place in the circle.
    session.flush()
    session.add_all(
        Greeter(circle_id=circle.id, week=week, member_id=people[handle])
        for n, week in enumerate(greeters.weeks())
        for handle in entry.get("greeters", [])[n : n + 2]
    )
    arrived = [_thread(people, thread) for thread in entry["thread"]]
    for thread in sorted(arrived, key=lambda t: t.posts[-1].at):
        arrivals.take_in(session, house.ring, circle, thread)


def _thread(people: dict[str, UUID], entry: dict[str, Any]) -> ArrivedThread:
    start = clock.minute() - timedelta(hours=entry["hours_ago"])
    later = [(r, start + timedelta(hours=r["hours_later"])) for r in entry.get("reply", [])]
    posts = [
        ArrivedPost(
            post["body"].strip(),
            at,
            people[post["by"]] if post["by"] else None,
            post["anonymous"],
            post["content_note"],
            {ReactionKind(kind): n for kind, n in post["reactions"].items()},
            post.get("advice", False),
        )
        for post, at in [(entry, start), *later]
    ]
    return ArrivedThread(
        entry["title"],
        Intent(entry["intent"]),
        posts,
        mark=f"demo {entry['title']}",
        pinned=entry["pinned"],
        locked=entry["locked"],
    )
