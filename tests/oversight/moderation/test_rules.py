"""Rules are made, tried and switched in pages; the dry run counts what was posted."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from app.community.threads.models import Post, Thread
from app.core import clock, text
from app.core.keys import base32
from app.oversight.audit import chain
from app.oversight.audit.models import Entry
from app.oversight.moderation import duplicates, reports
from app.oversight.moderation.holds_models import HoldRule, RemovedText
from app.oversight.moderation.models import Reason
from app.people.circles.models import Visibility
from app.people.subjects import SubjectRef
from app.web.kit.addresses import url
from tests.browser import forms_of
from tests.conftest import counted

RULES = "/moderation/rules"
NEW = f"{RULES}/new"


def rule(session):
    session.commit()
    session.expire_all()
    return session.scalars(select(HoldRule)).one()


def test_a_rule_is_made_tried_and_switched_on_and_off(
    web, house, session, make, circle, amina, bea, mona
):
    make.thread(circle, amina, replies=[(bea, "A loan?"), (None, "Take a LOAN!"), (bea, "No")])
    web.as_(mona)
    page = web.get(NEW)
    fields = {"name": "Loans", "kind": "phrase", "pattern": "loan\nquick money"}

    tried = web.follow(web.send(page, NEW, **fields))

    made = rule(session)
    assert (made.name, made.on, made.circle_id, made.pattern) == (
        *("Loans", False, None),
        "loan\nquick money",
    )
    assert "<b>2</b> of the last 4 posts" in tried.text
    assert tried.text.count("<h3") == 2
    way = url("switch_hold_rule", rule_id=made.id)
    listed = web.follow(web.send(tried, way, on="yes"))
    assert "The rule is on." in listed.text
    assert rule(session).on
    off = web.follow(web.send(listed, way, on="no"))
    assert "The rule is off." in off.text
    assert not rule(session).on
    web.post(url("delete_hold_rule", rule_id=made.id))
    assert session.query(HoldRule).count() == 0
    logged = session.scalars(select(Entry).filter_by(subject_kind="rule")).all()
    verbs = {"rule-make", "rule-on", "rule-off", "rule-delete"}
    assert {(one.verb, one.actor, one.subject_id) for one in logged} == {
        (verb, chain.name(house.ring, mona.id), base32(made.id)) for verb in verbs
    }


def test_a_rule_is_not_switched_on_untried(web, session, make, mona):
    made, other = make.rule("link", on=False), make.rule("link", on=False)
    way = url("switch_hold_rule", rule_id=made.id)
    web.as_(mona)
    shown = _tried(web, made)
    elses = _tried(web, other)

    refused = [web.post(way, on="yes", tried=t) for t in ("", "x", elses, shown[:-1])]
    assert {answer.status_code for answer in refused} == {403}
    assert "Try the rule first" in refused[0].text
    web.post(url("edit_hold_rule", rule_id=made.id), name="Links", pattern="example.org")
    assert web.post(way, on="yes", tried=shown).status_code == 403
    fresh = _tried(web, made)
    with time_machine.travel(clock.now() + timedelta(minutes=61), tick=False):
        assert web.post(way, on="yes", tried=fresh).status_code == 403
    assert web.post(way, on="yes", tried=fresh).status_code == 303


def _tried(web, made):
    page = web.get(url("try_hold_rule", rule_id=made.id))
    return next(form.values["tried"] for form in forms_of(page) if "tried" in form.values)


def test_what_it_looks_for_changed_it_is_off_until_it_is_tried(web, session, make, mona):
    made = make.rule("phrase", "loan")
    way = url("edit_hold_rule", rule_id=made.id)

    web.as_(mona).send(web.get(way), way, name="Another name")
    assert (rule(session).name, rule(session).on) == ("Another name", True)
    web.send(web.get(way), way, pattern="money")
    assert (rule(session).pattern, rule(session).on) == ("money", False)


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"kind": "pattern", "pattern": "(loan"}, "missing )"),
        ({"kind": "pattern", "pattern": r"(a)\1"}, "invalid escape sequence"),
        ({"kind": "pattern", "pattern": "(?=a)b"}, "RE2 can’t read this pattern"),
        ({"kind": "pattern", "pattern": "((a{99}){99}){99}"}, "RE2 can’t read this pattern"),
        ({"kind": "pattern", "pattern": r"\p{L}{1,40}"}, "repeats too much"),
        ({"kind": "pattern", "pattern": "a" * 501}, "500 characters at most"),
        ({"kind": "pattern"}, "Say what it looks for."),
        ({"kind": "phrase", "pattern": "!!\n–"}, "at least one word or phrase"),
        ({"kind": "link", "pattern": "https://example.org"}, "is no site"),
        ({"kind": "rate", "number": "0"}, "Say how many: 1 to 100."),
        ({"kind": "rate"}, "Say how many: 1 to 100."),
        ({"kind": "reports", "number": "51"}, "Say how many: 1 to 50."),
        ({"kind": "first-posts", "number": "many"}, "doesn’t fit here"),
        ({"kind": "link", "circle": "nowhere"}, "There is no such circle."),
        ({"kind": "odd"}, "Please choose one of these."),
        ({"kind": "link", "name": ""}, "Please fill this in."),
    ],
)
def test_what_a_rule_cannot_do_is_refused_with_a_sentence(web, session, mona, fields, why):
    answer = web.as_(mona).post(NEW, **({"name": "A name kept"} | fields))

    assert answer.status_code == 422
    assert why in answer.text
    assert fields.get("name", "A name kept") in answer.text
    assert session.query(HoldRule).count() == 0


def test_catastrophic_patterns_are_quick_to_save(web, session, mona):
    for pattern in ("(a+)+$", "(x+x+)+y", "(.*a){25}", "(a|aa)+$"):
        answer = web.as_(mona).post(NEW, name="Pattern", kind="pattern", pattern=pattern)
        assert answer.status_code == 303
    assert session.query(HoldRule).count() == 4


@pytest.mark.parametrize("who", ["amina", "grace", "circle moderator", "nobody"])
def test_who_does_not_moderate_the_site_finds_nothing(
    web, session, make, circle, amina, grace, who
):
    from app.people.circles.models import CircleRole, Membership

    made = make.rule("link", on=False)
    if who == "circle moderator":
        session.get(Membership, (circle.id, grace.id)).role = CircleRole.MODERATOR
        session.commit()
    browser = web.visitor() if who == "nobody" else web.as_(amina if who == "amina" else grace)
    expected = 303 if who == "nobody" else 404

    paths = [RULES, NEW, url("edit_hold_rule", rule_id=made.id)]
    codes = {browser.get(p).status_code for p in [*paths, url("try_hold_rule", rule_id=made.id)]}
    assert codes == {expected}
    if who != "nobody":
        deeds = {"edit_hold_rule": {"name": "abc"}, "switch_hold_rule": {"on": "no"}}
        for name, fields in (deeds | {"delete_hold_rule": {}}).items():
            assert browser.post(url(name, rule_id=made.id), **fields).status_code == 404
        assert browser.post(NEW, name="abc", kind="link").status_code == 404
    assert rule(session).name == made.name


def test_examples_come_from_circles_that_she_may_read(web, session, make, circle, amina, mona):
    secret = make.circle("Secret", visibility=Visibility.PRIVATE)
    make.thread(secret, amina, title="Hidden title", body="A loan in secret")
    make.thread(circle, amina, body="A loan in the open")
    made = make.rule("phrase", "loan", on=False)

    page = web.as_(mona).get(url("try_hold_rule", rule_id=made.id)).text

    assert "<b>2</b> of the last 2 posts" in page
    assert "A loan in the open" in page
    assert "Hidden title" not in page
    assert "in secret" not in page
    here = make.rule("phrase", "loan", circle=circle, on=False)
    page = web.get(url("try_hold_rule", rule_id=here.id)).text
    assert "<b>1</b> of the last 1 post" in page


@pytest.fixture
def lively(make, session, house, circle, amina, bea, grace):
    """Threads by several, over some days, with links and repeated words."""
    circle.crowd = 30
    session.commit()
    said = [
        *((amina, "See example.com"), (None, "A loan for you"), (bea, "Chéap: www.example.org")),
        *((amina, "I am here too with you all"), (grace, "Nothing"), (None, "Write a@example.com")),
    ]
    for n in range(4):
        with time_machine.travel(clock.now() - timedelta(hours=7 * n), tick=False):
            make.thread(circle, [amina, None][n % 2], title=f"Loan {n}", replies=said[n:])
    post = session.scalars(select(Post).filter_by(body="Nothing")).first()
    for who in (amina, bea):
        with make._as(who) as (own, viewer):
            found = house.subjects.find(own, viewer, SubjectRef("post", base32(post.id)))
            reports.report(own, viewer, house.ring, found, Reason.UNKIND, "")
    session.add(RemovedText(h=duplicates.of(house.ring, "i am HERE too - with you, all!")))
    session.commit()
    return post


def brute(session, kind, number):
    """Post by post, by what the rule says in words."""
    rows = session.execute(select(Post, Thread.title).join(Thread, Thread.id == Post.thread_id))
    posts = [(post, title if post.seq == 1 else "") for post, title in rows]
    named = sorted((p for p, _ in posts if p.author_id), key=lambda p: (p.day, p.at, p.id))
    count = 0
    for post, title in posts:
        hers = [p for p in named if p.author_id == post.author_id]
        words = f" {text.plain(f'{title} {post.body}')} "
        if kind == "link":
            count += "example" in post.body
        elif kind in {"phrase", "pattern"}:
            count += " loan " in words
        elif kind == "duplicate":
            count += "with you all" in words
        elif kind == "first-posts":
            count += post in hers[:number]
        elif kind == "rate":
            hour = [p for p in hers if post.at and post.at - timedelta(hours=1) < p.at <= post.at]
            before = [p for p in hour if (p.at, p.id) <= (post.at, post.id)]
            count += len(before) > number
    return count


@pytest.mark.parametrize(
    ("kind", "pattern", "number"),
    [
        ("link", "", 0),
        ("phrase", "loan", 0),
        ("pattern", r"(?i)\bloan\b", 0),
        ("duplicate", "", 0),
        *(("first-posts", "", 3), ("rate", "", 1), ("reports", "", 2)),
    ],
)
def test_the_dry_run_counts_what_a_plain_count_finds(
    web, session, make, lively, mona, kind, pattern, number
):
    made = make.rule(kind, pattern, number, on=False)
    expected = 1 if kind == "reports" else brute(session, kind, number)

    page = web.as_(mona).get(url("try_hold_rule", rule_id=made.id)).text

    assert expected > 0
    total = session.query(Post).count()
    assert f"<b>{expected}</b> of the last {total} posts" in page
    assert page.count("<h3") == min(expected, 20)


def test_a_dry_run_asks_little(web, house, make, lively, mona):
    made = make.rule("duplicate", on=False)
    path = url("try_hold_rule", rule_id=made.id)
    web.as_(mona).get(path)

    with counted(house) as asked:
        web.get(path)

    assert len(asked) == 4, "\n".join(asked)


def test_the_list_says_what_each_rule_is_about(web, make, circle, mona):
    make.rule("rate", number=3, circle=circle)
    page = web.as_(mona).get(RULES).text

    assert "Many posts in an hour: 3" in page
    assert "<bdi>New mothers</bdi>" in page
    assert "There are no rules" not in page
