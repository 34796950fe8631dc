"""That there is something to tell a member; like every event, it names no actor."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from app.core.events import Event


class Kind(StrEnum):
    """`reply`: in a thread that she has opened under her name. `mentoring`: of a request, a
    mentorship, a recommendation, an introduction, a programme or a pathway, which its thing is.
    `opportunity`: of one that she has posted, or that is for her, or of a resource that she has
    suggested or is to look at. `account`: of her own account, which she cannot choose not to hear
    of."""

    REPLY = "reply"
    MENTION = "mention"
    QUOTE = "quote"
    REACTION = "reaction"
    WELCOME = "welcome"
    MENTORING = "mentoring"
    OPPORTUNITY = "opportunity"
    ACCOUNT = "account"


# Of which she chooses how she is told.
CHOSEN = tuple(kind for kind in Kind if kind is not Kind.ACCOUNT)


@dataclass(frozen=True, kw_only=True)
class Noted(Event):
    """There is something for her at a thing, which is named as subjects are, in a circle or in
    none. `veiled`: somebody without a name had a part in it, so that its hour is nobody's to know.
    """

    member_id: UUID
    kind: Kind
    thing: tuple[str, str]
    circle_id: int | None = None
    veiled: bool = False
