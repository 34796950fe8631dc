"""Writing down what staff did."""

from sqlalchemy.orm import Session

from app.core import keyring
from app.core.events import StaffActed
from app.oversight.audit import chain


def record(session: Session, event: StaffActed) -> None:
    """The keys are those of the database in which it was done."""
    chain.append(session, keyring.of(session), event)
