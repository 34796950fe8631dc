"""What the staff's own programs are told that waits, looked at together once an hour."""

from collections.abc import Mapping
from functools import partial

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.community.opportunities.events import NEW
from app.community.resources import lists as resources
from app.core import clock
from app.core.outbound import Gate
from app.core.patience import Patience
from app.oversight.moderation import queue
from app.people.condition import BACKUP_LATE
from app.people.house import House
from app.people.joining import requests
from app.people.members.accounts import Post
from app.people.members.letters import Writer
from app.people.site import last_done
from app.people.site.models import Announcement, Done
from app.people.webhooks.models import Happening
from app.people.webhooks.rounds import Rounds
from app.people.webhooks.sending import Sender
from app.people.webhooks.telling import step

SHORT = Patience(connect=5, read=5, total=10)


def rounds(house: House, write: Writer | None = None) -> Rounds:
    """The thread that tells programs. Where there is somebody to `write`, administrators are told
    of one that is switched off."""
    gate = Gate(house.settings.address, patience=SHORT)
    trusted = house.settings.told_hosts
    post = partial(_post, house, write) if write else None
    sender = Sender(house.database, house.ring, gate, trusted, post)
    return Rounds(sender, partial(levels, house))


def levels(house: House) -> Mapping[Happening, int]:
    """Up to which step each has come: some six questions. Of announcements each is told, since who
    writes them wants them read."""
    with house.database.reading() as session:
        reported, posted = queue.waiting_for_all(session, NEW)
        return {
            Happening.REPORT: step(reported),
            Happening.REQUEST: step(requests.number(session, house.present.settings)),
            Happening.OPPORTUNITY: step(posted),
            Happening.RESOURCE: step(resources.number_for_staff(session)),
            Happening.ANNOUNCEMENT: _announced(session, house),
            Happening.BACKUP: int(_backup_is_late(house, session)),
        }


def _post(house: House, write: Writer) -> Post:
    return Post(house.ring, write, house.present.settings.site_name)


def _announced(session: Session, house: House) -> int:
    today = clock.today_in(house.present.settings.zone)
    begun = select(func.count()).select_from(Announcement)
    return session.scalar(begun.where(Announcement.begins == today)) or 0


def _backup_is_late(house: House, session: Session) -> bool:
    """Never where none are made."""
    if not house.settings.backup_days:
        return False
    last = last_done.days(session).get(Done.BACKUP)
    return last is None or clock.today() - last > BACKUP_LATE
