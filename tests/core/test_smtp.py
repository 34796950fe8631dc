"""Each step of handing a letter over: of which one a server says no decides what that means."""

import re
import socket
import threading
import time
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from pydantic import SecretStr
from sqlalchemy import select

from app.core import clock, smtp
from app.core.outbox import CannotSend, Job
from tests.core.test_outbox import LETTER, deliver, only, put, server  # noqa: F401

OK = {
    b"ehlo": b"250 here",
    b"mail": b"250 OK",
    b"rcpt": b"250 OK",
    b"data": b"354 go on",
    b".": b"250 taken",
    b"quit": b"221 bye",
}


class Rude:
    """A server that answers each command with these lines; with nothing it hangs up."""

    def __init__(self, **says):
        self.says = OK | {name.encode(): line for name, line in says.items()}
        self.letters, self.commands = [], []
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]

    @contextmanager
    def running(self):
        thread = threading.Thread(target=self._take, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            # Closing alone does not wake up who waits for a connection.
            self._listening.shutdown(socket.SHUT_RDWR)
            thread.join(5)
            self._listening.close()

    def _take(self):
        while True:
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            with connection, connection.makefile("rb") as lines:
                connection.sendall(b"220 here\r\n")
                self._talk(connection, lines)

    def _talk(self, connection, lines):
        for line in lines:
            command = line[:4].strip().lower()
            self.commands.append(command)
            if not self._answer(connection, command):
                return
            if command == b"data" and self.says[b"data"].startswith(b"354"):
                body = b"".join(iter(lambda: next(lines), b".\r\n"))
                self.letters.append(body)
                if not self._answer(connection, b"."):
                    return

    def _answer(self, connection, command):
        says = self.says.get(command, b"502 what?")
        if callable(says):
            says = says()
        if says:
            connection.sendall(says + b"\r\n")
        return bool(says)


@contextmanager
def rude(**says):
    with Rude(**says).running() as running:
        yield running


def hand_over(house, port):
    url = SecretStr(f"smtp://127.0.0.1:{port}")
    taken = []
    send = smtp.sender(house.settings.model_copy(update={"smtp_url": url}))
    send(1, LETTER, lambda: taken.append(True))
    return taken


@pytest.mark.parametrize(
    ("step", "says", "final", "refused", "gone"),
    [
        ("mail", b"550 5.7.1 relaying denied", False, False, False),
        ("mail", b"451 later", False, False, False),
        ("rcpt", b"450 4.2.0 greylisted", False, False, False),
        ("rcpt", b"421 4.3.2 shutting down", False, False, False),
        ("rcpt", b"550 5.1.1 no such user", True, True, True),
        ("rcpt", b"550-5.1.1 no such user\r\n550 5.1.1 really", True, True, True),
        ("rcpt", b"550 5.7.1 5.1.1 is not what we mean", True, True, False),
        ("rcpt", b"554 not here", True, True, False),
        ("data", b"554 no", True, True, False),
        ("data", b"451 not now", False, False, False),
        (".", b"552 5.2.2 mailbox full", True, True, False),
        (".", b"451 not now", False, False, False),
        (".", b"", False, False, False),
        ("data", b"", False, False, False),
        ("rcpt", b"", False, False, False),
        ("ehlo", b"", False, False, False),
    ],
)
def test_what_a_no_means_depends_on_the_step(step, says, final, refused, gone, house):
    with rude(**{step: says}) as running, pytest.raises(CannotSend) as no:
        hand_over(house, running.port)

    assert (no.value.final, no.value.refused, no.value.gone) == (final, refused, gone)
    assert "bea" not in str(no.value)


def test_what_a_server_says_is_in_no_log(house, session, caplog):
    put(house)
    with rude(rcpt=b"550 5.1.1 <bea@example.org> is not here") as running:
        deliver(house, running.port)

    # As a word: the number of a letter may hold those signs.
    assert not re.search(r"\bbea\b", caplog.text)
    assert "550" in caplog.text


def test_the_row_is_gone_before_the_farewell(house, session):
    """Whatever happens between the two, the letter is not sent again."""
    put(house)
    left = []

    def farewell():
        session.rollback()
        left.append(session.scalars(select(Job.id)).all())
        return b""

    with rude(quit=farewell) as running:
        assert deliver(house, running.port) == 1
        for _ in range(50):
            if left:
                break
            time.sleep(0.02)

    assert left == [[]]


def test_a_server_that_thinks_long_after_the_last_word_is_waited_for(house, monkeypatch):
    monkeypatch.setattr(smtp, "PATIENCE_SECONDS", 0.2)

    def slowly():
        time.sleep(0.6)
        return b"250 taken"

    with rude(**{".": slowly}) as running:
        assert hand_over(house, running.port) == [True]
        assert len(running.letters) == 1


def test_a_letter_broken_off_in_the_middle_is_sent_once_more_whole(house, session):
    put(house)
    answers = iter([b"", b"354 go on"])
    with rude() as running:
        running.says[b"data"] = b"354 go on"
        running.says[b"rcpt"] = lambda: b"250 OK" if next(answers) else b""
        assert deliver(house, running.port) == 0
        assert only(session).attempts == 1
        with time_machine.travel(clock.now() + timedelta(minutes=2)):
            assert deliver(house, running.port) == 1

    assert len(running.letters) == 1


def words(message, kind):
    return message.get_body((kind,)).get_content().replace("\r\n", "\n")


def test_lines_that_are_a_dot_arrive_as_they_were(house, session, server):  # noqa: F811
    said = "One\n.\n..two\nQUIT\n.\n"
    put(house, replace(LETTER, text=said, html=f"<pre>{said}</pre>"))

    assert deliver(house, server.port) == 1

    [(_, message)] = server.came
    assert words(message, "plain") == said
    assert words(message, "html").strip() == f"<pre>{said}</pre>"


def test_all_letters_arrive_as_they_were_written(house, session, server):  # noqa: F811
    said = "“Ünïcödé” – عربى – 𝔘\n" + "x" * 5000 + "\n"
    put(house, replace(LETTER, text=said, html=f"<p>{said}</p>"))

    assert deliver(house, server.port) == 1

    [(_, message)] = server.came
    assert words(message, "plain") == said
