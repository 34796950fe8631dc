"""The outbox: every letter once, however the mail server behaves, and no request waits for it."""

import asyncio
import re
import signal
import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from itertools import pairwise
from typing import Any

import pytest
import time_machine
from aiosmtpd.controller import Controller
from pydantic import SecretStr
from sqlalchemy import func, select

from app.chores import Chores
from app.core import clock, outbox, smtp
from app.core.db import Database
from app.core.errors import NotAllowed
from app.core.outbox import PAUSES, CannotSend, Job, Mail
from app.core.settings import BadSettings, read
from app.people.house import House
from tests.faults.installation import end, free_port, installed

LETTER = Mail("bea@example.org", "Please confirm your address", "Dear Bea", "<p>Dear Bea</p>")


class MailServer:
    """A real one on this machine, which takes letters or answers as `says`."""

    def __init__(self) -> None:
        self.says = "250 OK"
        self.says_to_sender = "250 OK"
        self.says_to_recipient = "250 OK"
        self.came: list[Any] = []
        self.holds = threading.Event()
        self.may_answer = threading.Event()
        self.may_answer.set()
        self.port = free_port()
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)

    async def handle_MAIL(self, _server, _session, envelope, address, options):  # noqa: N802
        if self.says_to_sender.startswith("250"):
            envelope.mail_from, envelope.mail_options = address, options
        return self.says_to_sender

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802
        if self.says_to_recipient.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.says_to_recipient

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802
        message = message_from_bytes(envelope.content, policy=policy.default)
        self.came.append((envelope.rcpt_tos, message))
        self.holds.set()
        await asyncio.to_thread(self.may_answer.wait, 30)
        return self.says

    @property
    def ids(self) -> Counter[str]:
        return Counter(message["Message-ID"] for _, message in self.came)

    @contextmanager
    def running(self) -> Iterator["MailServer"]:
        self._controller.start()
        try:
            yield self
        finally:
            self.may_answer.set()
            self._controller.stop()


@pytest.fixture
def server() -> Iterator[MailServer]:
    with MailServer().running() as running:
        yield running


def with_mail(house: House, port: int) -> House:
    url = SecretStr(f"smtp://127.0.0.1:{port}")
    return replace(house, settings=house.settings.model_copy(update={"smtp_url": url}))


def put(house: House, *letters: Mail) -> None:
    with house.database.changing() as session:
        for letter in letters or [LETTER]:
            outbox.put(session, house.ring.seal("outbox/v1"), letter)


def deliver(house: House, port: int) -> int:
    return Chores(with_mail(house, port), mail=True).deliver()


def jobs(session) -> list[Job]:
    return list(session.scalars(select(Job).execution_options(populate_existing=True)))


def only(session) -> Job:
    session.rollback()
    (job,) = jobs(session)
    return job


def test_a_letter_arrives_once_and_leaves_no_row(house, session, server):
    put(house)

    assert deliver(house, server.port) == 1
    assert deliver(house, server.port) == 0

    ((to, message),) = server.came
    assert to == ["bea@example.org"]
    assert message["To"] == "bea@example.org"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.get_body(("plain",)).get_content().strip() == "Dear Bea"
    assert jobs(session) == []


def test_a_letter_of_a_deed_that_failed_is_never_sent(house, session):
    def fail():
        with house.database.changing() as changing:
            outbox.put(changing, house.ring.seal("outbox/v1"), LETTER)
            changing.flush()
            raise NotAllowed("no")

    with pytest.raises(NotAllowed):
        fail()

    assert jobs(session) == []


def test_what_waits_names_nobody(house, session):
    put(house)

    job = only(session)

    row = b"".join(bytes(str(v), "utf8") if not isinstance(v, bytes) else v for v in (
        job.id, job.sealed, job.due, job.leased_until, job.attempts, job.dead
    ))  # fmt: skip
    for word in (b"bea", b"example.org", b"confirm", b"Dear"):
        assert word not in row.lower()


def test_the_same_letter_twice_looks_different_while_it_waits(house, session):
    put(house, LETTER, LETTER)

    one, other = jobs(session)

    assert one.sealed != other.sealed


@pytest.mark.parametrize("says", ["451 Later", "421 Busy"])
def test_a_server_that_says_later_is_asked_again_later(says, house, session, server):
    put(house)
    server.says = says

    assert deliver(house, server.port) == 0
    waiting = only(session)
    assert (waiting.attempts, waiting.dead, waiting.leased_until) == (1, False, None)
    assert deliver(house, server.port) == 0
    assert len(server.came) == 1, "asked again at once"
    server.says = "250 OK"
    with time_machine.travel(clock.now() + timedelta(minutes=2)):
        assert deliver(house, server.port) == 1

    assert list(server.ids.values()) == [2]
    session.rollback()
    assert jobs(session) == []


