"""Two moderators in two browsers at the same cases: none is decided twice, none is lost."""

import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.community.threads.models import Post
from app.core.keys import base32
from app.core.outbox import Job
from app.oversight.audit import checking
from app.oversight.audit.models import Entry
from app.oversight.moderation import reports
from app.oversight.moderation.models import Case, CaseMessage, CaseState, Decision, Reason, Side
from app.oversight.moderation.talks import AUTHOR
from app.people.members.models import Role
from app.people.subjects import SubjectRef
from tests import site as sites
from tests.conftest import DATABASES
from tests.make import Make

CASES = 200
SCRIPT = (Path(__file__).parent / "racing.js").read_text()
# The second one takes every ten the other way round, and so meets the first one everywhere.
NEAR = 10
# That each was told once the tables say of all; of so many, the pages do.
READ = 20


@pytest.fixture(scope="session", params=DATABASES)
def arena(request, tmp_path_factory):
    """The real application on each database; every race brings its own people."""
    url = ""
    if request.param == "postgresql":
        cluster = request.getfixturevalue("cluster")
        url = cluster.url(cluster.new_database())
    with sites.running(tmp_path_factory.mktemp("arena"), url, demo=False) as running:
        yield running


@dataclass(frozen=True)
class Race:
    """The addresses of the cases by their numbers, and the handles of who takes part."""

    cases: dict[int, str]
    author: str
    reporter: str
    moderators: tuple[str, str]


@pytest.fixture
def race(arena):
    """Rita has reported whatever Ada wrote."""
    with Session(arena.house.database.engine, expire_on_commit=False) as session:
        make = Make(session, arena.house)
        circle = make.circle("Racing ground")
        ada, rita = make.member("Ada", circle), make.member("Rita", circle)
        for name in ("Iris", "Ilse"):
            make.member(name, role=Role.MODERATOR)
        thread = make.thread(circle, rita, replies=[(ada, f"Number {n}.") for n in range(CASES)])
        posts = session.scalars(select(Post.id).filter_by(thread_id=thread.id).where(Post.seq > 1))
        subjects, ring = arena.house.subjects, arena.house.ring
        found = []
        with make._as(rita) as (deed, viewer):
            for number in posts.all():
                thing = subjects.find(deed, viewer, SubjectRef("post", base32(number)))
                made = reports.report(deed, viewer, ring, thing, Reason.SELLING, "Again.")
                found.append(made.case_id)
    addresses = {each: f"/moderation/cases/{base32(each)}" for each in found}
    return Race(addresses, "ada", "rita", ("iris", "ilse"))


@pytest.fixture
def page_of(arena, chromium):
    contexts = []

    def page_of(handle):
        context = chromium.new_context(base_url=arena.url, locale="en-GB")
        contexts.append(context)
        cookie = arena.cookie(handle)
        context.add_cookies([{"name": "session", "value": cookie, "url": arena.url}])
        page = context.new_page()
        page.goto("/moderation" if handle in {"iris", "ilse"} else "/notices")
        return page

    yield page_of
    for context in contexts:
        context.close()


@pytest.mark.timeout(300)
def test_two_browsers_race_for_two_hundred_cases(arena, race, page_of):
    pages = {handle: page_of(handle) for handle in race.moderators}
    in_order = list(race.cases.values())
    crossed = [each for at in range(0, CASES, NEAR) for each in reversed(in_order[at : at + NEAR])]
    orders = dict(zip(race.moderators, (in_order, crossed), strict=True))

    forms = both_at_once(pages, {who: f"open({orders[who]})" for who in pages})
    told = both_at_once(pages, {who: f"decide({ruling(who)})" for who in pages})

    assert set(forms.values()) == {CASES}
    winners = winners_of(told)
    assert winners.keys() == set(in_order)
    assert_each_is_decided_once(arena, race)
    author, reporter = page_of(race.author), page_of(race.reporter)
    notices = run(author, "linked('/notices', '/notices/')")
    receipts = run(reporter, "linked('/notices', '/reports/')")
    assert sorted(notices) == sorted(
        each.replace("moderation/cases", "notices") for each in winners
    )
    assert len(receipts) == len(set(receipts)) == CASES
    for address, told in zip(notices[:READ], run(author, f"said({notices[:READ]})"), strict=True):
        assert told == [words_of(winners[address.replace("notices", "moderation/cases")])]
    told = run(reporter, f"said({receipts[:READ]})")
    assert told == [["Again.", "We have removed it."]] * READ
    assert letters_to(arena, f"{race.author}@example.org") == CASES


def run(page, call):
    return page.evaluate(f"() => {{ {SCRIPT}; return {call}; }}")


def both_at_once(pages, calls):
    """What the calls come to, after both have begun."""
    for who, page in pages.items():
        page.evaluate(f"() => {{ {SCRIPT}; window.done = {calls[who]}; }}")
    return {who: page.evaluate("window.done") for who, page in pages.items()}


def words_of(who):
    return f"Decided by {who}."


def ruling(who):
    return {"action": "remove", "reason": "selling", "note": words_of(who)}


def winners_of(told):
    """Who decided each case. Whoever came second was shown what the first had said."""
    answers = {}
    for who, said in told.items():
        for address, *answer in said:
            answers.setdefault(address, {})[who] = tuple(answer)
    winners = {}
    for address, each in answers.items():
        winner, loser = sorted(each, key=lambda who: each[who])
        assert (each[winner], each[loser]) == ((303, ""), (409, words_of(winner)))
        winners[address] = winner
    return winners


def letters_to(arena, address):
    """How many she has, when none waits any more."""
    until = time.monotonic() + sites.PATIENCE_SECONDS
    with Session(arena.house.database.engine) as session:
        while session.scalar(select(Job.id).limit(1)):
            session.rollback()
            assert time.monotonic() < until, "letters wait"
            time.sleep(0.1)
    return sum(mail["To"] == address for mail in arena._letters())


def assert_each_is_decided_once(arena, race):
    about = set(race.cases)
    with arena.house.database.reading() as session:
        cases = session.scalars(select(Case).where(Case.id.in_(about))).all()
        made = session.scalars(select(Decision).where(Decision.case_id.in_(about))).all()
        told = session.execute(
            select(
                CaseMessage.case_id, CaseMessage.report_id == AUTHOR, CaseMessage.decision_id
            ).where(CaseMessage.case_id.in_(about), CaseMessage.side == Side.TEAM)
        ).all()
        logged = session.scalars(select(Entry.subject_id)).all()
    assert Counter(case.state for case in cases) == {CaseState.DECIDED: CASES}
    by_case = {one.case_id: one.id for one in made}
    assert len(made) == len(by_case) == CASES
    once = Counter((case, author, by_case[case]) for case in by_case for author in (False, True))
    assert Counter(map(tuple, told)) == once
    subjects = [case.subject for case in cases]
    assert Counter(set(subjects) & set(logged)) == Counter(subjects)
    assert len(logged) == CASES
    assert not checking.check(arena.house.database, arena.house.ring).broken
