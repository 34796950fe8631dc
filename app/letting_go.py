"""Letting go of those who have left: each room forgets what was theirs, in one transaction for each
of them, and the account goes last."""

from sqlalchemy.orm import Session

from app.community.messages import personal_data as messages
from app.community.opportunities import kept_personal_data as opportunities_kept
from app.community.opportunities import personal_data as opportunities
from app.community.pathways import personal_data as pathways
from app.community.resources import personal_data as resources
from app.community.threads import personal_data as threads
from app.core.keys import Keyring
from app.mentoring.groups import personal_data as groups
from app.mentoring.mentorships import meeting_personal_data as meetings
from app.mentoring.mentorships import personal_data as mentorships
from app.mentoring.profiles import personal_data as mentors
from app.mentoring.programmes import personal_data as programmes
from app.mentoring.recommendations import personal_data as recommendations
from app.mentoring.requests import personal_data as mentoring_requests
from app.oversight.moderation import cases
from app.oversight.moderation import personal_data as moderation
from app.oversight.notifications import mail_personal_data as mail
from app.people import blocking, leaving
from app.people.house import House
from app.people.introductions import personal_data as introductions
from app.people.joining import personal_data as joining
from app.people.leaving import Leaver
from app.people.members import personal_data as account
from app.people.sheets import personal_data as sheets


def let_go(house: House, leavers: list[Leaver]) -> None:
    """Their days to come back are over; whoever has come back at the last moment is left alone."""
    # Emptied while all such rows are sealed anew: nothing shows whose reading it was.
    house.flush({owner for leaver in leavers for owner in leaver.bundles})
    for leaver in leavers:
        with house.database.changing() as session:
            if leaving.is_leaving(session, leaver):
                _let_go(session, house.ring, leaver)


def _let_go(session: Session, ring: Keyring, leaver: Leaver) -> None:
    hers, nobody = leaver.member_id, leaving.nobody(session)
    threads.erase(session, hers, nobody, leaver.fate)
    messages.erase(session, ring, hers, leaver.fate)
    resources.erase(session, hers, leaver.fate)
    _of_mentoring(session, ring, leaver)
    for ref in opportunities.erase(session, hers):
        cases.drop(session, ref)
    introductions.erase(session, ring, hers)
    joining.erase(session, ring, hers)
    pathways.erase(session, hers)
    moderation.erase(session, hers, nobody)
    blocking.erase(session, ring, hers, leaver.shield)
    sheets.erase(session, ring, leaver.drawers)
    opportunities_kept.erase(session, ring, hers)
    mail.erase(session, ring, hers)
    account.erase(session, ring, hers)
    leaving.forget(session, ring, leaver)


def _of_mentoring(session: Session, ring: Keyring, leaver: Leaver) -> None:
    """The mentorships last: what hangs on them is found by them."""
    hers = leaver.member_id
    mentoring_requests.erase(session, hers)
    mentors.erase(session, hers)
    recommendations.erase(session, hers, leaver.fate)
    meetings.erase(session, ring, hers, leaver.fate)
    groups.erase(session, hers)
    programmes.erase(session, ring, hers)
    mentorships.erase(session, ring, hers, leaver.fate)
