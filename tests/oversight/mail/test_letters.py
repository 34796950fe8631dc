"""What goes by mail: what she has chosen and no word more, and never by whom it was said without a
name, nor when."""

import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser

import pytest
import time_machine
from sqlalchemy import update

from app.core import clock
from app.core.db import Database
from app.oversight.notifications import mail_letters
from app.oversight.notifications.choices import Rhythm
from app.people.circles.models import Circle
from app.people.members.models import Discretion, Member
from app.web.kit.addresses import url
from app.web.kit.letters import DISCREET_SUBJECT
from tests.adversary.test_write_set import is_moment, writing
from tests.browser import names
from tests.oversight.mail.conftest import Postbox
from tests.oversight.mail.writing import AT, CANARY, reply


class _Words(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.words, self.links, self.remote, self._skip = [], [], [], False
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self._skip = tag in {"style", "title"}
        if tag == "a":
            self.links.append(given["href"])
        self.remote += [tag] if tag in {"img", "link", "script", "iframe", "object"} else []
        self.remote += [name for name in given if name in {"src", "srcset", "background"}]

    def handle_endtag(self, _tag):
        self._skip = False

    def handle_data(self, data):
        self.words += [] if self._skip else data.split()


def test_until_she_chooses_nothing_goes_by_mail(web, post, amina, bea, thread):
    reply(web, bea, thread, "A word to @amina")

    assert post.waiting() == []
    with time_machine.travel(clock.now() + timedelta(days=8)):
        assert post.write() == []


def test_at_once_she_is_told_who_spoke_to_her_and_where_anybody_can_read_it(
    web, post, amina, bea, thread
):
    post.choose(amina)
    reply(web, bea, thread, f"A word to @amina. {CANARY}")

    [letter] = post.write()

    assert letter.to == "amina@example.org"
    assert letter.subject == "Something for you"
    assert "\u2068Bea\u2069 mentioned you in \u2068New mothers\u2069." in letter.text
    assert "http://127.0.0.1:8000/p/" in letter.text
    for part in (letter.text, letter.html):
        assert CANARY not in part
    assert post.waiting() == []
    assert post.write() == []


@pytest.mark.parametrize(
    ("visibility", "says"),
    [
        ("members", "You were mentioned in \u2068New mothers\u2069."),
        ("private", "You were mentioned in a circle of yours."),
    ],
)
def test_of_other_circles_no_letter_says_who_nor_in_which_thread(
    visibility, says, web, post, session, public, amina, bea, thread
):
    post.choose(amina)
    session.execute(update(Circle).values(visibility=visibility))
    session.commit()
    reply(web, bea, thread, "A word to @amina")

    [letter] = post.write()

    assert says in letter.text
    for part in (letter.subject, letter.text, letter.html):
        assert "The nights" not in part
        assert not names(part, "Bea")
        assert "/p/" not in part
        assert visibility != "private" or "New mothers" not in part


def test_a_discreet_letter_says_the_same_whatever_it_is_about(
    web, post, session, public, amina, bea, thread
):
    session.execute(update(Member).values(discretion=Discretion.DISCREET))
    session.commit()
    post.choose(amina, news=True)
    reply(web, bea, thread, "A word to @amina")
    [mention] = post.write()
    reply(web, bea, thread, "Once more")
    [answered] = post.write()
    with time_machine.travel(clock.now() + timedelta(hours=2)):
        web.as_(bea).post(url("react", post_id=1), kind="with-you")

    stop = re.compile(r"/unsubscribe/\S+")
    said = {stop.sub("", one.text) for one in (mention, answered)}
    assert len(said) == 1
    for letter in (mention, answered):
        assert (letter.subject, letter.nameless) == (DISCREET_SUBJECT, True)
        assert "There is something for you to read." in letter.text
        for word in ("Bea", "nights", "mention", "repl", "circle", "New mothers", "/p/", "/t/"):
            assert word not in letter.text, word
            assert word not in letter.html, word


def test_what_is_veiled_leaves_at_the_full_hour_in_one_letter_of_numbers(
    web, post, make, amina, bea, thread
):
    post.choose(amina)
    with time_machine.travel(AT, tick=False) as clocks:
        reply(web, bea, thread, "A word to @amina", anonymous="on")
        reply(web, bea, thread, "Not by name", anonymous="on")
        web.as_(bea).post(url("react", post_id=make.post(thread).id), kind="with-you")
        assert post.write() == []
        clocks.move_to(AT.replace(minute=59, second=59))
        assert post.write() == []
        clocks.move_to(AT.replace(hour=14, minute=0))

        [letter] = post.write()

    lines = letter.text.splitlines()
    assert lines[2:5] == [
        "1 reply in threads of yours.",
        "1 mention of you.",
        "Kind words for something you wrote.",
    ]
    assert "The nights" not in letter.text
    assert "/p/" not in letter.text


def test_a_kind_word_given_and_taken_back_all_hour_is_one_line(web, post, make, amina, bea, thread):
    post.choose(amina)
    with time_machine.travel(AT, tick=False) as clocks:
        for _ in range(5):
            web.as_(bea).post(url("react", post_id=make.post(thread).id), kind="with-you")
        assert len(post.waiting()) == 1
        clocks.move_to(AT + timedelta(hours=1))
        [letter] = post.write()

    assert "Kind words for something you wrote." in letter.text


def test_she_is_told_of_her_own_anonymous_answer_like_of_anybodys(
    web, post, session, amina, bea, thread
):
    """Whoever was left out would be known as its author."""
    told = []
    post.choose(amina)
    for who in (amina, bea):
        with time_machine.travel(AT, tick=False) as clocks:
            reply(web, who, thread, "Not by name", anonymous="on")
            due = [note.due for note in post.waiting()]
            clocks.move_to(AT + timedelta(hours=1))
            [letter] = post.write()
        stop = re.compile(r"/unsubscribe/\S+")
        told.append((due, letter.to, letter.subject, stop.sub("", letter.text)))

    assert told[0] == told[1]


def test_letters_of_one_hour_go_in_an_order_of_chance(web, post, make, public, bea):
    members = [make.member(f"Reader{n}", public) for n in range(12)]
    orders = set()
    with time_machine.travel(AT, tick=False) as clocks:
        for member in members:
            post.choose(member)
        for n in range(3):
            mine = make.thread(public, bea, title=f"Thread {n}")
            for part in (members[:6], members[6:]):
                words = " ".join(f"@{member.handle}" for member in part)
                reply(web, bea, mine, f"To {words}", anonymous="on")
            clocks.move_to(AT + timedelta(hours=n + 1))
            letters = post.write()
            assert len(letters) == 12
            orders.add(tuple(letter.to for letter in letters))

    assert len(orders) == 3


def test_in_her_quiet_hours_it_waits_and_then_comes_in_one_letter(
    web, post, session, amina, bea, thread
):
    session.execute(update(Member).values(time_zone="Europe/Dublin"))
    session.commit()
    post.choose(amina, quiet=(22, 7))
    with time_machine.travel(datetime(2026, 3, 28, 23, 10, tzinfo=UTC), tick=False) as clocks:
        reply(web, bea, thread, "A word to @amina")
        reply(web, bea, thread, "And another")
        clocks.move_to(datetime(2026, 3, 29, 5, 59, tzinfo=UTC))
        assert post.write() == []
        clocks.move_to(datetime(2026, 3, 29, 6, 0, tzinfo=UTC))
        [letter] = post.write()

    assert "1 reply in threads of yours." in letter.text
    assert "1 mention of you." in letter.text


@pytest.mark.parametrize(("rhythm", "days"), [(Rhythm.DAILY, 1), (Rhythm.WEEKLY, 7)])
def test_gathered_it_comes_once_at_her_hour(rhythm, days, web, post, amina, bea, thread):
    post.choose(amina, rhythm, hour=8)
    monday = datetime(2026, 5, 4, 8, 0, tzinfo=UTC)
    with time_machine.travel(monday, tick=False) as clocks:
        for _ in range(3):
            reply(web, bea, thread)
        clocks.move_to(monday + timedelta(days=days, minutes=-1))
        assert post.write() == []
        clocks.move_to(monday + timedelta(days=days))
        [letter] = post.write()
        assert post.write() == []

    assert "3 replies in threads of yours." in letter.text


def test_a_letter_is_written_once_whatever_ends_the_process(
    web, post, amina, bea, thread, monkeypatch
):
    post.choose(amina, Rhythm.DAILY)
    with time_machine.travel(AT, tick=False) as clocks:
        reply(web, bea, thread)
        clocks.move_to(AT + timedelta(days=1))
        with monkeypatch.context() as broken:
            broken.setattr(mail_letters.outbox, "put", _dies)
            with pytest.raises(SystemExit):
                post.written()
        assert post.take() == []
        assert [post.written(), post.written()] == [1, 0]
        assert len(post.take()) == 1


def test_two_workers_write_each_letter_once(web, post, house, make, public, bea):
    readers = [make.member(f"Reader{n}", public) for n in range(20)]
    for member in readers:
        post.choose(member)
    mine = make.thread(public, bea)
    for part in (readers[:10], readers[10:]):
        reply(web, bea, mine, " ".join(f"@{member.handle}" for member in part))
    other = Database(house.settings.database, {"key_file": house.key_file})
    postboxes = [post, Postbox(replace(house, database=other), post.session)]

    with ThreadPoolExecutor(2) as pool:
        written = list(pool.map(lambda one: one.written(), postboxes))
    other.close()

    assert sum(written) == 20
    assert Counter(letter.to for letter in post.take()) == {m.email: 1 for m in readers}


def _dies(*_):
    raise SystemExit


def test_both_parts_say_the_same_and_lead_nowhere_but_to_us(web, post, amina, bea, thread):
    post.choose(amina)
    reply(web, bea, thread, "A word to @amina")

    [letter] = post.write(base_url="https://circle.example.org")

    html = _Words(letter.html)
    plain = re.findall(r"https://\S+", letter.text)
    assert html.links == plain
    assert all(link.startswith("https://circle.example.org/") for link in plain)
    assert "://" not in re.sub(r"https://circle\.example\.org/", "", letter.html)
    assert html.remote == []
    said = Counter(re.findall(r"[\w“”.,’]+", re.sub(r"https://\S+|:", "", letter.text)))
    shown = Counter(re.findall(r"[\w“”.,’]+", " ".join(html.words)))
    # The heading of the page is the subject of the mail.
    assert shown - said == Counter(["Something", "for", "you"])
    assert said - shown == Counter()


@pytest.mark.parametrize("evil", ["Bea\r\nBcc: all@example.org", "<img src=//evil.example>"])
def test_nothing_that_a_member_wrote_gets_into_the_head_or_the_markup(
    evil, web, post, house, session, amina, bea, thread
):
    post.choose(amina)
    reply(web, bea, thread, "A word to @amina")
    session.execute(update(Member).values(name=evil))
    session.execute(update(type(thread)).values(title=evil))
    session.execute(update(Circle).values(name=evil))
    session.commit()

    [letter] = post.write()

    message = letter.message(job=1, sender="post@example.org", name="Common Thread")
    assert set(message.keys()) == {
        *("From", "To", "Subject", "Message-ID", "Auto-Submitted", "MIME-Version"),
        *("Content-Type", "List-Unsubscribe", "List-Unsubscribe-Post"),
    }
    assert "<img" not in letter.html
    assert "\nBcc:" not in message.as_bytes().decode().replace("\r", "\n")


def test_the_addresses_of_a_letter_stand_whole_in_its_head(web, post, amina, bea, thread):
    post.choose(amina)
    reply(web, bea, thread, "A word to @amina")

    [letter] = post.write()

    wire = letter.message(job=1, sender="post@example.org", name="Common Thread").as_bytes()
    assert f"\r\nList-Unsubscribe: <{letter.unsubscribe}>\r\n".encode() in wire
    assert b"\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in wire
    assert wire.isascii()


def test_what_a_voice_does_writes_for_a_letter_what_is_sealed_and_a_full_hour(
    web, post, house, make, amina, bea, thread
):
    post.choose(amina)
    web.as_(bea).get(url("thread", thread_id=thread.id))
    with writing(house) as written:
        answer = web.post(url("react", post_id=make.post(thread).id), kind="with-you")

    assert answer.status_code == 303
    assert written.tables - {"notifications", "noted_counts"} == {
        *("threads", "reactions", "mail_notes")
    }
    [due] = [str(value) for value in written.values if is_moment(value)]
    assert ":00:00" in due
    assert not {bea.id, bea.id.hex, str(bea.id)} & {
        value for value in written.values if not isinstance(value, (bytes, dict))
    }


def test_what_waits_names_nobody_and_no_minute(web, post, amina, bea, thread):
    post.choose(amina, Rhythm.DAILY)
    reply(web, bea, thread, f"A word to @amina. {CANARY}")

    [note] = post.waiting()

    assert note.due.minute == 0
    row = bytes(str(note.id), "ascii") + note.sealed
    for part in (amina.id.bytes, amina.id.hex.encode(), b"mention", b"amina"):
        assert part not in row
    assert len(note.sealed) == 12 + 256 + 16


def test_what_nobody_can_open_goes(post, house):
    post.spoil()

    assert post.write() == []
    assert post.waiting() == []
