"""A confirmed account has the password of her who confirmed it: reading her mail is not enough."""

import pytest
from sqlalchemy import func, select

from app.people.members import links
from app.people.members.models import Member, Purpose, Standing
from tests.browser import forms_of
from tests.people.members.test_joining import WORDS, join, sign_in

THEIRS = "heron velvet stairs"
HER = "wren@example.org"


def press(web, path, **typed):
    """Open the page of a link and press its first button, or the one that is typed."""
    form = next(f for f in forms_of(web.get(path)) if f.method == "post")
    return web.client.post(path, data=form.values | typed)


@pytest.fixture
def taken(web, postbox):
    """The link in the letter that she gets once somebody has joined with her address after her."""
    join(web)
    hers = postbox.link("/verify-email/")
    cookies = dict(web.client.cookies)
    join(web.visitor(), handle="hawk", password=THEIRS)
    [link] = postbox.links(HER) - {hers}
    web.visitor().client.cookies.update(cookies)
    return link


def standings(session):
    return session.scalars(select(Member.standing)).all()


def test_in_the_browser_in_which_she_joined_one_press_is_enough(web, postbox):
    join(web)
    link = postbox.link("/verify-email/")

    page = web.get(link)
    answer = press(web, link)

    assert "Your password" not in page.text
    assert answer.headers["location"] == "/sign-in?said=verified"
    assert sign_in(web).headers["location"] == "/"


def test_on_another_device_she_is_asked_for_her_password(web, session, postbox):
    join(web)
    link = postbox.link("/verify-email/")
    web.visitor()

    page = web.get(link)
    without, wrong = press(web, link), press(web, link, password="not her password")
    before = standings(session)
    answer = press(web, link, password=WORDS)

    assert "Your password" in page.text
    assert without.status_code == wrong.status_code == 422
    assert before == [Standing.UNVERIFIED]
    assert answer.headers["location"] == "/sign-in?said=verified"


def test_who_signs_in_before_confirming_gets_a_link_for_this_browser(web, postbox):
    join(web)
    first = postbox.link("/verify-email/")
    sign_in(web)

    [link] = postbox.links(HER) - {first}

    assert press(web, link).headers["location"] == "/sign-in?said=verified"


def test_her_press_does_not_confirm_what_somebody_else_chose(web, session, taken):
    blindly, with_hers = press(web, taken), press(web, taken, password=WORDS)

    assert blindly.status_code == with_hers.status_code == 422
    assert "This account has another password" in with_hers.text
    assert standings(session) == [Standing.UNVERIFIED]
    stranger = sign_in(web, HER, THEIRS)
    assert stranger.headers["location"] == "/join/done"


def test_it_was_not_her_and_the_account_is_dropped(web, session, taken, postbox):
    refused = press(web, taken, password=WORDS)

    answer = press(web, taken, mine="no")

    assert "It wasn’t me" in refused.text
    assert "Your address is not used." in web.follow(answer).text
    assert web.get(taken).status_code == 404
    assert session.scalar(select(func.count()).select_from(Member)) == 0
    assert sign_in(web, HER, THEIRS).status_code == 422
    known = postbox.links(HER)
    join(web.visitor(), handle="hawk")
    [again] = postbox.links(HER) - known
    assert press(web, again).headers["location"] == "/sign-in?said=verified"


def test_a_new_password_proves_the_address_as_well(web, taken, postbox):
    refused = press(web, taken, password=WORDS)
    assert 'href="/forgot-password"' in refused.text
    web.send(web.get("/forgot-password"), "/forgot-password", email=HER)

    press(web, postbox.link("/reset-password/"), password="copper orbit mustard")

    assert web.get(taken).status_code == 404
    assert sign_in(web, HER, THEIRS).status_code == 422
    assert sign_in(web, HER, "copper orbit mustard").headers["location"] == "/"


def test_no_member_is_dropped_by_a_link(web, house, session, amina):
    with house.database.changing() as writing:
        secret = links.make(writing, house.ring, amina, Purpose.VERIFY, amina.email)

    press(web, f"/verify-email/{secret}", mine="no")

    assert standings(session) == [Standing.GOOD]
    assert web.get(f"/verify-email/{secret}").status_code == 404
