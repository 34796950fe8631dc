"""Who sees a pathway, and what of its things: each as she may see it where it is."""

import re

import pytest

from app.community.threads.models import Thread
from app.core.keys import base32
from app.people.circles.models import Visibility
from app.people.members.models import Standing
from tests.browser import without_chance
from tests.community.pathways.making import begun, step, stepped
from tests.conftest import counted
from tests.mentoring.making import mentor
from tests.mentoring.requests.test_asking import told


def path(thread):
    return f"/t/{base32(thread.id)}/{thread.slug}"


def leads_to(web, who, slug, words):
    page = (web.as_(who) if who else web.visitor()).get(f"/pathways/{slug}")
    assert page.status_code == 200
    return words in page.text


def test_everybody_reads_one_that_is_for_everybody(web, grace, stella):
    slug = begun(web, grace)

    assert web.as_(stella).get(f"/pathways/{slug}").status_code == 200
    assert web.visitor().get(f"/pathways/{slug}").status_code == 200
    assert "Your first talk" in web.get("/pathways").text


@pytest.mark.parametrize(
    ("visibility", "who_reads"),
    [
        ("public", (True, True, True)),
        ("members", (True, True, False)),
        ("private", (True, False, False)),
    ],
)
def test_one_of_a_circle_is_for_who_reads_the_circle(
    web, session, circle, grace, amina, stella, visibility, who_reads
):
    session.merge(circle).visibility = Visibility(visibility)
    session.commit()
    slug = begun(web, grace, audience="circle")

    for who, reads in zip((amina, stella, None), who_reads, strict=True):
        web.as_(who) if who else web.visitor()
        assert web.get(f"/pathways/{slug}").status_code == (200 if reads else 404)
        assert ("Your first talk" in web.get("/pathways").text) is reads


def test_the_circle_is_named_to_who_may_know_of_it(web, session, circle, grace, amina, stella):
    session.merge(circle).visibility = Visibility.PRIVATE
    session.commit()
    slug = begun(web, grace)

    assert "New mothers" in web.as_(amina).get(f"/pathways/{slug}").text
    for page in (f"/pathways/{slug}", "/pathways"):
        assert "New mothers" not in web.as_(stella).get(page).text
        assert "New mothers" not in web.visitor().get(page).text


def test_drafts_stand_in_the_list_of_hosts_alone(web, grace, amina, olga):
    begun(web, grace, shown=False)

    assert "Drafts" in web.as_(grace).get("/pathways").text
    assert "Drafts" in web.as_(olga).get("/pathways").text
    assert "Your first talk" not in web.as_(amina).get("/pathways").text
    assert "Your first talk" not in web.visitor().get("/pathways").text


def test_the_list_goes_on(web, grace, monkeypatch):
    monkeypatch.setattr("app.community.pathways.queries.PAGE", 2)
    for title in ("Delta", "Alpha", "Charlie", "Bravo", "Echo"):
        begun(web, grace, title=title)

    seen, at = [], "/pathways"
    while at:
        page = web.visitor().get(at).text
        seen.append([t for t in ("Alpha", "Bravo", "Charlie", "Delta", "Echo") if t in page])
        at = page.partition('rel="next"')[2].partition('href="')[2].partition('"')[0]

    assert seen == [["Alpha", "Bravo"], ["Charlie", "Delta"], ["Echo"]]


# Threads


def test_a_step_leads_to_a_thread(web, make, circle, grace, bea, stella):
    thread = make.thread(circle, bea, title="How I began")
    slug = begun(web, grace)
    stepped(web, grace, slug, thing=f"http://127.0.0.1:8000{path(thread)}?said=x#p2")

    page = web.as_(stella).get(f"/pathways/{slug}").text

    assert f'href="{path(thread)}"' in page
    assert "How I began" in page
    assert "A thread" in page


def test_its_author_is_never_named_whoever_she_is(web, make, circle, grace, bea, stella):
    named = make.thread(circle, bea, title="How I began")
    voiced = make.thread(circle, None, title="How I nearly quit")
    slug = begun(web, grace)
    stepped(web, grace, slug, thing=path(named))
    stepped(web, grace, slug, thing=path(voiced))

    page = without_chance(web.as_(stella).get(f"/pathways/{slug}").text)
    page = page.partition("<main")[2].partition("</main>")[0]

    assert "How I nearly quit" in page
    assert "Bea" not in page
    assert "anonym" not in page.lower()


def test_who_may_not_see_the_thread_sees_the_words_alone(web, make, session, grace, stella, amina):
    room = make.circle("Inner room", visibility=Visibility.PRIVATE)
    make.joins(grace, room)
    thread = make.thread(room, grace, title="Between us")
    slug = begun(web, grace)
    with_thing = stepped(web, grace, slug, heading="Read on", thing=path(thread))
    without = begun(web, grace)
    alone = stepped(web, grace, without, heading="Read on")

    assert leads_to(web, grace, slug, "Between us")
    for who in (stella, amina, None):
        web.as_(who) if who else web.visitor()
        one, other = (web.get(f"/pathways/{each}").text for each in (slug, without))
        assert "Between us" not in one
        assert "Inner room" not in one
        same = one.replace(slug, "x").replace(with_thing, "y")
        assert _bare(same) == _bare(other.replace(without, "x").replace(alone, "y"))


