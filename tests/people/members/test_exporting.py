"""A copy of her data: what bears her name, the rest if she asks for it, and no trace of asking."""

import io
import json
import logging
import tracemalloc
import zipfile
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.core import clock
from app.people.anonymity.models import Voice
from app.people.members.models import Member
from app.web.kit import archive
from app.web.kit.addresses import url
from app.web.people import export as exporting
from tests import dump
from tests.browser import forms_of
from tests.make import PASSWORD

FILES = {"index.html", "data.json"}
SECRET = "Nobody here knows me"


@pytest.fixture
def crowded(session, circle):
    circle.crowd = 30
    session.commit()
    return circle


@pytest.fixture
def thread(make, crowded, amina, bea):
    return make.thread(crowded, bea, title="The nights", replies=[(amina, "*Long* ones.")])


@pytest.fixture
def hidden(web, make, crowded, amina, bea):
    """A thread in which Amina has written under a pseudonym alone."""
    thread = make.thread(crowded, bea, title="At home")
    web.as_(amina).post(url("reply", thread_id=thread.id), body=SECRET, anonymous="on")
    return thread


def ask(web, who, **typed):
    page = web.as_(who).get("/settings/export")
    return web.send(page, "/settings/export", **({"password": PASSWORD} | typed))


def opened(answer):
    """The files of a copy by name: JSON as it is, the page as text."""
    assert answer.status_code == 200, answer.text[:300]
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    assert archive.testzip() is None
    texts = {name: archive.read(name).decode() for name in archive.namelist()}
    return {n: json.loads(t) if n.endswith("json") else t for n, t in texts.items()}


def test_it_holds_her_profile_her_circles_and_her_days(web, circle, amina, thread):
    web.as_(amina).post(
        "/settings/profile", name="Amina", pronouns="she", bio="At night", time_zone="Europe/Dublin"
    )

    copy = opened(ask(web, amina))

    assert copy.keys() == FILES
    account = copy["data.json"]["account"]
    assert account["email"] == "amina@example.org"
    assert (account["name"], account["about"]) == ("Amina", "At night")
    assert account["joined"] == clock.today().isoformat()
    assert account["signed_in_since"] == [clock.today().isoformat()] * 2
    [place] = copy["data.json"]["circles"]
    assert place == {"circle": circle.name, "place": "member", "since": clock.today().isoformat()}
    for said in ("amina@example.org", "At night", "Europe/Dublin", circle.name):
        assert said in copy["index.html"]


def test_it_holds_her_words_and_what_they_once_were(web, make, amina, thread):
    reply = make.post(thread, 2)
    web.as_(amina).post(url("edit_post", post_id=reply.id), body="Short.", content_note="sleep")

    copy = opened(ask(web, amina))

    [post] = copy["data.json"]["posts"]
    assert (post["thread"], post["number"], post["text"]) == ("The nights", 2, "Short.")
    assert post["written"] == reply.at.isoformat()
    assert post["content_note"] == "sleep"
    assert post["earlier"][0]["html"] == "<p><em>Long</em> ones.</p>"
    assert "<em>Long</em>" in copy["index.html"]
    assert "<p>Short.</p>" in copy["index.html"]
    assert "Nobody told me" not in copy["index.html"]


def test_it_holds_what_she_has_read_and_follows(web, house, make, crowded, amina, bea, thread):
    other = make.thread(crowded, bea, title="Only followed")
    web.as_(amina).get(url("thread_slugged", thread_id=thread.id, slug=thread.slug))
    web.post(url("follow_thread", thread_id=other.id), on="yes")

    reading = opened(ask(web, amina))["data.json"]["reading"]

    found = {entry["thread"]: (entry["read_to"], entry["follows"]) for entry in reading}
    assert found == {"The nights": (2, False), "Only followed": (0, True)}


def test_it_holds_what_she_did_as_staff(web, grace, thread):
    web.as_(grace).post(url("pin_thread", thread_id=thread.id), on="yes")

    [act] = opened(ask(web, grace))["data.json"]["acts"]

    assert (act["verb"], act["subject_kind"], act["day"]) == (
        "pin",
        "thread",
        clock.today().isoformat(),
    )


