"""What is held: published at the end of its thread, refused with the reason, or taken back."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import event, select, update

from app import chores
from app.commands import key_deeds
from app.community.threads.held import KEPT
from app.community.threads.held_models import HeldPost
from app.community.threads.models import Intent, Post, Thread
from app.core import clock
from app.core.errors import ForumError, NotAllowed
from app.core.keys import base32
from app.oversight.moderation import appeals, talks
from app.oversight.moderation.appeals import Hearing
from app.oversight.moderation.decisions import DecidedMeanwhile, Desk
from app.oversight.moderation.models import Action, Case, Decision, Outcome
from app.people.circles.models import Anonymity, Circle
from app.people.members.models import Fate, Role
from app.people.recognition import recognise
from app.people.subjects import SubjectRef
from app.web.kit.addresses import url
from tests import dump
from tests.oversight.moderation.deciding import case_of, decide

CANARY = "Xanthippe sells at example.com"
BOTH = pytest.mark.parametrize("anonymous", ["", "on"])


@pytest.fixture
def thread(make, session, circle, bea):
    circle.crowd = 30
    session.commit()
    return make.thread(circle, bea)


@pytest.fixture
def rule(make):
    return make.rule("link")


def send(web, thread, body=CANARY, **fields):
    page = web.get(url("thread", thread_id=thread.id))
    answer = web.send(page, url("reply", thread_id=thread.id), body=body, **fields)
    if answer.status_code == 200:  # she is told what may name her, and sends it again
        answer = web.send(answer, url("reply", thread_id=thread.id))
    return answer


def start(web, circle, **fields):
    page = web.get(url("new_thread", circle=circle.slug))
    words = {"title": "It’s new", "body": CANARY, "intent": "celebrate"} | fields
    answer = web.send(page, url("start_thread", circle=circle.slug), **words)
    if answer.status_code == 200:
        answer = web.send(answer, url("start_thread", circle=circle.slug))
    return answer


def only(session, table):
    """The only row, as it is now and stays in our hands when it is gone."""
    session.commit()
    session.expire_all()
    row = session.scalars(select(table)).one()
    session.expunge(row)
    return row


def case(session):
    return only(session, Case)


@BOTH
def test_it_stands_at_the_end_of_its_thread_with_its_name_and_day(
    web, session, make, thread, rule, amina, bea, mona, anonymous
):
    page = web.as_(amina).get(url("thread", thread_id=thread.id)).text
    promised = page.split("Post as ")[-1].split("<")[0]
    send(web, thread, anonymous=anonymous, content_note="selling", ending="week")
    send(web, thread, "Meanwhile")
    web.as_(bea).get(url("thread", thread_id=thread.id))
    row, wrote = only(session, HeldPost), clock.today()

    with time_machine.travel(clock.now() + timedelta(days=2), tick=False):
        decide(make, mona, case(session), "keep")
        post, today = make.post(thread, 3), clock.today()
        shown = web.as_(bea).get(url("thread", thread_id=thread.id)).text
        listed = web.get(url("circle", circle="new-mothers")).text

    assert (post.id, post.day, post.at) == (row.id, wrote, None)
    assert (post.body, post.content_note) == (CANARY, "selling")
    assert (post.author_id, post.voice) == (row.author_id, row.voice)
    assert post.ends_on == today + timedelta(days=7)
    assert CANARY.split("example", maxsplit=1)[0] in shown
    assert "New since you were last here" in shown
    assert "1 new" in listed or "New since" in shown
    if anonymous:
        assert promised in shown
    assert session.query(HeldPost).count() == 0
    assert session.get(Thread, thread.id, populate_existing=True).active_day == today
    assert "Nothing of yours waits" in web.as_(amina).get("/held").text
    assert web.get(url("edit_post", post_id=post.id)).status_code == 200


@BOTH
def test_a_thread_is_opened_as_she_wrote_it(
    web, session, make, thread, circle, rule, amina, mona, anonymous
):
    start(web.as_(amina), circle, anonymous=anonymous)
    row = only(session, HeldPost)
    assert session.query(Thread).count() == 1

    decide(make, mona, case(session), "keep")

    opened = session.get(Thread, row.thread_id)
    post = make.post(opened)
    assert (opened.title, opened.intent) == ("It’s new", Intent.CELEBRATE)
    assert (post.body, post.id) == (CANARY, row.id)
    assert web.get(url("edit_post", post_id=post.id)).status_code == 200
    assert opened.nseq == 1


@BOTH
def test_what_is_refused_comes_back_with_the_reason(
    web, session, make, house, thread, rule, amina, bea, mona, anonymous
):
    send(web.as_(amina), thread, anonymous=anonymous)
    decide(make, mona, case(session), "remove", "We are no market place.")

    page = web.as_(amina).get("/held").text
    told = _talks(house, make, amina)
    assert "Not published" in page
    assert CANARY in page
    assert [one.body for one in told] == ["We are no market place."]
    assert _talks(house, make, bea) == []
    assert session.query(Post).count() == 1
    with time_machine.travel(clock.now() + KEPT - timedelta(days=1), tick=False):
        chores.sweep(house)
        assert session.query(HeldPost).count() == 1
    session.commit()
    with time_machine.travel(clock.now() + KEPT, tick=False):
        chores.sweep(house)
    assert dump.holding(session, "Xanthippe") == []


def _talks(house, make, who):
    """What the team wrote to her, as her own request finds it."""
    from app.people.members import sessions

    with house.database.changing() as session:
        token = sessions.start(session, house.ring, session.merge(who, load=False))
        session.flush()
        viewer = recognise(session, house.ring, token, house.board)
        return [
            said
            for talk in viewer.talks
            for said in talks.read(session, talk.case_id, talk.report_id)
        ]


@BOTH
def test_an_appeal_that_is_won_publishes_it(
    web, session, make, house, thread, rule, amina, mona, olga, anonymous
):
    send(web.as_(amina), thread, anonymous=anonymous)
    made = decide(make, mona, case(session), "remove")
    with make._as(amina) as (own, viewer):
        appeals.appeal(own, viewer, house.subjects, made.id, "It is my sister’s shop.")
    with make._as(olga) as (own, viewer):
        desk = Desk(own, viewer, house.subjects, lambda _member: None, house.ring)
        appeals.hear(desk, made.id, Hearing(Outcome.OVERTURNED, "You are right."))

    assert make.post(thread, 2).body == CANARY
    assert [said.body for said in _talks(house, make, amina)][-1] == "You are right."
    assert session.query(HeldPost).count() == 0


@BOTH
def test_she_takes_it_back_and_its_case_goes_with_it(
    web, session, make, thread, rule, amina, bea, mona, anonymous
):
    send(web.as_(amina), thread, anonymous=anonymous)
    row = only(session, HeldPost)
    way = url("take_back_held", held_id=row.id)
    for other in (bea, mona):
        assert web.as_(other).post(way).status_code == 404
    assert session.query(Case).count() == 1

    answer = web.as_(amina).send(web.get("/held"), way)

    assert "Taken back" in answer.text
    assert CANARY in answer.text
    session.commit()
    assert (session.query(HeldPost).count(), session.query(Case).count()) == (0, 0)
    assert web.post(way).status_code == 404
    assert dump.holding(session, "Xanthippe") == []


def test_what_stands_is_not_taken_back_any_more(web, session, make, thread, rule, amina, mona):
    send(web.as_(amina), thread)
    row = only(session, HeldPost)
    decide(make, mona, case(session), "keep")

    assert web.post(url("take_back_held", held_id=row.id)).status_code == 404
    assert make.post(thread, 2).body == CANARY


@BOTH
def test_the_same_form_sent_twice_is_held_once(
    web, session, make, thread, rule, amina, mona, anonymous
):
    page = web.as_(amina).get(url("thread", thread_id=thread.id))
    way = url("reply", thread_id=thread.id)
    form = {"body": "Look at example.org", "anonymous": anonymous, "seen": "x"}
    answers = [web.send(page, way, **form) for _ in range(3)]
    if anonymous and answers[0].status_code == 200:
        answers = [web.send(answers[0], way) for _ in range(3)]
        page, form = answers[0], {}

    assert {a.headers["location"].partition("?")[2] for a in answers} == {"said=held"}
    row = only(session, HeldPost)
    assert session.query(Case).count() == 1
    session.execute(update(type(rule)).values(on=False))
    session.commit()
    if not anonymous:
        unheld = web.send(page, way, **form)
        assert unheld.status_code == 422
        assert "It waits for a moderator." in unheld.text
        session.execute(update(type(rule)).values(on=True))
        session.commit()
        decide(make, mona, case(session), "keep")
        again = web.send(page, way, **form)
        assert again.headers["location"].endswith("#p2")
        assert make.post(thread, 2).id == row.id
        assert session.query(Post).count() == 2


def close(session, thread):
    session.execute(update(Thread).values(locked=True))


def gone(session, thread):
    session.delete(session.get(Thread, thread.id))


def never(session, thread):
    session.execute(update(Circle).values(anonymity=Anonymity.NEVER))


def always(session, thread):
    session.execute(update(Circle).values(anonymity=Anonymity.ALWAYS))


@pytest.mark.parametrize(
    ("anonymous", "meanwhile", "why"),
    [
        ("on", close, "The thread has been closed."),
        ("", close, "The thread has been closed."),
        ("", gone, "The thread is no longer there."),
        ("on", never, "This circle asks for names."),
        ("", always, "In this circle everybody writes without her name."),
    ],
)
def test_what_cannot_stand_any_more_is_not_published(
    web, session, make, thread, rule, amina, mona, anonymous, meanwhile, why
):
    send(web.as_(amina), thread, anonymous=anonymous)
    meanwhile(session, thread)
    session.commit()

    with pytest.raises(NotAllowed, match=why.rstrip(".")):
        decide(make, mona, case(session), "keep")

    session.rollback()
    assert session.query(HeldPost).count() == 1
    assert web.as_(amina).get("/held").status_code == 200
    decide(make, mona, case(session), "remove")


@pytest.mark.parametrize("action", [a for a in Action if a not in {"keep", "remove", "restore"}])
def test_nothing_else_is_done_about_what_is_not_published(
    web, session, make, thread, rule, amina, mona, action
):
    send(web.as_(amina), thread, "Look at example.org", anonymous="on")

    with pytest.raises(NotAllowed, match="not published yet"):
        decide(make, mona, case(session), action)


@BOTH
def test_its_moderator_sees_it_where_it_would_stand(
    web, session, make, house, thread, circle, rule, amina, anonymous
):
    send(web.as_(amina), thread, "Before it")
    send(web, thread, f"*{CANARY}*", anonymous=anonymous)
    start(web, circle, anonymous=anonymous)

    rows = session.scalars(select(HeldPost).order_by(HeldPost.title)).all()
    with house.database.reading() as own:
        reply, opening = (house.subjects.of_kind("held").look(own, base32(row.id)) for row in rows)

    assert [words.html for words in reply.before][-1] == "<p>Before it</p>"
    assert len(reply.before) == 2
    assert "<em>Xanthippe" in reply.words.html
    assert reply.text == f"*{CANARY}*"
    assert reply.words.byline.anonymous is bool(anonymous)
    assert (reply.found.title, reply.found.circle_id) == (thread.title, circle.id)
    assert (opening.heading, opening.before) == ("It’s new", ())


def test_two_moderators_at_once_publish_it_once(
    web, session, make, house, thread, rule, amina, mona, olga
):
    send(web.as_(amina), thread)
    about = case(session)

    def publish(who):
        from app.oversight.moderation import decisions
        from app.oversight.moderation.decisions import Ruling
        from app.oversight.moderation.models import Reason
        from app.people.members import sessions

        try:
            with house.database.changing() as own:
                token = sessions.start(own, house.ring, own.merge(who, load=False))
                own.flush()
                viewer = recognise(own, house.ring, token)
                desk = Desk(own, viewer, house.subjects, lambda _member: None, house.ring)
                decisions.decide(desk, about.id, Ruling(Action.KEEP, Reason.OTHER, "Fine"))
        except ForumError as refused:
            return type(refused)
        return None

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(publish, [mona, olga]))

    assert sorted(done, key=str) == sorted([None, DecidedMeanwhile], key=str)
    session.commit()
    assert session.query(Decision).count() == 1
    assert session.query(Post).count() == 2


def test_only_what_is_held_and_its_case_are_written(web, house, session, make, thread, rule, amina):
    page = web.as_(amina).get(url("thread", thread_id=thread.id))
    tables, values = set(), []

    def note(_c, _cursor, statement, parameters, *_rest):
        words = statement.split()
        if words[0] in {"INSERT", "UPDATE", "DELETE"}:
            tables.add(words[1] if words[0] == "UPDATE" else words[2])
            for given in parameters if isinstance(parameters, list) else [parameters]:
                values.extend(given.values() if isinstance(given, dict) else given)

    event.listen(house.database.engine, "before_cursor_execute", note)
    answer = web.send(
        page, url("reply", thread_id=thread.id), body="An email@example.org", anonymous="on"
    )
    if answer.status_code == 200:
        assert tables == set()
        answer = web.send(answer, url("reply", thread_id=thread.id))
    event.remove(house.database.engine, "before_cursor_execute", note)

    assert "said=held" in answer.headers["location"]
    assert tables == {"held_posts", "cases"}
    known = {v for v in values if not isinstance(v, (bytes, dict))}
    assert not {amina.id, amina.id.hex, str(amina.id), amina.handle} & known


def test_a_moderators_own_case_is_not_hers(web, session, make, thread, circle, rule):
    mona = make.member("Mona", circle, role=Role.MODERATOR)
    send(web.as_(mona), thread)

    with pytest.raises(NotAllowed):
        decide(make, mona, case(session), "keep")


@pytest.mark.parametrize("fate", list(Fate))
def test_who_leaves_takes_what_is_held_along(web, session, make, house, thread, rule, amina, fate):
    send(web.as_(amina), thread)
    session.delete(session.scalars(select(Case)).one())
    session.commit()
    make.leaving(amina, fate)

    with time_machine.travel(clock.now() + timedelta(days=16), tick=False):
        chores.sweep(house)

    session.commit()
    assert session.query(HeldPost).count() == 0


def test_nobody_reports_what_only_its_author_sees(web, house, session, thread, rule, amina, make):
    send(web.as_(amina), thread)
    row = only(session, HeldPost)
    with make._as(amina) as (own, viewer), pytest.raises(ForumError):
        house.subjects.find(own, viewer, SubjectRef("held", base32(row.id)))
    assert case_of(session, "held", row).reports == 0


def test_a_burnt_key_leads_to_nobody_and_it_is_published_all_the_same(
    web, session, make, house, thread, circle, rule, amina, mona
):
    start(web.as_(amina), circle, anonymous="on")
    send(web, thread, anonymous="on")
    before = {row.voice for row in session.scalars(select(HeldPost))}
    session.rollback()

    list(key_deeds.burn(house, house.ring.current, wait=False))

    session.expire_all()
    rows = session.scalars(select(HeldPost)).all()
    assert not before & {row.voice for row in rows}
    assert {row.key_epoch for row in rows} == {house.ring.current}
    assert "Nothing of yours waits" in web.as_(amina).get("/held").text
    for about in session.scalars(select(Case)).all():
        decide(make, mona, about, "keep")
    session.commit()
    assert session.query(Thread).count() == 2
    assert session.query(HeldPost).count() == 0
