"""How much her pages, letters and cookies show to whoever else sees her device: as she chose."""

import io
import json
import zipfile
from datetime import timedelta
from http.cookies import SimpleCookie

import pytest
import time_machine
from sqlalchemy import select

from app.core import clock, outbox
from app.oversight.moderation.models import Action
from app.people.members.accounts import Post
from app.people.members.models import AccountToken, Discretion, Member, SessionRow
from app.web import mailing
from app.web.kit.letters import _SUBJECTS, DISCREET_SUBJECT
from tests.browser import forms_of
from tests.make import PASSWORD
from tests.people.members import steps
from tests.visible import seen

PAGE = "/settings/device"
NEUTRAL = [Discretion.DISCREET, Discretion.SHARED_DEVICE]
NEW = "copper lantern drizzle"


def choose(web, member, discretion):
    return web.send(web.as_(member).get(PAGE), PAGE, discretion=discretion.value)


def chosen(web, member):
    [form] = [f for f in forms_of(web.as_(member).get(PAGE)) if f.action == PAGE]
    return form.values["discretion"]


def sign_in(web, login, password):
    page = web.visitor().get("/sign-in")
    return web.send(page, "/sign-in", login=login, password=password)


def cookie_of(answer):
    [line] = [c for c in answer.headers.get_list("set-cookie") if c.startswith("session=")]
    return SimpleCookie(line)["session"]


# Choosing


@pytest.mark.parametrize("discretion", Discretion)
def test_she_chooses_without_a_script(web, amina, bea, discretion):
    answer = choose(web, amina, discretion)

    assert answer.headers["location"] == "/settings/device?said=saved"
    assert chosen(web, amina) == discretion
    assert chosen(web, bea) == Discretion.OPEN


def test_a_visitor_is_asked_to_sign_in(web):
    assert web.visitor().get(PAGE).headers["location"] == "/sign-in?next=%2Fsettings%2Fdevice"


@pytest.mark.parametrize("typed", [{}, {"discretion": ""}, {"discretion": "loud"}])
def test_what_is_none_of_these_is_said(web, session, amina, typed):
    answer = web.as_(amina).post(PAGE, **typed)

    assert answer.status_code == 422
    assert "How much pages show: " in answer.text
    assert 'href="#discretion"' in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert session.get(Member, amina.id).discretion is Discretion.OPEN


def test_it_is_linked_from_her_settings_and_from_the_safety_page(web, amina):
    assert PAGE in web.as_(amina).get("/settings").text
    assert PAGE in web.as_(amina).get("/safety").text
    assert PAGE not in web.visitor().get("/safety").text


def test_nobody_else_sees_it(web, amina, bea):
    before = seen(web.as_(bea).get("/m/amina").text)

    choose(web, amina, Discretion.SHARED_DEVICE)

    assert seen(web.as_(bea).get("/m/amina").text) == before


def test_it_is_in_the_copy_of_her_data(web, amina):
    choose(web, amina, Discretion.SHARED_DEVICE)
    page = web.get("/settings/export")

    copy = web.send(page, "/settings/export", password=PASSWORD)

    files = zipfile.ZipFile(io.BytesIO(copy.content))
    assert json.loads(files.read("data.json"))["account"]["discretion"] == "shared-device"
    assert "Shared device" in files.read("index.html").decode()


# Letters


def asked(web, amina, make):
    """Every letter that an account gets once it is open, each from what sends it."""
    web.post("/settings/email", email="amina@new.example", password=PASSWORD)
    web.visitor().get("/join")
    joined = {"handle": "other", "email": amina.email, "password": NEW, "accept_guidelines": "on"}
    web.post("/join", **joined)
    web.post("/forgot-password", email=amina.email)
    return {"email_change", "already_member", "reset"}


def for_administrators(house, member):
    """What they are sent of webhooks (tests/people/webhooks)."""
    writer = mailing.account_writer(house.settings)
    with house.database.changing() as session:
        for letter in ("webhook_added", "webhook_stopped"):
            post = Post(house.ring, writer, house.settings.site_name)
            post.send(session, letter, session.get_one(Member, member.id))


