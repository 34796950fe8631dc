"""A search shows what the pages show her, and what has gone from them is gone from the index."""

from datetime import timedelta
from pathlib import Path

import pytest
import time_machine

from app.chores import sweep
from app.community.threads import destruction
from app.community.threads.models import Post, PostState
from app.core import clock
from app.core.keys import base32
from app.oversight.search import index
from app.oversight.search.rows import Asked
from app.people.circles.models import Visibility
from app.people.subjects import Deed, Given
from app.web.kit.addresses import url
from tests import dump
from tests.browser import names
from tests.oversight.search.finding import found, page, titles

WORD = "marigold"


@pytest.fixture
def thread(make, circle, amina, bea):
    circle.crowd = 30
    make.session.commit()
    return make.thread(
        circle, amina, title="Gardens", body=f"One {WORD}", replies=[(bea, f"Two {WORD}")]
    )


@pytest.fixture
def do(make):
    """What a moderator does to a thing, and takes back."""

    def do(kind, number, deed, before=None):
        subject = make.house.subjects.of_kind(kind)
        with make.house.database.changing() as session:
            if before is not None:
                return subject.undo(session, base32(number), deed, before)
            return subject.do(session, base32(number), deed, Given(words="x", heading="Title"))

    return do


def indexed(house, word=WORD):
    """How many rows of the index have the word."""
    with house.database.reading() as session:
        return len(index.find(session, Asked(((word,),))).rows)


@pytest.mark.parametrize("deed", [Deed.HIDE, Deed.REMOVE])
def test_what_a_moderator_takes_down_is_not_found_until_it_is_back(
    web, house, make, thread, grace, do, deed
):
    web.as_(grace)
    reply = make.post(thread, 2)

    before = do("post", reply.id, deed)
    assert found(web, WORD) == ["Gardens"]
    assert indexed(house) == 1
    do("post", reply.id, deed, before)
    assert len(found(web, WORD)) == indexed(house) == 2


@pytest.mark.parametrize("deed", [Deed.HIDE, Deed.REMOVE])
def test_nothing_of_a_hidden_thread_is_found(web, house, make, thread, grace, do, deed):
    web.as_(grace)

    before = do("thread", thread.id, deed)
    assert found(web, WORD) == found(web, "gardens") == []
    # Its author sees it where she can mend it, and not in a list.
    assert found(web.as_(make.session.get(type(grace), _author(make, thread))), WORD) == []
    do("thread", thread.id, deed, before)
    assert len(found(web.as_(grace), WORD)) == 2


def _author(make, thread):
    return make.post(thread, 1).author_id


def test_words_that_are_edited_out_are_not_found(web, house, make, thread, do, bea, grace):
    reply = make.post(thread, 2)
    web.as_(bea).post(url("edit_post", post_id=reply.id), body="Two daisies")

    assert found(web, WORD) == ["Gardens"]
    assert found(web, "daisies") == ["Reply in: Gardens"]
    do("post", make.post(thread, 1).id, Deed.REDACT)
    assert found(web.as_(grace), WORD) == found(web, "gardens") == []
    assert indexed(house) == 0
    assert found(web, "title") == ["Title"]


def test_what_its_author_deletes_is_not_found(web, house, make, thread, bea):
    reply = make.post(thread, 2)
    web.as_(bea).post(url("delete_post", post_id=reply.id))

    assert found(web, WORD) == ["Gardens"]
    assert indexed(house) == 1


def test_a_thread_that_goes_altogether_leaves_nothing(web, house, make, circle, amina):
    alone = make.thread(circle, amina, title="Alone", body=WORD)
    web.as_(amina).post(url("delete_post", post_id=make.post(alone, 1).id))

    assert make.session.get(Post, alone.id) is None
    assert indexed(house) == indexed(house, "alone") == 0


def test_what_ends_is_not_found(web, house, make, thread, bea):
    web.as_(bea).post(url("reply", thread_id=thread.id), body=f"Soon {WORD}", ending="day")
    assert indexed(house) == 3

    with house.database.changing() as session:
        destruction.destroy(session, Post.ends_on.is_not(None), PostState.ENDED)

    assert indexed(house) == 2


def test_what_waits_or_is_held_is_not_found(web, house, make, thread, bea, circle):
    make.waiting(thread, bea, f"Later {WORD}")
    make.held(thread, bea, f"Held {WORD}")

    assert indexed(house) == 2
    assert len(found(web.as_(bea), WORD)) == 2


def test_a_private_circle_is_searched_by_those_in_it(web, make, bea, stella, mona, olga):
    den = make.circle("Den", visibility=Visibility.PRIVATE)
    dora = make.member("Dora", den)
    make.thread(den, dora, title="Secret", body=WORD)

    assert found(web.as_(dora), WORD) == ["Secret"]
    for who in (bea, stella, mona, olga):
        html = page(web.as_(who), WORD, circle="den")
        assert titles(html) == []
        assert found(web, WORD) == found(web, "secret") == []
    assert not names(page(web.as_(bea), WORD), "Den")
    assert found(web.visitor(), WORD) == []


