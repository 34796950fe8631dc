"""Who sees a circle: its visibility against everybody of the cast."""

import re

import pytest

from app.community.pathways.models import Pathway, Step
from app.core import clock
from app.core.keys import base32
from app.people.circles.models import Visibility
from app.people.members.models import Role
from app.web.kit.addresses import url
from app.web.kit.route import OneHop
from tests.community.resources import making

CAST = ("visitor", "stella", "amina", "grace", "mona", "olga")
READS = {
    "public": {"visitor", "stella", "amina", "grace", "mona", "olga"},
    "members": {"stella", "amina", "grace", "mona", "olga"},
    "private": {"amina", "grace"},
}
TABLE = [(visibility, who) for visibility in READS for who in CAST]
# Where an administrator sees that there is a private circle, and what it is called.
ADMINISTERED = {"edit_circle", "circle_people", "greeters", "admin_circles", "admin_circle"}
CANARY = "Xanthippe"


@pytest.fixture
def as_(web, request):
    def be(who):
        return web.visitor() if who == "visitor" else web.as_(request.getfixturevalue(who))

    return be


@pytest.fixture
def room(circle, session):
    """The circle, as visible as the table says."""

    def be(visibility):
        circle.visibility = Visibility(visibility)
        session.commit()
        return circle

    return be


@pytest.mark.parametrize(("visibility", "who"), TABLE)
def test_the_circle_and_its_threads_open_for_those_who_may_read(
    as_, make, room, amina, grace, visibility, who
):
    circle = room(visibility)
    thread = make.thread(circle, amina)
    post = make.post(thread)
    expected = 200 if who in READS[visibility] else 404

    browser = as_(who)

    assert browser.get(url("circle", circle=circle.slug)).status_code == expected
    assert browser.get(url("thread", thread_id=thread.id)).status_code == expected
    assert browser.get(url("post_history", post_id=post.id)).status_code == expected
    found = 303 if expected == 200 else 404
    assert browser.get(url("post", post_id=post.id)).status_code == found


@pytest.mark.parametrize(("visibility", "who"), TABLE)
def test_lists_name_it_to_those_who_may_read(as_, make, room, amina, grace, visibility, who):
    circle = room(visibility)
    make.thread(circle, amina, title=f"About {CANARY}")

    browser = as_(who)

    named = url("circle", circle=circle.slug) in browser.get("/circles").text
    assert named is (who in READS[visibility])
    on_profile = CANARY in browser.get(url("member", handle="amina")).text
    assert on_profile is (who in READS[visibility])
    # Home shows a visitor what is public, a member her own circles.
    at_home = CANARY in browser.get("/").text
    assert at_home is (who in {"amina", "grace"} or (who == "visitor" and visibility == "public"))


@pytest.mark.parametrize(("visibility", "who"), TABLE)
def test_a_reply_is_taken_from_its_own_members_alone(
    as_, make, room, amina, grace, visibility, who
):
    thread = make.thread(room(visibility), amina)
    browser = as_(who)
    browser.get("/sign-in")

    answer = browser.post(url("reply", thread_id=thread.id), body="Hello")

    if who in {"amina", "grace"}:
        assert answer.status_code == 303
    elif who == "visitor" or visibility != "private":
        assert answer.status_code == 403
    else:
        assert answer.status_code == 404
    assert make.post(thread, 1) is not None


@pytest.mark.parametrize(("visibility", "who"), TABLE)
def test_only_hosts_and_administrators_change_it(as_, room, amina, grace, visibility, who):
    circle = room(visibility)
    browser = as_(who)

    answers = {
        browser.get(url(page, circle=circle.slug)).status_code
        for page in ("edit_circle", "circle_people")
    }

    if who == "visitor":
        assert answers == {303}
    elif who in {"grace", "olga"}:
        assert answers == {200}
    else:
        seen = who in READS[visibility]
        assert answers == {403 if seen else 404}


