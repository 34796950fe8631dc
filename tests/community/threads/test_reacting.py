"""Kind words: pressed and taken back, counted for everybody, owned by nobody who can be named."""

import re

import pytest

from app.community.threads.models import Reaction, ReactionKind
from app.web.kit.addresses import url
from tests.browser import names
from tests.crowd import at_once, many_hands, twin


@pytest.fixture
def thread(make, circle, amina):
    return make.thread(circle, amina, replies=[(amina, "One more thing.")])


@pytest.fixture
def post(make, thread):
    return make.post(thread)


def react(post):
    return url("react", post_id=post.id)


def button(page, post, kind):
    """The button as it stands on the page."""
    start = page.text.index(f"name=to value={post.seq}{kind[0]} ")
    return page.text[start : page.text.index("</button>", start)]


def test_a_kind_word_is_counted_and_hers_is_pressed(web, thread, post, bea, grace):
    page = web.as_(bea).get(url("thread", thread_id=thread.id))
    assert "aria-pressed=false" in button(page, post, "thanks")

    here = url("react_here", thread_id=thread.id)
    answer = web.send(page, here, to=f"{post.seq}t")

    hers = button(web.follow(answer), post, "thanks")
    assert "aria-pressed=true" in hers
    assert "<b>1</b>" in hers
    others = button(web.as_(grace).get(url("thread", thread_id=thread.id)), post, "thanks")
    assert "aria-pressed=false" in others
    assert "<b>1</b>" in others


def test_pressing_again_takes_it_back(web, session, thread, post, bea):
    web.as_(bea)

    for _ in range(2):
        answer = web.post(react(post), kind="thanks")

    assert session.query(Reaction).count() == 0
    assert "<b>" not in button(web.follow(answer), post, "thanks")


def test_all_see_kind_words_in_one_order(web, thread, post, amina, bea, grace):
    web.as_(bea)
    for kind in reversed(ReactionKind):
        web.post(react(post), kind=kind.value)

    for who in (web.as_(bea), web.as_(amina), web.as_(grace)):
        page = who.get(url("thread", thread_id=thread.id)).text
        said = re.findall(r">(I’ve been there|With you|You earned this|Thank you) (?:<b>)?1<", page)
        assert said == [kind.label for kind in ReactionKind]


@pytest.mark.parametrize("to", ["t", "1", "-1t", "1tt"])
def test_a_button_that_is_none_is_told_so_in_words_that_fit(web, thread, bea, to):
    answer = web.as_(bea).post(url("react_here", thread_id=thread.id), to=to)

    assert answer.status_code == 422
    assert "This doesn’t fit here." in answer.text


def test_each_kind_counts_by_itself(web, session, thread, post, bea):
    web.as_(bea)

    for kind in ReactionKind:
        web.post(react(post), kind=kind.value)

    page = web.get(url("thread", thread_id=thread.id))
    assert session.query(Reaction).count() == len(ReactionKind)
    assert all("<b>1</b>" in button(page, post, kind.value) for kind in ReactionKind)


def test_her_own_post_is_refused_and_offers_no_button(web, session, thread, post, amina):
    page = web.as_(amina).get(url("thread", thread_id=thread.id))

    answer = web.post(react(post), kind="thanks")

    assert react(post) not in page.text
    assert answer.status_code == 403
    assert "This is your own post." in answer.text
    assert session.query(Reaction).count() == 0


def test_the_author_sees_what_was_said_and_not_by_whom(web, thread, post, amina, bea):
    web.as_(bea).post(react(post), kind="with-you")

    page = web.as_(amina).get(url("thread", thread_id=thread.id)).text

    assert "With you 1" in page
    assert not names(page, "Bea")


@pytest.mark.parametrize("kind", ["", "hate", "THANKS"])
def test_an_unknown_word_is_refused(web, session, post, bea, kind):
    answer = web.as_(bea).post(react(post), kind=kind)

    assert answer.status_code == 422
    assert session.query(Reaction).count() == 0


def test_strangers_and_visitors_do_not_react(web, session, thread, post, stella):
    stranger = web.as_(stella).post(react(post), kind="thanks")
    page = web.get(url("thread", thread_id=thread.id)).text
    web.visitor().get("/sign-in")
    visitor = web.post(react(post), kind="thanks")

    assert stranger.status_code == visitor.status_code == 403
    assert react(post) not in page
    assert session.query(Reaction).count() == 0


@pytest.mark.parametrize(("presses", "left"), [(20, 0), (19, 1)])
def test_many_presses_at_once_count_as_if_one_after_another(
    web, session, thread, post, bea, presses, left
):
    windows = [twin(web.as_(bea))] + [twin(web) for _ in range(presses - 1)]

    with many_hands():
        answers = at_once([lambda w=w: w.post(react(post), kind="thanks") for w in windows])

    assert {answer.status_code for answer in answers} == {303}
    assert session.query(Reaction).count() == left


def test_twenty_women_at_once_are_twenty(web, session, make, circle, post):
    windows = [twin(web.as_(make.member(f"Friend{n}", circle))) for n in range(20)]

    with many_hands():
        answers = at_once([lambda w=w: w.post(react(post), kind="thanks") for w in windows])

    assert {answer.status_code for answer in answers} == {303}
    assert session.query(Reaction).count() == 20


def test_its_row_is_blind_and_another_for_every_post(web, session, make, thread, post, bea):
    web.as_(bea)

    for seq in (1, 2):
        for kind in ("thanks", "with-you"):
            web.post(react(make.post(thread, seq)), kind=kind)

    rows = session.query(Reaction).all()
    by_post = {row.post_id: set() for row in rows}
    for row in rows:
        by_post[row.post_id].add(row.reactor)
    assert len(rows) == 4
    assert [len(reactors) for reactors in by_post.values()] == [1, 1]
    assert len(set.union(*by_post.values())) == 2
    assert all(len(row.reactor) == 16 and row.reactor != bea.id.bytes for row in rows)
    columns = {c.name for c in Reaction.__table__.columns}
    assert columns == {"post_id", "reactor", "kind"}


def test_htmx_and_a_plain_form_lead_to_the_same_place(web, post, bea):
    web.as_(bea)

    plain = web.post(react(post), kind="thanks")
    swapped = web.post(react(post), into="posts", kind="thanks")

    assert plain.status_code == swapped.status_code == 303
    assert plain.headers["location"] == swapped.headers["location"]


@pytest.mark.parametrize(
    ("to", "code"),
    [
        *(("2z", 422), ("2.thanks", 422), ("t", 422), ("0t", 422), ("2", 422)),
        *(("3t", 404), ("999999999t", 404), ("9999999999t", 422)),
    ],
)
def test_a_word_for_a_post_that_is_not_there_is_refused(web, session, thread, bea, to, code):
    answer = web.as_(bea).post(url("react_here", thread_id=thread.id), to=to)

    assert answer.status_code == code
    assert session.query(Reaction).count() == 0
