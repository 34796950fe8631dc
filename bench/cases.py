"""Cases for the queue: posts of the community, each reported by somebody in its circle."""

import random
from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.community.threads.models import Post, PostState, Thread
from app.core.keys import base32
from app.oversight.moderation import reports
from app.oversight.moderation.models import Case, Reason
from app.people.house import House
from app.people.members.models import Member, Role
from app.people.recognition import recognise
from app.people.subjects import SubjectRef
from app.people.viewer import Viewer

MANY = 2000
REPORTERS = 50


def fill(house: House, tokens: Mapping[UUID, str], moderator: Member) -> list[int]:
    """About `MANY` cases, most urgent first, and a `moderator` of the whole site to work them.

    `tokens` are the members' sessions. Returns the cases' numbers.
    """
    chance = random.Random(MANY)
    reporters = [who for who in tokens if who != moderator.id][:REPORTERS]
    for number, who in enumerate(reporters):
        with house.database.changing() as session:
            viewer = recognise(session, house.ring, tokens[who])
            for post_id in _others_posts(session, viewer, number, MANY // len(reporters)):
                found = house.subjects.find(session, viewer, SubjectRef("post", base32(post_id)))
                reason = chance.choice([Reason.UNKIND, Reason.SELLING, Reason.IDENTIFIES])
                reports.report(session, viewer, house.ring, found, reason, "Please look at this.")
    with house.database.changing() as session:
        session.get_one(Member, moderator.id).role = Role.MODERATOR
        return list(session.scalars(select(Case.id).order_by(Case.urgency.desc(), Case.id)))


def _others_posts(session: Session, viewer: Viewer, number: int, enough: int) -> list[int]:
    """Posts in her circles which are not hers, and which no other reporter's number leads to."""
    question = (
        select(Post.id)
        .join(Thread, Thread.id == Post.thread_id)
        .where(Thread.circle_id.in_(viewer.circles), Post.state == PostState.SHOWN)
        .where(Post.author_id.is_distinct_from(viewer.id), Post.id % REPORTERS == number)
    )
    return list(session.scalars(question.limit(enough)))
