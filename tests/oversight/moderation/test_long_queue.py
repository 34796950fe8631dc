"""Two thousand cases in a whole community: each is found in its place, and costs what ten do.

The community is a real one where COMMUNITY_JSONL names its file.
"""

import json
import os
import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from itertools import chain
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import select

from app.commands import importing
from app.community.threads.models import Post, Thread
from app.core import clock
from app.core.keys import base32
from app.oversight.moderation import reports
from app.oversight.moderation.models import Case, CaseState, Decision, Reason
from app.people.circles.models import Circle
from app.people.subjects import SubjectRef
from app.web.kit.addresses import url
from tests.conftest import counted
from tests.oversight.moderation.reporting import order, stretches, way
from tests.visible import missing, seen

QUEUE = "/moderation"
FEW, CASES = 10, 2000
POSTS, THREADS, PROFILES, SPAM = 1340, 460, 100, 100
OPENED = 200
REPORTERS = 20
REASONS = list(Reason)


@dataclass(frozen=True)
class Thing:
    """`subject` is how its case names it."""

    ref: SubjectRef
    subject: str
    says: str
    circle_id: int | None = None
    is_spam: bool = False


@pytest.fixture
def community(house, tmp_path):
    path = os.environ.get("COMMUNITY_JSONL")
    file = Path(path) if path else tmp_path / "made.jsonl"
    if not path:
        file.write_text("\n".join(json.dumps(line) for line in made_up()))
    importing.run(house, file)


def made_up():
    say = Random(2000)
    spoken = [
        "the",
        "nights",
        "are",
        "long",
        "and",
        "nobody",
        "asks",
        "how",
        "it",
        "was",
        "before",
        "you",
        "came",
        "to",
        "this",
        "place",
    ]

    def words(*more):
        return " ".join([*say.choices(spoken, k=40), *map(str, more)])

    for n in range(THREADS):
        replies = [{"body": words(n, each)} for each in range(3)]
        yield {"circle": f"room-{n % 28}", "title": f"Thread {n}", "body": words(n)} | {
            "replies": replies
        }


@pytest.fixture
def things(community, make, session):
    """The first are one of each kind, two of them in one thread; the others are in an order of
    chance. Of one member's posts all are spam."""
    members = [make.member(f"Member{n}") for n in range(PROFILES)]
    for n, member in enumerate(members):
        member.bio = f"I am number {n}, and I like long walks."
    session.commit()
    said = session.execute(
        select(Post.id, Post.body, Thread.circle_id, Thread.id.label("thread_id"))
        .join(Thread, Thread.id == Post.thread_id)
        .order_by(Thread.nseq.desc(), Thread.id, Post.seq)
    ).all()
    opened = session.execute(
        select(Thread.id, Thread.title, Thread.circle_id).order_by(Thread.nseq.desc(), Thread.id)
    ).all()
    found = [
        [_thing("profile", one.handle, one.bio, subject=one.id.hex) for one in members],
        [_thing("thread", base32(one.id), one.title, one.circle_id) for one in opened[:THREADS]],
        [_thing("post", base32(one.id), one.body, one.circle_id) for one in said[:POSTS]],
    ]
    first = [found[0].pop(0), found[1].pop(0), found[2].pop(0), found[2].pop(0)]
    rest = [*chain.from_iterable(found), *spam(make, session)]
    Random(7).shuffle(rest)
    return first + rest


def spam(make, session):
    circle = session.scalars(select(Circle).order_by(Circle.id)).first()
    sara = make.member("Sara")
    replies = [(sara, f"Lamps, lamps, number {n} of them is the best.") for n in range(SPAM)]
    thread = make.thread(circle, None, title="Light", replies=replies)
    hers = session.execute(select(Post.id, Post.body).filter_by(thread_id=thread.id)).all()
    return [
        _thing("post", base32(one.id), one.body, circle.id, is_spam=True)
        for one in hers
        if one.body.startswith("Lamps")
    ]


def _thing(kind, id, says, circle_id=None, *, subject="", is_spam=False):
    return Thing(SubjectRef(kind, id), subject or id, says, circle_id, is_spam)


@pytest.fixture
def reporters(make, session):
    """Known here for long enough that another report of theirs counts."""
    found = [make.member(f"Reporter{n}") for n in range(REPORTERS)]
    for member in found:
        member.joined = clock.today() - timedelta(days=30)
    session.commit()
    return found


def report(make, reporters, things, *, first=0):
    """Every tenth is reported by three, and what stands first by six who are worried."""
    by = defaultdict(list)
    for n, thing in enumerate(things, first):
        for reporter, reason in _reports_on(n, thing):
            by[reporter % REPORTERS].append((thing, reason))
    subjects, ring = make.house.subjects, make.house.ring
    for reporter, hers in by.items():
        with make._as(reporters[reporter]) as (session, viewer):
            for thing, reason in hers:
                found = subjects.find(session, viewer, thing.ref)
                reports.report(session, viewer, ring, found, reason, "I mean this one.")