def _bare(page):
    """Without what is another in each form."""
    return re.sub(r'name="csrf_token" value="[^"]*"|/report/pathway/\w+', "", page)


def test_a_hidden_thread_leads_nowhere_until_it_is_shown(
    web, make, session, circle, grace, bea, stella
):
    thread = make.thread(circle, bea, title="How I began")
    slug = begun(web, grace)
    stepped(web, grace, slug, thing=path(thread))

    for hidden in (True, False):
        session.get(Thread, thread.id, populate_existing=True).hidden = hidden
        session.commit()
        assert leads_to(web, stella, slug, "How I began") is not hidden


def test_whom_she_has_blocked_she_does_not_meet_here(web, make, circle, grace, bea, amina):
    thread = make.thread(circle, bea, title="How I began")
    slug = begun(web, grace)
    stepped(web, grace, slug, thing=path(thread))

    web.as_(amina).post("/m/bea/block", change="block")

    assert not leads_to(web, amina, slug, "How I began")
    assert leads_to(web, bea, slug, "How I began")


@pytest.mark.parametrize(
    "typed",
    [
        "nonsense",
        "/t/zzzzzzz",
        "/t/",
        "/m/bea",
        "/mentors/bea",
        "/mentors/nobody",
        "https://example.org/t/2",
        "/pathways",
    ],
)
def test_an_address_that_leads_nowhere_is_refused(web, grace, bea, typed):
    slug = begun(web, grace)

    answer = web.post(f"/pathways/{slug}/steps/new", heading="Read on", thing=typed)

    assert answer.status_code == 422
    assert "We find nothing at this address" in answer.text
    assert "Read on" in answer.text


def test_a_host_links_nothing_that_she_may_not_see_herself(web, make, grace, bea):
    room = make.circle("Inner room", visibility=Visibility.PRIVATE)
    make.joins(bea, room)
    thread = make.thread(room, bea, title="Between us")
    slug = begun(web, grace)

    answer = web.post(f"/pathways/{slug}/steps/new", heading="Read on", thing=path(thread))

    assert answer.status_code == 422
    assert "Between us" not in answer.text


def test_what_another_host_has_linked_stays_when_she_may_not_see_it(
    web, make, session, circle, grace
):
    room = make.circle("Inner room", visibility=Visibility.PRIVATE)
    make.joins(grace, room)
    thread = make.thread(room, grace, title="Between us")
    slug = begun(web, grace)
    number = stepped(web, grace, slug, thing=path(thread))
    at = f"/pathways/{slug}/steps/{number}"
    other = make.member("Hana", circle, host=True)

    page = web.as_(other).get(at)
    assert "something that you may not see yourself" in page.text
    assert "Between us" not in page.text
    web.send(page, at, heading="Read this")
    assert step(session, number).link is not None

    web.send(web.get(at), at, unlink="on")
    assert step(session, number).link is None


# Mentors


@pytest.fixture
def asked(web, make, session, grace, bea):
    """A pathway that would name Bea, and the number of its step."""
    mentor(make, bea)
    slug = begun(web, grace)
    return slug, stepped(web, grace, slug, heading="Ask somebody", thing="/mentors/bea")


def test_a_mentor_is_asked_and_stands_there_once_she_agrees(web, session, asked, bea, stella):
    slug, number = asked
    assert not leads_to(web, stella, slug, "/mentors/bea")
    assert told(session, bea) == [("pathway-asked", number)]

    page = web.as_(bea).get(f"/pathways/asked/{number}")
    assert "Your first talk" in page.text
    assert "Ask somebody" in page.text
    answer = web.send(page, f"/pathways/asked/{number}", answer="yes")

    assert answer.headers["location"] == f"/pathways/asked/{number}?said=stands"
    assert leads_to(web, stella, slug, 'href="/mentors/bea"')
    assert leads_to(web, stella, slug, "Leads a team.")


def test_her_list_leads_to_the_question(web, asked, bea):
    _, number = asked

    page = web.as_(bea).get("/notifications").text
    assert "You are asked whether your name may stand on a pathway" in page
    way = page.partition('href="/notifications/')[2].partition('"')[0]
    assert web.get(f"/notifications/{way}").headers["location"] == f"/pathways/asked/{number}"


def test_until_then_nothing_shows_that_she_was_asked(web, asked, grace, stella, amina):
    slug, number = asked
    without = begun(web, grace)
    alone = stepped(web, grace, without, heading="Ask somebody")

    for who in (stella, amina, None):
        web.as_(who) if who else web.visitor()
        one, other = (web.get(f"/pathways/{each}").text for each in (slug, without))
        same = one.replace(slug, "x").replace(number, "y")
        assert _bare(same) == _bare(other.replace(without, "x").replace(alone, "y"))