def test_what_she_wrote_anonymously_is_not_in_it_nor_where(web, amina, hidden, thread):
    web.as_(amina).get(url("thread_slugged", thread_id=hidden.id, slug=hidden.slug))

    copy = opened(ask(web, amina))

    everything = str(copy)
    assert SECRET not in everything
    assert "At home" not in everything
    assert "links you" not in everything


def test_it_is_in_it_when_she_asks(web, session, amina, hidden):
    labels = set(session.scalars(select(Voice.label).filter_by(thread_id=hidden.id)))

    copy = opened(ask(web, amina, anonymous="on"))

    assert copy.keys() == FILES
    [post] = copy["data.json"]["anonymous"]
    assert (post["text"], post["thread"]) == (SECRET, "At home")
    assert post["pseudonym"] in labels
    assert post["written"] == clock.today().isoformat()
    assert "This file links you to what you wrote anonymously." in copy["index.html"]
    assert SECRET in copy["index.html"]
    assert [entry["thread"] for entry in copy["data.json"]["reading"]] == ["At home"]


def hold(web, make, session, thread):
    """Amina has two posts held, the first by name, the second without; Bea has one of each."""
    make.rule("link")
    for who in ("amina", "bea"):
        web.as_(session.scalars(select(Member).filter_by(handle=who)).one())
        for way, words in (("", "by name"), ("on", "without")):
            way_to = url("reply", thread_id=thread.id)
            fields = {"body": f"I am {who}: example.org {words}", "anonymous": way}
            answer = web.send(web.get(url("thread", thread_id=thread.id)), way_to, **fields)
            if answer.status_code == 200:
                answer = web.send(answer, way_to)
            assert "said=held" in answer.headers["location"]


def test_what_is_held_is_in_it_by_name_and_otherwise_when_she_asks(
    web, make, session, amina, thread
):
    hold(web, make, session, thread)

    without, everything = (opened(ask(web, amina, anonymous=a)) for a in ("", "on"))

    for copy in (without, everything):
        [named] = copy["data.json"]["unpublished"]
        assert named["text"] == "I am amina: example.org by name"
        assert (named["thread"], named["circle"]) == ("The nights", "New mothers")
        assert (named["opens"], named["kept_until"]) == (False, None)
        assert named["written"] == clock.today().isoformat()
        assert "example.org by name" in copy["index.html"]
        assert "I am bea" not in str(copy)
    assert "example.org without" not in str(without)
    [hers] = everything["data.json"]["unpublished_anonymous"]
    assert hers["text"] == "I am amina: example.org without"
    assert "example.org without" in everything["index.html"]


def test_what_was_refused_is_in_it_and_no_title_that_she_may_not_read(
    web, make, session, crowded, amina, thread
):
    until = clock.today() + timedelta(days=9)
    make.held(thread, amina, kept_until=until)
    crowded.visibility = "private"
    session.commit()
    web.as_(amina).post(url("leave_circle", circle=crowded.slug))

    copy = opened(ask(web, amina))

    [refused] = copy["data.json"]["unpublished"]
    assert (refused["thread"], refused["kept_until"]) == ("", until.isoformat())
    for page in (str(copy), web.get("/held").text):
        assert "See example.com" in page
        assert "a circle that you are not in any more" in page
        assert "The nights" not in page
        assert crowded.name not in page


def test_what_waits_for_its_time_is_in_it_when_she_asks(web, make, crowded, amina, bea, thread):
    make.waiting(thread, amina, "Tomorrow, perhaps")
    make.waiting(thread, bea, "Not hers")

    without, everything = (opened(ask(web, amina, anonymous=a)) for a in ("", "on"))

    assert "Tomorrow" not in str(without)
    [hers] = everything["data.json"]["unpublished_anonymous"]
    assert (hers["text"], hers["circle"], hers["written"]) == (
        "Tomorrow, perhaps",
        "New mothers",
        None,
    )
    assert hers["due"] >= clock.today().isoformat()
    assert "Tomorrow, perhaps" in everything["index.html"]
    assert "Not hers" not in str(everything)


def test_the_page_warns_her(web, amina):
    assert "This file links you to them." in web.as_(amina).get("/settings/export").text