def test_whom_she_has_blocked_or_muted_is_left_out(web, make, thread, amina, bea, grace):
    web.as_(amina).post("/m/bea/block", change="block")
    assert found(web, WORD) == ["Gardens"]
    # Nobody else finds less, she who was blocked included.
    assert len(found(web.as_(bea), WORD)) == len(found(web.as_(grace), WORD)) == 2
    web.as_(amina).post("/m/bea/block", change="unblock")
    assert len(found(web, WORD)) == 2
    web.as_(grace).post("/m/amina/block", change="mute")
    assert found(web, WORD) == []


def test_a_block_hides_nothing_that_was_written_without_a_name(web, make, thread, amina, bea):
    make.voiced(thread, bea, f"Three {WORD}")
    before = page(web.as_(amina), "three")

    web.post("/m/bea/block", change="block")

    assert titles(page(web, "three")) == titles(before) == ["Reply in: Gardens"]


def test_muted_threads_voices_circles_and_phrases(web, make, thread, circle, amina, bea, grace):
    make.voiced(thread, bea, f"Three {WORD}")
    other = make.thread(circle, amina, title="Other", body=f"More {WORD}")
    web.as_(grace)
    assert len(found(web, WORD)) == 4

    web.post(url("mute_post", post_id=make.post(thread, 3).id), on="yes")
    assert len(found(web, WORD)) == 3
    web.post(url("mute_phrase"), phrase="more")
    assert len(found(web, WORD)) == 2
    web.post(url("mute_thread", thread_id=thread.id), on="yes")
    assert found(web, WORD) == []
    assert other.id
    web.as_(bea).post(url("mute_circle", circle=circle.slug), on="yes")
    assert found(web, WORD) == []
    assert len(found(web, WORD, circle=circle.slug)) == 4


def test_who_left_is_found_by_her_words_alone(web, make, thread, amina, bea):
    make.leaving(bea)

    html = page(web.as_(amina), WORD)

    assert len(titles(html)) == 2
    assert not names(html, "Bea")
    assert "A former member" in html


def test_a_stale_index_shows_nothing_more(web, house, make, thread, amina, grace):
    """Whatever the index says: what is shown is asked of the tables."""
    reply = make.post(thread, 2)
    reply.state = PostState.HIDDEN
    make.session.commit()
    assert indexed(house) == 2
    assert found(web.as_(grace), WORD) == ["Gardens"]
    make.post(thread, 1).body = "One rose"
    make.session.commit()
    assert found(web, WORD) == []


def test_the_index_tells_no_order_within_a_day(house, make, circle, bea):
    """Its places are days and chance."""
    circle.crowd = 30
    make.session.commit()
    thread = make.thread(circle, bea)
    said = [f"{WORD} {n}" for n in range(40)]
    for body in said:
        make.voiced(thread, bea, body)
    with house.database.reading() as session:
        rows = index.find(session, Asked(((WORD,),))).rows
    ids = {base32(make.post(thread, n).id): n for n in range(2, 42)}
    came = [ids[row.id] for row in rows]

    assert len({row.place >> 48 for row in rows}) == 1
    assert sorted(came) == [*range(2, 42)]
    assert came not in (sorted(came), sorted(came, reverse=True))


def test_at_night_the_words_that_went_leave_the_file(web, house, make, thread, bea):
    if not house.database.is_sqlite:
        pytest.skip("PostgreSQL tidies its tables by itself")
    canary = "zanzibarbarian"
    make.voiced(thread, bea, f"Words {canary}")
    web.as_(bea).post(
        url("edit_post", post_id=make.post(thread, 3).id), body="Other words of the same post"
    )
    assert indexed(house, canary) == 0
    for n in range(30):
        make.voiced(thread, bea, f"More {n}")

    sweep(house)

    assert canary.encode() not in _bytes(house)
    assert WORD.encode() in _bytes(house)
    assert indexed(house) == 2


def _bytes(house):
    path = house.database.engine.url.database
    with house.database.reading() as session:
        session.connection()
    return b"".join(p.read_bytes() for p in Path(path).parent.glob(f"{Path(path).name}*"))


def test_a_search_leaves_nothing_behind(web, house, make, thread, bea, caplog):
    web.as_(bea)
    found(web, "warm up")
    before = dump.of(make.session)

    found(web, "umbrella stand")
    web.post("/search/similar", title="umbrella stand")

    assert dump.of(make.session) == before
    assert "umbrella" not in caplog.text
    assert not dump.holding(make.session, "umbrella")


def test_days_are_those_of_the_posts(web, house, make, circle, bea):
    with time_machine.travel(clock.now() - timedelta(days=30), tick=False):
        make.thread(circle, bea, title="Then", body=WORD)
    make.thread(circle, bea, title="Now", body=WORD)
    month_ago = (clock.today() - timedelta(days=30)).isoformat()

    assert found(web.as_(bea), WORD, until=month_ago) == ["Then"]
    assert found(web, WORD) == ["Now", "Then"]
