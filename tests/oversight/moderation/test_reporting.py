"""Reporting: from a calm page, once for each thing, and never seen by whoever wrote it."""

import pytest
from sqlalchemy import select

from app.community.threads.models import Thread
from app.core.keys import base32
from app.core.limits import Limit
from app.oversight.moderation.models import Case, Reason, Recusal, Report
from app.people.members.models import Role
from app.web.kit.addresses import url
from tests.browser import forms_of


@pytest.fixture
def thread(make, circle, bea):
    return make.thread(circle, bea, title="The nights", replies=[(bea, "You are no mother")])


@pytest.fixture
def reply(make, thread):
    return make.post(thread, 2)


def path_of(post):
    return url("report", kind="post", id=base32(post.id))


def fields(web, path, **typed):
    """The form of the page at this path, filled in."""
    [form] = [form for form in forms_of(web.get(path)) if "note" in form.values]
    return form.values | {"reason": "unkind"} | typed


def test_the_page_shows_what_is_reported_and_what_happens_next(web, reply, amina):
    page = web.as_(amina).get(path_of(reply))

    assert page.status_code == 200
    assert "Report reply 1" in page.text
    assert "You are no mother" in page.text
    for reason in Reason:
        assert f'value="{reason}"' in page.text
        assert reason.hint in page.text
    assert "never learns who reported" in page.text
    assert f'href="{url("safety")}#help"' in page.text


def test_a_content_note_stands_in_for_the_words(web, session, reply, amina):
    reply.content_note = "a birth"
    session.commit()

    page = web.as_(amina).get(path_of(reply)).text

    assert "a birth" in page
    assert "no mother" not in page


def test_she_has_a_receipt_and_the_moderators_a_case(web, session, reply, amina):
    web.as_(amina)

    answer = web.client.post(path_of(reply), data=fields(web, path_of(reply), note="At me\nagain"))

    [report] = session.scalars(select(Report))
    case = session.get(Case, report.case_id)
    assert answer.headers["location"].startswith(url("receipt", report_id=report.id))
    assert (case.kind, case.subject, case.reports) == ("post", base32(reply.id), 1)
    page = web.follow(answer).text
    assert "It is with the moderators now" in page
    assert base32(report.id) in page
    assert "At me\nagain" in page


def test_the_same_report_twice_is_one(web, session, reply, amina):
    web.as_(amina)
    data = fields(web, path_of(reply))

    first, second = (web.client.post(path_of(reply), data=data) for _ in range(2))

    assert first.headers["location"] == second.headers["location"]
    assert len(session.scalars(select(Report)).all()) == 1
    assert session.scalars(select(Case)).one().reports == 1


def test_a_second_person_adds_to_the_same_case(make, session, reply, amina, stella):
    one, other = (make.report(reply, who) for who in (amina, stella))

    assert one.case_id == other.case_id
    assert one.reporter != other.reporter
    assert session.scalars(select(Case)).one().reports == 2


def test_a_whole_thread_and_a_profile_can_be_reported(web, session, thread, amina, bea):
    web.as_(amina)
    for path in (
        url("report", kind="thread", id=base32(thread.id)),
        url("report", kind="profile", id="bea"),
    ):
        assert web.client.post(path, data=fields(web, path)).status_code == 303

    cases = session.scalars(select(Case).order_by(Case.kind)).all()
    assert [case.kind for case in cases] == ["profile", "thread"]
    assert cases[0].subject == bea.id.hex


def test_links_lead_there_from_every_thing_that_is_not_hers(web, make, circle, amina, bea):
    thread = make.thread(circle, amina, replies=[(bea, "Me too")])
    others = make.post(thread, 2)

    page = web.as_(amina).get(url("thread", thread_id=thread.id)).text
    profile, hers = (web.get(url("member", handle=who)).text for who in ("bea", "amina"))

    assert 'href="?report=2"' in page
    assert 'href="?report=1"' not in page
    there = web.get(f"{url('thread', thread_id=thread.id)}?report=2")
    assert there.headers["location"] == path_of(others)
    assert url("report", kind="thread", id=base32(thread.id)) not in page
    assert url("report", kind="profile", id="bea") in profile
    assert "/report/" not in hers


