"""Who hears of what: the streams that pages may open, and what is said on them."""

import logging
from datetime import timedelta

import pytest
import time_machine

from app.core import clock, events
from app.core.keys import base32
from app.oversight.moderation.models import Action
from app.people.circles import actions as circles
from app.people.circles.models import CircleRole, Visibility
from app.people.noted.events import Kind, Noted
from tests.conftest import counted
from tests.house.world import dump

HOUR = "3600"


@pytest.fixture
def heard(web, house):
    """What the stream of this page says to her of what has happened since the test arranged it.

    The application of a test has not been started: a stream tells what its page has missed, and
    ends.
    """
    house.live._recent.clear()
    house.live._whole_since -= 3600

    def of(member, **place):
        answer = web.as_(member).client.get("/live", params={"age": "60"} | place)
        assert answer.status_code == 200, (answer.status_code, answer.text[:300])
        assert answer.headers["content-type"].startswith("text/event-stream")
        return [line[6:] for line in answer.text.splitlines() if line.startswith("data: ")]

    return of


@pytest.fixture
def thread(make, circle, grace, bea):
    circle.crowd, circle.visibility = 30, Visibility.PRIVATE
    make.session.commit()
    return make.thread(circle, grace, replies=[(bea, "Me too")])


def reply(web, member, thread, **more):
    answer = web.as_(member).post(f"/t/{base32(thread.id)}/replies", body="And me", **more)
    assert answer.status_code == 303
    return answer


# Threads and circles


def test_a_reply_is_heard_by_whoever_has_the_thread_its_circle_or_home_open(
    web, heard, thread, circle, amina, bea
):
    assert heard(amina, thread=base32(thread.id)) == []

    reply(web, bea, thread)

    assert heard(amina, thread=base32(thread.id)) == ["thread"]
    assert heard(amina, circle=circle.slug) == ["circle"]
    assert heard(amina, home="yes") == ["circle"]
    assert heard(amina) == []


def test_a_stranger_never_hears_of_a_private_circle(web, heard, thread, circle, bea, stella):
    reply(web, bea, thread)

    web.as_(stella)
    codes = [
        web.client.get("/live", params=place).status_code
        for place in ({"thread": base32(thread.id)}, {"circle": circle.slug}, {"cases": "yes"})
    ]
    unsure = web.client.get("/live", params={"home": "yes", "age": "nonsense"})

    assert codes == [404, 404, 404]
    assert heard(stella, home="yes") == []
    # Where it is not known what she missed she is told to look at what is hers, and that alone.
    assert [line for line in unsure.text.splitlines() if line] == [":", "data: member"]


def test_a_visitor_hears_nothing(web, thread):
    for place in ({}, {"thread": base32(thread.id)}, {"home": "yes"}):
        assert web.visitor().client.get("/live", params=place).status_code == 404


def test_who_has_left_the_circle_hears_no_more(web, heard, thread, circle, amina, session):
    assert heard(amina, thread=base32(thread.id)) == []
    web.as_(amina).post(f"/c/{circle.slug}/leave")

    answer = web.client.get("/live", params={"thread": base32(thread.id)})

    assert answer.status_code == 404


def test_whose_session_has_ended_hears_no_more(web, heard, amina):
    assert heard(amina) == []
    web.post("/sign-out")

    assert web.client.get("/live").status_code == 404


def test_what_is_refused_is_not_heard(web, heard, thread, amina, bea, stella):
    path = f"/t/{base32(thread.id)}/replies"
    codes = [
        web.as_(bea).post(path, body="").status_code,
        web.as_(stella).post(path, body="Me").status_code,
    ]

    assert codes == [422, 404]
    assert heard(amina, thread=base32(thread.id)) == []


def test_a_circle_that_she_has_muted_is_not_heard_on_home(web, heard, thread, circle, amina, bea):
    web.as_(amina).post(f"/c/{circle.slug}/mute", on="yes")
    reply(web, bea, thread)

    assert heard(amina, home="yes") == []


# Without a name


def test_every_stream_is_the_same_whoever_wrote_without_her_name(
    web, heard, house, thread, circle, amina, bea, grace
):
    places = ({"thread": base32(thread.id)}, {"circle": circle.slug}, {"home": "yes"}, {})
    worlds = []
    for author in (amina, bea):
        house.live._recent.clear()
        reply(web, author, thread, anonymous="on")
        worlds.append(
            [heard(reader, **place) for reader in (amina, bea, grace) for place in places]
        )

    assert worlds[0] == worlds[1] == [["thread"], ["circle"], ["circle"], []] * 3


def test_what_is_poked_names_no_member(web, house, heard, thread, amina):
    reply(web, amina, thread, anonymous="on")

    assert set(house.live._recent) == {f"thread:{thread.id}", f"circle:{thread.circle_id}"}


# Her own


@pytest.mark.parametrize("veiled", [False, True], ids=["by name", "without a name"])
def test_what_is_said_to_a_member_is_heard_by_her_alone(house, heard, amina, bea, veiled):
    """And not at once where somebody without a name had a part in it."""
    said = Noted(
        member_id=amina.id, kind=Kind.WELCOME, thing=("circle", "new-mothers"), veiled=veiled
    )

    with house.database.changing() as session:
        events.publish(session, said)

    assert heard(amina) == ([] if veiled else ["member"])
    assert heard(bea) == []