@pytest.fixture
def all_letters(web, make, postbox, circle, amina, bea, mona, grace):
    """Lets Amina have one of each kind, having chosen; gives them back."""

    def send(discretion):
        choose(web, amina, discretion)
        asked(web, amina, make)
        confirm = postbox.link("/confirm-email/", "amina@new.example")
        case = make.report(make.post(make.thread(circle, amina)), bea)
        web.as_(mona).post(f"/moderation/cases/{_number(case.case_id)}/claim")
        decided = web.post(
            f"/moderation/cases/{_number(case.case_id)}/decisions",
            action=Action.WARN.value,
            reason="unkind",
            note="Please be kind.",
        )
        assert decided.status_code == 303, decided.text
        assert web.as_(amina).post(confirm, mine="", password=PASSWORD).status_code == 303
        web.post("/settings/password", password=PASSWORD, new_password=NEW)
        web.post("/settings/close", words="keep", anonymous="", password=NEW)
        keep = sign_in(web, "amina@new.example", NEW)
        assert web.post(keep.headers["location"]).status_code == 303
        sign_in(web, "amina@new.example", NEW)
        fields = {"name": "My script", "scopes": "read", "days": "7"}
        web.send(web.get("/settings/tokens"), "/settings/tokens", **fields)
        steps.turn_on(web)
        for_administrators(web.house, amina)
        return postbox.all(amina.email) + postbox.all("amina@new.example")

    return send


def _number(case_id):
    from app.core.keys import base32

    return base32(case_id)


# Whoever has not come in yet has not chosen.
BEFORE = ("verify", "request_approved", "request_answered", "moved_here")
SENT_TO_A_MEMBER = set(_SUBJECTS.values()) - {_SUBJECTS[letter] for letter in BEFORE}


def test_letters_say_what_they_are_about(all_letters):
    letters = all_letters(Discretion.OPEN)

    assert {letter.subject for letter in letters} == SENT_TO_A_MEMBER
    assert not any(letter.nameless for letter in letters)


@pytest.mark.parametrize("discretion", NEUTRAL)
def test_discreet_letters_have_one_subject_and_do_not_name_the_site(all_letters, house, discretion):
    letters = all_letters(discretion)

    assert len(letters) >= len(SENT_TO_A_MEMBER)
    for letter in letters:
        message = letter.message(job=1, sender="post@here.example", name=house.settings.site_name)
        assert letter.subject == message["Subject"] == DISCREET_SUBJECT
        assert message["From"] == "post@here.example"
        assert f"<title>{DISCREET_SUBJECT}</title>" in letter.html
        whole = str(message["Subject"]) + letter.text + letter.html
        assert house.settings.site_name not in whole
        assert "moderator" not in whole


def test_a_letter_from_before_is_sent_as_it_was(house, session, postbox):
    seal = house.ring.seal("outbox/v1")
    kept = {"to": "a@example.org", "subject": "s", "text": "t", "html": "h"}
    session.add(outbox.Job(sealed=seal.close(json.dumps(kept).encode())))
    session.commit()

    [letter] = postbox.all()

    assert letter.nameless is False


def test_a_letter_for_an_account_that_is_not_confirmed_is_open(web, postbox, session):
    web.visitor().get("/join")
    web.post("/join", handle="nova", email="nova@x.example", password=NEW, accept_guidelines="on")

    [letter] = postbox.all("nova@x.example")

    assert letter.subject == _SUBJECTS["verify"]
    assert session.scalars(select(AccountToken)).one()


# Sessions


def test_a_session_ends_with_the_browser_from_the_moment_she_chooses(web, amina):
    shared = choose(web, amina, Discretion.SHARED_DEVICE)
    usual = choose(web, amina, Discretion.DISCREET)

    assert cookie_of(shared)["max-age"] == cookie_of(shared)["expires"] == ""
    assert cookie_of(usual)["max-age"] == str(7 * 24 * 3600)


def test_also_when_she_signs_in_and_whenever_it_is_renewed(web, session, amina):
    session.get(Member, amina.id).discretion = Discretion.SHARED_DEVICE
    session.commit()

    signed_in = sign_in(web, "amina", PASSWORD)
    with time_machine.travel(clock.now() + timedelta(minutes=11), tick=False):
        renewed = web.get("/")
    password = web.post("/settings/password", password=PASSWORD, new_password=NEW)

    for answer in (signed_in, renewed, password):
        assert cookie_of(answer).value
        assert cookie_of(answer)["max-age"] == cookie_of(answer)["expires"] == ""


def test_the_theme_ends_with_it(web, amina):
    choose(web, amina, Discretion.SHARED_DEVICE)
    web.as_(amina)

    answer = web.post("/preferences", theme="dark")

    [theme] = [c for c in answer.headers.get_list("set-cookie") if c.startswith("theme=")]
    assert "max-age" not in theme.lower()


