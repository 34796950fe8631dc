"""The page of one case: what it shows, to whom, and what is said on it."""

import pytest
from sqlalchemy import select

from app.core import keys
from app.oversight.audit import chain
from app.oversight.audit.models import Entry
from app.oversight.moderation.models import Action, Case, CaseMessage, Decision, Reason, Side
from app.people.circles import actions as circles
from app.web.kit.addresses import url
from tests.conftest import counted
from tests.oversight.moderation.reporting import report, way


@pytest.fixture
def thread(make, circle, bea, grace):
    said = [(grace, "Before it."), (bea, "Let it **go**."), (grace, "After it.")]
    return make.thread(circle, grace, title="The nights", replies=said)


@pytest.fixture
def case(make, amina, thread):
    return report(make, amina, make.post(thread, 3), note="She told her to let it go.")


def messages(session, case, side):
    session.expire_all()
    found = select(CaseMessage).filter_by(case_id=case.id, side=side)
    return [(one.report_id, one.body) for one in session.scalars(found)]


def only_report(case, page):
    """The address of the one report on the page."""
    start = page.text.index(f"{way(case)}/reports/")
    return page.text[start:].split('"')[0].rpartition("/")[0]


# What it shows


def test_the_thing_stands_in_its_context_with_all_reports(web, make, grace, thread, case, mona):
    report(make, grace, make.post(thread, 3), Reason.IGNORED, "I asked to be listened to.")

    page = web.as_(mona).get(way(case)).text

    places = [page.index(words) for words in ("Before it.", "<strong>go</strong>", "After it.")]
    assert places == sorted(places)
    for words in (
        "reported by 2 members",
        "She told her to let it go.",
        "I asked to be listened to.",
        "by a member of this circle",
        f'href="{url("post", post_id=make.post(thread, 3).id)}"',
    ):
        assert words in page
    assert "Amina" not in page


def test_it_is_opened_where_it_stands_by_those_who_may_read_there(
    web, make, session, circle, thread, case, mona, olga
):
    circle.visibility = "private"
    circles.add(session, circle, olga.id)
    session.commit()
    place = url("post", post_id=make.post(thread, 3).id)

    inside, outside = (web.as_(who).get(way(case)).text for who in (olga, mona))

    assert web.get(place).status_code == 404
    assert f'href="{place}"' in inside
    assert f'href="{place}"' not in outside
    assert "a private circle that you don’t belong to" in outside
    for words in ("Before it.", "<strong>go</strong>", "After it."):
        assert words in outside


def test_where_a_thread_was_moved_to_counts(web, make, session, circle, thread, case, mona):
    room = make.circle("Staff room", visibility="private")
    thread.circle_id = room.id
    session.commit()

    assert "a private circle that you don’t belong to" in web.as_(mona).get(way(case)).text


@pytest.mark.parametrize("thing", ["thread", "profile"])
def test_threads_and_profiles_have_cases_too(web, make, thread, amina, bea, mona, thing):
    about = thread if thing == "thread" else bea
    name = "The thread in “<bdi>The nights" if thing == "thread" else "The profile of <bdi>Bea"

    assert name in web.as_(mona).get(way(report(make, amina, about))).text


def test_what_is_gone_can_only_be_closed(web, make, session, thread, case, mona):
    case.subject = keys.base32(keys.random_id())
    session.commit()

    page = web.as_(mona).get(way(case))
    removed = web.post(way(case, "decide"), action="remove", reason="unkind", note="Gone.")
    kept = web.send(page, way(case, "decide"), action="keep", note="It is gone.")

    assert "It is no longer there." in page.text
    assert page.text.count('name="action"') == 1
    assert (removed.status_code, kept.status_code) == (403, 303)


def test_a_case_that_is_not_there(web, mona):
    assert web.as_(mona).get(url("case", case_id=7)).status_code == 404


def test_her_own_anonymous_post_she_cannot_handle(web, make, session, circle, thread, amina, mona):
    circle.crowd = 30
    circles.add(session, circle, mona.id)
    session.commit()
    make.voiced(thread, mona, "What I would not say with my name.")
    case = report(make, amina, make.post(thread, 5), note="How odd of her.")
    web.as_(mona)

    for answer in (
        web.get(way(case)),
        web.post(way(case, "claim_case")),
        web.post(way(case, "decide"), action="keep", reason="other", note="Fine."),
        web.post(way(case, "note_case"), team_note="Who was it?"),
    ):
        assert answer.status_code == 403
        assert "You cannot handle this case." in answer.text
        assert "How odd of her." not in answer.text


def earlier(session, make, by, thing, decider, statement, action=Action.WARN):
    """A decision about this thing."""
    case = report(make, by, thing)
    made = Decision(
        id=keys.random_id(),
        case_id=case.id,
        action=action,
        reason=Reason.UNKIND,
        statement=statement,
        decider_id=decider.id,
    )
    session.add(made)
    session.commit()
    return case


def test_earlier_decisions_of_a_member_are_shown(
    web, make, session, circle, amina, bea, case, mona
):
    elsewhere = make.thread(make.circle("Other room"), bea)
    old = earlier(session, make, amina, elsewhere, mona, "Be kind.")

    stood = earlier(session, make, amina, make.thread(circle, bea), mona, "", Action.KEEP)

    page = web.as_(mona).get(way(case)).text

    assert f'<a href="{way(old)}">{Reason.UNKIND.label}<' in page
    assert "Warned her" in page
    # Of what was let stand nobody reads what she might have done.
    assert f'<a href="{way(stood)}">Case<' in page