def test_a_message_is_heard_by_whoever_it_is_for(make, heard, amina, bea):
    make.conversation(amina, bea, "How are the nights?")

    assert heard(bea) == ["member"]
    assert heard(amina) == []


# The queue


@pytest.fixture
def moderators(make, circle):
    """Of this circle, and of another one."""
    other = make.circle("Lamp room")
    cora, maud = make.member("Cora"), make.member("Maud")
    circles.add(make.session, make.session.merge(circle), cora.id, CircleRole.MODERATOR)
    circles.add(make.session, other, maud.id, CircleRole.MODERATOR)
    make.session.commit()
    return cora, maud


def test_every_deed_on_a_case_is_heard_by_those_who_may_work_it(
    web, heard, house, thread, make, moderators, mona, amina
):
    cora, maud = moderators
    case = base32(make.report(make.post(thread, 2), amina).case_id)
    deeds = {
        "report": lambda: None,
        "claim": lambda: web.as_(mona).post(f"/moderation/cases/{case}/claim"),
        "give back": lambda: web.as_(mona).post(f"/moderation/cases/{case}/give-back"),
        "claim again": lambda: web.as_(mona).post(f"/moderation/cases/{case}/claim"),
        "rest": lambda: web.as_(mona).post("/moderation/rest"),
    }
    found = {}
    for name, do in deeds.items():
        answer = do()
        assert answer is None or answer.status_code == 303, (name, answer.status_code)
        found[name] = [heard(one, cases="yes") for one in (mona, cora, maud)]
        house.live._recent.clear()

    assert found == {name: [["queue"], ["queue"], []] for name in deeds}


def test_a_decision_is_heard_in_the_queue(heard, make, house, thread, mona, amina):
    post = make.post(thread, 2)
    make.report(post, amina)
    house.live._recent.clear()

    make.decided(post, amina, mona, action=Action.KEEP)

    assert heard(mona, cases="yes") == ["queue"]


# What a stream leaves behind


def test_a_stream_writes_nothing_and_logs_nothing(
    web, house, heard, thread, amina, bea, make, caplog
):
    caplog.set_level(logging.DEBUG, "app")
    before = dump(make)
    with counted(house) as asked:
        for _ in range(5):
            heard(amina, thread=base32(thread.id))
    changing = ("INSERT", "UPDATE", "DELETE")
    assert [one for one in asked if one.startswith(changing) and "sessions" not in one] == []
    after = dump(make)
    # The test itself signs her in.
    assert {name for name in before if before[name] != after[name]} <= {"sessions"}
    assert caplog.records == []


def test_a_page_that_asks_by_itself_keeps_nobody_signed_in(web, thread, amina):
    web.as_(amina)
    path = base32(thread.id)
    with time_machine.travel(clock.now() + timedelta(minutes=30)):
        by_itself = [
            web.client.get("/live", params={"thread": path}),
            web.client.get(f"/news/thread/{path}"),
            web.client.get("/news/circle/new-mothers"),
        ]
        visited = web.client.get(f"/t/{path}")

    assert [answer.status_code for answer in by_itself] == [200, 200, 200]
    assert [answer for answer in by_itself if "set-cookie" in answer.headers] == []
    assert "set-cookie" in visited.headers


# What the page then asks for


def test_the_news_of_a_thread_say_how_many_and_where(web, thread, amina, bea):
    path, news = f"/t/{base32(thread.id)}", f"/news/thread/{base32(thread.id)}"
    web.as_(amina).get(path)
    assert web.get(f"{news}?after=2").text == ""
    reply(web, bea, thread)
    one = web.as_(amina).get(f"{news}?after=2").text
    reply(web, bea, thread)
    two = web.as_(amina).get(f"{news}?after=2").text
    for odd in ("", "x", "-1", "99999999999999"):
        assert web.get(f"{news}?after={odd}").text == ""

    assert "1 new reply. <a" in one
    assert "Show it" in one
    assert "2 new replies. <a" in two
    assert "Show them" in two
    assert f'href="{path}/{thread.slug}#p3"' in two
    # To be told is not to have read.
    assert "Go to 2 new replies" in web.get(path).text


def test_the_news_of_a_long_thread_lead_to_its_last_page(web, make, circle, amina, bea):
    thread = make.thread(circle, amina, replies=[(bea, f"Night {n}.") for n in range(25)])

    news = web.as_(amina).get(f"/news/thread/{base32(thread.id)}?after=22").text

    assert f'href="/t/{base32(thread.id)}/{thread.slug}?after=20#p23"' in news


def test_the_news_of_a_circle_count_what_came_since_she_looked(web, thread, circle, amina, bea):
    web.as_(amina).get(f"/c/{circle.slug}")
    assert web.get(f"/news/circle/{circle.slug}").text == ""
    reply(web, bea, thread)

    news = web.as_(amina).get(f"/news/circle/{circle.slug}").text

    assert "1 new post." in news
    assert "1 new post." in web.get(f"/news/circle/{circle.slug}").text, "told is not looked"


def test_the_news_of_what_she_may_not_read_are_not_there(web, thread, circle, stella):
    web.as_(stella)

    assert web.get(f"/news/thread/{base32(thread.id)}?after=1").status_code == 404
    assert web.get(f"/news/circle/{circle.slug}").status_code == 404
