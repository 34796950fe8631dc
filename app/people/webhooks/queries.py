"""The webhooks that there are, as their page shows them and as the worker needs them."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.errors import NotFound
from app.core.keys import Keyring
from app.core.verdict import require
from app.people.members.models import Member, Role, Standing
from app.people.site import policy
from app.people.viewer import Viewer
from app.people.webhooks import contents
from app.people.webhooks.contents import Said
from app.people.webhooks.models import Webhook, WebhookDelivery, WebhookState


@dataclass(frozen=True)
class Card:
    """One of them. Of its address the `host` is shown and no more; `waiting` are the deliveries
    that it has not taken yet."""

    id: int
    name: str
    host: str
    happenings: tuple[str, ...]
    on: bool
    sent: date | None
    failing: date | None
    stopped: date | None
    waiting: int


def every(session: Session, viewer: Viewer, ring: Keyring) -> list[Card]:
    """By name. Raises NotAllowed."""
    require(policy.may_administer(viewer))
    found = select(Webhook, WebhookState).outerjoin(WebhookState)
    number = WebhookDelivery.webhook_id
    counted = session.execute(select(number, func.count().label("waiting")).group_by(number))
    waiting = {row.webhook_id: int(row.waiting) for row in counted}
    cards = [
        _card(row.Webhook.id, said, row.WebhookState, waiting.get(row.Webhook.id, 0))
        for row in session.execute(found)
        if (said := contents.opened(ring, row.Webhook))
    ]
    return sorted(cards, key=lambda card: (card.name.casefold(), card.id))


def one(session: Session, viewer: Viewer, ring: Keyring, webhook_id: int) -> Card:
    """Raises NotAllowed, NotFound."""
    found = [card for card in every(session, viewer, ring) if card.id == webhook_id]
    if not found:
        raise NotFound
    return found[0]


def listening(session: Session, ring: Keyring) -> list[tuple[int, Said]]:
    """Those that are switched on, by their numbers."""
    rows = session.scalars(select(Webhook).join(WebhookState).where(WebhookState.stopped.is_(None)))
    return [(row.id, said) for row in rows if (said := contents.opened(ring, row))]


def administrators(session: Session) -> list[Member]:
    """Whom letters about webhooks go to."""
    here = Member.role == Role.ADMINISTRATOR, Member.standing == Standing.GOOD
    return list(session.scalars(select(Member).where(*here).order_by(Member.id)))


def _card(number: int, said: Said, state: WebhookState | None, waiting: int) -> Card:
    on = state is not None and state.stopped is None
    days = (state.sent, state.failing, state.stopped) if state else (None, None, None)
    host = urlsplit(said.url).netloc
    return Card(number, said.name, host, said.happenings, on, *days, waiting)
