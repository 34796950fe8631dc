"""What the log of staff holds, in words for members."""

from app.core.stored import ALWAYS, Closing, Room, Stored, blind, hashed, keep
from app.oversight.audit.models import Entry, Head

keep(
    Entry,
    Stored(
        Room.MODERATORS,
        "The log of what staff did",
        "What moderators and administrators have done, on which day, to what. Who did it is a "
        "mark. Never who wrote anonymously. Nothing in it can be changed or taken out, so that "
        "power leaves its traces.",
        ALWAYS,
        Closing.UNNAMED,
        copy=("acts",),
        parts={
            "actor": blind("A mark of whoever did it"),
            "verb": "What was done",
            "subject_kind": "To what kind of thing",
            "subject_id": "To which",
            "hash": hashed("This entry and the one before, so that nothing can be changed unseen"),
        },
    ),
)
keep(
    Head,
    Stored(
        Room.WORKING,
        "Where the log of staff ends",
        "By this the server sees whether anything was cut off from the log.",
        ALWAYS,
        Closing.NOBODYS,
        apart="It says nothing of anybody.",
        parts={
            "name": "That it is this row",
            "n": "How many entries there are",
            "begins": "From which entry on they can be checked",
            "seal": hashed("The last entry, with the server’s key"),
            "checked": "The day on which the log was last checked",
            "broken": "The entry at which it did not fit, if one did not",
        },
    ),
)