@pytest.mark.parametrize("anonymous", ["", "on"])
def test_a_thread_is_hers_on_each_of_its_pages(web, make, session, circle, amina, bea, anonymous):
    """The page is kept for all who read it, whoever of them comes first."""
    circle.crowd = 30
    session.commit()
    said = {
        "title": "Lamps",
        "intent": "just-listening",
        "body": "Which one?",
        "anonymous": anonymous,
    }
    web.as_(amina).post(url("start_thread", circle=circle.slug), **said)
    thread = session.scalars(select(Thread)).one()
    for number in range(20):
        make.voiced(thread, bea, f"The lamp of number {number}.")
    path, link = url("thread", thread_id=thread.id), ">Report this thread<"
    pages = [path, f"{path}?after=20"]

    for _ in range(2):
        assert [link in web.as_(bea).get(page).text for page in pages] == [True, True]
        assert [link in web.as_(amina).get(page).text for page in pages] == [False, False]
    assert link not in web.visitor().get(path).text


def test_something_else_needs_a_word(web, session, reply, amina):
    web.as_(amina)

    answer = web.client.post(path_of(reply), data=fields(web, path_of(reply), reason="other"))

    assert answer.status_code == 422
    assert 'id="note-error"' in answer.text
    assert session.scalars(select(Report)).all() == []


def test_a_reason_is_needed_and_the_note_is_kept(web, reply, amina):
    web.as_(amina)

    answer = web.client.post(
        path_of(reply), data=fields(web, path_of(reply), reason="", note="Keep this")
    )

    assert answer.status_code == 422
    assert 'id="reason-error"' in answer.text
    assert "Keep this</textarea>" in answer.text


def test_her_own_is_hers_to_change(web, reply, bea):
    web.as_(bea)

    for answer in (web.get(path_of(reply)), web.post(path_of(reply), reason="unkind")):
        assert answer.status_code == 403
        assert "You can edit or delete it" in answer.text


def test_her_own_without_her_name_too(web, make, session, circle, thread, amina):
    circle.crowd = 30
    session.commit()
    make.voiced(thread, amina, "Said without a name")

    assert web.as_(amina).get(path_of(make.post(thread, 3))).status_code == 403


@pytest.mark.parametrize(
    "path", ["post/0", "post/zzzz", "post/-", "thread/0", "profile/nobody-here", "letter/abc"]
)
def test_what_is_not_there_is_not_found(path, web, amina):
    web.as_(amina)

    assert web.get(f"/report/{path}").status_code == 404
    assert web.post(f"/report/{path}", reason="unkind").status_code == 404


def test_a_number_written_otherwise_is_the_same_thing(web, reply, amina):
    web.as_(amina)

    assert web.get(f"/report/post/0{base32(reply.id)}").status_code == 200
    assert web.get(f"/report/thread/0{base32(reply.thread_id)}").status_code == 200


def test_what_she_cannot_see_is_not_found(web, make, bea, amina):
    private = make.circle("Behind a door", visibility="private")
    post = make.post(make.thread(private, bea))

    assert web.as_(amina).get(path_of(post)).status_code == 404


def test_what_a_moderator_has_hidden_is_not_found(web, make, reply, amina, stella, mona):
    make.decided(reply, stella, mona)

    assert web.as_(amina).get(path_of(reply)).status_code == 404


def test_a_visitor_signs_in_first(web, reply):
    assert web.visitor().get(path_of(reply)).headers["location"].startswith("/sign-in?next=")


def test_so_many_an_hour(web, house, reply, amina):
    web.as_(amina)
    data = fields(web, path_of(reply))
    for _ in range(Limit.REPORTS.times):
        assert web.client.post(path_of(reply), data=data).status_code == 303

    answer = web.client.post(path_of(reply), data=data | {"note": "Once more"})

    assert answer.status_code == 429
    assert "Once more</textarea>" in answer.text


def test_no_row_says_who_reported(session, make, reply, amina):
    report = make.report(reply, amina, note="Look")
    row = session.get(Report, report.id)

    assert amina.id.bytes not in row.sealed + row.reporter
    assert session.scalars(select(Recusal)).all() == []


def test_a_moderator_whose_thing_it_is_or_who_is_named_does_not_see_it(
    session, make, circle, amina
):
    petra = make.member("Petra", circle, role=Role.MODERATOR)
    quinn = make.member("Quinn", role=Role.MODERATOR)

    make.report(make.post(make.thread(circle, petra)), amina, note="Ask Quinn about her.")

    kept_from = {row.member_id for row in session.scalars(select(Recusal)) if row.named}
    assert kept_from == {petra.id, quinn.id}
