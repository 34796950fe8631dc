"""Many at once in one thread: numbers have no gaps, nobody's words are lost."""

from sqlalchemy import select

from app.community.threads.models import Post, Thread
from app.people.circles.models import Circle
from app.web.kit.addresses import url
from tests.crowd import at_once, many_hands, twin


def windows(web, make, circle, number):
    return [twin(web.as_(make.member(f"Friend{n}", circle))) for n in range(number)]


def test_replies_at_once_are_numbered_without_gaps(web, session, make, circle, amina):
    thread = make.thread(circle, amina)
    crowd = windows(web, make, circle, 20)
    way = url("reply", thread_id=thread.id)

    with many_hands():
        answers = at_once(
            [lambda n=n, w=w: w.post(way, body=f"Reply {n}") for n, w in enumerate(crowd)]
        )

    assert {answer.status_code for answer in answers} == {303}
    session.expire_all()
    posts = session.execute(select(Post.seq, Post.body).order_by(Post.seq)).all()
    assert [seq for seq, _ in posts] == [*range(1, 22)]
    assert {body for _, body in posts[1:]} == {f"Reply {n}" for n in range(20)}
    kept = session.get(Thread, thread.id)
    assert (kept.nseq, kept.replies) == (21, 20)


def test_one_form_sent_twenty_times_at_once_is_one_reply(web, session, make, circle, amina, bea):
    thread = make.thread(circle, amina)
    form = web.as_(bea).get(url("thread", thread_id=thread.id))
    crowd = [twin(web) for _ in range(20)]
    way = url("reply", thread_id=thread.id)

    with many_hands():
        answers = at_once([lambda w=w: w.send(form, way, body="Once") for w in crowd])

    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.headers["location"] for answer in answers}) == 1
    assert len(session.scalars(select(Post.seq)).all()) == 2


def test_the_circles_clock_gives_each_post_its_own_moment(web, session, make, circle, amina):
    threads = [make.thread(circle, amina, title=f"Thread {n}") for n in range(4)]
    crowd = windows(web, make, circle, 16)

    with many_hands():
        answers = at_once(
            [
                lambda n=n, w=w: w.post(url("reply", thread_id=threads[n % 4].id), body="Hello")
                for n, w in enumerate(crowd)
            ]
        )

    assert {answer.status_code for answer in answers} == {303}
    session.expire_all()
    bumps = session.scalars(select(Thread.bump)).all()
    assert len(set(bumps)) == 4
    assert session.get(Circle, circle.id).bump == 20 == max(bumps)


def test_threads_started_at_once_all_stand(web, session, make, circle):
    crowd = windows(web, make, circle, 12)
    way = url("start_thread", circle=circle.slug)
    words = {"body": "Words", "intent": "celebrate"}

    with many_hands():
        answers = at_once(
            [
                lambda n=n, w=w: w.post(way, title=f"Thread {n}", **words)
                for n, w in enumerate(crowd)
            ]
        )

    assert {answer.status_code for answer in answers} == {303}
    session.expire_all()
    assert sorted(session.scalars(select(Thread.opened))) == [*range(1, 13)]
