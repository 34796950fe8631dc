"""Whether everybody can use the pages of a mentorship, and two people who walk through its life."""

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session
from test_access import Scene, overflow, press, violations

from app.core.keys import base32
from app.mentoring.mentorships import course, courses, goals
from app.mentoring.mentorships.contents import MENTOR, Agreement, Course, Proposal
from app.mentoring.mentorships.course import Reflection
from app.people.members.models import Member
from tests.make import Make
from tests.mentoring.mentorships import pairs

AGREED = Agreement("One call a month.", "Messages in between. " + "m" * 80, "It stays here.")


def open_steps(page: Page) -> None:
    for summary in page.locator(".goals summary").all():
        summary.click()


SCENES = [
    Scene("a mentorship that begins", "zaina", "{fresh}"),
    Scene("one with everything in it", "zola", "{full}", open_steps),
    Scene("her own notes", "zola", "{full}?notes=own"),
    Scene("too long a note", "zola", "{full}", press("Save note", body="x" * 8001)),
    Scene("one that is paused and proposed", "zola", "{paused}"),
    Scene("one that the other has paused", "zuri", "{paused}"),
    Scene("one that is completed", "zola", "{completed}"),
    Scene("one that is over", "zuri", "{ended}"),
    Scene("an agreement", "zaina", "{fresh}/agreement"),
    Scene("half an agreement", "zaina", "{fresh}/agreement", press("Propose it", contact="")),
    Scene("a new goal", "zola", "{full}/goals/new"),
    Scene("a goal without a title", "zola", "{full}/goals/new", press("Add it", until="")),
    Scene("a goal that is done", "zola", "{goal}/done"),
    Scene("a goal to delete", "zola", "{goal}/delete"),
    Scene("a note to edit", "zola", "{note}/edit"),
    Scene("a note to delete", "zola", "{note}/delete"),
    Scene("pausing or ending", "zola", "{full}/pausing-or-ending"),
    Scene("completing", "zola", "{full}/complete"),
    Scene("ending", "zola", "{full}/end"),
    Scene("not sure about this", "zola", "{full}/uncertain"),
    Scene("feedback", "zola", "{full}/feedback"),
    Scene("feedback without a number", "zola", "{full}/feedback", press("Keep it", helped="Much")),
    Scene("how it is going", "zola", "{full}/check-ins"),
    Scene("no answer", "zola", "{full}/check-ins", press("Keep it", words="Hm")),
]


@pytest.fixture(scope="session")
def places(site, stage) -> dict[str, str]:
    """The addresses in the scenes that only this site knows."""
    with Session(site.house.database.engine, expire_on_commit=False) as session:
        return _written(Make(session, site.house))


def _written(make: Make) -> dict[str, str]:
    """Zola is Zahra's, Zuri's and Zena's mentee, each in another state; Zaina begins."""
    zuri, zola, zaina, zahra, zena = (
        make.member(name) for name in ("Zuri", "Zola", "Zaina", "Zahra", "Zena")
    )
    fresh, full = pairs.pair(make, zuri, zaina), pairs.pair(make, zahra, zola)
    paused, done = pairs.pair(make, zuri, zola), pairs.pair(make, zena, zola)
    over = pairs.pair(make, zena, zuri)
    goal, note = _filled(make, zola, zahra, full)
    with make.house.database.changing() as session:
        ring, wanted = make.house.ring, Proposal(MENTOR, "lantern", AGREED)
        courses.save(session, ring, full, Course(AGREED))
        courses.save(session, ring, paused, Course(AGREED, wanted))
    with make._as(zola) as (session, viewer):
        course.pause(session, viewer, ring, paused)
    for who in (zola, zena):
        with make._as(who) as (session, viewer):
            course.complete(session, viewer, ring, done, Reflection("I ask now.", who.handle))
    with make._as(zena) as (session, viewer):
        course.end(session, viewer, ring, over)
    named = {"fresh": fresh, "full": full, "paused": paused, "completed": done, "ended": over}
    at = {name: f"/mentorships/{base32(here)}" for name, here in named.items()}
    return at | {"goal": f"{at['full']}/goals/{goal}", "note": f"{at['full']}/notes/{note}"}