@pytest.mark.parametrize("who", ["visitor", "stella", "mona", "olga"])
def test_no_word_of_a_private_circle_is_on_any_page_for_others(
    as_, running, make, session, amina, stella, who
):
    hidden = make.circle(
        f"{CANARY} room",
        visibility="private",
        summary=f"Summary {CANARY}",
        about=f"About {CANARY}",
        guidelines=f"Rule {CANARY}",
    )
    pat = make.member(f"{CANARY}a", hidden, host=True)
    thread = make.thread(
        hidden, pat, title=f"Title {CANARY}", body=CANARY, replies=[(amina, CANARY)]
    )
    make.post(thread).content_note = f"Note {CANARY}"
    session.commit()
    values = _addresses(make, hidden, thread)
    browser = as_(who)

    for route in (r for r in running.router.routes if isinstance(r, OneHop)):
        hers = who == "olga" and route.name in ADMINISTERED
        # Who works a case sees what it is about.
        hers = hers or (who in {"mona", "olga"} and route.name in {"moderation", "case"})
        if "GET" not in route.methods or hers:
            continue
        path = url(route.name, **{k: values[k] for k in route.param_convertors})
        for headers in ({}, {"HX-Request": "true", "HX-Target": "#threads"}):
            answer = browser.get(path, **headers)
            # What she asked for herself may stand in the answer: the address, in a link to sign in.
            said = answer.text.replace(path, "") + answer.headers.get("location", "")
            if answer.status_code == 303 and answer.headers["location"].startswith("/sign-in"):
                continue
            assert CANARY.lower() not in said.lower(), (route.name, answer.status_code)
            assert answer.status_code < 500


def test_whether_a_private_circle_exists_cannot_be_told(web, make, stella):
    make.circle("Quiet room", visibility="private")
    browser = web.as_(stella)

    pages = [
        browser.get(f"/c/{slug}{page}")
        for page in ("", "/new", "/edit", "/people", "/greeters")
        for slug in ("quiet-room", "nothing-here")
    ]
    deeds = [
        browser.post(f"/c/{slug}/{deed}")
        for deed in ("join", "leave", "read", "threads", "greeters", "greeters/rota")
        for slug in ("quiet-room", "nothing-here")
    ]

    assert {answer.status_code for answer in [*pages, *deeds]} == {404}
    for there, nothing in zip(pages[::2], pages[1::2], strict=True):
        assert _without_chance(there.text, "quiet-room") == _without_chance(
            nothing.text, "nothing-here"
        )


def _addresses(make, circle, thread):
    """What may stand in the braces of any address; a post of the thread was decided about."""
    post = make.post(thread)
    pia, nora = make.member("Pia", circle), make.member("Nora", role=Role.MODERATOR)
    report = make.report(post, pia, note=CANARY)
    make.decision(report.case_id, nora, words=CANARY)
    return {
        "kind": "post",
        "id": base32(post.id),
        "report_id": report.id,
        "notice_id": report.case_id,
        "circle": circle.slug,
        "thread_id": thread.id,
        "slug": thread.slug,
        "post_id": make.post(thread).id,
        "handle": "amina",
        "group_id": 1,
        "token": "nothing",
        "session_id": "nothing",
        "decision_id": 1,
        "case_id": report.case_id,
        "month": f"{clock.today():%Y-%m}",
        "template_id": 1,
        "rule_id": 1,
        "held_id": 1,
        "entry_id": 1,
        "mentorship_id": 1,
        "meeting_id": 1,
        "notification_id": make.notification(pia, post).id,
        "conversation_id": make.conversation(pia, nora, CANARY),
        "introduction_id": 1,
        "recommendation_id": 1,
        "n": 1,
        "version": 1,
        "webhook_id": 1,
        "colour": "7a1f5c",
        "request_id": 1,
        "goal_id": 1,
        "note_id": 1,
        "feedback_id": 1,
        "check_in_id": 1,
        "organisation": "none",
        "country": "ie",
        "programme": "none",
        "cohort_id": 1,
        "code": "nothing",
        "invitation_id": 1,
        "passkey_id": 1,
        "pathway": _pathway(make, circle, thread),
        "step_id": 1,
        "question_id": 1,
        **making.addresses_of(make, pia, circle, CANARY),
        "opportunity_id": 1,
        "place": "1",
    }


def _pathway(make, circle, thread):
    """One of the circle, whose every word is of it."""
    row = Pathway(slug="of-the-circle", circle_id=circle.id, title=f"Title {CANARY}", intro=CANARY)
    row.html, row.shown = CANARY, True
    step = Step(pathway_id=make.saved(row).id, place=1, heading=CANARY, html=CANARY)
    step.kind, step.thing = "thread", base32(thread.id)
    make.saved(step)
    return row.slug


def _without_chance(html, slug):
    """The page without the address that was asked for, and without tokens."""
    return re.sub(r'value="[^"]*"', "", html.replace(slug, ""))
