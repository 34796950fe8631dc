"""Handing letters over: to a mail server, or in development to a folder and the console."""

import logging
import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from app.core.outbox import CannotSend, Mail
from app.core.settings import Settings

log = logging.getLogger("app.mail")

PATIENCE_SECONDS = 20
PERMANENT = range(500, 600)


def sender(settings: Settings) -> Callable[[int, Mail], None]:
    """What sends the letter of a job. It raises CannotSend, and nothing else that SMTP knows."""
    url = settings.smtp_url.get_secret_value()
    server = urlsplit(url) if url else None
    folder = settings.data_dir / "mail"

    def send(job: int, mail: Mail) -> None:
        try:
            message = mail.message(job=job, sender=settings.sender, name=settings.site_name)
            packed = message.as_bytes()
        except ValueError:
            # A line end or the like where an address or a name should be.
            raise CannotSend("cannot be written", final=True) from None
        try:
            if server is None:
                _keep(folder, job, packed, mail)
            else:
                _hand_over(server, message)
        except (smtplib.SMTPException, OSError) as problem:
            raise _reason(problem) from None

    return send


def _hand_over(server: SplitResult, message: EmailMessage) -> None:
    connection = _connected(server)
    try:
        _introduce(connection, server)
        connection.send_message(message)
    finally:
        # The letter is accepted or refused by now. A server that ends badly changes neither.
        with suppress(smtplib.SMTPException, OSError):
            connection.quit()
        connection.close()


def _reason(problem: smtplib.SMTPException | OSError) -> CannotSend:
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        codes = {code for code, _ in problem.recipients.values()}
        return CannotSend("refused", final=all(c in PERMANENT for c in codes))
    if isinstance(problem, smtplib.SMTPResponseException):
        return CannotSend(f"answer {problem.smtp_code}", final=problem.smtp_code in PERMANENT)
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
    log.info("a letter to %s: %s\n%s", mail.to, mail.subject, mail.text)
