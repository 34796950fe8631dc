"""`mail` and `bounces`: what an administrator may know of letters, and what mail servers report."""

import argparse
import sys

from app.commands import schema
from app.core import outbox
from app.oversight.notifications import bounces
from app.people.house import House, check_keys


def arguments(mail: argparse.ArgumentParser, reports: argparse.ArgumentParser) -> None:
    mail.set_defaults(run=_show)
    reports.set_defaults(run=_count)


def _show(house: House, _asked: argparse.Namespace) -> int:
    """Numbers alone: whose letters they are can be read by nobody here."""
    schema.upgrade(house.database)
    with house.database.reading() as session:
        waiting, dead = outbox.counts(session)
        paused = bounces.paused(session)
    print(f"{waiting:,} wait, {dead:,} given up, addresses paused: {paused:,}.")
    return 0


def _count(house: House, _asked: argparse.Namespace) -> int:
    """One report on standard input. It ends with 0 also for what is none, so that a mail server
    does not send that back in turn."""
    schema.upgrade(house.database)
    check_keys(house.database, house.ring)
    report = sys.stdin.buffer.read(bounces.LONGEST_REPORT)
    with house.database.changing() as session:
        number = bounces.count_report(session, house.ring, report)
    print(f"{number} counted.")
    return 0
