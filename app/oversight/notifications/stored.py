"""What telling members of what is new holds, in words for members."""

from app.core.stored import (
    ACCOUNT,
    Closing,
    Constant,
    Room,
    Setting,
    Stored,
    Until,
    blind,
    keep,
    sealed,
)
from app.oversight.notifications import bounces, news
from app.oversight.notifications.mail_models import CircleCount, MailNote, Refusal
from app.oversight.notifications.models import ChoicesRow, Notification

keep(
    Notification,
    Stored(
        Room.YOU,
        "What you were told of",
        "That somebody answered you, mentioned you and the like, by name. Nothing that concerns a "
        "pseudonym of yours.",
        Until("For {kept}.", kept=Setting("retention_notifications")),
        Closing.GOES,
        copy=("noted",),
        parts={
            "kind": "What has happened",
            "thing_kind": "To what kind of thing",
            "thing_id": "To which",
        },
    ),
)
keep(
    ChoicesRow,
    Stored(
        Room.YOU,
        "How you want to be told",
        "By email or not, how often, and when it is to be quiet.",
        ACCOUNT,
        Closing.GOES,
        copy=("letters",),
        parts={"sealed": sealed("What you chose")},
    ),
)
keep(
    MailNote,
    Stored(
        Room.WORKING,
        "What waits to go into an email",
        "Nothing that concerns a pseudonym of yours is ever in it.",
        Until("Until the email is due."),
        Closing.GOES,
        copy=("letters",),
        parts={
            "id": blind("A mark made of whose it is and what, so that it waits once"),
            "due": "The hour at which the email is due",
            "sealed": sealed("Whose it is, and what it says"),
        },
    ),
)
keep(
    Refusal,
    Stored(
        Room.WORKING,
        "Addresses that refuse emails",
        "How often, and the last day.",
        Until(
            "Until you confirm the address again; else for {forgotten}, or {tried} if no more "
            "emails go there.",
            forgotten=Constant(bounces, "FORGOTTEN"),
            tried=Constant(bounces, "TRIED_AGAIN"),
        ),
        Closing.GOES,
        copy=("letters",),
        parts={
            "address": blind("A mark of the address, from which it can’t be read"),
            "count": "How often",
            "paused": "Whether no more emails go there",
        },
    ),
)
keep(
    CircleCount,
    Stored(
        Room.WORKING,
        "How many posts a circle has had",
        "One number for each circle and day, for emails about what is new.",
        Until("For {kept}.", kept=Constant(news, "KEPT")),
        Closing.NOBODYS,
        apart="It says nothing of anybody.",
        parts={"bump": "How many posts there had been"},
    ),
)
