"""What a running installation does beside answering: sends mail, seals what was read, forgets,
ends what was to end, publishes what waited, matches cohorts, looks at links, begins and destroys
keys when it is time."""

import logging
import threading
import time
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from app import letting_go
from app.community.links.rounds import Rounds
from app.community.messages import handing
from app.community.opportunities import telling
from app.community.opportunities import tending as opportunities
from app.community.threads import endings, envelopes, held, removals, waiting
from app.core import clock, outbox, smtp, tally, turns
from app.core.keys import BadKeyring, Keyring
from app.mentoring.groups import endings as group_seats
from app.mentoring.matching import assigning
from app.mentoring.mentorships import course as mentorships
from app.mentoring.mentorships import feedback, goals, meeting_reminders, meetings
from app.mentoring.programmes import confirming, reports, work
from app.mentoring.requests import tending
from app.oversight.audit import checking as audit
from app.oversight.moderation import cases, duplicates, retention
from app.oversight.notifications import mail_letters, mail_sending, news
from app.oversight.notifications import queries as notifications
from app.oversight.notifications.mail_letters import Post, Write
from app.oversight.search import index
from app.people import key_life, leaving
from app.people.circles import actions as circles
from app.people.circles import greeters
from app.people.house import House
from app.people.introductions import actions as introductions
from app.people.introductions import handing as introductions_handed
from app.people.joining import requests as joining
from app.people.members import accounts, factors, sessions, tokens
from app.people.organisations import actions as organisations
from app.people.organisations import inviting
from app.people.safety import sanctions
from app.people.site import last_done
from app.people.site.models import Done

log = logging.getLogger("app.chores")

MAIL_SECONDS = 2.0
FLUSH_SECONDS = 3600.0
# What took long rests so many times as long: of a disk and a core it takes a small part for ever.
FLUSH_RESTS = 100
KEY_SECONDS = 60.0
KEY_TROUBLE_SECONDS = 3600.0
SWEEP_SECONDS = 24 * 3600.0
STOP_SECONDS = 3.0
REST_SECONDS = 0.2
# What programme reports count of mentorships.
COUNTS = reports.Counts(meetings.held, goals.met, feedback.scores)


def sweep(house: House) -> None:
    """Once a day: forget what has run out, and let go of those who have left."""
    with house.database.changing() as session:
        sessions.sweep(session)
        accounts.sweep(session, house.settings.retention_unconfirmed)
        _sweep_people(session, house.ring)
        removals.carry_out(session, house.ring)
        sanctions.sweep(session)
        cases.climb(session)
        _sweep_oversight(session, house)
        held.sweep(session)
        introductions.sweep(session, house.ring)
        _sweep_rooms(session, house.ring)
        leavers = leaving.over(session, house.ring)
    audit.check(house.database, house.ring)
    if leavers:
        letting_go.let_go(house, leavers)
    index.forget(house.database)
    house.database.rewrite()


def _sweep_oversight(session: Session, house: House) -> None:
    """With the copies that moderators were handed, and the letters."""
    kept = house.settings
    retention.sweep(session, house.subjects, kept)
    duplicates.sweep(session)
    handing.sweep(session, kept.retention_copies)
    introductions_handed.sweep(session, kept.retention_copies)
    notifications.sweep(session, kept.retention_notifications)
    outbox.sweep(session, kept.retention_dead_mail)
    mail_letters.sweep(session, house.ring)


def _sweep_people(session: Session, ring: Keyring) -> None:
    factors.reseal(session, ring)
    tokens.sweep(session, ring)
    circles.count_crowds(session)
    greeters.sweep(session)
    inviting.sweep(session)
    joining.sweep(session)
    organisations.sweep(session)


def _sweep_rooms(session: Session, ring: Keyring) -> None:
    tending.sweep(session)
    group_seats.sweep(session)
    mentorships.complete_due(session, ring)
    reports.publish_due(session, ring, COUNTS)
    opportunities.remind(session)
    for ref in opportunities.let_go(session):
        cases.drop(session, ref)
    last_done.note(session, Done.CHORES)


