"""What pathways hold, in words for members."""

from app.community.pathways.models import Begun, Pathway, Step
from app.core.stored import Closing, Room, Stored, Until, keep

THERE = Until("Until its hosts delete the pathway.")

keep(
    Pathway,
    Stored(
        Room.WRITING,
        "Pathways",
        "Its title and its introduction, as the hosts of a circle wrote them together.",
        THERE,
        Closing.NOBODYS,
        apart="It belongs to its circle.",
        parts={
            "intro": "How it is introduced",
            "audience": "Who may read it",
            "shown": "Whether it is no draft any more",
        },
    ),
)
keep(
    Begun,
    Stored(
        Room.YOU,
        "Pathways that you have begun to write",
        "That it was you, so that you hear what moderators decide about it. Nobody else is told.",
        THERE,
        Closing.GOES,
        copy=("pathways_begun",),
        parts={"member_id": "Who began it"},
    ),
)
keep(
    Step,
    Stored(
        Room.WRITING,
        "Steps of pathways",
        "What each step says and where it leads. A mentor stands on one only if she agrees.",
        THERE,
        Closing.UNNAMED,
        copy=("stands",),
        parts={
            "place": "Which step it is",
            "heading": "Its heading",
            "words": "What it says",
            "kind": "What it leads to",
            "thing": "The number of what it leads to",
            "mentor_id": "Which mentor was asked to stand there",
            "consent": "What she has answered",
        },
    ),
)
