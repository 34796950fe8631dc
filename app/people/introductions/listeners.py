"""What becomes of introductions when two members are to have nothing to do with each other."""

from dataclasses import replace

from sqlalchemy.orm import Session

from app.core import keyring
from app.people.introductions import actions, boxes
from app.people.introductions.contents import Introduction
from app.people.safety.events import ContactEnded


def end_contact(session: Session, event: ContactEnded) -> None:
    """What both of them are in does not come about, whichever of the three they are. Nothing that
    anybody sees says so before it would have run out."""
    ring = keyring.of(session)
    one, other = ({of for _, of in boxes.read(session, ring, who).hers} for who in event.between)
    for introduction_id in sorted(one & other):
        actions.change(session, ring, introduction_id, _stopped)


def _stopped(whole: Introduction) -> Introduction:
    return replace(whole, stopped=True) if whole.is_open else whole