class Chores:
    """A thread of its own; `mail` says whether this process also sends what waits. Letters about
    notifications are sent where there is somebody to `write` them."""

    def __init__(self, house: House, *, mail: bool, write: Write | None = None) -> None:
        self._base = house
        self._write = write
        self._send = mail_sending.minding(self._hand_over, house.database, house.ring)
        self._seal = house.ring.seal("outbox/v1")
        self._enough = threading.Event()
        self._thread = threading.Thread(target=self._run, name="chores", daemon=True)
        now = time.monotonic()
        self._due = {"tend": now, "keys": now, "sweep": now, "flush": now + FLUSH_SECONDS}
        self._today = clock.today()
        self._reminded: date | None = None
        self._mail = mail
        looks = mail and house.settings.link_checks
        self._links = Rounds(house.database, house.settings.address) if looks else None

    def start(self) -> None:
        self._thread.start()
        if self._links:
            self._links.start()

    def stop(self) -> None:
        """Let the present chore end, if it ends soon; a letter half sent is sent again."""
        self._enough.set()
        if self._links:
            self._links.stop()
        self._thread.join(timeout=STOP_SECONDS)

    @property
    def _house(self) -> House:
        """As administrators have it at this moment."""
        return self._base.present

    def _hand_over(self, *letter: Any) -> None:
        smtp.sender(self._house.settings)(*letter)

    def deliver(self) -> int:
        """Send what is due now. Returns how many letters went."""
        return outbox.deliver_due(
            self._house.database,
            self._seal,
            self._send,
            goes_on=lambda: not self._enough.is_set(),
        )

    def write(self) -> int:
        """Write the letters about notifications that are due now. Returns how many those were."""
        if self._write is None:
            return 0
        house = self._house
        post = Post(house.database, house.ring, house.subjects, self._write)
        return mail_letters.write_due(post, goes_on=lambda: not self._enough.is_set())

    def confirm(self) -> int:
        """Begin some of the mentorships that were confirmed. Between portions everybody else has a
        turn to write."""
        house = self._house
        return confirming.confirm_due(
            house.database, house.ring, goes_on=lambda: not self._enough.wait(REST_SECONDS)
        )

    def tend(self) -> None:
        """End and publish what is due now; words that were destroyed leave the disk too."""
        database = self._house.database
        endings.end_due(database)
        waiting.publish_due(database, self._house.ring)
        self._remind()
        with database.reading() as session:
            counted = news.is_counted(session)
        if not counted:
            with database.changing() as session:
                news.count(session)
        # Every time: whoever was killed before this left them in the log.
        database.settle()

    def _remind(self) -> None:
        """Once a day, and when this process begins: all that comes near later is told then."""
        if self._reminded != clock.today():
            meeting_reminders.remind_due(self._house.database, self._house.ring)
            telling.tell_due(self._house.database, self._house.ring)
            self._reminded = clock.today()

    def _run(self) -> None:
        turns.keep_up(self._round, MAIL_SECONDS, self._enough, log)

    def _round(self) -> None:
        if self._is_new_day():
            self._due["tend"] = time.monotonic()
        due, step = partial(turns.when_due, self._due), envelopes.STEP.total_seconds()
        mail = [self.write, self.deliver, self._match, self.confirm]
        turns.each(
            [
                partial(self._base.site.listen, self._base.database),
                *(mail if self._mail else ()),
                partial(due, "tend", step, self.tend),
                partial(due, "keys", KEY_SECONDS, self._keep_keys),
                partial(due, "flush", FLUSH_SECONDS, self._flush),
                *([partial(due, "sweep", SWEEP_SECONDS, self._sweep)] if self._mail else ()),
                *([partial(tally.tell, self._base.tally)] if self._base.tally else ()),
            ]
        )

    def _flush(self) -> None:
        began = time.monotonic()
        self._base.flush()
        ended = time.monotonic()
        self._due["flush"] = max(self._due["flush"], ended + FLUSH_RESTS * (ended - began))

    def _match(self) -> None:
        work.match_due(self._base.database, self._base.ring, assigning.solve_apart)

    def _sweep(self) -> None:
        sweep(self._house)

    def _keep_keys(self) -> None:
        try:
            key_life.tend(self._house)
        except (OSError, BadKeyring) as problem:
            log.warning("a key is to be changed and cannot be: %s", problem)
            self._due["keys"] += KEY_TROUBLE_SECONDS

    def _is_new_day(self) -> bool:
        was, self._today = self._today, clock.today()
        return was != self._today
