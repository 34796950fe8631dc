"""What counts what members are told, in words for members."""

from app.core.stored import ACCOUNT, Closing, Room, Stored, keep
from app.people.noted.models import NotedCount

keep(
    NotedCount,
    Stored(
        Room.WORKING,
        "How often you were told of something",
        "One number, so that a page knows without looking whether there is anything new.",
        ACCOUNT,
        Closing.GOES,
        apart="What you were told is in your copy; this is only how often.",
        parts={"n": "How often"},
    ),
)
