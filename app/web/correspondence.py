"""What is kept beside messages: how far she has read, in her bundle, and how often she writes."""

from collections.abc import Mapping
from datetime import timedelta

from app.community.messages import queries
from app.community.messages.writing import Draft
from app.core import clock
from app.core.limits import Limit
from app.people.anonymity.bundles import NO_CIRCLE, Bundle
from app.people.house import House
from app.people.members import queries as members
from app.people.viewer import Viewer
from app.web import news
from app.web.kit.asking import InTransaction

# So long somebody is new here, and begins few conversations a day.
NEW_FOR = timedelta(days=7)


def read(house: House, session: InTransaction, viewer: Viewer) -> Mapping[int, int]:
    """Up to which message she has read each conversation. Numbers of chance are never the same as
    that of anything else in the bundle."""
    return news.bundles(house, session, viewer, [NO_CIRCLE])[NO_CIRCLE].marks


def saw(house: House, viewer: Viewer, conversation_id: int, n: int) -> None:
    """No row moves when she reads, and nobody else is told."""

    def note(held: Bundle) -> None:
        held.mark(conversation_id, n)

    house.shelf.change(viewer.me.bundle(NO_CIRCLE), Bundle(), note)


def count(
    house: House, session: InTransaction, viewer: Viewer, draft: Draft, *, begins: bool
) -> None:
    """Count a message; where it `begins` a conversation, that too. What is refused counts as well:
    who looks for whom she may write to is soon told to wait. Raises TooOften."""
    who = viewer.me.limit_key()
    house.limiter.hit(Limit.MESSAGES, who)
    if not begins or queries.sent_before(session, viewer.me.submit_key(draft.nonce)):
        return
    joined = members.by_id(session, viewer.id).joined
    is_new = clock.today() - joined < NEW_FOR
    house.limiter.hit(Limit.FIRST_CONVERSATIONS if is_new else Limit.CONVERSATIONS, who)
