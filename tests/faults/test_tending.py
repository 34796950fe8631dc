"""Killed while posts end and are published: each ends once, each stands once, none is lost."""

import random
import signal
import time
from datetime import timedelta
from pathlib import Path

import time_machine
from sqlalchemy import event, func, select, update

from app.chores import Chores
from app.community.threads.models import Post, PostState, Thread, WaitingPost
from app.core import clock
from tests.core.test_database_file import on_disk
from tests.crowd import at_once
from tests.faults.installation import PATIENCE, end

KILLS = 6
MANY = 60
ALL = 5 * MANY
CANARY = "Xanthippe"


class Killed(Exception):
    pass


class Death:
    """Comes at the n-th statement or commit of the application."""

    def __init__(self, engine, n):
        self.engine, self.n = engine, n

    def __enter__(self):
        event.listen(self.engine, "before_cursor_execute", self._step)
        event.listen(self.engine, "commit", self._step)

    def __exit__(self, *_):
        event.remove(self.engine, "before_cursor_execute", self._step)
        event.remove(self.engine, "commit", self._step)

    def _step(self, *_):
        self.n -= 1
        if not self.n:
            raise Killed


def test_killed_before_any_statement_it_is_done_wholly_or_not_at_all(
    house, session, make, circle, amina, bea
):
    circle.crowd = 30
    session.commit()
    chores = Chores(house, mail=False)
    deaths = 0
    for n in range(1, 200):
        thread = make.thread(circle, bea, body=f"{CANARY} {n}", replies=[(amina, "I hear you.")])
        session.execute(
            update(Post).filter_by(thread_id=thread.id, seq=1).values(ends_on=clock.today())
        )
        session.commit()
        make.waiting(thread, amina, f"Waited {n}")
        with time_machine.travel(clock.now() + timedelta(hours=12), tick=False):
            try:
                with Death(house.database.engine, n):
                    chores.tend()
            except Killed:
                deaths += 1
                # A process that has died holds no connection.
                house.database.close()
                assert standing(session, n) + waits(session) == 1
                assert whole(session, thread)
                chores.tend()
        assert (standing(session, n), waits(session)) == (1, 0)
        assert whole(session, thread)
        assert session.scalar(select(Post.body).filter_by(thread_id=thread.id, seq=1)) == ""
        if deaths < n:
            break

    assert deaths == n - 1 > 20


def standing(session, n):
    session.expire_all()
    return session.scalar(select(func.count()).select_from(Post).filter_by(body=f"Waited {n}"))


def waits(session):
    return session.scalar(select(func.count()).select_from(WaitingPost))


def whole(session, thread):
    """The opening has ended altogether or not at all, and the numbers are those of the posts."""
    found = session.get(Thread, thread.id)
    posts = session.scalars(select(Post).filter_by(thread_id=thread.id).order_by(Post.seq)).all()
    assert [post.seq for post in posts] == list(range(1, found.nseq + 1))
    assert found.replies == len(posts) - 1
    ended = posts[0].state is PostState.ENDED
    assert ended is (posts[0].body == "") is (found.slug == "taken-back")
    return posts[0].ends_on is None if ended else posts[0].ends_on is not None


def test_done_by_four_at_once_it_is_done_once(house, session, make, circle, amina, bea):
    circle.crowd = 30
    session.commit()
    for n in range(20):
        thread = make.thread(circle, bea, body=CANARY, replies=[(amina, CANARY)] * 3)
        make.waiting(thread, amina, f"Waited {n}")
    session.execute(update(Post).where(Post.seq > 1).values(ends_on=clock.today()))
    session.commit()
    chores = [Chores(house, mail=False) for _ in range(4)]

    with time_machine.travel(clock.now() + timedelta(hours=12), tick=False):
        at_once([one.tend for one in chores])

    session.expire_all()
    assert waits(session) == 0
    assert [standing(session, n) for n in range(20)] == [1] * 20
    assert set(session.execute(select(Thread.nseq, Thread.replies))) == {(5, 1)}


def test_a_server_killed_while_it_tends_ends_and_publishes_each_once(here):
    fill(here)
    chance, reached = random.Random(11), [0]

    for _ in range(KILLS):
        process = here.run()
        reached.append(wait_for(here, process, reached[-1] + chance.randint(5, 40)))
        process.send_signal(signal.SIGKILL)
        end(process)
    with here.serving():
        last = progress(here)
        if here.house.database.is_sqlite:
            wait_until_off_the_disk(here)

    print(f"killed after {reached[1:]} of {ALL}")
    assert last == ALL
    assert any(done < ALL for done in reached[1:])
    assert "Traceback" not in here.log()
    with here.looking() as session:
        bodies = session.scalars(select(Post.body).where(Post.seq == 6)).all()
        assert sorted(bodies) == sorted(f"Waited {n}" for n in range(MANY))
        assert set(session.execute(select(Thread.nseq, Thread.replies))) == {(6, 1)}
        assert waits(session) == 0


def wait_until_off_the_disk(here):
    """The first sweep leaves nothing where rows have moved."""
    until = time.monotonic() + PATIENCE
    while CANARY.encode() in on_disk(Path(here.settings.data_dir)):
        assert time.monotonic() < until, here.log()[-2000:]
        time.sleep(0.1)


def fill(here):
    """Threads whose four replies have an ending that is over, each with a fifth that is due."""
    with here.making() as make:
        circle = make.circle(crowd=30)
        amina = make.member("Amina", circle)
        for n in range(MANY):
            replies = [(amina, f"{CANARY} {n}") for _ in range(4)]
            make.waiting(make.thread(circle, amina, replies=replies), amina, f"Waited {n}")
    yesterday = clock.today() - timedelta(days=1)
    # As the application does it, so that a row that moves leaves nothing behind.
    with here.house.database.changing() as session:
        session.execute(update(Post).where(Post.seq > 1).values(ends_on=yesterday))
        session.execute(update(WaitingPost).values(due_on=yesterday))


def progress(here):
    """How many posts have ended or been published."""
    with here.looking() as session:
        done = (Post.state == PostState.ENDED) | (Post.seq == 6)
        return session.scalar(select(func.count()).select_from(Post).where(done))


def wait_for(here, process, goal):
    until = time.monotonic() + PATIENCE
    while (done := progress(here)) < min(goal, ALL):
        assert time.monotonic() < until, here.log()[-2000:]
        assert process.poll() is None, here.log()[-2000:]
        time.sleep(0.002)
    return done
