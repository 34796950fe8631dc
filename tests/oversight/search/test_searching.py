"""Words are found where they stand: in titles, openings and replies, and nowhere else."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from app.community.threads.models import Intent, Post, Thread
from app.core import clock
from app.core.keys import base32
from app.core.limits import Limit
from app.oversight.search import filling
from app.people.circles.models import Visibility
from app.people.subjects import Deed, Given
from tests.oversight.search.finding import (
    address,
    everything,
    found,
    older,
    page,
    paths,
    quotes,
    titles,
)


@pytest.fixture
def nights(make, circle, amina, bea):
    return make.thread(
        circle,
        amina,
        title="The nights",
        body="Nobody told me about teething.",
        replies=[(bea, "Mine woke at three, every night shift I had."), (None, "Camomile helps.")],
    )


@pytest.fixture
def reading(web, nights, bea):
    return web.as_(bea)


@pytest.mark.parametrize(
    ("q", "what"),
    [
        ("nights", ["The nights"]),
        ("teething", ["The nights"]),
        ("NIGHTS", ["The nights"]),
        ("nobody nights", ["The nights"]),
        ("three", ["Reply in: The nights"]),
        ("camomile", ["Reply in: The nights"]),
        ("nights three", []),
        ("teethin", []),
        ('"night shift"', ["Reply in: The nights"]),
        ('"shift night"', []),
        ("shift night", ["Reply in: The nights"]),
        ("nights teething -told", []),
        ("nights -camomile", ["The nights"]),
        ('nights -"told me"', []),
        ('nights -"me told"', ["The nights"]),
        ("night-shift", ["Reply in: The nights"]),
        ("“night shift”", ["Reply in: The nights"]),
    ],
)
def test_words_phrases_and_exclusions(reading, q, what):
    assert found(reading, q) == what


@pytest.mark.parametrize(
    ("said", "q"),
    [
        ("Café au lait", "cafe"),
        ("Cafe au lait", "café"),
        ("Straße und Bahn", "STRASSE"),
        ("Η μητέρα μου", "μητερα"),
        ("Моя мама", "МАМА"),
        ("我今天很累", "今天"),
        ("أمي هنا", "أمي"),
        ("It isn’t fair", "isn't"),
        ("snake_case words", "case"),
        ("I am 36", "36"),
    ],
)
def test_letters_of_all_kinds_are_found(web, make, circle, bea, said, q):
    make.thread(circle, bea, title="A thread", body=said)

    assert found(web.as_(bea), q) == ["A thread"]


@pytest.mark.parametrize(
    "q",
    [
        '"', '""', "-", "--", "- -", "*", "a*", "(", ")", "()", "NOT", "AND OR NOT", "a AND",
        "NEAR(a b, 2)", "words:a", "{words} : a", "^a", "a + b", "' OR 1=1 --", "a'b", "a\\b",
        "'; DROP TABLE search; --", "a & b | !c", "<->", "a <2> b", ":*", "a:*", "%", "%s", "%(q)s",
        ":q", "?", "$1", "§", "§post", "§§nights", "\u00a7c1", "\x01", "\ufeff", "💜", "💜💜 a",
        "é" * 300, "x" * 5000, "a " * 400, '"' * 99, '-"' * 60, "\u202eabc", "﷽" * 50, "½ ﬁ",
        "-nights", '-"the nights"', "٣", "²", "_", "a_b", "́a", "a\ud7ffb", "\U0010fffe",
    ],
)  # fmt: skip
def test_nothing_that_can_be_typed_is_an_error(reading, q):
    answer = reading.get(address(q))

    assert answer.status_code == 200
    assert "<h1>Search</h1>" in answer.text
    assert reading.post("/search/similar", title=q).status_code == 200


@pytest.mark.parametrize("q", ["", "  ", "-nights", "?!", "💜"])
def test_without_a_word_nothing_is_looked_for(reading, q):
    html = page(reading, q)

    assert titles(html) == []
    assert ("There is no word here to look for" in html) is bool(q.strip())
    assert "How to search" in html


def test_nothing_found_says_what_may_help(reading):
    assert "Nothing that you can read says this." in page(reading, "xylophone")
    assert "Look everywhere" in page(reading, "nights", intent="celebrate")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("since", "yesterday"), ("since", "9999-12-31"), ("until", "9999-12-31"),
        ("until", "0001-01-01"), ("since", "2026-02-30"), ("circle", "'"), ("circle", "nowhere"),
        ("intent", "world-peace"), ("kind", "secrets"), ("mine", "yes"), ("after", "x"),
        ("after", "0.0"), ("after", "zzzzzzzzzzzzz.0"),
        ("after", "7zzzzzzzzzzzz.99999999999999999999"),
        ("after", "1.-1"), ("after", "1.٣"), ("page", "2"), ("said", "nothing"),
    ],
)  # fmt: skip
def test_a_filter_that_says_nothing_that_fits_is_no_error(reading, field, value):
    assert reading.get(address("nights", **{field: value})).status_code == 200


def test_what_is_quoted_is_escaped_and_marked(web, make, circle, bea):
    make.thread(circle, bea, title="<b>Loud</b> & clear", body="Say <script>alert(1)</script> loud")
    web.as_(bea)

    html = page(web, "loud <script>")

    assert "<script>alert" not in html
    assert "&lt;b&gt;<mark>Loud</mark>&lt;/b&gt; &amp; clear" in html
    assert quotes(html) == [
        "Say &lt;<mark>script</mark>&gt;alert(1)&lt;/<mark>script</mark>&gt; <mark>loud</mark>"
    ]


def test_a_long_post_is_quoted_where_it_says_so(web, make, circle, bea):
    body = f"{'Before that. ' * 80}Then came the CAFÉ. {'After that. ' * 80}"
    make.thread(circle, bea, title="Long", body=body)

    [quote] = quotes(page(web.as_(bea), "cafe"))

    assert "Then came the <mark>CAFÉ</mark>." in quote
    assert quote.startswith("…")
    assert quote.endswith("…")
    assert len(quote) < 260


def test_a_content_note_and_folded_advice_keep_their_words_folded(web, make, circle, amina, bea):
    quiet = make.thread(circle, bea, title="Listen", intent=Intent.JUST_LISTENING)
    web.as_(amina).post(f"/t/{_id(quiet)}/replies", body="You should plan", advice="on")
    web.post(f"/t/{_id(quiet)}/replies", body="Planning hurt me", content_note="A loss")

    html = page(web, "plan")
    assert (titles(html), quotes(html)) == (["Reply in: Listen"], [])
    assert "Marked as advice" in html
    html = page(web, "planning")
    assert (titles(html), quotes(html)) == (["Reply in: Listen"], [])
    assert "A loss" in html


def _id(thread):
    return base32(thread.id)


def test_each_filter_narrows_what_is_found(web, make, session, circle, amina, bea):
    other = make.circle("Night owls")
    one = make.thread(circle, bea, title="Sleep one", replies=[(amina, "Sleep more")])
    make.thread(other, bea, title="Sleep two", intent=Intent.CELEBRATE)
    long_ago = clock.today() - timedelta(days=50)
    old = make.thread(circle, bea, title="Sleep old")
    _move_to(session, make, old, long_ago)
    web.as_(bea)

    def there(**filters):
        return set(found(web, "sleep", **filters))

    assert there() == {"Sleep one", "Reply in: Sleep one", "Sleep two", "Sleep old"}
    assert there(circle=other.slug) == {"Sleep two"}
    assert there(intent="celebrate") == {"Sleep two"}
    assert there(kind="threads") == {"Sleep one", "Sleep two", "Sleep old"}
    assert there(kind="replies") == {"Reply in: Sleep one"}
    assert there(until=long_ago.isoformat()) == {"Sleep old"}
    assert "Sleep old" not in there(since=(long_ago + timedelta(days=1)).isoformat())
    assert there(since=long_ago.isoformat(), until=long_ago.isoformat()) == {"Sleep old"}
    assert there(circle="nowhere") == set()
    assert there(mine="on") == {"Sleep one", "Sleep two", "Sleep old"}
    assert there(mine="on", kind="replies") == set()
    assert there(mine="on", circle=circle.slug) == {"Sleep one", "Sleep old"}
    assert one.id != old.id


def _move_to(session, make, thread, day):
    """As if it had been written on that day."""
    session.execute(update(Post).where(Post.thread_id == thread.id).values(day=day, at=None))
    session.commit()
    filling.fill_anew(make.house.database, make.house.searched)


def test_hers_are_found_also_without_her_name(web, make, session, circle, amina, bea):
    circle.crowd = 30
    session.commit()
    thread = make.thread(circle, amina, title="The nights", replies=[(bea, "Lavender by name")])
    make.voiced(thread, bea, "Lavender without a name")
    make.voiced(thread, amina, "Lavender by somebody else")
    web.as_(bea)

    assert len(everything(web, "lavender")) == 3
    hers = page(web, "lavender", mine="on")
    assert len(quotes(hers)) == 2
    assert "somebody else" not in hers
    web.visitor()
    assert "Only what I wrote" not in page(web, "lavender", mine="on")


def test_the_title_and_the_new_stand_first(web, make, session, circle, bea):
    make.thread(circle, bea, title="Something", body="A word about sleep.")
    make.thread(circle, bea, title="About sleep", body="Words.")
    old = make.thread(circle, bea, title="Anything", body="Old words about sleep.")
    _move_to(session, make, old, clock.today() - timedelta(days=400))

    assert found(web.as_(bea), "sleep") == ["About sleep", "Something", "Anything"]


def test_pages_go_on_to_the_end_and_repeat_nothing(web, make, circle, bea):
    for n in range(3):
        make.thread(
            circle, None, title=f"Say {n}", replies=[(bea, f"Common {i}") for i in range(80)]
        )
    make.thread(circle, bea, title="Common title")
    web.as_(bea)

    there = everything(web, "common")

    assert len(there) == len(set(there)) == 241
    first = page(web, "common")
    assert titles(first)[0] == "Common title"
    assert len(paths(first)) == 20
    assert "The first of them" in web.get(older(first)).text


def test_a_visitor_finds_what_is_public(web, make, circle, bea):
    public = make.circle("Open house", visibility=Visibility.PUBLIC)
    make.thread(circle, bea, title="Sleep for members")
    make.thread(public, bea, title="Sleep for all")

    assert found(web.visitor(), "sleep") == ["Sleep for all"]
    assert len(found(web.as_(bea), "sleep")) == 2


def test_too_many_searches_wait(web, house, reading):
    for _ in range(Limit.SEARCHES.times):
        assert reading.get(address("nights")).status_code == 200
    answer = reading.get(address("nights"))

    assert answer.status_code == 429
    assert "Please wait 1 minute" in answer.text
    assert reading.get("/search").status_code == 200
    assert web.visitor().get(address("nights")).status_code == 200


def test_every_page_leads_to_it_once(web, reading, nights):
    for path in ("/", f"/t/{_id(nights)}", "/circles"):
        answer = web.client.get(path, follow_redirects=True)
        assert answer.text.count('href="/search"') == 1


def test_a_moved_thread_is_found_where_it_is(session, reading, make, nights):
    away = make.circle("Elsewhere", visibility=Visibility.PRIVATE)
    assert found(reading, "teething")
    subjects = make.house.subjects.of_kind("thread")
    with make.house.database.changing() as changing:
        before = subjects.do(changing, _id(nights), Deed.MOVE, Given(circle=away.slug))

    assert found(reading, "teething") == found(reading, "camomile") == []
    with make.house.database.changing() as changing:
        subjects.undo(changing, _id(nights), Deed.MOVE, before)
    assert found(reading, "camomile") == ["Reply in: The nights"]
    assert session.get(Thread, nights.id) is not None