@pytest.mark.parametrize("where", ["says", "says_to_recipient"])
def test_a_letter_that_is_refused_for_good_is_not_sent_again(where, house, session, server):
    put(house)
    setattr(server, where, "550 No such person")

    deliver(house, server.port)
    with time_machine.travel(clock.now() + timedelta(days=2)):
        deliver(house, server.port)

    assert only(session).dead
    assert only(session).attempts == 1
    assert len(server.came) == (1 if where == "says" else 0)


def test_the_pauses_grow_and_after_a_day_it_is_given_up(house, session):
    put(house)
    away, tried = free_port(), []

    with time_machine.travel(clock.now(), tick=False) as traveller:
        while not only(session).dead:
            due = only(session).due
            traveller.move_to(due - timedelta(seconds=1))
            deliver(house, away)
            assert only(session).attempts == len(tried), "too early"
            traveller.move_to(due)
            deliver(house, away)
            tried.append(due)

    pauses = [later - earlier for earlier, later in pairwise(tried)]
    assert pauses == sorted(pauses) == PAUSES
    assert timedelta(hours=20) < tried[-1] - tried[0] < timedelta(days=1)


def test_a_server_that_is_away_or_hangs_up_costs_an_attempt_and_nothing_else(house, session):
    put(house)
    with socket.create_server(("127.0.0.1", 0)) as rude:
        hanging_up = threading.Thread(target=hang_up, args=(rude,))
        hanging_up.start()
        deliver(house, rude.getsockname()[1])
        hanging_up.join()
    assert only(session).attempts == 1

    with time_machine.travel(clock.now() + timedelta(minutes=2)):
        deliver(house, free_port())

    assert (only(session).attempts, only(session).dead) == (2, False)


def hang_up(listening: socket.socket) -> None:
    connection, _ = listening.accept()
    connection.close()


def test_a_server_that_never_answers_is_given_up_on(house, session, monkeypatch):
    monkeypatch.setattr(smtp, "PATIENCE_SECONDS", 0.3)
    put(house)

    with socket.create_server(("127.0.0.1", 0)) as silent:
        began = time.monotonic()
        assert deliver(house, silent.getsockname()[1]) == 0

    assert time.monotonic() - began < 3
    assert (only(session).attempts, only(session).dead) == (1, False)


def test_a_slow_server_gets_the_letter_once(house, session, server):
    put(house)
    server.may_answer.clear()

    with ThreadPoolExecutor(1) as pool:
        sending = pool.submit(deliver, house, server.port)
        assert server.holds.wait(10)
        # Meanwhile nothing is locked and nobody else takes the letter.
        assert deliver(house, server.port) == 0
        put(house, replace(LETTER, to="stella@example.org"))
        server.may_answer.set()
        assert sending.result(10) == 2

    assert set(server.ids.values()) == {1}


def test_a_server_that_ends_badly_after_taking_a_letter_gets_it_once(house, session):
    put(house)
    said: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:
        taking = threading.Thread(target=take_and_complain, args=(listening, said))
        taking.start()
        assert deliver(house, listening.getsockname()[1]) == 1
        taking.join(10)

    assert said[-1].startswith(b"quit")
    assert jobs(session) == []


def take_and_complain(listening: socket.socket, said: list[bytes]) -> None:
    """An SMTP server that takes a letter and then answers QUIT with an error."""
    answers = {b"ehlo": b"250 here", b"mail": b"250 OK", b"rcpt": b"250 OK", b"data": b"354 go on"}
    connection, _ = listening.accept()
    with connection, connection.makefile("rb") as lines:
        connection.sendall(b"220 here\r\n")
        for line in lines:
            said.append(line.lower())
            connection.sendall(answers.get(line[:4].lower(), b"451 not now") + b"\r\n")
            if line[:4].lower() == b"data":
                while next(lines) != b".\r\n":
                    pass
                connection.sendall(b"250 taken\r\n")


def test_a_letter_that_cannot_be_written_or_opened_keeps_no_other_waiting(house, session, server):
    with house.database.changing() as changing:
        changing.add(Job(sealed=b"not sealed by us, or with another key"))
    put(house, replace(LETTER, to="eve\r\nBcc: all@example.org"), LETTER)

    assert deliver(house, server.port) == 1

    assert [to for to, _ in server.came] == [["bea@example.org"]]
    assert [job.dead for job in jobs(session)] == [True, True]


@pytest.mark.parametrize("at", ["to", "subject"])
def test_a_line_end_adds_no_header(at, house):
    letter = replace(LETTER, **{at: "eve@example.org\r\nBcc: all@example.org"})

    with pytest.raises(CannotSend) as refused:
        smtp.sender(house.settings)(1, letter)

    assert refused.value.final


