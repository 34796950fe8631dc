"""What blocking, muting and sanctions hold, in words for members."""

from app.core.stored import ACCOUNT, ALWAYS, Closing, Room, Stored, Until, blind, keep, sealed
from app.people.safety.models import (
    AskerSanction,
    Bell,
    Block,
    MemberSanction,
    ShieldRow,
    VoiceSanction,
)

ITS_DAY = Until("Until its last day, or until moderators take it back.")

keep(
    MemberSanction,
    Stored(
        Room.MODERATORS,
        "Warnings and pauses under your name",
        "That moderators have warned, paused or suspended you, and until when.",
        ITS_DAY,
        Closing.GOES,
        copy=("asked",),
        parts={"kind": "Whether it is a warning, a pause or a suspension"},
    ),
)
keep(
    VoiceSanction,
    Stored(
        Room.MODERATORS,
        "Warnings and pauses of a pseudonym",
        "That a pseudonym was warned or paused, and until when. Only your own visit can find out "
        "whether it is yours.",
        ITS_DAY,
        Closing.VEILED,
        apart="Your pages tell you of it while it holds; it stands beside a pseudonym, not beside "
        "you.",
        parts={
            "token": blind("The mark of the pseudonym’s author in that thread"),
            "kind": "Whether it is a warning or a pause",
        },
    ),
)
keep(
    AskerSanction,
    Stored(
        Room.MODERATORS,
        "Warnings and pauses of who asked a mentor without her name",
        "That whoever asked so was warned or paused, and until when. Only your own visit can find "
        "out whether it is you.",
        ITS_DAY,
        Closing.VEILED,
        apart="Your pages tell you of it while it holds; it stands beside a request, not beside "
        "you.",
        parts={
            "request_id": "Of which request",
            "token": blind("The mark of who asked"),
            "kind": "Whether it is a warning or a pause",
        },
    ),
)
keep(
    Block,
    Stored(
        Room.YOU,
        "That one has blocked another",
        "A mark made of the two. Nobody can read from it who they are.",
        Until("Until the block is taken back, or whoever made it has left."),
        Closing.GOES,
        copy=("kept_out",),
        parts={"pair": blind("The mark made of the two")},
    ),
)
keep(
    ShieldRow,
    Stored(
        Room.YOU,
        "Whom and what you have blocked and muted, and whom you follow",
        "Your own list, sealed. Nobody else sees it.",
        ACCOUNT,
        Closing.GOES,
        copy=("kept_out",),
        parts={"sealed": sealed("The list")},
    ),
)
keep(
    Bell,
    Stored(
        Room.WORKING,
        "That something has changed",
        "Two numbers by which a running server notices that it has to look again.",
        ALWAYS,
        Closing.NOBODYS,
        apart="It says nothing of anybody.",
        parts={"name": "Of which kind of thing", "rung": "How often something has changed"},
    ),
)
