"""Writing down what staff did."""

from sqlalchemy.orm import Session

from app.core.events import StaffActed
from app.core.keyring import KeyFile
from app.oversight.audit import chain


def record(session: Session, event: StaffActed) -> None:
    """The keys are those of the database in which it was done, as `wiring` gave them to it."""
    key_file: KeyFile = session.info["key_file"]
    chain.append(session, key_file.ring, event)
