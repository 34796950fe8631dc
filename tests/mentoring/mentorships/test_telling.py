"""“I feel uncertain about this”: told to the moderators, who see who the two are and no word of
theirs, and may pause it or end it for both."""

import pytest

from app.core.keys import base32
from app.mentoring.mentorships.models import State
from app.oversight.moderation.models import Action, Case, Recusal, Report
from app.people.members.models import Role
from app.web.kit.addresses import url
from tests.browser import forms_of
from tests.mentoring.mentorships import pairs
from tests.mentoring.mentorships.pairs import path, stands

SECRETS = ("A goal of theirs", "A note of theirs", "I dread it.", "That she listened.", "By myself")


@pytest.fixture
def filled(make, here, thandeka, dina):
    pairs.goal(make, dina, here, SECRETS[0])
    pairs.note(make, thandeka, here, SECRETS[1])
    pairs.check_in(make, dina, here, SECRETS[2])
    pairs.say(make, dina, here, SECRETS[3], shown=True)
    pairs.own_note(make, dina, here, SECRETS[4])
    return here


def report_path(here):
    return url("report", kind="mentorship", id=base32(here))


def tell(web, who, here, reason="other", note="He is always there when I arrive."):
    """She fills in the page, as it is offered."""
    page = web.as_(who).get(path(here, "uncertain"))
    return web.send(page, report_path(here), reason=reason, note=note)


def case(session):
    session.rollback()
    return session.query(Case).one()


def decide(web, who, session, action):
    found = case(session)
    web.as_(who).post(url("claim_case", case_id=found.id))
    answer = web.post(
        url("decide", case_id=found.id), action=action, reason="other", note="We looked at it."
    )
    assert answer.status_code == 303, answer.text
    return found


@pytest.mark.parametrize("who", ["dina", "thandeka"])
def test_each_side_tells_it_by_a_form_and_gets_a_receipt(request, web, session, here, who):
    one = request.getfixturevalue(who)
    answer = tell(web, one, here)

    assert answer.status_code == 303
    assert "/reports/" in answer.headers["location"]
    assert "A mentorship, <bdi>Thandeka and Dina" in web.get(answer.headers["location"]).text
    assert session.query(Report).one().note == "He is always there when I arrive."


def test_the_page_says_who_reads_it(web, here, dina):
    page = web.as_(dina).get(path(here, "uncertain")).text

    assert "The moderators of this site." in page
    assert "<bdi>Thandeka</bdi> isn’t told, now or later." in page
    assert "They don’t see your goals, notes, check-ins or messages" in page
    assert "/m/thandeka/no-contact" in page


def test_the_other_is_not_told_and_sees_nothing_of_it(web, here, thandeka, dina):
    before = web.as_(thandeka).get(path(here)).text
    tell(web, dina, here)

    after = web.as_(thandeka).get(path(here)).text
    assert [line for line in after.split("\n") if "csrf" not in line and "nonce" not in line] == [
        line for line in before.split("\n") if "csrf" not in line and "nonce" not in line
    ]


def test_nobody_else_tells_it_or_finds_it(web, session, here, stella, mona):
    for who in (stella, mona):
        web.as_(who)
        assert web.get(path(here, "uncertain")).status_code == 404
        assert web.get(report_path(here)).status_code == 404
        answer = web.post(report_path(here), reason="other", note="Me too")
        assert answer.status_code == 404
    assert session.query(Case).count() == 0


@pytest.mark.parametrize(("reason", "note"), [("", "Words of hers"), ("other", "")])
def test_what_is_missing_is_asked_for_and_her_words_stay(web, here, dina, reason, note):
    answer = tell(web, dina, here, reason, note)

    assert answer.status_code == 422
    assert "Report your mentorship" in answer.text
    assert note in answer.text


def test_the_same_once_more_is_one_report(web, session, here, dina):
    for _ in "12":
        tell(web, dina, here)

    assert session.query(Report).count() == 1


def test_also_of_what_is_over(web, session, here, thandeka, dina):
    web.as_(thandeka).post(path(here, "end_mentorship"))

    assert tell(web, dina, here).status_code == 303
    assert case(session).kind == "mentorship"


def test_a_moderator_sees_who_the_two_are_and_no_word_of_theirs(
    web, session, filled, dina, mona, thandeka
):
    tell(web, dina, filled)

    page = web.as_(mona).get(url("case", case_id=case(session).id)).text

    assert "A mentorship between <bdi>Thandeka and Dina</bdi>" in page
    assert '<a href="/m/thandeka"><bdi>Thandeka</bdi></a>' in page
    assert "It goes on." in page
    assert "He is always there when I arrive." in page
    for words in SECRETS:
        assert words not in page
    assert path(filled) not in page
    assert web.get(path(filled)).status_code == 404
    for action in ("note", "redact", "hide", "move"):
        assert f'value="{action}"' not in page