def test_no_and_silence_look_the_same_to_hosts(web, asked, grace, bea):
    slug, number = asked
    at = f"/pathways/{slug}/steps/{number}"
    silent = web.as_(grace).get(at).text
    web.as_(bea).post(f"/pathways/asked/{number}", answer="no")

    assert _bare(web.as_(grace).get(at).text) == _bare(silent)
    assert "Her name does not stand here until she agrees." in silent


def test_she_may_say_otherwise_at_any_time(web, asked, bea, stella):
    slug, number = asked
    for answer in ("yes", "no", "yes", "no"):
        web.as_(bea).post(f"/pathways/asked/{number}", answer=answer)
        assert leads_to(web, stella, slug, "/mentors/bea") is (answer == "yes")


def test_nobody_answers_for_her(web, asked, grace, stella, olga):
    slug, number = asked
    for who in (grace, stella, olga):
        web.as_(who)
        assert web.get(f"/pathways/asked/{number}").status_code == 404
        assert web.post(f"/pathways/asked/{number}", answer="yes").status_code == 404
    assert web.visitor().post(f"/pathways/asked/{number}", answer="yes").status_code == 403
    assert not leads_to(web, stella, slug, "/mentors/bea")


@pytest.fixture
def named(web, asked, bea):
    web.as_(bea).post(f"/pathways/asked/{asked[1]}", answer="yes")
    return asked


def test_visitors_do_not_see_her_as_they_do_not_see_mentors(web, named):
    assert not leads_to(web, None, named[0], "/mentors/bea")


def test_whoever_has_blocked_her_does_not_see_her(web, named, amina, bea):
    slug, _ = named
    web.as_(amina).post("/m/bea/block", change="block")

    assert not leads_to(web, amina, slug, "/mentors/bea")
    assert leads_to(web, bea, slug, "/mentors/bea")


def test_whom_she_has_blocked_sees_no_difference(web, named, amina, bea):
    slug, _ = named
    before = _bare(web.as_(amina).get(f"/pathways/{slug}").text)
    web.as_(bea).post("/m/amina/block", change="block")

    assert _bare(web.as_(amina).get(f"/pathways/{slug}").text) == before


def test_a_host_whom_she_has_blocked_reaches_her_with_no_question(
    web, make, session, grace, bea, stella
):
    mentor(make, bea)
    web.as_(bea).post("/m/grace/block", change="block")
    slug = begun(web, grace)

    answer = web.post(f"/pathways/{slug}/steps/new", heading="Ask her", thing="/mentors/bea")

    assert "said=step-asked" in answer.headers["location"]
    assert told(session, bea) == []
    assert not leads_to(web, stella, slug, "/mentors/bea")


def test_a_host_cannot_name_whom_she_has_blocked(web, make, grace, bea):
    mentor(make, bea)
    slug = begun(web, grace)
    web.post("/m/bea/block", change="block")

    answer = web.post(f"/pathways/{slug}/steps/new", heading="Ask her", thing="/mentors/bea")

    assert answer.status_code == 422


def test_a_host_who_is_a_mentor_names_herself_at_once(web, make, session, grace, stella):
    mentor(make, grace)
    slug = begun(web, grace)
    stepped(web, grace, slug, thing="/mentors/grace")

    assert leads_to(web, stella, slug, "/mentors/grace")
    assert told(session, grace) == []


def test_she_is_not_asked_again_for_the_same_step(web, session, named, grace, bea, stella):
    slug, number = named
    at = f"/pathways/{slug}/steps/{number}"

    web.as_(grace)
    web.send(web.get(at), at, thing="/mentors/bea", heading="Ask her")

    assert leads_to(web, stella, slug, "/mentors/bea")


@pytest.mark.parametrize("how", ["paused", "leaving", "suspended"])
def test_whoever_stands_in_no_list_does_not_stand_here(web, make, session, named, bea, stella, how):
    slug, _ = named
    if how == "paused":
        web.as_(bea).post("/mentoring/profile/pause", on="yes")
    elif how == "leaving":
        make.leaving(bea)
    else:
        session.merge(bea).standing = Standing.SUSPENDED
        session.commit()

    assert not leads_to(web, stella, slug, "/mentors/")


def test_who_begins_again_as_a_mentor_is_asked_anew(web, make, session, named, bea, stella):
    slug, number = named
    web.as_(bea).post("/mentoring/profile/stop")
    mentor(make, bea)

    assert not leads_to(web, stella, slug, "/mentors/bea")
    assert web.as_(bea).get(f"/pathways/asked/{number}").status_code == 404


def test_a_page_costs_few_questions(web, make, circle, named, grace, bea, stella):
    slug, _ = named
    for n in range(8):
        thread = make.thread(circle, bea, title=f"Thread {n}")
        stepped(web, grace, slug, heading=f"Read {n}", thing=path(thread))

    web.as_(stella)
    with counted(web.house) as statements:
        web.get(f"/pathways/{slug}")

    assert len(statements) <= 8