def test_an_hour_without_a_click_ends_it_on_a_shared_device_alone(web, session, amina, bea):
    session.get(Member, amina.id).discretion = Discretion.SHARED_DEVICE
    session.commit()
    later = clock.now() + timedelta(hours=1, seconds=5)
    hers = web.as_(amina).client.cookies.get("session")
    beas = web.as_(bea).client.cookies.get("session")

    with time_machine.travel(later, tick=False):
        idle = web.visitor().get("/settings", Cookie=f"session={hers}")
        usual = web.visitor().get("/settings", Cookie=f"session={beas}")
        again = web.visitor().get("/settings", Cookie=f"session={hers}")
    with time_machine.travel(later - timedelta(seconds=10), tick=False):
        soon = web.visitor().get("/settings", Cookie=f"session={hers}")

    assert idle.headers["location"] == again.headers["location"] == "/sign-in?next=%2Fsettings"
    assert usual.status_code == soon.status_code == 200
    # What she has now is a visitor's, and the form on the next page is bound to that.
    assert cookie_of(idle).value not in {"", hers}


def test_whoever_comes_too_late_can_sign_in_again_at_once(web, session, amina):
    session.get(Member, amina.id).discretion = Discretion.SHARED_DEVICE
    session.commit()
    web.as_(amina)

    with time_machine.travel(clock.now() + timedelta(hours=2), tick=False):
        page = web.get("/sign-in")
        answer = web.send(page, "/sign-in", login="amina", password=PASSWORD)
        home = web.get("/settings")

    assert answer.status_code == 303
    assert home.status_code == 200


def test_words_that_came_too_late_are_shown_again_and_not_posted(web, make, session, circle, amina):
    thread = make.thread(circle, amina)
    session.get(Member, amina.id).discretion = Discretion.SHARED_DEVICE
    session.commit()
    web.as_(amina)

    with time_machine.travel(clock.now() + timedelta(hours=2), tick=False):
        answer = web.post(f"/t/{_number(thread.id)}/replies", body="All that I wrote meanwhile")

    assert answer.status_code == 403
    assert "All that I wrote meanwhile" in answer.text


# Leaving without a script


def test_the_button_signs_out_and_goes_on_to_a_page_of_nobodys(web, house, session, amina):
    choose(web, amina, Discretion.SHARED_DEVICE)
    session.query(SessionRow).delete()
    session.commit()
    page = web.as_(amina).get("/")
    cookie = web.client.cookies.get("session")

    answer = web.send(page, "/exit")

    assert answer.status_code == 200
    assert answer.headers["refresh"] == f"0; url={house.settings.exit_url}"
    assert answer.headers["clear-site-data"] == '"cache"'
    assert answer.headers["cache-control"] == "no-store"
    given = answer.headers.get_list("set-cookie")
    assert {line.partition("=")[0] for line in given} == {"session", "theme", "known"}
    assert all("Max-Age=0" in line for line in given)
    for name in (house.settings.site_name, "Amina", "circle"):
        assert name not in answer.text
    assert session.scalars(select(SessionRow)).all() == []
    assert web.visitor().get("/settings", Cookie=f"session={cookie}").status_code == 303


@pytest.mark.parametrize("discretion", [Discretion.OPEN, Discretion.DISCREET])
def test_otherwise_it_is_a_link_there(web, house, amina, discretion):
    choose(web, amina, discretion)

    page = web.as_(amina).get("/")

    assert f'class="exit" href="{house.settings.exit_url}"' in " ".join(page.text.split())
    assert not [form for form in forms_of(page) if form.action == "/exit"]


def test_a_form_of_somebody_elses_signs_nobody_out_and_shows_nothing(web, house, amina):
    web.as_(amina)

    answer = web.client.post("/exit", headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 403
    assert answer.headers["refresh"] == f"0; url={house.settings.exit_url}"
    assert house.settings.site_name not in answer.text
    assert "set-cookie" not in answer.headers
    assert web.get("/settings").status_code == 200


def test_an_old_page_leaves_too_and_ends_what_is_left_of_the_session(web, session, amina):
    choose(web, amina, Discretion.SHARED_DEVICE)
    session.query(SessionRow).delete()
    session.commit()
    page = web.as_(amina).get("/")

    with time_machine.travel(clock.now() + timedelta(hours=3), tick=False):
        answer = web.send(page, "/exit")

    assert answer.status_code == 200
    assert session.scalars(select(SessionRow)).all() == []


def test_a_page_that_is_loaded_again_leaves_too_and_changes_nothing(web, house, amina):
    answer = web.as_(amina).get("/exit")

    assert answer.headers["refresh"] == f"0; url={house.settings.exit_url}"
    assert web.get("/settings").status_code == 200
