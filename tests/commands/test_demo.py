"""The demo community: loaded once into an empty house, and open to whoever has its password."""

import re
import stat
import tomllib
from dataclasses import replace
from html import unescape

import pytest
from sqlalchemy import func, select

from app import main
from app.commands import demo
from app.community.threads.models import Intent, Post, Reaction, Thread
from app.people.anonymity.bundles import Shelf
from app.people.circles import greeters
from app.people.circles.models import Circle, CircleRole, Greeter, Membership
from app.people.members import passwords
from app.people.members.models import Member, Role, SessionRow
from app.web.kit.addresses import url
from tests.browser import Browser
from tests.client import Client

CIRCLES = {
    *("imposter-syndrome", "returning-to-work", "first-time-managers", "women-in-stem"),
    *("pay-and-promotion", "starting-over", "study-and-exams", "caring-and-career"),
}


@pytest.fixture
def loaded(house):
    assert demo.load_if_empty(house)
    yield house
    (house.settings.data_dir / demo.SIGN_IN).unlink()


@pytest.fixture
def password(loaded):
    return demo.sign_in(loaded).rpartition(" ")[2]


def test_it_has_eight_circles_with_hosts_and_threads(loaded, session):
    circles = session.scalars(select(Circle)).all()

    assert {circle.slug for circle in circles} == CIRCLES
    for circle in circles:
        belonging = session.scalars(select(Membership).filter_by(circle_id=circle.id)).all()
        threads = session.scalars(select(Thread).filter_by(circle_id=circle.id)).all()
        assert circle.members == len(belonging)
        assert any(m.role is CircleRole.HOST for m in belonging)
        assert len(threads) >= 4
        assert circle.bump == sum(thread.nseq for thread in threads)
    assert set(session.scalars(select(Thread.intent))) == set(Intent)
    assert session.scalar(select(func.count()).select_from(Reaction)) > 100
    roles = set(session.scalars(select(Member.role)))
    assert roles == set(Role)


def test_it_has_advice_and_greeters(loaded, session):
    advised = select(Thread.intent).join(Post, Post.thread_id == Thread.id).where(Post.advice)
    greeting = select(Circle).where(Circle.greets)
    this_week = select(Greeter.circle_id).where(Greeter.week == greeters.monday())

    assert {Intent.JUST_LISTENING, Intent.ADVICE_WELCOME} <= set(session.scalars(advised))
    circles = session.scalars(greeting).all()
    assert {circle.id for circle in circles} == set(session.scalars(this_week))
    assert len(circles) == 2


def test_it_is_loaded_once_and_never_beside_others(loaded, session):
    before = session.scalar(select(func.count()).select_from(Post))

    assert not demo.load_if_empty(loaded)

    session.rollback()
    assert session.scalar(select(func.count()).select_from(Post)) == before


def test_it_stays_out_of_a_house_with_anybody_in_it(house, session, stella):
    assert not demo.load_if_empty(house)
    assert demo.sign_in(house) == ""
    assert session.scalar(select(func.count()).select_from(Circle)) == 0


def test_everybody_has_the_password_that_is_printed(loaded, session, password):
    kept = session.scalars(select(Member.password)).all()
    given = tomllib.loads((demo.FILES / "members.toml").read_text())["member"]

    assert len(kept) == len(given)
    [one] = set(kept)
    assert passwords.matches(password, one)[0]
    assert len(password) >= 18


@pytest.mark.parametrize("who", ["olga", "mona", "dina", "dina@example.org"])
def test_she_signs_in_with_it(web, loaded, password, who):
    form = web.visitor().get("/sign-in")

    answer = web.send(form, "/sign-in", login=who, password=password)

    assert "Hello, " in web.follow(answer).text


def test_only_its_owner_can_read_the_note(loaded):
    mode = (loaded.settings.data_dir / demo.SIGN_IN).stat().st_mode

    assert stat.S_IMODE(mode) == 0o600


