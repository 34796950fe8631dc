"""Handing letters over: to a mail server, or in development to a folder and the console."""

import logging
import re
import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from app.core.outbox import POLICY, CannotSend, Mail
from app.core.settings import Settings

log = logging.getLogger("app.mail")

PATIENCE_SECONDS = 20
# Once it has the whole letter, a server that is not waited for may deliver it all the same; so this
# one is waited for longer (RFC 5321, 4.5.3.2.6, though not for its ten minutes: others wait, too).
FINAL_SECONDS = 120
_FOR_EVER = range(500, 600)
NOBODY_THERE = re.compile(r"\s*5\.1\.1\b")
Taken = Callable[[], None]


def sender(settings: Settings) -> Callable[..., None]:
    """What sends the letter of a job, and says at once when it is taken. It raises CannotSend, and
    nothing else that SMTP knows."""
    url = settings.smtp_url.get_secret_value()
    server = urlsplit(url) if url else None
    folder = settings.data_dir / "mail"

    def send(job: int, mail: Mail, taken: Taken = lambda: None) -> None:
        try:
            message = mail.message(job=job, sender=settings.sender, name=settings.site_name)
            packed = message.as_bytes(policy=POLICY.clone(utf8=not mail.to.isascii()))
        except ValueError:
            # A line end or the like where an address or a name should be.
            raise CannotSend("cannot be written", final=True) from None
        try:
            if server is None:
                _keep(folder, job, packed, mail)
                taken()
            else:
                _hand_over(server, (settings.sender, mail.to, packed), taken)
        except (smtplib.SMTPException, OSError) as problem:
            raise _reason(problem) from None

    return send


def _hand_over(server: SplitResult, letter: tuple[str, str, bytes], taken: Taken) -> None:
    connection = _connected(server)
    try:
        _introduce(connection, server)
        _transfer(connection, *letter)
        taken()
    finally:
        # The letter is accepted or refused by now. A server that ends badly changes neither.
        with suppress(smtplib.SMTPException, OSError):
            connection.quit()
        connection.close()


def _transfer(connection: smtplib.SMTP, sender: str, to: str, packed: bytes) -> None:
    """Each step by itself: of which one a server says no decides what that means."""
    options = [] if to.isascii() else ["SMTPUTF8", "BODY=8BITMIME"]
    if options and not connection.has_extn("smtputf8"):
        raise CannotSend("address not taken there", final=True)
    code, said = connection.mail(sender, options)
    if code not in range(200, 300):
        # It has something against us, and not against her.
        raise smtplib.SMTPSenderRefused(code, said, sender)
    code, said = connection.rcpt(to)
    if code not in range(200, 300):
        raise _refusal(code, said)
    code, said = connection.docmd("data")
    if code != 354:  # noqa: PLR2004  # RFC 5321, 4.2.3: start mail input
        raise _refusal(code, said)
    assert connection.sock is not None
    connection.sock.settimeout(max(PATIENCE_SECONDS, FINAL_SECONDS))
    connection.send(_with_dots(packed))
    code, said = connection.getreply()
    if code not in range(200, 300):
        raise _refusal(code, said)
    connection.sock.settimeout(PATIENCE_SECONDS)


def _with_dots(packed: bytes) -> bytes:
    """As it goes over the wire (RFC 5321, 4.5.2)."""
    body = re.sub(rb"(?m)^\.", b"..", packed)
    return (body if body.endswith(b"\r\n") else body + b"\r\n") + b".\r\n"


def _refusal(code: int, said: bytes) -> CannotSend:
    """What it means that this letter or its address was not taken."""
    final = code in _FOR_EVER
    gone = final and bool(NOBODY_THERE.match(said.decode("ascii", "replace")))
    return CannotSend(f"answer {code}", final=final, refused=final, gone=gone)


def _reason(problem: smtplib.SMTPException | OSError) -> CannotSend:
    """A server that is away, or does not want us, may be mended: letters wait for that."""
    if isinstance(problem, smtplib.SMTPResponseException):
        return CannotSend(f"answer {problem.smtp_code}")
    return CannotSend(type(problem).__name__)


def _connected(server: SplitResult) -> smtplib.SMTP:
    host = server.hostname or "localhost"
    if server.scheme == "smtps":
        return smtplib.SMTP_SSL(
            host,
            server.port or 465,
            timeout=PATIENCE_SECONDS,
            context=ssl.create_default_context(),
        )
    return smtplib.SMTP(host, server.port or 25, timeout=PATIENCE_SECONDS)


def _introduce(connection: smtplib.SMTP, server: SplitResult) -> None:
    connection.ehlo()
    if server.scheme != "smtps" and (connection.has_extn("starttls") or server.username):
        connection.starttls(context=ssl.create_default_context())
    if server.username:
        connection.login(unquote(server.username), unquote(server.password or ""))


def _keep(folder: Path, job: int, message: bytes, mail: Mail) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{job:016x}.eml").write_bytes(message)
    # Only where no mail server is set, which is a developer's own machine.
    told = (mail.to, mail.subject, mail.text)
    log.info("a letter to %s: %s\n%s", *told, extra={"private": True})
