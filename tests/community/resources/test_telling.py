"""What is told of resources: to who suggested one, and to those who are to look at it."""

import re

import pytest

from app.community.resources.models import State
from app.people.circles.models import CircleRole, Membership, Visibility
from app.people.noted.events import Kind
from app.web.kit.addresses import url
from tests.community.resources import making

DECIDED = "A resource that you suggested has been looked at"
WAITS = "What members suggest as a resource waits for you to look at it"
CANARY = "Acanary in a room"


def told(web, member):
    return web.as_(member).get("/notifications").text


def opened(web, member, words):
    """Where its line leads."""
    [line] = [one for one in told(web, member).split("<li")[1:] if words in one]
    [path] = re.findall(r'href="(/notifications/\w+)"', line)
    return web.get(path).headers["location"]


@pytest.fixture
def waiting(make, circle, amina, grace):
    return making.resource(make, amina, circle, state=State.SUGGESTED)


def test_whoever_suggested_it_hears_that_it_is_shown(web, resources, waiting, amina, grace):
    assert DECIDED not in told(web, amina)

    resources.turn(grace, waiting, "show")

    assert opened(web, amina, DECIDED) == url("resource", resource_id=waiting.id)


def test_of_what_is_everybodys_no_page_says_that_a_host_looks(web, make, resources, amina, mona):
    waiting = making.resource(make, amina, state=State.SUGGESTED)
    here = web.as_(mona).get(url("resource", resource_id=waiting.id)).text

    resources.turn(mona, waiting, "show")

    assert "It waits for you, or for another moderator. Nobody else sees it." in here
    assert opened(web, amina, DECIDED) == url("resource", resource_id=waiting.id)
    assert "A host" not in told(web, amina)


def test_and_that_it_is_not_with_the_hosts_words_where_it_leads(
    web, resources, waiting, amina, grace
):
    resources.turn(grace, waiting, "decline", answer="We have this one already.")

    page = told(web, amina)
    assert page.count(DECIDED) == 1
    assert "We have this one already." not in page
    assert "We have this one already." in web.get(opened(web, amina, DECIDED)).text


def test_what_is_taken_back_is_not_said_and_what_is_decided_anew_is_one_thing(
    web, resources, waiting, amina, grace
):
    for turn in ("decline", "wait", "show"):
        resources.turn(grace, waiting, turn)

    assert told(web, amina).count(DECIDED) == 1


def test_her_own_decision_is_no_news(web, make, resources, circle, grace):
    own = making.resource(make, grace, circle, state=State.DECLINED)

    resources.turn(grace, own, "show")

    assert DECIDED not in told(web, grace)


def test_hosts_hear_once_that_something_waits_however_much_it_is(
    web, resources, circle, amina, bea, grace
):
    for n, by in enumerate((amina, bea, amina)):
        resources.suggest(by, circle, link=f"https://{n}.example.org/", title=f"{CANARY} {n}")

    page = told(web, grace)
    assert page.count(f"{WAITS}</a>") == 1
    assert CANARY not in page
    assert opened(web, grace, WAITS) == "/resources/waiting"
    for other in (amina, bea):
        assert WAITS not in told(web, other)


def test_it_goes_when_nothing_waits_any_more(web, resources, waiting, circle, amina, grace):
    assert WAITS in told(web, grace)

    resources.turn(grace, waiting, "show")

    assert WAITS not in told(web, grace)
    path = url("edit_resource", resource_id=waiting.id)
    web.send(web.as_(amina).get(path), path, about="It says something else.")
    assert WAITS in told(web, grace)


def test_what_is_everybodys_waits_for_moderators_and_not_for_hosts(
    web, resources, amina, grace, mona, olga
):
    resources.suggest(amina)

    for who, hears in ((mona, True), (olga, True), (grace, False), (amina, False)):
        assert (WAITS in told(web, who)) is hears


def test_of_a_private_circle_nobody_hears_who_may_not_read_it(
    web, session, resources, waiting, circle, amina, grace, mona
):
    circle.visibility = Visibility.PRIVATE
    session.merge(circle)
    session.delete(session.get_one(Membership, (circle.id, amina.id)))
    session.commit()

    resources.turn(grace, waiting, "decline")

    assert DECIDED not in told(web, amina)
    assert WAITS not in told(web, mona)


def test_whoever_hosts_no_more_reads_of_nothing_that_waits(web, session, waiting, circle, grace):
    session.get_one(Membership, (circle.id, grace.id)).role = CircleRole.MEMBER
    session.commit()

    assert WAITS not in told(web, grace)


def test_notes_and_thanks_are_told_one_by_one_to_nobody(
    web, make, resources, circle, amina, bea, grace
):
    row = making.resource(make, amina, circle)
    before = [told(web, who).count("<li") for who in (amina, grace)]

    resources.note(bea, row, "It gave me the words.")
    resources.helped(bea, row)

    assert [told(web, who).count("<li") for who in (amina, grace)] == before


def test_she_can_have_it_by_mail_or_not_at_all(web, resources, waiting, amina, grace):
    page = web.as_(amina).get("/settings/notifications")
    assert "News of opportunities and resources" in page.text
    web.send(page, "/settings/notifications", **{Kind.OPPORTUNITY.value: "off"})

    resources.turn(grace, waiting, "show")

    assert DECIDED not in told(web, amina)
