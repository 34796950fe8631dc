"""What resources hold, in words for members."""

from app.community.resources.models import Collected, Collection, Helped, Note, Resource
from app.core.stored import Closing, Room, Stored, Until, blind, hashed, keep

THERE = Until("For as long as the resource is there.")

keep(
    Resource,
    Stored(
        Room.WRITING,
        "Resources that you have suggested",
        "A link or a guide, with what you say about it.",
        Until("Until its hosts or moderators take it away."),
        Closing.WISH,
        copy=("resources",),
        parts={
            "member_id": "Who suggested it",
            "form": "Whether it is a link, a guide, a video or an organisation",
            "topic": "Its topic",
            "language": "Its language",
            "link": "The address to which it leads",
            "link_key": hashed("The address and the circle, to find the same one twice"),
            "spoken": "The words, as search looks for them",
            "answer": "What a host wrote when she declined it",
            "link_kept": "The day on which a host found that its link is good",
        },
    ),
)
keep(
    Helped,
    Stored(
        Room.WRITING,
        "That a resource helped somebody",
        "Only your own visit can find out that it was you.",
        Until("Until you take it back, or the resource is gone."),
        Closing.VEILED,
        apart="You see it on the page of each resource; it is a mark, and not a list of yours.",
        parts={"helped": blind("A mark of whom it helped, another one for every resource")},
    ),
)
keep(
    Note,
    Stored(
        Room.WRITING,
        "Notes under resources",
        "What you say there, under your name.",
        Until("Until you delete it, or the resource is gone."),
        Closing.WISH,
        copy=("resource_notes",),
        parts={"member_id": "Who wrote it"},
    ),
)
keep(
    Collection,
    Stored(
        Room.WRITING,
        "Collections of resources",
        "What hosts have put together, and how they introduce it.",
        Until("Until hosts take it away."),
        Closing.NOBODYS,
        apart="It belongs to its circle.",
        parts={"introduction": "How it is introduced"},
    ),
)
keep(
    Collected,
    Stored(
        Room.WORKING,
        "What is in a collection",
        "Which resource stands at which place.",
        THERE,
        Closing.NOBODYS,
        apart="It says nothing of anybody.",
        parts={"collection_id": "In which collection", "place": "At which place"},
    ),
)
