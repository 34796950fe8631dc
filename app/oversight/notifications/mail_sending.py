"""Handing letters to the mail server: those still wanted, and with an eye on what it refuses."""

from collections.abc import Callable
from typing import Any

from app.core.db import Database
from app.core.keys import Keyring
from app.core.outbox import CannotSend, Mail, NotWanted
from app.oversight.notifications import bounces, mail_letters

Send = Callable[..., None]


def minding(send: Send, database: Database, ring: Keyring) -> Send:
    """What sends like `send`, asks before whether a letter about notifications is still to be sent,
    and counts whatever an address refuses for good."""

    def mindful(job: int, mail: Mail, *taken: Any) -> None:
        if mail.receiver:
            with database.reading() as session:
                wanted = mail_letters.is_wanted(session, ring, mail)
            if not wanted:
                raise NotWanted
        try:
            send(job, mail, *taken)
        except CannotSend as problem:
            if problem.refused:
                with database.changing() as session:
                    bounces.count(session, ring, mail.to, gone=problem.gone)
            raise

    return mindful
