"""What is asked for in a large community: by one who reads in all its circles and one who
moderates."""

import random
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.community.threads.leaves import PAGE
from app.community.threads.models import Thread
from app.core.keys import base32
from app.oversight.moderation.models import Case, CaseState, Recusal
from app.people import blocking
from app.people.circles.models import Circle
from app.people.house import House
from app.people.members import sessions
from app.people.members.models import Member, Role
from app.people.recognition import recognise
from bench import pages

FOLLOWED_MEMBERS = 5
# Whose pages are asked for once: in a small community many of them are soon known.
ANY = "any-"
NUMBERS = 2**63


class Visits(NamedTuple):
    """What is asked for one after the other, by whom."""

    addresses: list[str]
    cookie: str


def planned(house: House, times: int, cold: int) -> dict[str, Visits]:
    """By the name of the page. She who reads follows, and has read before."""
    with house.database.changing() as session:
        reader, moderator = (_member(session, n) for n in range(2))
        moderator.role = Role.MODERATOR
        tokens = [
            sessions.start(session, house.ring, who, strong=True) for who in (reader, moderator)
        ]
        session.flush()
        viewer = recognise(session, house.ring, tokens[0])
        for n in range(2, 2 + FOLLOWED_MEMBERS):
            blocking.follow(session, house.ring, viewer, _member(session, n), on=True)
        longest = session.scalars(select(Thread).order_by(Thread.nseq.desc()).limit(pages.READ))
        threads = longest.all()
        pages.note_what_was_read(house, session, viewer, threads)
    house.flush()
    hers, theirs = (pages.cookie_of(house, token)["Cookie"] for token in tokens)
    with house.database.reading() as session:
        circle = session.get_one(Circle, threads[0].circle_id)
        reading, chance = _reading(threads[0], circle), random.Random(1)
        moderating = {"queue": "/moderation", "case": _case(session, moderator)}
        return {
            **{name: Visits([each] * times, hers) for name, each in reading.items()},
            **{name: Visits([each] * times, theirs) for name, each in moderating.items()},
            f"{ANY}thread": Visits(_threads(session, chance, cold), hers),
            f"{ANY}circle": Visits(_circles(session, chance, cold), hers),
        }


def _reading(longest: Thread, circle: Circle) -> dict[str, str]:
    middle, last = ((longest.nseq - 1) // (many * PAGE) * PAGE for many in (2, 1))
    return {
        "thread": pages.address(longest, middle),
        "thread-last": pages.address(longest, last),
        "circle": f"/c/{circle.slug}",
        # Where there are enough threads below it in the smallest, too.
        "circle-deep": f"/c/{circle.slug}?after={circle.bump * 7 // 8}",
        "home": "/",
        "notifications": "/notifications",
    }


def _member(session: Session, number: int) -> Member:
    return session.scalars(select(Member).where(Member.handle == f"member-{number}")).one()


def _case(session: Session, moderator: Member) -> str:
    """In the middle of the queue."""
    named = select(Recusal.case_id).where(Recusal.member_id == moderator.id)
    question = select(Case.id).where(Case.state == CaseState.OPEN, Case.id.not_in(named))
    found = session.scalars(question.order_by(Case.urgency.desc(), Case.id.desc())).all()
    return f"/moderation/cases/{base32(found[len(found) // 2])}"


def _threads(session: Session, chance: random.Random, many: int) -> list[str]:
    """Any page of any thread: numbers are random, so whichever comes after one is any."""
    found: dict[str, None] = {}
    for _ in range(4 * many):
        after = select(Thread).where(Thread.id >= chance.randrange(NUMBERS)).order_by(Thread.id)
        thread = session.scalars(after.limit(1)).first()
        if thread is not None and len(found) < many:
            page = chance.randrange(-(-thread.nseq // PAGE))
            found[pages.address(thread, page * PAGE)] = None
    return [*found]


def _circles(session: Session, chance: random.Random, many: int) -> list[str]:
    """Any stretch of any circle's list."""
    circles: Sequence[Circle] = session.scalars(select(Circle)).all()
    some = (chance.choice(circles) for _ in range(many))
    stretches = ((each.slug, chance.randint(each.bump // 8, each.bump)) for each in some)
    return [f"/c/{slug}?after={after}" for slug, after in stretches]
