"""Handing letters over: to a mail server, or in development to a folder and the console."""

import logging
import smtplib
import ssl
from collections.abc import Callable
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
        message = mail.message(job=job, sender=settings.sender, name=settings.site_name)
        if server is None:
            _keep(folder, job, message.as_bytes(), mail)
            return
        try:
            with _connected(server) as connection:
                connection.send_message(message)
        except smtplib.SMTPRecipientsRefused as problem:
            codes = {code for code, _ in problem.recipients.values()}
            raise CannotSend("refused", final=all(c in PERMANENT for c in codes)) from None
        except smtplib.SMTPResponseException as problem:
            final = problem.smtp_code in PERMANENT
            raise CannotSend(f"answer {problem.smtp_code}", final=final) from None
        except (smtplib.SMTPException, OSError) as problem:
            raise CannotSend(type(problem).__name__) from None

    return send


def _connected(server: SplitResult) -> smtplib.SMTP:
    host, context = server.hostname or "localhost", ssl.create_default_context()
    if server.scheme == "smtps":
        port = server.port or 465
        connection: smtplib.SMTP = smtplib.SMTP_SSL(
            host, port, timeout=PATIENCE_SECONDS, context=context
        )
    else:
        connection = smtplib.SMTP(host, server.port or 25, timeout=PATIENCE_SECONDS)
        connection.ehlo()
        if connection.has_extn("starttls") or server.username:
            connection.starttls(context=context)
    if server.username:
        connection.login(unquote(server.username), unquote(server.password or ""))
    return connection


def _keep(folder: Path, job: int, message: bytes, mail: Mail) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{job:016x}.eml").write_bytes(message)
    # Only where no mail server is set, which is a developer's own machine.
    log.info("a letter to %s: %s\n%s", mail.to, mail.subject, mail.text)
