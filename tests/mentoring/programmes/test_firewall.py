"""What an employer or school sees is what the page about it says, and nothing else."""

import re
from dataclasses import fields

import pytest

from app.core.keys import base32
from app.mentoring.matching.words import BACKGROUNDS
from app.mentoring.mentorships.meeting_models import MeetingRow
from app.mentoring.mentorships.models import Mentorship, MentorshipEntry
from app.mentoring.programmes import fairness, firewall
from app.mentoring.programmes.contents import Matched, Part, Told
from app.mentoring.programmes.firewall import Card
from app.mentoring.programmes.gathering import Enrolled
from app.mentoring.programmes.models import AskedOf, Cohort
from app.mentoring.recommendations.models import Recommendation
from app.mentoring.requests.models import Request
from app.web.kit.addresses import NumberConvertor, url
from app.web.kit.route import OneHop
from tests.mentoring.mentorships import pairs
from tests.mentoring.programmes.canaries import PLANTS

SEES = "/programmes/first-steps/what-they-see"
PAGES = ("/programmes/first-steps", "/programmes/first-steps/matching")


def words_of(page):
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", page.text))


@pytest.fixture
def scene(make, programmes, programme, amina, bea):
    """Amina is Bea's mentee in all but name; she has said all that can be said."""
    programmes.question(programme, "Which floor are you on?")
    programmes.enrolled(programme, bea, Part.MENTOR, topics=("money",), languages=("en",))
    return programme


def enrolled(programmes, programme, member, **said):
    full = {
        "topics": ("money",), "times": ("weekends",), "languages": ("en", "cy"),
        "zone": "Europe/London", "team": "Yard", "manager": "grace",
        "backgrounds": ("carer", "racism"), "matching": True, "counted": True,
    }  # fmt: skip
    return programmes.enrolled(programme, member, Part.MENTEE, **full | said)


@pytest.mark.parametrize("place", PLANTS)
def test_no_word_that_is_not_for_her_is_on_any_page_of_a_coordinator(
    web, running, make, programmes, scene, amina, bea, carla, place
):
    word = f"xyzzy{place.replace(' ', '')}"
    enrolled(programmes, scene, amina)
    PLANTS[place](make, amina, bea, word)

    pages = walked(web, running, programmes, scene, amina, carla)

    assert {name for name, text in pages.items() if word in text} == set()


def test_the_walk_finds_what_is_shown(web, running, programmes, scene, amina, carla):
    enrolled(programmes, scene, amina, team="Xyzzyteam")

    pages = walked(web, running, programmes, scene, amina, carla)

    assert {name for name, text in pages.items() if "xyzzyteam" in text} == {"programme"}
    assert {"matching", "programme_report", "organisation"} <= pages.keys()


def test_what_she_tells_the_team_is_where_its_coordinators_read_it_alone(
    web, running, programmes, scene, amina, carla
):
    enrolled(programmes, scene, amina)
    web.as_(carla).post("/programmes/first-steps/matching/run")
    programmes.works()
    web.post("/programmes/first-steps/matching/confirm")
    programmes.confirms()
    here = programmes.session.query(Mentorship).one().id
    web.as_(amina).post(url("tell_team", mentorship_id=here), words="Xyzzyword")

    pages = walked(web, running, programmes, scene, amina, carla)

    assert {name for name, text in pages.items() if "xyzzyword" in text} == {"told_team"}


def walked(web, running, programmes, programme, member, coordinator):
    """All pages as a coordinator gets them, in small letters, once the cohort has been matched."""
    web.as_(coordinator).post("/programmes/first-steps/matching/run")
    programmes.works()
    values = _addresses(programmes, programme, member)
    shown = {
        route.name: web.get(url(route.name, **_of(route, values)))
        for route in running.router.routes
        if isinstance(route, OneHop) and "GET" in route.methods
    }
    return {name: answer.text.lower() for name, answer in shown.items() if answer.is_success}


def _of(route, values):
    """What stands in the braces: of a kind of things that there is one of, its number."""
    anything = {
        name: 1 if isinstance(kind, NumberConvertor) else "none"
        for name, kind in route.param_convertors.items()
    }
    return {name: values.get(name, other) for name, other in anything.items()}


def _addresses(programmes, programme, member):
    """What is there of what could tell something."""
    programmes.session.rollback()
    there = {
        "mentorship_id": Mentorship,
        "request_id": Request,
        "meeting_id": MeetingRow,
        "recommendation_id": Recommendation,
        "goal_id": MentorshipEntry,
        "note_id": MentorshipEntry,
        "feedback_id": MentorshipEntry,
        "cohort_id": Cohort,
        "check_in_id": MentorshipEntry,
    }
    rows = {name: programmes.session.query(kind).first() for name, kind in there.items()}
    numbers = {name: row.id for name, row in rows.items() if row is not None}
    words = {"kind": "post", "circle": "quiet-room", "month": "2026-11", "id": base32(1)}
    ours = {"organisation": "acme", "programme": programme.slug, "handle": member.handle}
    return numbers | words | ours