def _reports_on(n, thing):
    if thing.is_spam:
        return [(n, Reason.SELLING)]
    if n < 4:
        return [(each, Reason.WORRIED) for each in range(6)]
    more = [(n + 1, Reason.UNKIND), (n + 2, Reason.OTHER)] if n % 10 == 0 else []
    return [(n, REASONS[n % len(REASONS)]), *more]


def reasons_of(things):
    """Which reason each thing’s case has: the gravest."""
    return {
        thing.subject: max((r for _, r in _reports_on(n, thing)), key=lambda r: r.urgency)
        for n, thing in enumerate(things)
    }


@pytest.mark.timeout(300)
def test_two_thousand_cases(web, house, make, session, mona, things, reporters):
    assert len(things) == CASES
    web.as_(mona)
    report(make, reporters, things[:FEW])
    asked_for_few = asked(web, house, session, things)
    report(make, reporters, things[FEW:], first=FEW)

    assert asked(web, house, session, things) == asked_for_few
    cases = {way(case): case for case in session.scalars(select(Case))}
    assert_all_are_listed(web, cases, things)
    assert_filters_give_those_alone(web, cases, things)
    assert_each_can_be_opened(web, cases, things)
    assert_spam_is_decided_together(web, session, cases, things)


def asked(web, house, session, things):
    """How many questions the first page of the queue asks, and the pages of the first cases."""
    paths = [QUEUE]
    for thing in things[:4]:
        wanted = select(Case).filter_by(kind=thing.ref.kind, subject=thing.subject)
        paths.append(way(session.scalars(wanted).one()))
    found = []
    for path in paths:
        web.get(path)
        with counted(house) as statements:
            assert web.get(path).status_code == 200
        found.append(len(statements))
    return found


def assert_all_are_listed(web, cases, things):
    pages = list(stretches(web, QUEUE))
    listed = [address for page in pages for address in order(page)]
    urgency = [cases[address].urgency for address in listed]

    assert {page.status_code for page in pages} == {200}
    assert len(listed) == CASES
    assert set(listed) == set(cases)
    assert urgency == sorted(urgency, reverse=True)
    for words in (f"Waiting ({CASES})", "Yours (0)", "Appeals (0)"):
        assert words in pages[0].text
    assert {case.subject: case.reason for case in cases.values()} == reasons_of(things)


def assert_filters_give_those_alone(web, cases, things):
    room = min(case.circle_id for case in cases.values() if case.circle_id)
    for circle_id, reason in [(room, None), (0, Reason.THREAT), (room, Reason.SELLING)]:
        circle = base32(circle_id) if circle_id else ""
        path = url("moderation", circle=circle, reason=reason or "")
        listed = [address for page in stretches(web, path) for address in order(page)]
        wanted = {
            address
            for address, case in cases.items()
            if (not circle_id or case.circle_id == circle_id) and reason in {None, case.reason}
        }
        assert wanted
        assert (len(listed), set(listed)) == (len(wanted), wanted)


def assert_each_can_be_opened(web, cases, things):
    said = {(thing.ref.kind, thing.subject): thing.says for thing in things}
    for address in Random(5).sample(sorted(cases), OPENED):
        page = web.get(address)
        words = said[cases[address].kind, cases[address].subject]
        assert page.status_code == 200, words
        assert not missing(words, seen(page.text)), words


def assert_spam_is_decided_together(web, session, cases, things):
    """As many at once as the page offers, until none is left."""
    subjects = {thing.subject for thing in things if thing.is_spam}
    left = {address for address, case in cases.items() if case.subject in subjects}
    deciding = url("decide_several")
    while left:
        page = web.get(sorted(left)[0])
        numbers = re.findall(r'name="case"\s+value="(\w+)"', page.text)
        words = {"action": "remove", "note": "This is no place for lamps."}
        done = web.send(page, deciding, case=numbers, **words)
        assert done.headers.get("location", "").startswith(QUEUE), done.text
        left -= {f"{QUEUE}/cases/{number}" for number in numbers}

    session.expire_all()
    decided = {case.subject for case in cases.values() if case.state is CaseState.DECIDED}
    assert decided == subjects
    assert len(session.scalars(select(Decision.id)).all()) == SPAM
    listed = [each for page in stretches(web, f"{QUEUE}?shelf=decided") for each in order(page)]
    assert len(listed) == len(set(listed)) == SPAM
    assert f"Waiting ({CASES - SPAM})" in web.get(QUEUE).text
