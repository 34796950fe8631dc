"""The thread that tells programs: at each full hour it looks what is news, and in between it sends
what is due. It is one of its own, since others may be slow."""

import logging
import threading
from collections.abc import Callable, Mapping

from app.core import turns
from app.people.webhooks import actions, telling
from app.people.webhooks.models import Happening
from app.people.webhooks.sending import Sender

log = logging.getLogger("app.webhooks")

EVERY_SECONDS = 5.0
STOP_SECONDS = 3.0


class Rounds:
    """`look` says up to which level each happening has come."""

    def __init__(self, sender: Sender, look: Callable[[], Mapping[Happening, int]]) -> None:
        self._sender, self._look = sender, look
        self._enough = threading.Event()
        self._hour = actions.hour()
        self._thread = threading.Thread(target=self._run, name="webhooks", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Let the present delivery end, if it ends soon; else it comes again."""
        self._enough.set()
        if self._thread.is_alive():
            self._thread.join(timeout=STOP_SECONDS)

    def once(self) -> None:
        """One round. Raises as `turns.each` does."""
        turns.each([self._tell, self._deliver])

    def _tell(self) -> None:
        if self._hour == actions.hour():
            return
        levels = self._look()
        with self._sender.database.changing() as session:
            telling.tell(session, self._sender.ring, levels)
        self._hour = actions.hour()

    def _deliver(self) -> None:
        self._sender.deliver_due(lambda: not self._enough.is_set())

    def _run(self) -> None:
        turns.keep_up(self.once, EVERY_SECONDS, self._enough, log)
