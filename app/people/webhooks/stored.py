"""What webhooks hold, in words for members."""

from app.core.languages import Sentence
from app.core.stored import ALWAYS, Closing, Constant, Room, Stored, Until, keep, sealed
from app.people.webhooks import telling
from app.people.webhooks.models import Webhook, WebhookDelivery, WebhookNews, WebhookState

_NOBODYS = Sentence("It is about programs of the staff, and holds nothing of any member.")

keep(
    Webhook,
    Stored(
        Room.WORKING,
        "Programs that are told",
        "Addresses of the staff’s own programs that are told when something waits for the staff. "
        "They are told numbers, never a name, a word of a post, or when somebody did something.",
        Until("Until an administrator deletes it."),
        Closing.NOBODYS,
        apart=_NOBODYS,
        parts={"sealed": sealed("Its name, its address, its secret, and what it is told")},
    ),
)
keep(
    WebhookState,
    Stored(
        Room.WORKING,
        "How such a program fares",
        "Whether it is switched on, and whether it takes what it is told.",
        Until("Until it is switched off."),
        Closing.NOBODYS,
        apart=_NOBODYS,
        parts={
            "webhook_id": "Which program",
            "sent": "The last day on which it took something",
            "failing": "Since which day it takes nothing",
            "stopped": "The day on which it was switched off for that",
        },
    ),
)
keep(
    WebhookDelivery,
    Stored(
        Room.WORKING,
        "What such a program is to be told",
        "One thing that it has not taken yet, such as that cases wait.",
        Until("Until it is taken, at most for {kept}.", kept=Constant(telling, "KEPT")),
        Closing.NOBODYS,
        apart=_NOBODYS,
        parts={
            "webhook_id": "Which program",
            "sealed": sealed("What it is told"),
            "due": "When it is sent next",
            "tries": "How often it was sent",
        },
    ),
)
keep(
    WebhookNews,
    Stored(
        Room.WORKING,
        "What such programs were told last",
        "Of each kind of thing that waits, up to which step its number had come.",
        ALWAYS,
        Closing.NOBODYS,
        apart=_NOBODYS,
        parts={
            "happening": "Which kind",
            "level": "The step",
            "told": "The last day on which that was told",
            "looked": "The full hour at which all kinds were looked at last",
        },
    ),
)
