"""Staff work as staff once they have signed in by two steps; until then they are members."""

import pytest

from app.core.settings import Settings
from app.people.circles.models import CircleRole, Membership
from app.web.kit.addresses import url
from tests.make import PASSWORD
from tests.people.members.steps import code, password_of, turn_on

STAFF_PAGES = ("/moderation", "/moderation/log", "/moderation/rules")


@pytest.fixture
def strict(web_with):
    return web_with(staff_two_factor=True)


@pytest.mark.parametrize("path", STAFF_PAGES)
@pytest.mark.parametrize("who", ["mona", "olga"])
def test_the_pages_of_staff_lead_to_setting_it_up(who, path, strict, request):
    answer = strict.as_(request.getfixturevalue(who)).get(path)

    assert answer.headers["location"] == "/settings/security?said=staff-steps"
    assert "Staff sign in by two steps here" in strict.follow(answer).text


def test_signing_in_leads_there_too_and_everything_of_a_member_works(strict, make, circle, mona):
    thread = make.thread(circle, None)
    answer = password_of(strict, "mona", PASSWORD)

    assert answer.headers["location"] == "/settings/security?said=staff-steps"
    for path in ("/", "/circles", "/settings", url("thread", thread_id=thread.id)):
        assert strict.get(path).status_code == 200


def test_a_deed_of_staff_is_refused_and_says_why(strict, make, circle, amina, bea, mona, olga):
    case = make.report(make.post(make.thread(circle, amina)), bea)
    claim = strict.as_(mona).post(url("claim_case", case_id=case.case_id))
    opened = strict.as_(olga).get("/circles/new")

    assert claim.status_code in {403, 404}
    assert "sign in by two steps" in claim.text
    assert opened.status_code == 403
    assert "sign in by two steps" in opened.text


def test_with_two_steps_it_is_all_there(strict, mona):
    secret, _ = turn_on(strict.as_(mona))
    assert strict.get("/moderation").status_code == 200

    first = password_of(strict, "mona", PASSWORD, next="/moderation")
    second = strict.send(strict.follow(first), "/sign-in/second-step", code=code(secret, 1))

    assert second.headers["location"] == "/moderation"
    assert strict.get("/moderation").status_code == 200


def test_turning_it_off_closes_them_again(strict, mona):
    turn_on(strict.as_(mona))
    answer = strict.send(strict.get("/settings/security"), "/settings/two-step/off")
    said = strict.follow(answer).text

    assert "your password alone is enough" in said
    assert "you can do what every member can, and nothing more" in said
    assert strict.get("/moderation").status_code == 303


def test_it_is_asked_of_the_moderators_of_a_circle(strict, session, circle, bea):
    session.get(Membership, (circle.id, bea.id)).role = CircleRole.MODERATOR
    session.commit()

    assert strict.as_(bea).get("/moderation").status_code == 303
    turn_on(strict)
    assert strict.get("/moderation").status_code == 200


def test_nobody_else_hears_of_it(strict, amina, grace):
    for who in (amina, grace):
        assert password_of(strict, who.handle, PASSWORD).headers["location"] == "/"
        assert "Staff sign in" not in strict.get("/settings/security").text
        assert strict.get("/moderation").status_code in {403, 404}


@pytest.mark.parametrize(
    ("demo", "said", "needed"),
    [(False, None, True), (True, None, False), (True, True, True), (False, False, False)],
)
def test_it_is_asked_unless_this_is_the_demo(demo, said, needed):
    assert Settings(demo=demo, staff_two_factor=said).staff_need_two_steps is needed
