"""Setting webhooks up, changing them, and letting go of them. Each deed stands in the log of what
staff did, by the number of the webhook: no log names an address."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from app.core import clock, keys
from app.core.errors import Invalid, NotFound
from app.core.events import StaffActed, publish
from app.core.keys import Keyring
from app.core.languages import Sentence
from app.core.public_addresses import NotOutside, place_to_tell
from app.core.verdict import require
from app.people.site import policy
from app.people.viewer import Viewer
from app.people.webhooks import contents, queries
from app.people.webhooks.contents import Said
from app.people.webhooks.models import Happening, Webhook, WebhookDelivery, WebhookState

MOST = 10
MOST_WAITING = 50
FULL = Sentence(
    "There are {most} webhooks, which is as many as we keep. Delete one first.", most=MOST
)
NOT_OUTSIDE = Sentence(
    "Give an address that begins with https:// and leads to a public host. One of your own network "
    "can be told only if whoever runs the server has named it in WEBHOOK_HOSTS."
)
OFF = Sentence("It is switched off. Switch it on first.")
WAITS = Sentence("More than enough waits for this program already. See first why it takes nothing.")


@dataclass(frozen=True)
class Wanted:
    """What an administrator has filled in; without a `url`, the one that it has."""

    name: str
    url: str
    happenings: tuple[Happening, ...]


def add(
    session: Session, viewer: Viewer, ring: Keyring, wanted: Wanted, trusted: Collection[str]
) -> tuple[int, str]:
    """Its number, and its secret, which nobody sees again. Raises NotAllowed, Invalid."""
    require(policy.may_administer(viewer))
    if len(queries.every(session, viewer, ring)) >= MOST:
        raise Invalid("", FULL)
    _refuse_unfit(wanted, trusted)
    row, secret = Webhook(sealed=b""), contents.new_secret()
    contents.write(ring, row, Said(wanted.name, wanted.url, secret, wanted.happenings))
    session.add(row)
    session.flush()
    session.add(WebhookState(webhook_id=row.id))
    _tell(session, viewer, "add", row)
    return row.id, secret


def change(
    session: Session,
    viewer: Viewer,
    ring: Keyring,
    webhook_id: int,
    wanted: Wanted,
    trusted: Collection[str],
) -> bool:
    """Whether it goes elsewhere now. Raises NotAllowed, NotFound, Invalid."""
    row, said = _found(session, viewer, ring, webhook_id)
    wanted = replace(wanted, url=wanted.url or said.url)
    _refuse_unfit(wanted, trusted)
    contents.write(ring, row, Said(wanted.name, wanted.url, said.secret, wanted.happenings))
    _tell(session, viewer, "change", row)
    return wanted.url != said.url


def renew(session: Session, viewer: Viewer, ring: Keyring, webhook_id: int) -> str:
    """A new secret, by which everything is signed from now on. Raises NotAllowed, NotFound."""
    row, said = _found(session, viewer, ring, webhook_id)
    fresh = replace(said, secret=contents.new_secret())
    contents.write(ring, row, fresh)
    _tell(session, viewer, "renew", row)
    return fresh.secret


def switch(session: Session, viewer: Viewer, ring: Keyring, webhook_id: int, *, on: bool) -> None:
    """What waits for one that is switched off is told to nobody. Raises NotAllowed, NotFound."""
    row, _ = _found(session, viewer, ring, webhook_id)
    state = session.get(WebhookState, row.id)
    if on and state is None:
        session.add(WebhookState(webhook_id=row.id))
    elif on and state:
        state.stopped = state.failing = None
    else:
        forget(session, row.id)
        session.execute(delete(WebhookState).where(WebhookState.webhook_id == row.id))
    _tell(session, viewer, "switch-on" if on else "switch-off", row)


def remove(session: Session, viewer: Viewer, ring: Keyring, webhook_id: int) -> None:
    """With all that waits for it. Raises NotAllowed, NotFound."""
    row, _ = _found(session, viewer, ring, webhook_id)
    session.delete(row)
    _tell(session, viewer, "delete", row)


def test(session: Session, viewer: Viewer, ring: Keyring, webhook_id: int) -> None:
    """Have it told a ping. Raises NotAllowed, NotFound, Invalid."""
    row, _ = _found(session, viewer, ring, webhook_id)
    state = session.get(WebhookState, row.id)
    if state is None or state.stopped:
        raise Invalid("", OFF)
    waiting = select(func.count()).where(WebhookDelivery.webhook_id == row.id)
    if (session.scalar(waiting) or 0) >= MOST_WAITING:
        raise Invalid("", WAITS)
    session.add(contents.delivery(ring, row.id, Happening.PING, hour(), {}))


def forget(session: Session, webhook_id: int) -> None:
    """Whatever waits for it."""
    session.execute(delete(WebhookDelivery).where(WebhookDelivery.webhook_id == webhook_id))


def hour() -> datetime:
    """The last full hour: nothing that is told has a finer one."""
    return clock.minute().replace(minute=0)


def _refuse_unfit(wanted: Wanted, trusted: Collection[str]) -> None:
    try:
        place_to_tell(wanted.url, trusted)
    except NotOutside:
        raise Invalid("url", NOT_OUTSIDE) from None
    if not wanted.happenings:
        raise Invalid("happenings", "Choose at least one.")


def _found(
    session: Session, viewer: Viewer, ring: Keyring, webhook_id: int
) -> tuple[Webhook, Said]:
    require(policy.may_administer(viewer))
    row = session.get(Webhook, webhook_id, with_for_update=True)
    said = contents.opened(ring, row) if row else None
    if row is None or said is None:
        raise NotFound
    return row, said


def _tell(session: Session, viewer: Viewer, verb: str, row: Webhook) -> None:
    number = keys.base32(row.id)
    what = StaffActed(actor_id=viewer.id, verb=verb, subject_kind="webhook", subject_id=number)
    publish(session, what)
