"""What whoever runs the server may know of letters, and where mail servers bring their reports."""

from datetime import UTC, datetime

from app.core import outbox
from app.core.outbox import Job, Mail
from app.oversight.notifications import bounces
from tests.faults.installation import installed
from tests.make import Make
from tests.oversight.mail.test_bounces import recipient, report


def test_letters_are_counted_and_none_is_named(tmp_path, terminal):
    with installed(tmp_path, "") as here:
        with here.house.database.changing() as session:
            for to in ("amina@example.org", "bea@example.org"):
                mail = Mail(to, "Words", "Words", "Words")
                outbox.put(session, here.house.ring.seal("outbox/v1"), mail)
            at = datetime(2026, 1, 1, tzinfo=UTC)
            session.add(Job(sealed=b"of whoever", due=at, dead=True))

        done = terminal("mail")

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "2 wait, 1 given up, addresses paused: 0.\n"


def test_a_report_on_its_input_is_counted(tmp_path, terminal):
    with installed(tmp_path, "") as here:
        with here.looking() as session:
            amina = Make(session, here.house).member("Amina")

        done = terminal("bounces", typed=report(recipient(status="5.1.1")).decode())
        odd = terminal("bounces", typed="I am away until Monday.")

        with here.looking() as session:
            assert bounces.is_paused(session, here.house.ring, amina.email)
    assert (done.returncode, done.stdout, done.stderr) == (0, "1 counted.\n", "")
    assert (odd.returncode, odd.stdout, odd.stderr) == (0, "0 counted.\n", "")
    assert terminal("mail").stdout == "0 wait, 0 given up, addresses paused: 1.\n"
