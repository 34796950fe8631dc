"""Posts that wait: published without a name some time in the next hours, and hers until then."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event, select, update

from app.community.threads import envelopes
from app.community.threads.models import Post, Thread, WaitingPost
from app.core import clock
from app.people.anonymity.models import Voice
from app.people.circles.models import Anonymity, Circle
from app.web.kit.addresses import url
from tests import dump
from tests.browser import forms_of
from tests.conftest import counted

CANARY = "Xanthippe at night"
WAITS = "will be published without your name within twelve hours"
SETTINGS = "/settings/waiting"


@pytest.fixture
def thread(make, crowded, bea):
    return make.thread(crowded, bea)


def reply(web, thread, body=CANARY, **fields):
    page = web.get(url("thread", thread_id=thread.id))
    values = {"anonymous": "on", "later": "on"} | fields
    return web.send(page, url("reply", thread_id=thread.id), body=body, **values)


def posts(session, body=CANARY):
    session.expire_all()
    return session.scalars(select(Post).where(Post.body == body)).all()


def waiting(session):
    session.expire_all()
    return session.scalars(select(WaitingPost)).all()


def written(house, deed):
    """The tables that a deed writes to."""
    tables = set()

    def note(_c, _cursor, statement, *_rest):
        words = statement.split()
        if words[0] in {"INSERT", "UPDATE", "DELETE"}:
            tables.add(words[1] if words[0] == "UPDATE" else words[2])

    event.listen(house.database.engine, "before_cursor_execute", note)
    deed()
    event.remove(house.database.engine, "before_cursor_execute", note)
    return tables


def test_it_waits_unseen_and_then_stands_as_any_other(
    web, session, thread, tend, later, amina, bea
):
    notice = web.as_(amina).follow(reply(web, thread))
    page = web.get(url("thread", thread_id=thread.id)).text
    promised = page.split("Post as ")[-1].split("<")[0]
    assert WAITS in notice.text
    assert CANARY not in page

    with later(hours=12):
        tend()
        shown = web.as_(bea).get(url("thread", thread_id=thread.id)).text

    [post] = posts(session)
    assert (post.author_id, post.at, post.seq) == (None, None, 2)
    assert post.day == (clock.now() + timedelta(hours=12)).date()
    assert session.scalars(select(Voice.label)).one() == promised
    assert promised in shown
    assert CANARY in shown
    assert waiting(session) == []


def test_a_thread_is_opened_later_too(web, session, crowded, tend, later, amina, bea):
    page = web.as_(amina).get(url("new_thread", circle=crowded.slug))
    way = url("start_thread", circle=crowded.slug)
    words = {"title": "It’s “late”", "body": CANARY, "intent": "just-listening"}
    chosen = {"anonymous": "on", "later": "on", "ending": "week", "content_note": "it’s dark"}

    answer = web.follow(web.send(page, way, **words, **chosen))

    assert WAITS in answer.text
    assert session.query(Thread).count() == 0
    with later(hours=12):
        tend()
        listed = web.as_(bea).get(url("circle", circle=crowded.slug)).text
        [post] = posts(session)
        assert post.ends_on == clock.today() + timedelta(days=7)
        hers = web.as_(amina).get(url("edit_post", post_id=post.id))
    assert "It’s &#34;late&#34;" in listed
    assert post.content_note == "it’s dark"
    assert hers.status_code == 200
    assert session.query(Thread).one().id == post.thread_id


@pytest.mark.parametrize("hour", range(24))
def test_it_stands_after_an_hour_at_least_and_twelve_at_most(
    web, session, thread, tend, later, amina, hour
):
    today = datetime.combine(clock.today(), time(hour, 30), UTC)
    before = (today - clock.now()).total_seconds() / 3600

    with later(hours=before):
        reply(web.as_(amina), thread)
    for minutes in range(0, 60, 10):
        with later(hours=before, minutes=minutes):
            tend()
    assert posts(session) == []
    with later(hours=before + 12):
        tend()

    assert len(posts(session)) == 1


@given(st.datetimes(datetime(2026, 1, 1), datetime(2029, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_its_window_is_the_first_part_of_a_quarter_of_a_day(now):
    day, quarter = envelopes.due(now)
    earliest, latest = envelopes.window(day, quarter)

    assert 0 <= quarter <= 3
    assert (earliest.minute, earliest.second, earliest.hour) == (0, 0, 6 * quarter)
    assert timedelta(hours=1) <= earliest - now < timedelta(hours=7)
    assert latest - now < timedelta(hours=12)


def test_no_moment_of_its_window_is_likelier_than_another():
    earliest, latest = envelopes.window(clock.today(), 2)
    asked = [earliest + n * envelopes.STEP for n in range(-6, 31)]
    left, published = 1.0, []

    for now in asked:
        chance = envelopes.chance(now, earliest, latest)
        published.append(left * chance)
        left -= published[-1]

    assert published[:6] == [0] * 6
    assert published[6:36] == pytest.approx([1 / 30] * 30)
    assert left == pytest.approx(0)


def test_many_that_wait_are_spread_over_the_window(session, make, thread, tend, later, amina):
    for n in range(60):
        make.waiting(thread, amina, f"Waiting {n}")
    earliest, _ = envelopes.window(*envelopes.due(clock.now()))
    stood = []

    for step in range(31):
        with later(seconds=(earliest + step * envelopes.STEP - clock.now()).total_seconds()):
            tend()
        session.expire_all()
        stood.append(session.query(Post).count() - 1)

    assert stood[-1] == 60
    assert len(set(stood)) > 12
    order = session.scalars(select(Post.body).where(Post.seq > 1).order_by(Post.seq)).all()
    assert order != [f"Waiting {n}" for n in range(60)]


def test_only_the_row_that_waits_is_written(web, house, session, thread, tend, later, amina):
    page = web.as_(amina).get(url("thread", thread_id=thread.id))
    way = url("reply", thread_id=thread.id)
    form = {"body": CANARY, "anonymous": "on", "later": "on"}

    assert written(house, lambda: web.send(page, way, **form)) == {"waiting_posts"}
    with later(hours=12):
        changed = written(house, tend)

    # Once a day the circles' counters are noted, whatever else there is to do.
    expected = {"posts", "voices", "threads", "circles", "search", "waiting_posts"}
    assert changed - {"circle_counts"} == expected


def test_a_copy_of_its_row_tells_neither_what_nor_where_nor_who(
    session, make, crowded, thread, amina
):
    make.waiting(thread, amina, CANARY)
    make.waiting(make.thread(crowded, amina), amina, CANARY * 50)

    one, other = [
        {column.name: getattr(row, column.name) for column in WaitingPost.__table__.columns}
        for row in waiting(session)
    ]
    told = str(one) + str(other)

    assert dump.holding(session, CANARY) == []
    assert all(str(x) not in told for x in (thread.id, crowded.id))
    assert amina.id.hex not in told
    assert (one["due_on"], one["due_quarter"]) == (other["due_on"], other["due_quarter"])
    assert all(one[name] != other[name] for name in ("id", "owner", "submit_key", "sealed"))
    assert {len(one["sealed"]), len(other["sealed"])} == {1024 + 28, 2048 + 28}


def test_nothing_of_it_comes_back_in_what_it_becomes(session, make, thread, tend, later, amina):
    make.waiting(thread, amina, CANARY)
    [row] = waiting(session)
    before = {row.owner, row.submit_key, row.sealed}

    with later(hours=12):
        tend()

    blind = {value for rows in dump.of(session).values() for row in rows for value in row}
    assert not before & {v for v in blind if isinstance(v, bytes)}


def test_the_same_form_sent_twice_is_one(web, session, thread, tend, later, amina):
    page = web.as_(amina).get(url("thread", thread_id=thread.id))
    way = url("reply", thread_id=thread.id)
    form = {"body": CANARY, "anonymous": "on", "later": "on"}

    answers = [web.send(page, way, **form) for _ in range(2)]
    assert [a.status_code for a in answers] == [303, 303]
    assert len(waiting(session)) == 1
    with later(hours=12):
        tend()
        again = web.send(page, way, **form)

    [post] = posts(session)
    assert again.headers["location"].endswith(f"#p{post.seq}")
    assert waiting(session) == []


@pytest.mark.parametrize("anonymous", ["", "on"])
def test_what_waits_is_not_posted_at_once_by_the_same_form(web, session, thread, amina, anonymous):
    page = web.as_(amina).get(url("thread", thread_id=thread.id))
    way = url("reply", thread_id=thread.id)
    web.send(page, way, body=CANARY, anonymous="on", later="on")

    answer = web.send(page, way, body=CANARY, anonymous=anonymous)

    assert answer.status_code == 422
    assert "You have sent this already, to be published later." in answer.text
    assert posts(session) == []


def test_what_stands_does_not_wait_as_well(web, session, thread, amina):
    page = web.as_(amina).get(url("thread", thread_id=thread.id))
    way = url("reply", thread_id=thread.id)
    first = web.send(page, way, body=CANARY, anonymous="on")

    second = web.send(page, way, body=CANARY, anonymous="on", later="on")

    assert second.status_code == 409
    assert f'href="{first.headers["location"]}"' in second.text
    assert waiting(session) == []


def test_under_her_name_nothing_waits(web, session, thread, amina):
    answer = reply(web.as_(amina), thread, anonymous="")

    assert answer.status_code == 422
    assert "Only what you post without your name can wait." in answer.text
    assert CANARY in answer.text
    assert (posts(session), waiting(session)) == ([], [])


def test_a_preview_does_not_wait(web, session, thread, amina):
    answer = reply(web.as_(amina), thread, preview="on")

    assert answer.status_code == 200
    assert waiting(session) == []
    [form] = [f for f in forms_of(answer) if f.action == url("reply", thread_id=thread.id)]
    assert form.values["later"] == "on"


@pytest.mark.parametrize(("anonymity", "crowd"), [(Anonymity.NEVER, 30), (Anonymity.ALLOWED, 7)])
def test_where_nobody_may_hide_nothing_waits(web, session, thread, circle, amina, anonymity, crowd):
    circle.anonymity, circle.crowd = anonymity, crowd
    session.commit()

    answer = web.as_(amina).post(
        url("reply", thread_id=thread.id), body=CANARY, anonymous="on", later="on"
    )

    assert answer.status_code == 403
    assert 'name="later"' not in web.get(url("thread", thread_id=thread.id)).text
    assert waiting(session) == []


def test_she_alone_sees_what_waits(web, session, make, crowded, thread, amina, bea):
    reply(web.as_(amina), thread)
    [row] = waiting(session)

    hers, theirs = web.get(SETTINGS).text, web.as_(bea).get(SETTINGS).text

    assert CANARY in hers
    assert f"A reply in <bdi>{crowded.name}</bdi>" in hers
    assert f'href="{url("thread", thread_id=thread.id)}"' in hers
    assert url("take_back_waiting", waiting_id=row.id) in hers
    assert "Nothing of yours waits." in theirs
    assert CANARY not in theirs


def test_she_takes_it_back_and_it_is_gone(web, session, thread, tend, later, amina):
    reply(web.as_(amina), thread, body=f"{CANARY}\n\n<b>and</b> more")
    [row] = waiting(session)
    way = url("take_back_waiting", waiting_id=row.id)

    answer = web.send(web.get(SETTINGS), way)

    assert answer.status_code == 200
    assert "Taken back" in answer.text
    assert f"{CANARY}\n\n&lt;b&gt;and&lt;/b&gt; more" in answer.text
    assert waiting(session) == []
    assert web.post(way).status_code == 404
    with later(hours=12):
        tend()
    assert session.query(Post).count() == 1


def test_nobody_else_takes_it_back(web, session, thread, amina, bea, olga):
    reply(web.as_(amina), thread)
    [row] = waiting(session)

    for other in (bea, olga):
        answer = web.as_(other).post(url("take_back_waiting", waiting_id=row.id))
        assert answer.status_code == 404

    assert len(waiting(session)) == 1


def close(session, thread, circle):
    session.execute(update(Thread).values(locked=True))


def delete(session, thread, circle):
    session.delete(thread)


def never(session, thread, circle):
    session.execute(update(Circle).values(anonymity=Anonymity.NEVER))


def empty(session, thread, circle):
    session.execute(update(Circle).values(crowd=3))


@pytest.mark.parametrize(
    ("meanwhile", "why"),
    [
        (close, "The thread has been closed."),
        (delete, "The thread is no longer there."),
        (never, "This circle asks for names."),
        (empty, "Too few people have been in this circle"),
    ],
)
def test_what_cannot_be_published_is_kept_for_her_for_a_week(
    web, session, thread, crowded, tend, later, amina, meanwhile, why
):
    reply(web.as_(amina), thread)
    session.refresh(thread)
    meanwhile(session, thread, crowded)
    session.commit()

    with later(hours=12):
        tend()
        page = web.as_(amina).get(SETTINGS).text
    assert posts(session) == []
    assert "Could not be published" in page
    assert why in page
    assert CANARY in page
    with later(hours=12, days=6):
        tend()
        assert CANARY in web.as_(amina).get(SETTINGS).text
    with later(hours=12, days=7):
        tend()
        assert CANARY not in web.as_(amina).get(SETTINGS).text
    assert waiting(session) == []


def test_what_this_key_does_not_open_harms_nothing_else(
    web, session, make, thread, tend, later, amina
):
    reply(web.as_(amina), thread)
    session.execute(update(WaitingPost).values(sealed=b"not sealed at all"))
    session.commit()
    reply(web, thread, body="Whole")

    with later(hours=12):
        tend()
        page = web.as_(amina).get(SETTINGS).text

    assert len(posts(session, "Whole")) == 1
    assert "It can’t be read any more." in page


def test_a_taken_pseudonym_gives_way_to_the_next(web, session, make, thread, tend, later, amina):
    page = web.as_(amina).get(url("thread", thread_id=thread.id)).text
    promised = page.split("Post as ")[-1].split("<")[0]
    reply(web, thread)
    session.add(Voice(thread_id=thread.id, token=b"s" * 16, label=promised))
    session.commit()

    with later(hours=12):
        tend()

    labels = set(session.scalars(select(Voice.label)))
    assert len(labels) == 2
    assert promised in labels
    assert len(posts(session)) == 1


def test_done_twice_it_is_done_once(session, make, thread, tend, later, amina):
    make.waiting(thread, amina, CANARY)

    with later(hours=12):
        tend()
        first = dump.of(session)
        tend()

    assert dump.of(session) == first


def test_a_thousand_that_wait_cost_her_page_little(web, house, session, make, thread, amina):
    make.waiting(thread, amina, CANARY)
    [row] = waiting(session)
    day, quarter = row.due_on, row.due_quarter
    session.add_all(
        WaitingPost(
            id=n,
            owner=n.to_bytes(16, "big"),
            submit_key=n.to_bytes(16, "big"),
            due_on=day,
            due_quarter=quarter,
            sealed=b"s" * 1052,
        )
        for n in range(1, 1001)
    )
    session.commit()
    web.as_(amina)

    with counted(house) as asked:
        page = web.get(SETTINGS)

    assert page.text.count(CANARY) == 1
    assert len(asked) == 4, "\n".join(asked)
