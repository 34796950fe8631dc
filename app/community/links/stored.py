"""What watching links holds, in words for members."""

from app.community.links.models import LinkPlace, WatchedLink
from app.core.stored import Closing, Room, Stored, Until, hashed, keep

keep(
    WatchedLink,
    Stored(
        Room.WORKING,
        "Links that are looked at",
        "An address that a resource or the like shows, and whether it still leads somewhere.",
        Until("For as long as anything shows it."),
        Closing.NOBODYS,
        apart="It says nothing of anybody.",
        parts={
            "key": hashed("The address, in short"),
            "url": "The address",
            "looked": "The day on which it was last looked at",
            "failures": "How often in a row it was not there",
            "due": "The day on which it is looked at next",
        },
    ),
)
keep(
    LinkPlace,
    Stored(
        Room.WORKING,
        "Where such a link is shown",
        "Which resource or pathway shows it. Never a post, never a member.",
        Until("For as long as it is shown there."),
        Closing.NOBODYS,
        apart="It says nothing of anybody.",
        parts={"thing_id": "The number of what shows it", "key": hashed("The address, in short")},
    ),
)
