"""Deliveries leave, each until its program takes it or its tries are used up.

Before one is sent its next try is set: whatever ends this process meanwhile, it comes again, under
the same id. A program that has taken nothing for a day is switched off, and administrators hear of
it by mail.
"""

import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from app.core import clock, keys
from app.core.db import Database
from app.core.keys import Broken, Keyring
from app.core.outbound import Answer, Gate, Result
from app.people.members.accounts import Post
from app.people.webhooks import actions, contents, queries
from app.people.webhooks.contents import Said
from app.people.webhooks.models import Webhook, WebhookDelivery, WebhookState

log = logging.getLogger("app.webhooks")

# A day and a little, so that what uses them all up has failed on another day than it began.
PAUSES = [timedelta(minutes=m) for m in (1, 5, 30, 120, 360, 480, 480)]
TAKEN, GONE = range(200, 300), 410


@dataclass(frozen=True)
class Sender:
    """`trusted` are places of the operator's own, `post` writes letters, where there are any to
    write."""

    database: Database
    ring: Keyring
    gate: Gate
    trusted: Collection[str]
    post: Callable[[], Post] | None = None

    def deliver_due(self, goes_on: Callable[[], bool] = lambda: True) -> int:
        """Send what is due, one after another while it `goes_on`. Returns how many were taken."""
        taken = 0
        while goes_on() and (claimed := self._claim()):
            row, said = claimed
            answer = self._send(row, said)
            if isinstance(answer, Answer) and answer.status in TAKEN:
                self._note_taken(row)
                taken += 1
            else:
                self._note_failed(row, answer)
        return taken

    def _claim(self) -> tuple[WebhookDelivery, Said] | None:
        now = clock.minute()
        with self.database.changing() as session:
            row = session.scalar(
                select(WebhookDelivery)
                .where(WebhookDelivery.due <= now)
                # Those of one hour in an order of chance, which is that of their ids.
                .order_by(WebhookDelivery.due, WebhookDelivery.id)
                .limit(1)
                .with_for_update(skip_locked=True)
            )
            if row is None:
                return None
            said = contents.opened(self.ring, session.get_one(Webhook, row.webhook_id))
            if said is None or row.tries > len(PAUSES):
                session.delete(row)
                return None
            pause = PAUSES[min(row.tries, len(PAUSES) - 1)]
            # Rounded up to the minute, so that it is never sent twice at once.
            row.due, row.tries = now + pause + timedelta(minutes=1), row.tries + 1
            return row, said

    def _send(self, row: WebhookDelivery, said: Said) -> Result | None:
        try:
            body = contents.body(self.ring, row)
        except Broken:
            return None
        headers = contents.signed(said.secret, row.id, int(clock.now().timestamp()), body)
        return self.gate.tell(said.url, self.trusted, headers, body)

    def _note_taken(self, row: WebhookDelivery) -> None:
        with self.database.changing() as session:
            session.execute(delete(WebhookDelivery).where(WebhookDelivery.id == row.id))
            state = update(WebhookState).where(WebhookState.webhook_id == row.webhook_id)
            session.execute(state.values(sent=clock.today(), failing=None))

    def _note_failed(self, row: WebhookDelivery, answer: Result | None) -> None:
        gone = isinstance(answer, Answer) and answer.status == GONE
        over = row.tries > len(PAUSES)
        why = answer.status if isinstance(answer, Answer) else answer and answer.why
        log.warning(
            "webhook %s took nothing at try %d: %s", keys.base32(row.webhook_id), row.tries, why
        )
        post = self.post() if self.post and (gone or over) else None
        with self.database.changing() as session:
            state = session.get(WebhookState, row.webhook_id, with_for_update=True)
            if over:
                session.execute(delete(WebhookDelivery).where(WebhookDelivery.id == row.id))
            if state is None or state.stopped:
                return
            state.failing = state.failing or clock.today()
            if gone or (over and state.failing < clock.today()):
                _stop(session, state, post)


def _stop(session: Session, state: WebhookState, post: Post | None) -> None:
    state.stopped = clock.today()
    actions.forget(session, state.webhook_id)
    log.warning("webhook %s is switched off", keys.base32(state.webhook_id))
    if post is None:
        return
    for member in queries.administrators(session):
        post.send(session, "webhook_stopped", member)
