"""The round that is made every few minutes: those links whose day has come, a few at a time.

It has a thread of its own, since others may be slow; nothing of the database is held meanwhile.
"""

import logging
import threading
from collections.abc import Callable

from app.community.links import actions, queries
from app.community.links.looking import Looker, Pace
from app.core import clock, turns
from app.core.db import Database
from app.core.outbound import Gate

log = logging.getLogger("app.links")

EVERY_SECONDS = 300.0
STOP_SECONDS = 3.0
AT_ONCE = 20


def look_due(database: Database, looker: Looker, goes_on: Callable[[], bool]) -> int:
    """Look at some of the links that are due today. Returns at how many."""
    day = clock.today()
    with database.reading() as session:
        due = queries.due(session, day, AT_ONCE)
    looked = 0
    for link in due:
        look = looker.look(link.url)
        if not goes_on():
            # It may be that the look was cut short.
            break
        with database.changing() as session:
            actions.note(session, link.key, look, day)
        looked += 1
    return looked


class Rounds:
    """`site` is our own address, which others are told."""

    def __init__(self, database: Database, site: str) -> None:
        self._database, self._site = database, site
        self._enough = threading.Event()
        self._pace = Pace(self._enough.wait)
        self._thread = threading.Thread(target=self._run, name="links", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Let the present look end, if it ends soon; nothing is lost with it."""
        self._enough.set()
        self._thread.join(timeout=STOP_SECONDS)

    def once(self) -> int:
        """Make a round. Returns how many links were looked at."""
        looker = Looker(Gate(self._site), self._pace)
        return look_due(self._database, looker, lambda: not self._enough.is_set())

    def _run(self) -> None:
        turns.keep_up(lambda: turns.each([self.once]), EVERY_SECONDS, self._enough, log)
