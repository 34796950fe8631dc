"""Addresses that letters come back from: counted, paused, and mended by her."""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from app.chores import Chores
from app.core import clock, outbox
from app.core.outbox import Mail
from app.oversight.notifications import bounces
from app.oversight.notifications.choices import Rhythm
from app.oversight.notifications.mail_models import Refusal
from app.web.kit.addresses import url
from tests.core.test_outbox import MailServer, with_mail

LETTER = Mail("amina@example.org", "Something", "Words", "<p>Words</p>")
REPORT = """\
From: mailer-daemon@example.net
To: post@example.org
Subject: Undelivered
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

It came back. amina@example.org

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net

{recipients}
--b
Content-Type: text/rfc822-headers

Subject: Something for you

--b--
"""


def recipient(address="amina@example.org", action="failed", status="5.2.1"):
    return f"Final-Recipient: rfc822; {address}\nAction: {action}\nStatus: {status}\n"


def report(*recipients):
    return REPORT.format(recipients="\n".join(recipients)).encode()


def take(house, given):
    with house.database.changing() as session:
        return bounces.count_report(session, house.ring, given)


def state(session, house, address="amina@example.org"):
    session.rollback()
    row = bounces.found(session, house.ring, address)
    return (row.count, row.paused) if row else None


@pytest.fixture
def server():
    with MailServer().running() as running:
        yield running


def deliver(house, server, letter=LETTER):
    with house.database.changing() as session:
        outbox.put(session, house.ring.seal("outbox/v1"), letter)
    return Chores(with_mail(house, server.port), mail=True).deliver()


@pytest.mark.parametrize("where", ["says", "says_to_recipient"])
def test_three_refusals_for_good_pause_an_address(where, house, session, server):
    setattr(server, where, "550 5.7.1 Not here")

    for n in (1, 2, 3):
        deliver(house, server)
        assert state(session, house) == (n, n == 3)


def test_one_does_where_nobody_is_there(house, session, server):
    server.says_to_recipient = "550 5.1.1 No such user"

    deliver(house, server)

    assert state(session, house) == (1, True)


@pytest.mark.parametrize("says", ["451 4.1.1 Later", "421 Busy", "450 5.1.1 odd"])
def test_what_is_refused_for_a_time_is_not_counted(says, house, session, server):
    server.says_to_recipient = says

    deliver(house, server)

    assert state(session, house) is None


def test_a_server_that_has_something_against_us_says_nothing_of_her_address(house, session, server):
    server.says_to_sender = "550 5.7.1 Relaying denied"

    assert deliver(house, server) == 0

    assert state(session, house) is None
    session.rollback()
    assert session.scalar(select(outbox.Job.dead)) is False, "an administrator may mend it"


def test_a_paused_address_gets_no_letters_but_those_of_its_account(
    web, post, house, session, server, amina, bea, thread
):
    post.choose(amina)
    with house.database.changing() as changing:
        bounces.count(changing, house.ring, amina.email, gone=True)
    web.as_(bea).post(url("reply", thread_id=thread.id), body="A word to @amina")

    assert post.write() == []
    waiting = replace(LETTER, receiver=f"{amina.id.hex}.")
    assert deliver(house, server, waiting) == 0
    assert deliver(house, server) == 1
    session.rollback()
    assert session.scalars(select(outbox.Job)).all() == []


def test_now_and_then_is_forgotten_after_a_quarter(house, session):
    for address in ("amina@example.org", "bea@example.org"):
        with house.database.changing() as changing:
            bounces.count(changing, house.ring, address, gone=address[0] == "b")

    later = clock.now() + timedelta(days=91)
    with time_machine.travel(later), house.database.changing() as changing:
        bounces.sweep(changing)

    assert state(session, house) is None
    assert state(session, house, "bea@example.org") == (1, True)


def test_a_paused_address_is_tried_again_after_a_year(house, session):
    with house.database.changing() as changing:
        bounces.count(changing, house.ring, "bea@example.org", gone=True)

    later = clock.now() + timedelta(days=366)
    with time_machine.travel(later), house.database.changing() as changing:
        bounces.sweep(changing)

    assert state(session, house, "bea@example.org") is None


def test_the_table_names_no_address(house, session):
    with house.database.changing() as changing:
        bounces.count(changing, house.ring, "Amina@Example.org ", gone=False)

    row = session.scalars(select(Refusal)).one()
    assert len(row.address) == 16
    assert b"amina" not in row.address
    assert state(session, house) == (1, False)


# Reports of mail servers (RFC 3464)


def test_a_report_counts_like_a_refusal(house, session, amina):
    assert take(house, report(recipient())) == 1
    assert state(session, house) == (1, False)
    assert take(house, report(recipient(status="5.1.1"))) == 1
    assert state(session, house) == (2, True)


def test_who_was_written_to_counts_where_the_letter_was_passed_on(house, session, amina):
    passed = "Original-Recipient: rfc822;AMINA@example.org\n" + recipient("elsewhere@example.net")

    assert take(house, report(passed)) == 1
    assert state(session, house) == (1, False)


@pytest.mark.parametrize(
    "given",
    [
        recipient("nobody@example.org"),
        recipient(action="delayed", status="4.4.1"),
        recipient(action="delivered", status="2.0.0"),
        recipient(action="failed", status="4.4.7"),
        "Final-Recipient: x400; amina@example.org\nAction: failed\nStatus: 5.0.0\n",
        "Action: failed\nStatus: 5.0.0\n",
        "Final-Recipient: rfc822;\nAction: failed\nStatus: 5.0.0\n",
    ],
)
def test_what_says_nothing_for_good_of_a_member_counts_nothing(given, house, session, amina):
    assert take(house, report(given)) == 0
    assert state(session, house) is None


@pytest.mark.parametrize(
    "given",
    [
        b"",
        b"\x00\xff\xfe" * 100,
        b"Subject: I am away\n\nFinal-Recipient: rfc822; amina@example.org\nAction: failed\n",
        b"Content-Type: message/delivery-status\n\n" + b"x" * 100,
        b"Content-Type: multipart/report; boundary=b\n\n--b\n" * 50,
        REPORT.encode()[:300],
    ],
)
def test_what_is_no_report_is_passed_over(given, house, session, amina):
    assert take(house, given) == 0
    assert state(session, house) is None


def test_several_of_one_report_are_counted_each(house, session, amina, bea):
    given = report(recipient(), recipient("bea@example.org", status="5.1.1"))

    assert take(house, given) == 2
    assert state(session, house, "bea@example.org") == (1, True)


def test_a_forged_report_pauses_at_most_what_she_resumes(house, session, post, amina):
    for _ in range(5):
        take(house, report(recipient()))
    assert state(session, house) == (5, True)

    with house.database.changing() as changing:
        bounces.resume(changing, house.ring, amina.email)

    assert state(session, house) is None
    post.choose(amina, Rhythm.DAILY)
