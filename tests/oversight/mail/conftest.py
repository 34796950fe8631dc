"""Members, and a postbox in which what is written to them can be read before it is sent."""

import json
from dataclasses import dataclass

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.chores import Chores
from app.core import outbox
from app.core.outbox import Job, Mail
from app.oversight.notifications import choices, mail_notes
from app.oversight.notifications.choices import Choices, Rhythm, Way
from app.oversight.notifications.mail_models import MailNote
from app.people.house import House
from app.people.members.models import Member
from app.people.noted.events import CHOSEN
from app.web import mailing

EVERYTHING = dict.fromkeys(CHOSEN, Way.MAIL)


@dataclass
class Postbox:
    house: House
    session: Session

    def choose(self, member: Member, rhythm: Rhythm = Rhythm.AT_ONCE, **more) -> Choices:
        """She wants everything by mail, at any hour."""
        said = {"kinds": EVERYTHING, "rhythm": rhythm, "quiet": (0, 0)} | more
        with self.house.database.changing() as session:
            chosen = choices.change(
                session, self.house.ring, member.id, lambda _before: Choices(**said)
            )
            mail_notes.keep_news(session, self.house.ring, member.id, chosen)
        return chosen

    def write(self, **settings) -> list[Mail]:
        """What is due is written; these are the letters, which are taken out."""
        self.written(**settings)
        return self.take()

    def written(self, **settings) -> int:
        chosen = self.house.settings.model_copy(update=settings)
        return Chores(self.house, mail=True, write=mailing.writer(chosen)).write()

    def take(self) -> list[Mail]:
        self.session.rollback()
        rows = self.session.scalars(select(Job).order_by(Job.due, Job.id)).all()
        found = [outbox._opened(self.house.ring.seal("outbox/v1"), job) for job in rows]
        self.session.execute(delete(Job))
        self.session.commit()
        return found

    def waiting(self) -> list[MailNote]:
        self.session.rollback()
        return list(self.session.scalars(select(MailNote).order_by(MailNote.due)))

    def spoil(self) -> None:
        with self.house.database.changing() as session:
            session.add(MailNote(id=7, due=outbox.clock.minute(), sealed=json.dumps([]).encode()))


@pytest.fixture
def post(web, house, session) -> Postbox:
    return Postbox(house, session)


@pytest.fixture
def public(make):
    return make.circle("New mothers", visibility="public", crowd=30)


@pytest.fixture
def amina(make, public):
    return make.member("Amina", public)


@pytest.fixture
def bea(make, public):
    return make.member("Bea", public)


@pytest.fixture
def thread(make, public, amina):
    return make.thread(public, amina, title="The nights", body="Nobody told me.")