def _filled(make: Make, mentee: Member, mentor: Member, here: int) -> tuple[str, str]:
    """Some of everything; returns a goal and a note of hers."""
    goal = pairs.goal(make, mentee, here, "Send in the promotion form", "Write it", "s" * 120)
    done = pairs.goal(make, mentor, here, "Ask for the pay bands")
    with make._as(mentee) as (session, viewer):
        goals.finish(session, viewer, make.house.ring, (here, done), "She just sent them.")
    pairs.note(make, mentor, here, "You’re better at disasters than at praise, so *use* it.")
    note = pairs.note(make, mentee, here, "w" * 300)
    pairs.own_note(make, mentee, here, "She lets me finish.")
    pairs.check_in(make, mentee, here)
    pairs.say(make, mentee, here)
    pairs.say(make, mentor, here, "That you came prepared.", shown=True)
    return base32(goal), base32(note)


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_everybody_can_use_the_page(look_as, places, scene):
    page = look_as(scene.who)
    page.goto(scene.path.format(**places))

    scene.act(page)

    assert violations(page) == []
    assert overflow(page) == 0


@pytest.fixture(params=[True, False], ids=["with scripts", "without"])
def two(request, open_as, site, worker_number):
    """A mentor and her mentee, each in a browser of her own, and where they meet."""
    names = tuple(f"{name}{worker_number}" for name in ("Zippora", "Zelda"))
    with Session(site.house.database.engine, expire_on_commit=False) as session:
        make = Make(session, site.house)
        here = pairs.pair(make, *(make.member(name) for name in names))
    pages = (open_as(name.lower(), script=request.param) for name in names)
    return *pages, f"/mentorships/{base32(here)}"


@pytest.fixture
def worker_number(request):
    """Another for each test, so that its people are nobody else's."""
    return sum(request.node.name.encode())


def test_they_agree_and_work_towards_a_goal(two):
    mentor, mentee, at = two
    mentor.goto(at)
    mentor.get_by_role("link", name="Propose an agreement").click()
    mentor.get_by_label("How often do you meet").fill("Every second Thursday.")
    mentor.get_by_role("button", name="Propose it").click()
    mentee.goto(at)
    mentee.get_by_role("button", name="Agree").click()
    expect(mentee.locator("aside").get_by_text("Every second Thursday.")).to_be_visible()

    mentee.get_by_role("link", name="Add a goal").click()
    mentee.get_by_label("The goal").fill("Ask for the pay bands")
    mentee.get_by_label("Steps").fill("Write it\nSend it")
    mentee.get_by_role("button", name="Add it").click()
    mentee.locator(".goals summary").click()
    mentee.get_by_label("Write it").check()
    mentee.get_by_role("button", name="Save the steps").click()
    expect(mentee.get_by_text("1 of 2 steps done.")).to_be_visible()
    mentee.locator(".goals").get_by_role("link", name="Done").click()
    mentee.get_by_label("A word on it").fill("She just sent them.")
    mentee.get_by_role("button", name="It is done").click()
    expect(mentee.get_by_text("“She just sent them.”")).to_be_visible()


def test_they_write_notes_for_both_and_for_one(two):
    mentor, mentee, at = two
    mentor.goto(at)
    mentor.get_by_label("Add a shared note").fill("Send it **before** Monday.")
    mentor.get_by_role("button", name="Save note").click()
    mentee.goto(at)
    expect(mentee.get_by_text("Send it before Monday.")).to_be_visible()
    mentee.get_by_role("link", name="Only you").click()
    mentee.get_by_label("Add a note for yourself").fill("I am afraid of Monday.")
    mentee.get_by_role("button", name="Save note").click()
    expect(mentee.get_by_text("I am afraid of Monday.")).to_be_visible()

    mentor.goto(f"{at}?notes=own")
    expect(mentor.get_by_text("I am afraid of Monday.")).to_have_count(0)


def test_they_complete_it_and_one_says_what_helped(two):
    mentor, mentee, at = two
    for page, words in ((mentee, "I ask now."), (mentor, "She asks now.")):
        page.goto(f"{at}/complete")
        page.get_by_label("Looking back").fill(words)
        page.get_by_role("button", name="It is done").click()
    expect(mentor.get_by_role("heading", name="Feedback", exact=True)).to_be_visible()
    mentor.get_by_label("What helped").fill("That she came prepared.")
    mentor.get_by_role("radio", name="5 Very").check()
    mentor.get_by_label("Show my words").check()
    mentor.get_by_role("button", name="Keep it").click()
    mentee.goto(at)
    expect(mentee.get_by_role("heading", name="You completed it together")).to_be_visible()
    mentee.locator("aside").get_by_role("link", name="Feedback").click()
    expect(mentee.get_by_text("That she came prepared.")).to_be_visible()