@pytest.mark.parametrize("name", ["SITE_NAME", "MAIL_FROM"])
def test_a_setting_that_would_add_a_header_is_refused_at_the_start(name, monkeypatch):
    monkeypatch.setenv(name, "post@example.org\r\nBcc: all@example.org")

    with pytest.raises(BadSettings, match=name):
        read()


def test_her_own_name_cannot_add_a_header(web, house, amina, server):
    web.as_(amina)
    web.send(web.get("/settings"), "/settings/profile", name="Amina\r\nBcc: all@example.org")
    web.visitor().get("/forgot-password")
    web.send(web.get("/forgot-password"), "/forgot-password", email=amina.email)

    deliver(house, server.port)

    ((to, message),) = server.came
    assert to == ["amina@example.org"]
    assert message["Bcc"] is None


def test_links_lead_to_the_configured_address_alone(web, house, server, amina):
    page = web.visitor().get("/forgot-password")
    headers = {"X-Forwarded-Host": "evil.example", "Host": "localhost:9"}
    web.client.headers.update(headers)
    answer = web.send(page, "/forgot-password", email=amina.email)

    deliver(house, server.port)

    assert answer.status_code in {200, 303}
    ((_, message),) = server.came
    for kind in ("plain", "html"):
        words = message.get_body((kind,)).get_content()
        links = re.findall(r"https?://[^\s\"<>]+", words)
        assert links
        assert all(link.startswith("http://127.0.0.1:8000/") for link in links)
        assert "evil" not in words


def test_mail_that_fails_never_fails_the_request(web, house, session, running, amina):
    page = web.visitor().get("/forgot-password")

    running.state.house = with_mail(house, free_port())
    try:
        answer = web.send(page, "/forgot-password", email=amina.email)
    finally:
        running.state.house = house

    assert answer.status_code in {200, 303}
    assert not only(session).attempts
    assert deliver(house, free_port()) == 0
    assert only(session).attempts == 1


def test_in_development_letters_lie_in_a_folder(web, house, amina):
    page = web.visitor().get("/forgot-password")
    web.send(page, "/forgot-password", email=amina.email)
    before = set(house.settings.data_dir.glob("mail/*.eml"))

    assert Chores(house, mail=True).deliver() == 1

    (file,) = set(house.settings.data_dir.glob("mail/*.eml")) - before
    message = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert message["To"] == "amina@example.org"
    assert "http://127.0.0.1:8000/reset-password/" in message.get_body(("plain",)).get_content()


def test_two_workers_send_each_of_three_hundred_letters_once(house, session, server):
    put(house, *[replace(LETTER, to=f"m{n}@example.org") for n in range(300)])
    other = replace(house, database=Database(house.settings.database))

    with ThreadPoolExecutor(2) as pool:
        sent = list(pool.map(lambda who: deliver(who, server.port), [house, other]))
    other.database.close()

    print(f"{sent} letters went")
    assert sum(sent) == 300
    assert min(sent) > 0
    assert Counter(to for tos, _ in server.came for to in tos).most_common(1)[0][1] == 1
    assert len(server.ids) == len(server.came) == 300
    assert session.scalar(select(func.count()).select_from(Job)) == 0


def test_a_letter_whose_worker_was_killed_is_sent_again_after_its_lease(
    tmp_path, database_url, server, request
):
    url = ""
    if not database_url.startswith("sqlite"):
        cluster = request.getfixturevalue("cluster")
        url = cluster.url(cluster.new_database())
    server.may_answer.clear()
    with installed(tmp_path, url, smtp=f"smtp://127.0.0.1:{server.port}") as here:
        put(here.house)
        worker = here.run("work")
        try:
            assert server.holds.wait(20)
            worker.send_signal(signal.SIGKILL)
        finally:
            end(worker)
        server.may_answer.set()

        assert deliver(here.house, server.port) == 0, "its lease holds"
        with time_machine.travel(clock.now() + timedelta(minutes=8)):
            assert deliver(here.house, server.port) == 1
            assert deliver(here.house, server.port) == 0

    assert list(server.ids.values()) == [2], "a second copy that is known as one"


def test_a_worker_that_is_told_to_stop_leaves_what_waits_and_ends_soon(house, server):
    put(house, *[replace(LETTER, to=f"m{n}@example.org") for n in range(50)])
    chores = Chores(with_mail(house, server.port), mail=True)
    server.may_answer.clear()

    chores.start()
    assert server.holds.wait(10)
    stopping = threading.Thread(target=chores.stop)
    stopping.start()
    wait_until(chores._enough.is_set)
    server.may_answer.set()
    stopping.join(5)

    assert not chores._thread.is_alive()
    assert len(server.came) == 1


def wait_until(true) -> None:
    end_at = time.monotonic() + 5
    while not true():
        assert time.monotonic() < end_at
        time.sleep(0.01)