@pytest.mark.parametrize("who", ["dina", "thandeka"])
def test_no_case_about_it_is_worked_by_one_of_the_two(
    request, web, make, session, here, thandeka, dina, who, mona
):
    for one in (thandeka, dina):
        one.role = Role.MODERATOR
        session.merge(one)
    session.commit()
    tell(web, request.getfixturevalue(who), here)

    found = case(session)
    assert {row.member_id for row in session.query(Recusal)} == {thandeka.id, dina.id}
    for one in (thandeka, dina):
        assert web.as_(one).get(url("case", case_id=found.id)).status_code == 404
    assert web.as_(mona).get(url("case", case_id=found.id)).status_code == 200


def test_a_moderator_pauses_it_for_both_in_neutral_words(web, session, here, thandeka, dina, mona):
    tell(web, dina, here)
    decide(web, mona, session, "lock")

    assert stands(session, here).state is State.PAUSED
    for who in (thandeka, dina):
        page = web.as_(who).get(path(here)).text
        assert "This mentorship is paused by the moderators" in page
        for route, fields in (
            ("new_note", {"body": "Hello", "readers": "both"}),
            ("pause_mentorship", {"on": "no"}),
            ("check_ins", {"how": "well"}),
            ("complete_mentorship", {"reflection": ""}),
        ):
            answer = web.post(path(here, route), **fields)
            assert answer.status_code == 403
            assert "paused by the moderators" in answer.text
    assert web.post(path(here, "end_mentorship")).status_code == 303


def test_what_was_paused_goes_on_as_it_was(web, session, here, thandeka, dina, mona):
    web.as_(dina).post(path(here, "pause_mentorship"), on="yes")
    tell(web, dina, here)
    found = decide(web, mona, session, "lock")

    web.as_(mona).post(url("claim_case", case_id=found.id))
    answer = web.post(
        url("decide", case_id=found.id), action="restore", reason="other", note="It is well."
    )

    assert answer.status_code == 303
    assert stands(session, here).state is State.PAUSED
    assert web.as_(dina).post(path(here, "pause_mentorship"), on="no").status_code == 303


def test_a_moderator_ends_it_and_takes_that_back(web, session, here, thandeka, dina, mona):
    tell(web, dina, here)
    found = decide(web, mona, session, "remove")
    assert stands(session, here).state is State.ENDED
    for who in (thandeka, dina):
        page = web.as_(who).get(path(here)).text
        assert "Either of the two can end one at any time" in page
        assert "the moderators can as well" in page

    restore = {"action": "restore", "reason": "other", "note": "It was a mistake."}
    web.as_(mona).post(url("decide", case_id=found.id), **restore)

    row = stands(session, here)
    assert (row.state, row.over) == (State.ACTIVE, None)
    assert web.as_(dina).post(path(here, "pause_mentorship"), on="yes").status_code == 303


def undone(make, here, deed_by, between):
    """The state after a moderator has ended it, `between` has happened, and that is taken back."""
    from app.people.subjects import Deed, Given

    subject = make.house.subjects.of_kind("mentorship")
    number = base32(here)
    with make.house.database.changing() as session:
        before = subject.do(session, number, deed_by, Given())
    between()
    with make.house.database.changing() as session:
        subject.undo(session, number, Deed(deed_by), before)


def test_what_the_two_have_ended_meanwhile_is_not_begun_again(
    web, make, session, here, thandeka, dina
):
    from app.people.subjects import Deed

    end = lambda: web.as_(dina).post(path(here, "end_mentorship"))  # noqa: E731
    undone(make, here, Deed.LOCK, end)
    assert stands(session, here).state is State.ENDED

    undone(make, here, Deed.REMOVE, lambda: None)
    assert stands(session, here).state is State.ENDED


@pytest.mark.parametrize("meanwhile", ["no contact", "another"])
def test_nor_where_they_have_no_contact_or_another_one(
    web, make, session, here, thandeka, dina, meanwhile
):
    from app.people.subjects import Deed

    def between():
        if meanwhile == "another":
            pairs.pair(make, thandeka, dina)
        else:
            web.as_(dina).post("/m/thandeka/no-contact", contact="none")

    undone(make, here, Deed.REMOVE, between)

    assert stands(session, here).state is State.ENDED


def test_leaving_it_tells_the_other_nothing(web, session, here, thandeka, dina, mona):
    answer = tell(web, dina, here)
    decide(web, mona, session, "keep")

    assert "We looked at it." in web.as_(dina).get(answer.headers["location"]).text
    assert "We looked at it." not in web.as_(thandeka).get("/").text
    assert stands(session, here).state is State.ACTIVE
    assert not forms_of(web.get("/notices"))[0].action.startswith("/notices/")


def test_the_actions_are_called_what_they_are_here(web, session, here, dina, mona):
    tell(web, dina, here)
    found = case(session)
    web.as_(mona).post(url("claim_case", case_id=found.id))

    page = web.get(url("case", case_id=found.id)).text

    assert "Pause it for both" in page
    assert "End it" in page
    assert str(Action.LOCK) in page
    assert "Close the thread" not in page
