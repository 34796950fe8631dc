"""Where she chooses what she is told and what goes by mail."""

import pytest
from sqlalchemy import update

from app.core.keys import base32
from app.oversight.notifications import bounces, choices
from app.oversight.notifications.choices import Choices, Rhythm, Way
from app.people.members.models import Discretion, Member
from app.people.noted.events import CHOSEN, Kind
from tests.browser import forms_of
from tests.oversight.mail.conftest import EVERYTHING

PATH = "/settings/notifications"
FORM = {
    **dict.fromkeys(CHOSEN, "mail"),
    "rhythm": "weekly",
    "hour": "19",
    "news": "on",
    "quiet_from": "21",
    "quiet_to": "6",
}


def form(page):
    return next(form for form in forms_of(page) if form.action == PATH)


def hers(session, house, member):
    session.rollback()
    return choices.of(session, house.ring, member.id)


def test_at_first_all_is_in_her_list_and_nothing_goes_by_mail(web, amina):
    page = web.as_(amina).get(PATH)

    values = form(page).values
    assert {values[kind] for kind in CHOSEN} == {"list"}
    assert values["rhythm"] == "daily"
    assert "news" not in values
    assert "Nothing goes by email until you choose it here." in page.text


def test_her_settings_lead_there(web, amina):
    assert f'href="{PATH}"' in web.as_(amina).get("/settings").text


def test_what_she_chooses_is_kept_and_shown(web, session, house, make, amina, public):
    other = make.circle("Quiet room")
    web.as_(amina).post("/c/quiet-room/join")
    fields = FORM | {"circle": [f"{base32(public.id)}.off", f"{base32(other.id)}.list"]}
    answer = web.post(PATH, **fields)

    assert answer.headers["location"] == f"{PATH}?said=saved"
    chosen = hers(session, house, amina)
    assert chosen.kinds == EVERYTHING
    assert chosen.circles == {public.id: Way.OFF, other.id: Way.LIST}
    assert (chosen.rhythm, chosen.hour, chosen.quiet) == (Rhythm.WEEKLY, 19, (21, 6))
    assert chosen.news
    shown = form(web.follow(answer)).values
    assert {name: shown[name] for name in FORM} == FORM


def test_a_circle_that_is_not_hers_is_not_kept(web, session, house, make, amina):
    other = make.circle("Quiet room", visibility="private")

    answer = web.as_(amina).post(PATH, **FORM, circle=f"{base32(other.id)}.off")

    assert answer.status_code == 303
    assert hers(session, house, amina).circles == {}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(("reply", "always"), ("reply", ""), ("rhythm", "hourly"), ("hour", "24"), ("hour", "x")),
        *(("quiet_from", "-1"), ("quiet_to", "7.5"), ("news", "yes"), ("circle", "x")),
        ("circle", "1.loud"),
    ],
)
def test_what_does_not_fit_changes_nothing_and_is_said(field, value, web, session, house, amina):
    answer = web.as_(amina).post(PATH, **FORM | {field: value})

    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert hers(session, house, amina) == Choices()
    # What she typed besides is kept.
    assert form(answer).values["mention"] == "mail"


def test_nobody_who_is_not_signed_in_has_any(web):
    assert web.visitor().get(PATH).headers["location"].startswith("/sign-in")


def test_the_page_says_whose_hours_they_are(web, session, amina):
    assert "this site’s time zone, UTC" in web.as_(amina).get(PATH).text
    session.execute(update(Member).values(time_zone="Europe/Dublin"))
    session.commit()

    assert "your time zone, Europe/Dublin" in web.get(PATH).text


def test_the_page_shows_what_a_letter_looks_like(web, session, amina):
    page = web.as_(amina).get(PATH).text
    assert "with the subject “Something for you”" in page
    session.execute(update(Member).values(discretion=Discretion.DISCREET))
    session.commit()

    page = web.get(PATH).text
    assert "with the subject “A note for you”" in page
    assert "Bea mentioned you" not in page


def test_what_a_link_has_ended_is_as_the_form_says_once_she_saves_it(
    web, session, house, post, amina
):
    post.choose(amina, stopped=frozenset({"all"}), news=True)
    page = web.as_(amina).get(PATH)
    assert "You ended emails by the link in one." in page.text
    assert {form(page).values[kind] for kind in CHOSEN} == {"list"}

    web.send(page, PATH)

    after = hers(session, house, amina)
    assert (after.stopped, after.news) == (frozenset(), False)
    assert {after.way(kind) for kind in CHOSEN} == {Way.LIST}


def test_choices_from_before_are_read_as_they_were(house, session, amina):
    old = b'[{"reply": "mail"}, {"7": "off"}, "weekly", true, [22, 7]]'

    chosen = Choices.unpacked(old)

    assert chosen == Choices({Kind.REPLY: Way.MAIL}, {7: Way.OFF}, Rhythm.WEEKLY, news=True)
    assert Choices.unpacked(chosen.packed()) == chosen


# Where letters come back


def test_an_address_that_refuses_letters_is_confirmed_again(web, house, session, post, amina):
    with house.database.changing() as changing:
        bounces.count(changing, house.ring, amina.email, gone=True)
    page = web.as_(amina).get(PATH)
    assert "Emails don’t reach amina@example.org." in page.text

    answer = web.send(page, f"{PATH}/confirm")

    assert "We’ve sent a mail to your address." in web.follow(answer).text
    [letter] = post.take()
    assert (letter.to, letter.receiver) == (amina.email, "")
    [link] = {word for word in letter.text.split() if "/verify-email/" in word}
    path = link.removeprefix("http://127.0.0.1:8000")
    assert "Confirm your address" in web.get(path).text
    assert web.post(path).status_code == 303
    assert not bounces.is_paused(session, house.ring, amina.email)
    assert "don’t reach" not in web.get(PATH).text


def test_nothing_is_sent_to_confirm_an_address_that_takes_letters(web, post, amina):
    web.as_(amina).post(f"{PATH}/confirm")

    assert post.take() == []


def test_such_links_are_sent_three_times_an_hour(web, house, amina):
    with house.database.changing() as changing:
        bounces.count(changing, house.ring, amina.email, gone=True)

    codes = [web.as_(amina).post(f"{PATH}/confirm").status_code for _ in range(4)]

    assert codes == [303, 303, 303, 429]
