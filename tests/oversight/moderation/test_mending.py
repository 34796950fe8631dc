"""What was hidden comes back to its author, who mends it; a moderator puts it back."""

import pytest
from sqlalchemy import select

from app.core.errors import NotAllowed
from app.oversight.moderation import decisions, policy, queries
from app.oversight.moderation.models import Action, Case, CaseMessage, CaseState
from app.people.subjects import Deed
from app.web.kit.addresses import url
from tests import dump
from tests.make import Make


@pytest.fixture(params=["named", "unnamed"])
def post(request):
    return request.getfixturevalue(request.param)


@pytest.fixture
def made(make, post, amina, mona):
    return make.decided(post, amina, mona)


def mend(web, post, words="I was tired. I am sorry.", **more):
    path = url("edit_post", post_id=post.id)
    return web.send(web.get(path), path, body=words, **more)


def case_of(session, made):
    session.rollback()
    return session.get(Case, made.case_id, populate_existing=True)


def test_the_page_says_where_it_goes(web, post, made, bea):
    page = web.as_(bea).get(url("edit_post", post_id=post.id))

    assert page.status_code == 200
    assert "goes back to the moderators" in page.text
    assert 'href="/notices"' in page.text


def test_it_is_still_hidden_and_a_moderators_turn(
    web, session, make, thread, post, made, amina, bea
):
    answer = mend(web.as_(bea), post)

    assert answer.headers["location"].startswith("/notices?")
    assert "with the moderators" in web.follow(answer).text
    case = case_of(session, made)
    assert (case.state, case.held_by, case.closed) == (CaseState.OPEN, decisions.MENDED, None)
    assert make.post(thread, post.seq).state == "hidden"
    shown = web.as_(amina).get(url("thread", thread_id=thread.id)).text
    assert "I was tired" not in shown


def test_restored_it_stands_as_mended(web, make, thread, post, made, amina, bea, mona):
    mend(web.as_(bea), post)

    make.decision(made.case_id, mona, Action.RESTORE, "Thank you.")

    shown = web.as_(amina).get(url("thread", thread_id=thread.id)).text
    assert "I was tired. I am sorry." in shown
    notice = web.as_(bea).get(url("notice", notice_id=made.case_id)).text
    assert "We have taken our decision back" in notice
    assert "Thank you." in notice


def test_restored_it_tells_nobody_what_was_hidden(
    web, session, make, thread, named, amina, bea, mona
):
    mend(web.as_(bea), named, "Her boss is Tullow.")
    case = make.decided(named, amina, mona)
    mend(web.as_(bea), named, "Her boss is no name here.")

    make.decision(case.case_id, mona, Action.RESTORE)

    there = url("post_history", post_id=named.id)
    for who in (web.visitor(), web.as_(amina), web.as_(bea), web.as_(mona)):
        assert "Tullow" not in who.get(there).text
    assert dump.holding(session, "Tullow") == []
    mend(web.as_(bea), named, "And here is none, either.")
    assert "Her boss is no name here." in web.as_(amina).get(there).text


def test_kept_it_stays_hidden_and_she_is_told(
    web, session, make, thread, post, made, amina, bea, mona
):
    mend(web.as_(bea), post)

    make.decision(made.case_id, mona, Action.KEEP, "It still names her.")

    assert make.post(thread, post.seq).state == "hidden"
    assert "It still names her." in web.as_(bea).get(url("notice", notice_id=made.case_id)).text
    told = session.scalars(select(CaseMessage).where(CaseMessage.report_id != 0)).all()
    assert any("it stays hidden. It still names her." in one.body for one in told)


def test_hidden_again_and_mended_again_it_can_still_be_restored(
    web, make, thread, post, made, bea, mona
):
    mend(web.as_(bea), post)
    make.decision(made.case_id, mona, Action.HIDE, "Not yet.")
    mend(web, post, "Nothing about you at all.")

    make.decision(made.case_id, mona, Action.RESTORE)

    now = make.post(thread, post.seq)
    assert (now.state, now.body) == ("shown", "Nothing about you at all.")


def test_restoring_is_offered_where_something_can_be_taken_back(session, make, house, made, mona):
    with make._as(mona) as (_, viewer):
        done = queries.undoable(session, made.case_id)
        owner = house.subjects.owner(session, queries.ref(session.get(Case, made.case_id)))
        offered = policy.actions(viewer, list(Deed), owner, undoable=bool(done))
        fresh = policy.actions(viewer, list(Deed), owner)

    assert [one.id for one in done] == [made.id]
    assert set(offered) - set(fresh) == {Action.RESTORE}
    assert Action.KEEP in offered


def test_without_anything_to_take_back_it_is_refused(make: Make, post, amina, mona):
    report = make.report(post, amina)

    with pytest.raises(NotAllowed, match="nothing here that can be taken back"):
        make.decision(report.case_id, mona, Action.RESTORE)


def test_mending_what_is_being_looked_at_changes_nothing(web, session, make, post, made, bea):
    for words in ("Once", "Twice"):
        mend(web.as_(bea), post, words)

    assert case_of(session, made).state is CaseState.OPEN
    assert len(session.scalars(select(Case)).all()) == 1


def test_while_an_appeal_waits_it_stays_an_appeal(web, session, post, made, bea):
    web.as_(bea).post(url("appeal", decision_id=made.id), statement="I was hurt")

    mend(web, post)

    assert case_of(session, made).state is CaseState.APPEALED


def test_a_hidden_thread_goes_back_as_a_thread(web, session, make, thread, amina, bea, mona):
    made = make.decided(thread, bea, mona)
    opening = make.post(thread, 1)

    mend(web.as_(amina), opening, "Nights are long.", title="Nights")

    assert case_of(session, made).state is CaseState.OPEN
    make.decision(made.case_id, mona, Action.RESTORE)
    assert "Nights are long." in web.as_(bea).get(url("thread", thread_id=thread.id)).text


def test_a_reply_in_a_hidden_thread_can_be_changed_and_is_nobodys_case(
    web, session, make, thread, named, amina, bea, mona
):
    made = make.decided(thread, bea, mona)

    answer = mend(web.as_(bea), named)

    assert web.follow(answer).status_code == 200
    assert case_of(session, made).state is CaseState.DECIDED


@pytest.mark.parametrize("hidden", ["thread", "named"])
def test_what_is_hidden_can_be_deleted_for_good(hidden, request, web, make, amina, bea, mona):
    made = make.decided(request.getfixturevalue(hidden), amina if hidden == "named" else bea, mona)
    who = bea if hidden == "named" else amina
    post = request.getfixturevalue("named")
    if hidden == "thread":
        post = make.post(request.getfixturevalue("thread"), 1)

    answer = web.as_(who).post(url("delete_post", post_id=post.id))

    assert made.case_id
    assert web.follow(answer).status_code == 200


def test_what_was_removed_cannot_be_mended(web, make, post, amina, bea, mona):
    make.decided(post, amina, mona, action=Action.REMOVE)

    assert web.as_(bea).get(url("edit_post", post_id=post.id)).status_code == 403


def test_a_moderator_is_offered_to_put_it_back(web, make, thread, post, made, bea, mona):
    mend(web.as_(bea), post)
    there = url("decide", case_id=made.case_id)
    page = web.as_(mona).get(url("case", case_id=made.case_id))

    answer = web.send(page, there, action="restore", reason="unkind", note="Thank you.")

    assert answer.status_code == 303
    assert make.post(thread, post.seq).state == "shown"
