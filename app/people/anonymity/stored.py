"""What anonymity rests on, in words for members."""

from app.core.stored import ALWAYS, Closing, Room, Stored, Until, blind, keep, sealed
from app.people.anonymity.models import KeyCheck, ReadBundle, Voice

keep(
    Voice,
    Stored(
        Room.WRITING,
        "Pseudonyms",
        "Which pseudonyms have written in a thread. Only your own visit can find out which is you.",
        Until("For as long as the thread is there."),
        Closing.VEILED,
        copy=("anonymous",),
        parts={
            "token": blind("A mark of its author, another one in every thread"),
            "label": "The pseudonym",
        },
    ),
)
keep(
    ReadBundle,
    Stored(
        Room.YOU,
        "What you have read",
        "How far you have read in each thread, and what you follow. It is written anew for "
        "everybody at once, so that nothing tells who was here.",
        Until("Until your account is deleted; then what it says is emptied."),
        Closing.UNNAMED,
        copy=("reading",),
        parts={"sealed": sealed("How far you have read in one circle, and what you follow there")},
    ),
)
keep(
    KeyCheck,
    Stored(
        Room.WORKING,
        "Which key belongs to this site",
        "Marks by which the server sees that it was started with the right key.",
        ALWAYS,
        Closing.NOBODYS,
        apart="It says nothing of anybody.",
        parts={
            "name": "Which key it is",
            "value": blind("A mark made with that key, from which it can’t be read"),
        },
    ),
)