def test_of_a_pseudonym_only_those_in_this_thread(web, make, session, circle, amina, bea, mona):
    circle.crowd = 30
    session.commit()
    here, there = make.thread(circle, amina), make.thread(circle, amina, title="Elsewhere")
    for thread in (here, there):
        for words in ("One.", "Two."):
            make.voiced(thread, bea, words)
    in_it = earlier(session, make, amina, make.post(here, 2), mona, "Here.")
    outside = earlier(session, make, amina, make.post(there, 2), mona, "There.")
    by_name = earlier(session, make, amina, make.thread(circle, bea), mona, "By name.")

    page = web.as_(mona).get(way(report(make, amina, make.post(here, 3)))).text

    assert f'href="{way(in_it)}"' in page
    assert way(outside) not in page
    assert way(by_name) not in page
    assert "You can’t see who this is" in page
    assert "<bdi>Bea</bdi>" not in page
    assert url("member", handle="bea") not in page


def test_it_costs_the_same_whatever_is_known(web, house, make, session, amina, bea, circle, mona):
    thread = make.thread(circle, bea, replies=[(bea, f"Number {n}.") for n in range(24)])
    case = report(make, amina, make.post(thread, 2))
    report(make, amina, make.post(thread, 3))
    web.as_(mona)
    asked = []
    for posts in ([], range(4, 25)):
        for seq in posts:
            earlier(session, make, amina, make.post(thread, seq), mona, f"Words {seq}")
        web.get(way(case))
        with counted(house) as statements:
            assert web.get(way(case)).status_code == 200
        asked.append(len(statements))

    assert asked[0] == asked[1] <= 9, "\n".join(statements)


# What is said


def test_the_team_asks_a_reporter_who_stays_unknown(web, session, case, mona):
    page = web.as_(mona).get(way(case))

    way_to = f"{only_report(case, page)}/messages"
    after = web.follow(web.send(page, way_to, question="Did it go on?"))

    assert "Did it go on?" in after.text
    assert "Amina" not in after.text
    assert [body for _, body in messages(session, case, Side.TEAM)] == ["Did it go on?"]


def test_the_team_writes_to_the_author(web, session, case, mona):
    page = web.as_(mona).get(way(case))

    web.send(page, way(case, "write_to_author"), to_author="What did you mean?")

    assert messages(session, case, Side.TEAM) == [(0, "What did you mean?")]
    assert "What did you mean?" in web.get(way(case)).text


def test_moderators_leave_each_other_notes(web, session, case, mona, olga):
    web.send(web.as_(mona).get(way(case)), way(case, "note_case"), team_note="I know them both.")

    page = web.as_(olga).get(way(case)).text

    assert "Mona," in page
    assert "I know them both." in page
    assert messages(session, case, Side.NOTE) == [(0, "I know them both.")]


def test_who_reported_is_shown_once_and_logged(web, house, session, case, mona):
    page = web.as_(mona).get(way(case))

    shown = web.send(page, f"{only_report(case, page)}/reporter", why="Ten reports in a day")

    assert "Reported by <b><bdi>Amina</bdi></b>" in shown.text
    assert "Amina" not in web.get(way(case)).text
    entry = session.scalars(select(Entry)).one()
    assert (entry.verb, entry.actor) == ("open-reporter", chain.name(house.ring, mona.id))


def test_nothing_is_opened_or_asked_without_words(web, session, case, mona):
    page = web.as_(mona).get(way(case))
    here = only_report(case, page)

    for path, field in (
        (f"{here}/reporter", "why"),
        (f"{here}/messages", "question"),
        (way(case, "write_to_author"), "to_author"),
        (way(case, "note_case"), "team_note"),
    ):
        answer = web.send(page, path, **{field: "  "})
        assert answer.status_code == 422
        assert "Please fill this in." in answer.text
        assert "<bdi>Amina</bdi>" not in answer.text
        long = web.send(page, path, **{field: "kept " * 2000})
        assert long.status_code == 422
        assert "kept kept" in long.text
    assert session.scalars(select(Entry)).all() == []
    assert messages(session, case, Side.TEAM) == []


def test_a_report_of_another_case_is_not_found_under_this_one(web, make, amina, thread, case, mona):
    other = report(make, amina, make.post(thread, 2))
    number = only_report(other, web.as_(mona).get(way(other))).rpartition("/")[2]

    for deed, fields in (("messages", {"question": "So?"}), ("reporter", {"why": "So."})):
        answer = web.post(f"{way(case)}/reports/{number}/{deed}", **fields)
        assert answer.status_code == 404


def test_while_somebody_else_has_it_there_is_no_form(web, session, case, mona, olga):
    web.as_(mona).post(way(case, "claim_case"))

    page = web.as_(olga).get(way(case))
    answer = web.post(way(case, "decide"), action="keep", reason="other", note="Fine.")

    assert f'action="{way(case, "decide")}"' not in page.text
    assert answer.status_code == 409
    assert "Somebody else is reviewing this." in answer.text
    session.expire_all()
    assert session.get_one(Case, case.id).state == "open"


def test_while_somebody_else_has_it_nobody_else_speaks_for_the_team(web, session, case, mona, olga):
    here = only_report(case, web.as_(olga).get(way(case)))
    web.as_(mona).post(way(case, "claim_case"))

    web.as_(olga)
    for path, field in (
        (f"{here}/reporter", "why"),
        (f"{here}/messages", "question"),
        (way(case, "write_to_author"), "to_author"),
    ):
        answer = web.post(path, **{field: "What did you mean?"})
        assert answer.status_code == 409
        assert "<bdi>Amina</bdi>" not in answer.text
    assert messages(session, case, Side.TEAM) == []
    assert session.scalars(select(Entry)).all() == []
    assert web.post(way(case, "note_case"), team_note="I know them both.").status_code == 303