def test_every_page_of_it_opens(web, loaded, session):
    hosts = select(Membership, Circle).join(Circle, Circle.id == Membership.circle_id)
    answers = {}
    for place, circle in session.execute(hosts.where(Membership.role == CircleRole.HOST)).all():
        web.as_(session.get_one(Member, place.member_id))
        threads = session.scalars(select(Thread.id).filter_by(circle_id=circle.id)).all()
        paths = [url("circle", circle=circle.slug), *(url("thread", thread_id=i) for i in threads)]
        answers |= {path: web.get(path).status_code for path in ["/", *paths]}
    for handle in session.scalars(select(Member.handle)).all():
        answers[handle] = web.get(url("member", handle=handle)).status_code

    assert len(answers) > 60
    assert set(answers.values()) == {200}


def test_it_has_mentors_and_a_mentorship_that_goes_on(web, loaded, session):
    dina = session.scalars(select(Member).filter_by(handle="dina")).one()

    mentors = web.as_(dina).get("/mentors").text
    hub = web.get("/mentoring").text

    assert mentors.count('class="why"') == 5
    assert "Thandeka M." in hub
    page = web.get(re.search(r"/mentorships/\w+", hub)[0]).text
    assert "Speak once in each Monday meeting" in page


def test_its_pathways_lead_to_all_kinds_of_things(web, loaded, session):
    dina = session.scalars(select(Member).filter_by(handle="dina")).one()

    found = set(re.findall(r'href="(/pathways/[a-z][\w-]+)"', web.as_(dina).get("/pathways").text))
    pages = {path: web.get(path).text for path in found}

    assert len(found) == 2
    for page in pages.values():
        for path in ("/t/", "/resources/", "/opportunities/", "/mentors/"):
            leads = re.search(rf'<div class="card">\s*<p>[^<]+</p>\s*<a href="{path}', page)
            assert leads, path
        assert page.count('<div class="card">') >= 5
    searched = web.get(url("search", q="rehearsal soup", kind="pathways")).text
    assert 'href="/pathways/your-first-talk-in-front-of-people"' in searched


def section(page, heading):
    """What stands under this heading."""
    return page.partition(f">{heading}</h2>")[2].partition("<h2")[0]


def test_its_members_follow_threads_and_have_not_read_all_of_them(web, loaded, session):
    followed = {}
    for member in session.scalars(select(Member)).all():
        page = web.as_(member).get("/").text
        followed[member.handle] = section(page, "Threads you follow").count("<li")

    dina = session.scalars(select(Member).filter_by(handle="dina")).one()
    home = web.as_(dina).get("/").text
    notices = web.get("/notifications").text

    assert min(followed.values()) >= 1
    assert "6 new replies in threads you follow" in " ".join(home.split())
    assert section(home, "Threads you follow").count('class="new"') == 3
    for title in ("Gave the talk. Did not apologise at the start", "Principal engineer"):
        assert title in notices
    assert "The man I trained is on six thousand more than me" in section(
        home, "Threads you follow"
    )
    assert "The man I trained is on six thousand more than me" not in notices


def test_what_they_follow_stays_when_the_server_is_started_anew(web, loaded, session):
    dina = session.scalars(select(Member).filter_by(handle="dina")).one()
    before = web.as_(dina).get("/").text

    app = main.build(replace(loaded, shelf=Shelf(loaded.ring)))
    again = Browser(Client(app, loaded.settings.address), app.state.house).as_(dina)

    assert section(again.get("/").text, "Threads you follow") == section(
        before, "Threads you follow"
    )


def test_each_may_read_what_she_follows_and_has_bookmarked(web, loaded, session):
    said = tomllib.loads((demo.FILES / demo.READERS).read_text())["reader"]
    threads = {row.title: row for row in session.scalars(select(Thread))}
    for reader in said:
        web.as_(session.scalars(select(Member).filter_by(handle=reader["handle"])).one())
        page = unescape(web.get("/bookmarks").text)
        for one in reader["follows"]:
            answer = web.get(url("thread", thread_id=threads[one["thread"]].id))
            assert answer.status_code in {200, 303}, one
        for one in reader["bookmarks"]:
            assert one["thread"] in page, one
            assert one.get("note", "") in page, one


def test_nobody_is_signed_in_for_it(loaded, session):
    assert session.scalar(select(func.count()).select_from(SessionRow)) == 0
