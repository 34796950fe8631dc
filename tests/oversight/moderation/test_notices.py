"""What moderators decided, as the author reads it: the same by name and without."""

import pytest
from sqlalchemy import select

from app.core import clock
from app.oversight.moderation.models import Action, CaseMessage
from app.people.subjects import Given
from app.web.kit.addresses import url

ON_WORDS = {
    Action.NOTE: Given(content_note="a quarrel"),
    Action.REDACT: Given(words="[taken out]"),
    Action.HIDE: Given(),
    Action.REMOVE: Given(),
}


@pytest.fixture(params=["named", "unnamed"])
def post(request):
    return request.getfixturevalue(request.param)


def path_of(made):
    return url("notice", notice_id=made.case_id)


@pytest.mark.parametrize("action", ON_WORDS)
def test_she_reads_what_was_done_and_why(action, web, make, post, amina, bea, mona):
    made = make.decided(
        post, amina, mona, action=action, words="This turns on Amina.", given=ON_WORDS[action]
    )

    page = web.as_(bea).get(path_of(made)).text

    assert "This turns on Amina." in page
    assert "Unkind, or aimed at someone" in page
    assert "You can appeal against" in page
    kept = post.body in page
    assert kept is (action in {Action.HIDE, Action.REMOVE})
    assert ("Mend it and send it again" in page) is (action is Action.HIDE)
    assert ("don’t know who you are" in page) is (post.voice is not None)


@pytest.mark.parametrize("action", [Action.WARN, Action.PAUSE_ANONYMOUS])
def test_she_reads_what_is_asked_of_her_and_until_when(action, web, make, post, amina, bea, mona):
    made = make.decided(post, amina, mona, action=action, days=7)

    page = web.as_(bea).get(path_of(made)).text

    assert made.until > clock.today()
    assert f"<time datetime={made.until.isoformat()}>" in page
    assert post.body not in page


def test_nobody_else_finds_it(web, make, post, amina, bea, mona, stella):
    made = make.decided(post, amina, mona)

    for who in (amina, mona, stella):
        web.as_(who)
        assert web.get(path_of(made)).status_code == 404
        assert web.post(f"{path_of(made)}/messages", body="x").status_code == 404
    assert web.visitor().get(path_of(made)).status_code == 303


@pytest.mark.parametrize("kept", [True, False])
def test_that_she_was_reported_is_not_for_her_to_know(kept, web, make, post, amina, bea, mona):
    report = make.report(post, amina)
    if kept:
        make.decision(report.case_id, mona, Action.KEEP)

    page = web.as_(bea).get("/notices")

    assert web.get(path_of(report)).status_code == 404
    assert web.post(f"{path_of(report)}/messages", body="x").status_code == 404
    assert "have not written to you" in page.text


def test_the_list_holds_what_they_wrote_to_her(web, make, named, unnamed, thread, amina, bea, mona):
    first, second = (make.decided(post, amina, mona) for post in (named, unnamed))
    about_amina = make.report(make.post(thread, 1), bea)
    make.asked(about_amina.case_id, mona, "What do you mean?", about_amina.id)

    page = web.as_(bea).get("/notices").text

    for path in (path_of(first), path_of(second), url("receipt", report_id=about_amina.id)):
        assert f'href="{path}"' in page
    assert page.count(">New<") == 3


def test_a_question_can_be_answered(web, session, make, post, amina, bea, mona):
    report = make.report(post, amina)
    make.asked(report.case_id, mona, "What did you mean?")
    page = web.as_(bea).get(path_of(report))

    answer = web.send(page, f"{path_of(report)}/messages", body="Not you")

    assert "Not you" in web.follow(answer).text
    last = session.scalars(select(CaseMessage).order_by(CaseMessage.n.desc())).first()
    assert (last.report_id, last.side, last.by_id, last.body) == (0, "person", None, "Not you")


def test_after_a_decision_there_is_the_appeal(web, make, post, amina, bea, mona):
    made = make.decided(post, amina, mona)

    answer = web.as_(bea).post(f"{path_of(made)}/messages", body="But I meant well")

    assert answer.status_code == 403
    assert "appeal against the decision" in answer.text
    assert "But I meant well</textarea>" in answer.text


def test_unless_they_ask_her_again(web, make, post, amina, bea, mona):
    made = make.decided(post, amina, mona, action=Action.WARN)
    make.asked(made.case_id, mona, "How are you now?")

    assert web.as_(bea).post(f"{path_of(made)}/messages", body="Better").status_code == 303


def test_no_words_are_no_answer(web, make, post, amina, bea, mona):
    report = make.report(post, amina)
    make.asked(report.case_id, mona, "What did you mean?")

    answer = web.as_(bea).post(f"{path_of(report)}/messages", body="")

    assert answer.status_code == 422
    assert 'id="body-error"' in answer.text


def test_the_author_of_a_hidden_thread_has_her_words(web, make, thread, amina, bea, mona):
    made = make.decided(thread, bea, mona)

    page = web.as_(amina).get(path_of(made)).text

    assert "Nobody told me about the nights." in page
    assert url("edit_post", post_id=make.post(thread, 1).id) in page


def test_the_owner_of_a_profile_is_told_too(web, make, amina, bea, mona):
    made = make.decided(bea, amina, mona, action=Action.HIDE, words="Not a name to go by.")

    assert "Not a name to go by." in web.as_(bea).get(path_of(made)).text


def test_what_she_has_deleted_meanwhile_leads_nowhere_and_says_nothing_more(
    web, make, circle, amina, bea, mona
):
    thread = make.thread(circle, bea)
    made = make.decided(make.post(thread), amina, mona)
    web.as_(bea).post(url("delete_post", post_id=make.post(thread).id))

    assert web.get(path_of(made)).status_code == 404
    assert "have written to you" not in web.get("/").text
