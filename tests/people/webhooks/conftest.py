"""A house whose operator lets webhooks tell a program on this machine."""

from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine

from app import gathering
from app.core import clock
from app.core.patience import Patience
from app.people.webhooks import queries
from app.people.webhooks.models import Webhook, WebhookDelivery, WebhookState
from app.web import mailing
from app.web.kit.addresses import url
from tests.people.members.conftest import postbox
from tests.people.webhooks.receiver import Receiver

__all__ = ["postbox"]

HERE = "/admin/webhooks"
ALL = (
    *("report.waiting", "request.waiting", "opportunity.waiting", "resource.waiting"),
    *("announcement.shown", "backup.late"),
)


@pytest.fixture
def receiver():
    made = Receiver()
    yield made
    made.close()


@pytest.fixture
def there(running, house, receiver, monkeypatch):
    settings = house.settings.model_copy(
        update={"webhook_hosts": receiver.host, "joining": "request", "backup_days": 0}
    )
    changed = replace(house, settings=settings)
    running.state.house = changed
    monkeypatch.setattr(gathering, "SHORT", Patience(connect=20, read=20, total=20))
    return changed


class Hooks:
    """As administrators and the worker have them. Time stands still, and goes on as it is told."""

    def __init__(self, web, session, house, receiver, olga, clocks):
        self.web, self.session, self.house = web, session, house
        self.receiver, self.olga, self.clocks = receiver, olga, clocks
        self.rounds = gathering.rounds(house, mailing.account_writer_for(house))

    def fill_in(self, **typed):
        page = self.web.as_(self.olga).get(HERE)
        sent = {"name": "The chat", "url": self.receiver.url, "happenings": ALL} | typed
        return self.web.send(page, HERE, **sent)

    def add(self, **typed):
        """By its page. Its secret."""
        answer = self.fill_in(**typed)
        assert answer.status_code == 200, answer.text
        return answer.text.partition('value="whsec_')[2].join(["whsec_", ""]).partition('"')[0]

    @property
    def id(self):
        return self.rows(Webhook)[0].id

    def page(self):
        return self.web.as_(self.olga).get(url("admin_webhook", webhook_id=self.id))

    def press(self, route, **typed):
        return self.web.send(self.page(), url(route, webhook_id=self.id), **typed)

    def later(self, **span):
        """As the worker finds it then: a round of its own."""
        self.clocks.shift(timedelta(**span))
        self.rounds.once()

    def next_hour(self):
        self.later(minutes=60 - clock.now().minute)

    def rows(self, model):
        self.session.rollback()
        return self.session.query(model).populate_existing().all()

    @property
    def waiting(self):
        return self.rows(WebhookDelivery)

    @property
    def state(self):
        [row] = self.rows(WebhookState)
        return row


@pytest.fixture
def hooks(web, session, there, receiver, olga):
    with time_machine.travel(clock.now().replace(hour=9, minute=10), tick=False) as clocks:
        web.house = there
        yield Hooks(web, session, there, receiver, olga, clocks)


@contextmanager
def deed(house):
    with house.database.changing() as session:
        yield session


def secret_of(house):
    with house.database.reading() as session:
        return queries.listening(session, house.ring)[0][1].secret
