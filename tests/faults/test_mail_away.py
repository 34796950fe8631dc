"""A mail server that is away for an hour, workers that are killed meanwhile: each letter once."""

import signal
import time
from collections import Counter
from datetime import timedelta

import pytest
import time_machine

from app.chores import Chores
from app.core import clock, outbox
from app.core.keys import base32
from app.core.outbox import Mail
from app.oversight.notifications import choices
from app.oversight.notifications.choices import Choices, Rhythm, Way
from app.people.noted.events import Kind
from app.web import mailing
from tests.core.test_outbox import MailServer, with_mail
from tests.faults.installation import at_browser, crowded, end, installed

LETTERS = 12


@pytest.fixture
def server():
    return MailServer()


def waiting(here):
    with here.looking() as session:
        return session.query(outbox.Job).count()


def work_and_be_killed(here, until):
    """A worker is killed as soon as `until` says so."""
    worker = here.run("work")
    try:
        stop = time.monotonic() + 30
        while not until() and time.monotonic() < stop and worker.poll() is None:
            time.sleep(0.05)
        assert until(), here.log()[-2000:]
        worker.send_signal(signal.SIGKILL)
    finally:
        end(worker)


def tried(here):
    with here.looking() as session:
        return session.query(outbox.Job).filter(outbox.Job.attempts > 0).count()


def test_away_for_an_hour_and_killed_in_between_each_letter_goes_once(tmp_path, url, server):
    with installed(tmp_path, url, smtp=f"smtp://127.0.0.1:{server.port}") as here:
        letters = [Mail(f"m{n}@example.org", "Words", "Words", "<p>W</p>") for n in range(LETTERS)]
        with here.house.database.changing() as session:
            for letter in letters:
                outbox.put(session, here.house.ring.seal("outbox/v1"), letter)
        work_and_be_killed(here, lambda: tried(here) > LETTERS // 2)
        work_and_be_killed(here, lambda: tried(here) == LETTERS)
        assert waiting(here) == LETTERS

        with server.running(), time_machine.travel(clock.now(), tick=False) as clocks:
            for _ in range(6):
                clocks.shift(timedelta(minutes=12))
                Chores(with_mail(here.house, server.port), mail=True).deliver()
                if not waiting(here):
                    break

        assert waiting(here) == 0
        assert len(server.came) == LETTERS
        assert set(server.ids.values()) == {1}
        assert {to for tos, _ in server.came for to in tos} == {letter.to for letter in letters}
        assert "Traceback" not in here.log()
        assert "example.org" not in here.log()


def said_something(here):
    """Bea speaks to these, who all want to be told by mail at once."""
    with here.making() as make:
        room = crowded(make, "Night shifts")
        people = [make.member(f"Reader{n}", room) for n in range(6)]
        bea = make.member("Bea", room)
        path = f"/t/{base32(make.thread(room, bea).id)}"
    asked = Choices(dict.fromkeys(Kind, Way.MAIL), rhythm=Rhythm.AT_ONCE, quiet=(0, 0))
    with here.house.database.changing() as session:
        for member in people:
            choices.change(session, here.house.ring, member.id, lambda _before: asked)
    with here.serving(), at_browser(here, bea) as someone:
        words = " ".join(f"@reader{n}" for n in range(6))
        answer = someone.send(someone.form(path, f"{path}/replies"), body=f"To {words}")
        assert answer.status_code == 303
    return people


def test_what_members_are_told_goes_once_though_the_worker_is_killed(tmp_path, url, server):
    """From a reply in a browser to the letter, with the worker killed before each step."""
    more = {"WORKER": "0"}
    with installed(tmp_path, url, smtp=f"smtp://127.0.0.1:{server.port}", **more) as here:
        people = said_something(here)
        work_and_be_killed(here, lambda: waiting(here) == len(people) and tried(here) > 0)
        with server.running(), time_machine.travel(clock.now(), tick=False) as clocks:
            write = mailing.writer(here.house.settings)
            for _ in range(6):
                clocks.shift(timedelta(minutes=12))
                chores = Chores(with_mail(here.house, server.port), mail=True, write=write)
                chores.write()
                chores.deliver()

        assert set(server.ids.values()) == {1}
        to = Counter(to for tos, _ in server.came for to in tos)
        assert to == Counter(member.email for member in people)
        assert all("List-Unsubscribe" in message for _, message in server.came)
