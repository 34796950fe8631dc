"""A worker that is killed after it has sent, and before it could note that: the same comes again,
under the same id."""

import os
import signal
import time

import pytest
from sqlalchemy import select, update

from app.core import clock
from app.people.webhooks import contents
from app.people.webhooks.contents import Said
from app.people.webhooks.models import Happening, Webhook, WebhookDelivery, WebhookState
from tests.faults.installation import PATIENCE, end, installed
from tests.people.webhooks.receiver import Receiver, is_genuine


def setting_up(here, receiver):
    """A webhook for which a ping waits. Its secret."""
    with here.house.database.changing() as session:
        row, secret = Webhook(sealed=b""), contents.new_secret()
        contents.write(here.house.ring, row, Said("The chat", receiver.url, secret, ()))
        session.add(row)
        session.flush()
        session.add(WebhookState(webhook_id=row.id))
        session.add(contents.delivery(here.house.ring, row.id, Happening.PING, clock.now(), {}))
    return secret


def worked(here, until):
    """A worker runs until that is so."""
    worker, stop = here.run("work"), time.monotonic() + PATIENCE
    try:
        while not until(worker) and time.monotonic() < stop:
            time.sleep(0.05)
        assert until(worker), here.log()[-2000:]
    finally:
        end(worker)


def waiting(here):
    with here.looking() as session:
        return session.scalars(select(WebhookDelivery)).all()


@pytest.fixture
def receiver():
    made = Receiver()
    yield made
    made.close()


def test_killed_between_sending_and_noting_it_the_same_comes_again(tmp_path, url, receiver):
    with installed(tmp_path, url, WEBHOOK_HOSTS=receiver.host) as here:
        secret = setting_up(here, receiver)
        worked(here, lambda worker: _killed_when_told(receiver, worker))
        [left] = waiting(here)
        with here.house.database.changing() as session:
            session.execute(update(WebhookDelivery).values(due=clock.minute()))
        receiver.then = lambda _told: None
        worked(here, lambda _worker: len(receiver.came) == 2 and not waiting(here))
        log = here.log()

    first, second = receiver.came
    assert left.tries == 1
    assert left.due > clock.minute()
    assert first.body == second.body
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert is_genuine(secret, second.headers, second.body)
    assert "Traceback" not in log
    assert "canary" not in log


def _killed_when_told(receiver, worker):
    """It dies before it has its answer."""
    receiver.then = lambda _told: os.killpg(worker.pid, signal.SIGKILL)
    return worker.poll() is not None
