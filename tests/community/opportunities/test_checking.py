"""Moderators let an opportunity stand or not, and can take one down that stands; she can appeal."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.community.opportunities.models import Opportunity, State
from app.core import clock
from app.core.keys import base32
from app.oversight.moderation.models import Action, Case, CaseState, Decision
from app.oversight.notifications.models import Notification
from app.people.noted.events import Kind
from tests.community.opportunities.making import opportunity
from tests.community.opportunities.test_listing import titles
from tests.community.opportunities.test_posting import FORM, post


@pytest.fixture
def row(session):
    def only():
        session.expire_all()
        return session.scalars(select(Opportunity)).one()

    return only


def case_of(session, kind="new-opportunity", state=CaseState.OPEN):
    session.expire_all()
    return session.scalars(select(Case).where(Case.kind == kind, Case.state == state)).one()


def decide(web, moderator, case, action, note="We have read it."):
    web.as_(moderator)
    path = f"/moderation/cases/{base32(case.id)}"
    web.post(f"{path}/claim")
    return web.post(f"{path}/decisions", action=action, reason="other", note=note)


def edit(web, row, **changed):
    return web.post(f"/opportunities/{base32(row.id)}/edit", **FORM | changed)


def test_a_moderator_lets_it_stand_and_its_poster_is_told(web, session, row, amina, bea, mona):
    post(web.as_(amina))
    case = case_of(session)
    page = web.as_(mona).get(f"/moderation/cases/{base32(case.id)}")
    assert "Clinic manager" in page.text
    assert "£41,300 a year" in page.text
    assert "https://westgate.example/jobs/7" in page.text
    assert "Let it stand" in page.text

    answer = decide(web, mona, case, "keep")

    assert answer.status_code == 303
    assert row().state is State.SHOWN
    assert row().checked == clock.today()
    assert titles(web.as_(bea).get("/opportunities")) == ["Clinic manager"]
    told = session.scalars(select(Notification)).one()
    assert (told.member_id, told.kind) == (amina.id, Kind.OPPORTUNITY)
    listed = web.as_(amina).get("/notifications").text
    assert "There is news of an opportunity" in listed
    opened = web.get(f"/notifications/{base32(told.id)}")
    assert opened.headers["location"] == f"/opportunities/{base32(row().id)}"


def test_whoever_moderates_a_circle_alone_is_not_asked(web, session, amina, grace):
    post(web.as_(amina))

    case = case_of(session)

    assert web.as_(grace).get(f"/moderation/cases/{base32(case.id)}").status_code in {403, 404}


def test_refused_she_reads_why_and_can_appeal(web, session, row, amina, mona, olga):
    post(web.as_(amina))
    decide(web, mona, case_of(session), "remove", "It costs money to begin.")

    assert row().state is State.REMOVED
    page = web.as_(amina).get(f"/opportunities/{base32(row().id)}")
    assert "Moderators have taken it away" in page.text
    case = case_of(session, state=CaseState.DECIDED)
    notice = web.get(f"/notices/{base32(case.id)}")
    assert "It costs money to begin." in notice.text
    made = session.scalars(select(Decision)).one()

    answer = web.post(f"/decisions/{base32(made.id)}/appeal", statement="It does not.")
    assert answer.status_code == 303
    web.as_(olga)
    heard = web.post(
        f"/decisions/{base32(made.id)}/hearing", outcome="overturned", statement="You are right."
    )

    assert heard.status_code == 303
    assert row().state is State.SHOWN


def test_other_words_wait_again_and_a_later_date_does_not(web, make, session, row, amina, bea):
    one = opportunity(make, amina, title="Clinic manager")
    session.refresh(one)
    plain = {"title": one.title, "body": one.body, "per": "once"}
    web.as_(amina)

    assert edit(web, one, **plain, closes_day="", public="on").status_code == 303
    assert row().state is State.SHOWN
    assert row().public

    assert edit(web, one, **plain | {"body": "Send us money."}).status_code == 303
    assert row().state is State.WAITING
    assert titles(web.as_(bea).get("/opportunities")) == []
    assert case_of(session).held_by == "It says something else now."


def test_who_reads_former_words_does_not_let_others_stand(web, session, row, amina, mona):
    post(web.as_(amina))
    read = case_of(session)
    session.expunge(read)
    edit(web.as_(amina), row(), body="Send us money.")

    about = f"{read.kind}:{read.subject}"
    typed = {"action": "remove", "reason": "other", "note": "She asks for money."}
    path = f"/moderation/cases/{base32(read.id)}/decisions"
    answer = web.as_(mona).post(path, about=about, **typed)

    assert answer.status_code == 409
    assert "It says something else now" in answer.text
    assert "Send us money." in answer.text
    assert "She asks for money." in answer.text
    assert row().state is State.WAITING
    assert case_of(session).id != read.id
    web.as_(amina).post(f"/opportunities/{base32(row().id)}/withdraw")
    gone = web.as_(mona).post(path, about=about, **typed)
    assert "That case is gone" in web.follow(gone).text
    assert web.as_(amina).post(path, about=about, **typed).status_code == 404


def test_letting_it_stand_needs_no_words_and_refusing_it_does(web, session, row, amina, mona):
    post(web.as_(amina))
    case = case_of(session)
    page = web.as_(mona).get(f"/moderation/cases/{base32(case.id)}").text
    assert "not needed to let it stand" in page
    assert "To be checked" in page.partition("What should happen?")[0]
    assert "To be checked" in web.get("/moderation").text

    refused = decide(web, mona, case, "remove", note="")
    assert refused.status_code == 422
    assert 'id="note-error"' in refused.text
    assert decide(web, mona, case, "keep", note="").status_code == 303
    assert row().state is State.SHOWN


def test_what_is_reported_is_not_left_without_a_word(web, make, session, amina, bea, mona):
    one = opportunity(make, amina)
    web.as_(bea).post(f"/report/opportunity/{base32(one.id)}", reason="selling", note="Look.")
    case = case_of(session, "opportunity")

    assert decide(web, mona, case, "keep", note="").status_code == 422


def test_pressing_twice_ends_where_pressing_once_does(web, session, amina, mona, olga):
    post(web.as_(amina))
    case = case_of(session)
    session.expunge(case)
    first, second = (decide(web, mona, case, "keep") for _ in range(2))

    assert second.headers["location"] == first.headers["location"]
    other = decide(web, mona, case, "remove")
    assert other.status_code == 409
    assert "You have decided this meanwhile" in other.text
    assert "Somebody else has decided this meanwhile" in decide(web, olga, case, "keep").text


def test_what_is_withdrawn_is_no_case_any_more(web, session, row, amina):
    post(web.as_(amina))
    web.post(f"/opportunities/{base32(row().id)}/withdraw")

    assert row().state is State.WITHDRAWN
    assert session.scalars(select(Case)).all() == []

    web.post(f"/opportunities/{base32(row().id)}/undo")

    assert row().state is State.WAITING
    assert case_of(session)


def test_one_that_stands_can_be_reported_and_hidden_until_it_is_mended(
    web, make, session, row, amina, bea, mona
):
    one = opportunity(make, amina)
    path = f"/opportunities/{base32(one.id)}"
    assert f"/report/opportunity/{base32(one.id)}" in web.as_(bea).get(path).text
    reported = web.post(f"/report/opportunity/{base32(one.id)}", reason="false", note="")
    assert reported.status_code == 303

    decide(web, mona, case_of(session, "opportunity"), "hide", "Say who pays.")

    assert row().state is State.HIDDEN
    assert web.as_(bea).get(path).status_code == 404
    assert "Moderators have hidden it" in web.as_(amina).get(path).text
    answer = edit(web, one, body="The clinic pays.")
    assert "said=mended" in answer.headers["location"]
    assert row().state is State.HIDDEN
    again = case_of(session, "opportunity")

    decide(web, mona, again, "restore", "Thank you.")

    assert row().state is State.SHOWN
    assert "The clinic pays." in web.as_(bea).get(path).text


def test_one_that_stands_can_be_removed_and_put_back(web, make, session, row, amina, bea, mona):
    one = opportunity(make, amina)
    web.as_(bea).post(f"/report/opportunity/{base32(one.id)}", reason="false", note="")

    decide(web, mona, case_of(session, "opportunity"), "remove")
    assert row().state is State.REMOVED
    assert web.as_(amina).get(f"/opportunities/{base32(one.id)}/edit").status_code == 403
    assert web.post(f"/opportunities/{base32(one.id)}/undo").status_code == 403

    decide(web, mona, case_of(session, "opportunity", CaseState.DECIDED), "restore")
    assert row().state is State.SHOWN


@pytest.mark.parametrize("state", [State.WAITING, State.WITHDRAWN, State.HIDDEN, State.REMOVED])
def test_what_only_its_poster_sees_is_reported_by_nobody(web, make, amina, bea, state):
    one = opportunity(make, amina, state=state)

    for kind in ("opportunity", "new-opportunity"):
        path = f"/report/{kind}/{base32(one.id)}"
        assert web.as_(bea).get(path).status_code == 404
        assert web.post(path, reason="false", note="").status_code == 404


def test_a_moderator_does_not_decide_about_her_own(web, session, row, mona):
    post(web.as_(mona))

    answer = decide(web, mona, case_of(session), "keep")

    assert answer.status_code == 403
    assert row().state is State.WAITING


def test_what_a_rule_notes_is_said_in_the_language_of_the_moderator(
    web, make, session, amina, mona
):
    first = opportunity(make, amina, title=FORM["title"], giver=FORM["giver"])
    post(web.as_(amina), another="on", body="Write to us on WhatsApp to apply.")
    here = f"/moderation/cases/{base32(case_of(session).id)}"
    link = f'href="/opportunities/{base32(first.id)}"'

    said = {
        language: section(web.as_(mona).get(here, **{"Accept-Language": language}).text)
        for language in ("en", "es", "ar")
    }

    for notes in said.values():
        assert link in notes
    assert "It wants to be written to in a chat app." in said["en"]
    assert "Parece que es la misma que <a" in said["es"]
    assert "Quiere que se le escriba en una aplicación de chat." in said["es"]
    assert "تريد أن يُكتب إليها في تطبيق محادثة." in said["ar"]


def section(page):
    """What stands below the notes of the team."""
    return page.partition('<section id="notes">')[2].partition("</section>")[0]


@pytest.mark.parametrize(
    ("language", "closes"),
    [
        ("en", r"closes \d+ [A-Z][a-z]+ \d{4}, 18:30 UTC"),
        ("es", r"cierra el \d+ de [a-z]+ de \d{4}, 18:30 UTC"),
        ("ar", r"تُغلق \d+ \w+ \d{4}، 18:30 UTC"),
    ],
)
def test_a_moderator_reads_when_it_closes_as_her_language_writes_days(
    web, session, amina, mona, language, closes
):
    day = (clock.today() + timedelta(days=40)).isoformat()
    post(web.as_(amina), closes_day=day, closes_time="18:30")
    here = f"/moderation/cases/{base32(case_of(session).id)}"

    page = web.as_(mona).get(here, **{"Accept-Language": language}).text

    assert re.search(closes, page)
    # Between Arabic words its three numbers would be read from the right.
    assert day not in page


def test_nobody_changes_what_another_has_posted(web, make, row, amina, bea):
    one = opportunity(make, amina)
    path = f"/opportunities/{base32(one.id)}"
    web.as_(bea)

    assert edit(web, one).status_code == 403
    for deed in ("filled", "withdraw", "undo", "prolong"):
        assert web.post(f"{path}/{deed}").status_code == 403
    assert row().state is State.SHOWN


def test_only_what_fits_can_be_decided_about_a_new_one(web, session, row, amina, mona):
    post(web.as_(amina))

    answer = decide(web, mona, case_of(session), "hide")

    assert answer.status_code == 403
    assert row().state is State.WAITING
    assert session.scalars(select(Decision).where(Decision.action == Action.HIDE)).all() == []
