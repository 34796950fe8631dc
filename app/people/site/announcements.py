"""Announcing something to members or to everybody, for some days."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.errors import Invalid, NotFound
from app.core.languages import Sentence
from app.core.verdict import require
from app.people.site import policy
from app.people.site.actions import decided
from app.people.site.models import Announcement, Audience, Saying
from app.people.viewer import Viewer

MOST_DAYS = 90
PAST = Sentence("That day is over. Choose today or a later one.")
ENDS_FIRST = Sentence("It would end before it begins.")
TOO_LONG = Sentence(
    "Make it {n} days at most: what always stands there is read by nobody.", n=MOST_DAYS
)


@dataclass(frozen=True)
class Wanted:
    words: str
    audience: Audience
    begins: date
    ends: date
    saying: Saying = Saying.OWN


def announce(session: Session, viewer: Viewer, wanted: Wanted, today: date) -> None:
    """The same words for the same days are announced once; `today` is the site's. Raises
    NotAllowed, Invalid."""
    require(policy.may_administer(viewer))
    _refuse_days(wanted, today)
    same = [getattr(Announcement, name) == value for name, value in vars(wanted).items()]
    if session.scalar(select(Announcement.id).where(*same).limit(1)):
        return
    session.add(Announcement(**vars(wanted)))
    decided(session, viewer, "announce", "announcement", wanted.begins.isoformat())


def take_down(session: Session, viewer: Viewer, announcement_id: int) -> None:
    """Raises NotAllowed, NotFound."""
    require(policy.may_administer(viewer))
    row = session.get(Announcement, announcement_id)
    if row is None:
        raise NotFound
    session.delete(row)
    decided(session, viewer, "take-down", "announcement", row.begins.isoformat())


def _refuse_days(wanted: Wanted, today: date) -> None:
    if wanted.ends < wanted.begins:
        raise Invalid("ends", ENDS_FIRST)
    if wanted.ends < today:
        raise Invalid("ends", PAST)
    if (wanted.ends - wanted.begins).days >= MOST_DAYS:
        raise Invalid("ends", TOO_LONG)