def test_the_backgrounds_of_nobody_are_on_a_coordinators_pages(
    web, programmes, scene, amina, bea, carla
):
    enrolled(programmes, scene, amina)
    web.as_(carla).post("/programmes/first-steps/matching/run")
    programmes.works()

    for path in PAGES:
        page = web.get(path).text.lower()
        assert not [name for name in BACKGROUNDS.values() if name.lower() in page]


def test_the_page_says_what_a_coordinator_sees_of_her(web, programmes, scene, amina, carla):
    enrolled(programmes, scene, amina)

    hers = words_of(web.as_(amina).get(SEES))
    theirs = words_of(web.as_(carla).get("/programmes/first-steps"))

    for seen in ("Amina", "@amina", "Money and pay", "Weekends", "English, Welsh", "Europe/London"):
        assert seen in hers, seen
        assert seen in theirs, seen
    for label in (field.label for field in firewall.SEEN):
        assert label in hers
    assert "Which floor are you on?" in hers
    assert "Who your manager is" in hers
    assert "grace" not in theirs.lower()


def test_a_field_more_is_on_both(web, programmes, scene, amina, carla, monkeypatch):
    """Both are made from one list: nothing can be shown to a coordinator and left unsaid."""
    enrolled(programmes, scene, amina)
    more = firewall.Field("shoes", "Shoe size", lambda _one: ["Thirty-nine"])
    monkeypatch.setattr(firewall, "SEEN", (*firewall.SEEN, more))

    assert "Thirty-nine" in words_of(web.as_(amina).get(SEES))
    assert "Thirty-nine" in words_of(web.as_(carla).get("/programmes/first-steps"))


def test_a_coordinators_template_gets_nothing_but_the_card():
    assert {field.name for field in fields(Card)} == {"number", "name", "handle", "seen"}


def test_what_is_asked_of_others_is_not_shown_of_her(programmes, programme, make, amina):
    asked = programmes.question(programme, "How long have you led?", asked_of=AskedOf.MENTORS)
    one = Enrolled(1, amina, Told(Part.MENTEE, answers={asked.id: "Ten years"}))

    shown = firewall.card(one, [asked])

    assert not [one for one in shown.seen if "Ten years" in one.words]


def test_who_is_not_enrolled_reads_what_would_be_seen(web, scene, amina, stella):
    page = words_of(web.as_(amina).get(SEES))

    assert "once you enrol" in page
    assert "Your messages" in page
    assert web.as_(stella).get(SEES).status_code == 404


def group(amina, points, counted, backgrounds=("carer",)):
    """So many mentees with these points, of whom so many let themselves be counted."""
    people = [
        Enrolled(n, amina, Told(Part.MENTEE, backgrounds=backgrounds, counted=n < counted))
        for n in range(len(points))
    ]
    pairs = tuple((100 + n, n, given) for n, given in enumerate(points))
    return fairness.groups(Matched(pairs, ()), people)


def test_a_group_of_fewer_than_five_is_not_there(amina):
    assert group(amina, [20, 20, 20, 20, 20], counted=4) == []
    (shown,) = group(amina, [20, 21, 22, 23, 24], counted=5)
    assert (shown.name, shown.average, shown.worst) == (BACKGROUNDS["carer"], 20, 20)


def test_the_worst_of_a_group_points_at_nobody(amina):
    """One mentee alone has so few points: whoever sees all pairs would know that it is she."""
    (shown,) = group(amina, [3, 20, 20, 20, 20, 20], counted=6)

    assert shown.worst is None


def test_check_ins_are_on_a_coordinators_page_only_while_both_let_her(
    web, programmes, scene, amina, bea, carla
):
    enrolled(programmes, scene, amina)
    web.as_(carla).post("/programmes/first-steps/matching/run")
    programmes.works()
    web.post("/programmes/first-steps/matching/confirm")
    programmes.confirms()
    here = programmes.session.query(Mentorship).one().id
    pairs.check_in(programmes.make, amina, here, "We laugh a lot.")
    switch = url("let_read_check_ins", mentorship_id=here)
    page = "/programmes/first-steps/check-ins"

    web.as_(amina).post(switch, on="yes")
    assert "We laugh a lot." not in web.as_(carla).get(page).text
    web.as_(bea).post(switch, on="yes")
    said = words_of(web.as_(carla).get(page))
    assert "Amina with Bea" in said
    assert "We laugh a lot." in said
    web.as_(bea).post(switch, on="no")
    assert "We laugh a lot." not in web.as_(carla).get(page).text
    assert "only while both of you let a coordinator" in words_of(web.as_(amina).get(SEES))