def test_nobody_elses_words_are_in_it(web, make, crowded, amina, bea, grace, hidden, thread):
    for who in (bea, grace):
        way = url("reply", thread_id=hidden.id)
        assert web.as_(who).post(way, body="Said by another", anonymous="on").status_code == 303

    for anonymous in ("", "on"):
        everything = str(opened(ask(web, amina, anonymous=anonymous)))
        assert "Said by" not in everything
        assert "Nobody told me" not in everything


def test_titles_are_left_out_where_she_may_no_longer_read(
    web, session, crowded, amina, hidden, thread
):
    web.as_(amina).get(url("thread_slugged", thread_id=thread.id, slug=thread.slug))
    crowded.visibility = "private"
    session.commit()
    web.post(url("leave_circle", circle=crowded.slug))

    copy = opened(ask(web, amina, anonymous="on"))

    assert [p["text"] for p in copy["data.json"]["posts"]] == ["*Long* ones."]
    assert [p["text"] for p in copy["data.json"]["anonymous"]] == [SECRET]
    everything = str(copy)
    for words in ("The nights", "At home", crowded.name):
        assert words not in everything


@pytest.mark.parametrize("password", ["", "not her password"])
def test_it_asks_for_her_password(web, amina, thread, password):
    answer = ask(web, amina, password=password, anonymous="on")

    assert answer.status_code == 422
    assert 'id="password-error"' in answer.text
    assert forms_of(answer)[-1].values["anonymous"] == "on"
    assert web.visitor().get("/settings/export").status_code == 303


def test_the_password_cannot_be_guessed_and_copies_not_be_had_without_end(web, amina, bea):
    assert [ask(web, amina, password=f"guess {n}").status_code for n in range(10)] == [422] * 10
    assert ask(web, amina).status_code == 429
    assert [ask(web, bea).status_code for _ in range(7)] == [200] * 6 + [429]


def test_nothing_keeps_it_and_nothing_notes_it(web, house, session, caplog, amina, hidden, thread):
    page = web.as_(amina).get("/settings/export")
    before, files = dump.of(session), _files(house)

    with caplog.at_level(logging.DEBUG, logger="app"):
        answer = web.send(page, "/settings/export", anonymous="on")

    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-type"] == "application/zip"
    assert answer.headers["content-disposition"] == 'attachment; filename="my-data.zip"'
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert dump.of(session) == before
    assert _files(house) == files
    assert [r for r in caplog.records if r.name.startswith("app")] == []


def _files(house):
    return sorted(path.name for path in house.settings.data_dir.rglob("*"))


def test_no_moment_stands_in_it(web, amina, thread):
    archive = zipfile.ZipFile(io.BytesIO(ask(web, amina).content))

    assert {info.date_time[:3] for info in archive.infolist()} == {(1980, 1, 1)}


def test_all_pages_of_her_words_are_in_it_once(web, monkeypatch, make, crowded, amina):
    monkeypatch.setattr(exporting.threads, "PAGE", 7)
    for n in range(3):
        said = [(amina, f"Post {n}.{m}") for m in range(7)]
        make.thread(crowded, amina, body=f"Post {n}", replies=said)

    posts = opened(ask(web, amina))["data.json"]["posts"]

    assert len(posts) == 24
    assert len({post["text"] for post in posts}) == 24


def test_it_is_sent_in_pieces_and_never_held_as_a_whole():
    """Thirty megabytes of words go through less than three."""
    words = "".join(chr(97 + n * n % 26) for n in range(10_000))

    def pieces():
        for n in range(3_000):
            yield f"{n} {words}"

    tracemalloc.start()
    sent = sum(len(chunk) for chunk in archive.zipped([("words.txt", pieces())]))
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert sent > 50_000
    assert most < 3_000_000


def test_an_array_is_json_whatever_its_length():
    from app.people.circles.personal_data import Belonging

    cards = [Belonging(f"“{n}”", "member", date(2026, 1, n + 1)) for n in range(3)]

    for number in range(4):
        read = json.loads("".join(archive.array(cards[:number])))
        assert [card["circle"] for card in read] == [f"“{n}”" for n in range(number)]
