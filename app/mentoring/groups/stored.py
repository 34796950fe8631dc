"""What mentoring groups hold, in words for members."""

from app.core.stored import Closing, Constant, Room, Stored, Until, keep
from app.mentoring.groups import endings
from app.mentoring.groups.models import Group, Seat

keep(
    Group,
    Stored(
        Room.YOU,
        "Mentoring groups",
        "Who leads it, and how many places it has. Its name is that of its circle.",
        Until("For as long as its circle is there."),
        Closing.UNNAMED,
        copy=("groups",),
        parts={
            "mentor_id": "Who leads it",
            "places": "How many places it has",
            "closed": "The day since which nobody new joins",
        },
    ),
)
keep(
    Seat,
    Stored(
        Room.YOU,
        "Your place in a mentoring group",
        "Since which day you are in it, or that you were asked. If you said no, it looks like one "
        "that was not answered.",
        Until(
            "Until you leave; a question for {asked}.",
            asked=Constant(endings, "ASKED_FOR"),
        ),
        Closing.GOES,
        copy=("groups",),
        parts={
            "group_id": "In which group",
            "since": "Since which day",
            "mentorship_id": "Which mentorship began with it",
        },
    ),
)
